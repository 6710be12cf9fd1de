"""Word lists: what is surely a name, what may be one, and what never is."""

import unicodedata
from functools import lru_cache
from importlib.resources import files

_CONTRACTED = frozenset(("m", "ve", "d", "ll", "re", "t"))  # I'm, you've: never a name
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Return `word` without case, accents and a possessive `'s`, the form in which names are compared."""
    plain = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES)).casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return plain.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """Return the words of `words/<name>.txt`, normalised; lines that start with `#` are its explanation."""
    text = files("retrieval.privacy.words").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(normal(word) for line in lines for word in line.split())


@lru_cache(maxsize=65536)
def is_given(word: str) -> bool:
    """Return whether a normalised word is a given name and hardly ever anything else."""
    parts = word.split("-")
    return all(part in words("given") for part in parts) and not is_doubtful(word)


def is_doubtful(word: str) -> bool:
    """Return whether a normalised word is a word or a place at least as often as it is a name."""
    return word in words("ambiguous") or word in words("ordinary") or word in words("places")


def is_never(word: str) -> bool:
    """Return whether a normalised word is no part of anybody's name."""
    if "'" in word and word.rpartition("'")[2] in _CONTRACTED:
        return True
    return word not in words("ambiguous") and (word in words("ordinary") or word in words("roles"))

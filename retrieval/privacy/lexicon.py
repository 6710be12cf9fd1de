"""Word lists: what is surely a name, what may be one, and what never is."""

import unicodedata
from functools import lru_cache
from importlib.resources import files

_CONTRACTED = frozenset(("m", "ve", "d", "ll", "re", "t"))  # I'm, you've: never a name
_SHORTEST_STEM = 4
_ENDINGS = (  # of plurals, feminines, adverbs and frequent verb forms in English, German, French and Spanish
    *("ing", "ings", "ingly", "ed", "d", "r", "ly", "ness"),
    *(
        "s",
        "es",
        "e",
        "en",
        "er",
        "ern",
        "n",
        "nen",
        "innen",
        "in",
        "ung",
        "ungen",
        "lich",
        "liche",
        "ee",
        "ees",
        "ement",
    ),
    *(
        "a",
        "as",
        "os",
        "mente",
        "ado",
        "ada",
        "ados",
        "adas",
        "ido",
        "ida",
        "idad",
        "ar",
        "ez",
        "ons",
        "ion",
        "ions",
    ),
)
_EVERYDAY = ("common", "vocabulary", "organisations", "goods", "speech", "calendar", "particles")
_JOINTS = ("", "s", "es", "n", "en", "er", "e")
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


def may_be_given(word: str) -> bool:
    """Return whether a normalised word is a given name, surely or by the long list of many countries."""
    return is_given(word) or word in words("listed_given")


def is_doubtful(word: str) -> bool:
    """Return whether a normalised word is a word or a place at least as often as it is a name."""
    return word in words("ambiguous") or word in words("ordinary") or word in words("places")


def is_never(word: str) -> bool:
    """Return whether a normalised word is no part of anybody's name."""
    if "'" in word and word.rpartition("'")[2] in _CONTRACTED:
        return True
    return word not in words("ambiguous") and (word in words("ordinary") or word in words("roles"))


def is_everyday(word: str) -> bool:
    """Return whether a normalised word is in one of the lists of words that are hardly names."""
    return is_never(word) or any(word in words(listed) for listed in _EVERYDAY)


@lru_cache(maxsize=65536)
def is_form(word: str) -> bool:
    """Return whether a normalised word is a form of an everyday word (plural, feminine), or two in one."""
    return len(word) > _SHORTEST_STEM and (_inflected(word) or _compound(word))


def _inflected(word: str) -> bool:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if (
            stem != word
            and len(stem) >= _SHORTEST_STEM
            and any(stem + vowel in words("common") for vowel in ("", "o", "e", "a"))
        ):
            return True
    return False


def _compound(word: str) -> bool:
    """Return whether a word is made as German makes nouns: of two everyday ones, with or without a joint."""
    for place in range(_SHORTEST_STEM, len(word) - _SHORTEST_STEM + 1):
        left, right = word[:place], word[place:]
        if (right in words("common") or _inflected(right)) and any(
            left.removesuffix(joint) in words("common")
            for joint in _JOINTS
            if len(left) - len(joint) >= _SHORTEST_STEM
        ):
            return True
    return False

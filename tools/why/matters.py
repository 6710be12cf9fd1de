"""Everyday matters (children, money, noise) by the words that people use for them, across four languages."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import yaml

# Stems never begin with this sign, so that a matter is never taken for a word.
_SIGN = "~"


@lru_cache(maxsize=50_000)
def matter(word: str) -> str | None:
    """Return the matter that a word in lower case belongs to, marked as such; None for most words."""
    for name, pattern in _patterns():
        if pattern.fullmatch(word):
            return f"{_SIGN}{name}"
    return None


def told_by(key: str | None, most: int = 8) -> tuple[str, ...]:
    """Return the first words by which people speak of a matter, to search with; none for no matter."""
    return tuple(word.rstrip("*") for word in _lists()[key.removeprefix(_SIGN)].split()[:most]) if key else ()


def matters(words: Iterable[str]) -> frozenset[str]:
    """Return the matters that words in lower case belong to."""
    return frozenset(found for word in words if (found := matter(word)))


def is_matter(key: str) -> bool:
    """Return whether a key is a matter rather than a word's stem."""
    return key.startswith(_SIGN)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(map(_form, words.split())))) for name, words in _lists().items())


@cache
def _lists() -> dict[str, str]:
    text = files("tools.why").joinpath("matters.yaml").read_text(encoding="utf-8")
    lists: dict[str, str] = yaml.safe_load(text)
    return lists


def _form(word: str) -> str:
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")

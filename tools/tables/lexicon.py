"""General vocabulary by meaning, read from `lexicon.yaml`: what headers and values usually mean."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SPLIT = re.compile(r"(?<=[a-zäöüß0-9])(?=[A-ZÄÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|[^\w'äöüß]+|_+")

_CLAUSE_END = re.compile(r"[.;:,(/–—]\s|[(;]|[.]$")
_NAME_WORDS = 4


@cache
def lexicon() -> dict[str, Any]:
    """Return the whole vocabulary as nested plain values."""
    text = files("tools.tables").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def says(answer: str) -> bool | None:
    """Return what an answer of yes or no says, None for any other; 1 reads 1.0 where other cells are empty."""
    word = answer.strip().casefold().removesuffix(".0")
    return True if word in word_set("yes") else False if word in word_set("no") else None


def tokens(name: str) -> list[str]:
    """Return the words of a header in lower case: `MonthlyCharges` and `monthly_charges` are the same two."""
    return [part.casefold() for part in _SPLIT.split(name.strip()) if part and part.strip("'")]


def gist(description: str) -> list[str]:
    """Return the words of a description's first clause where it is short enough for a name ("age. Note: ...")."""
    words = tokens(_CLAUSE_END.split(description.strip(), maxsplit=1)[0])
    return words if len(words) <= _NAME_WORDS else []


def matches(words: list[str], vocabulary: Iterable[str]) -> str | None:
    """Return the longest word or phrase of the vocabulary that the words contain, None when there is none."""
    text = f" {' '.join(words)} "
    compact = "".join(words)
    found = [term for term in vocabulary if _has(text, compact, term)]
    return max(found, key=len, default=None)


def kind_of(words: list[str], section: str) -> tuple[str, str] | None:
    """Return the kind within a section of the lexicon and the term that says so, the longest term first."""
    found = [(kind, term) for kind, terms in lexicon()[section].items() if (term := matches(words, terms))]
    return max(found, key=lambda pair: len(pair[1]), default=None)


def head_kind(words: list[str], section: str) -> tuple[str, str] | None:
    """Return the kind that the last telling word names: a credit score is a score, not a credit."""
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            part = words[start:end]
            for kind, terms in lexicon()[section].items():
                if any(_has(f" {' '.join(part)} ", "", term) and len(term.split()) == len(part) for term in terms):
                    return kind, " ".join(part)
    return kind_of(words, section)


@cache
def word_set(section: str) -> frozenset[str]:
    """Return a flat section of the lexicon in lower case."""
    return frozenset(str(word).casefold() for word in lexicon()[section])


@cache
def either(*sections: str) -> str:
    """Return a pattern for any word of flat sections, as a part of a larger one; `stem*` begins a word."""
    words = [re.escape(str(word)).replace(r"\*", r"\w*") for section in sections for word in lexicon()[section]]
    return f"(?:{'|'.join(words)})"


def _has(text: str, compact: str, term: str) -> bool:
    term = term.casefold()
    if term.startswith("*"):
        return f"{term[1:]} " in text
    if term.endswith("*"):
        return f" {term[:-1]}" in text
    return f" {term} " in text or (len(term) > 3 and compact == term.replace(" ", ""))

"""How words are to be given: how many quotes, and out of which documents a question points at."""

import re
from functools import cache
from itertools import takewhile

from assistant.offline.asked import Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.phrases import any_of, phrases
from assistant.offline.vocabulary import vocabularies
from assistant.offline.words import tokens

_MOST_QUOTES = 20
_LONGEST = 6


@cache
def _quotes() -> re.Pattern[str]:
    """Return a pattern for a number of quotes: "quote three of them", "with two short quotes"."""
    known = {meaning: any_of(listed) for meaning, listed in phrases("quoting").items()}
    return re.compile(
        rf"\b{known['quote']}\s+(?:{known['whom']}\s+)?(?:at\s+least\s+)?(?P<led>\w+)\b"
        rf"|\b(?P<before>\w+)\s+(?:{known['short']}\s+)*{known['quotes']}\b",
        re.IGNORECASE,
    )


@cache
def _according_to() -> re.Pattern[str]:
    """Return a pattern for what leads to who says it."""
    return re.compile(rf"\b{any_of(phrases('quoting')['according_to'])}\s+", re.IGNORECASE)


@cache
def _named_in() -> re.Pattern[str]:
    """Return a pattern for what leads to where something stands, which has to be called so in two words."""
    known = {meaning: any_of(listed) for meaning, listed in phrases("quoting").items()}
    return re.compile(rf"\b{known['in']}\s+|\bwhat\s+{known['do']}\s+(?=.*?\s{known['say']}\b)", re.IGNORECASE)


def quotes_asked(asked: Clause) -> int | None:
    """Return how many quotes a clause asks for ("quote three of them", "with two quotes"); None leaves it open."""
    for match in _quotes().finditer(asked.text):
        word = (match["led"] or match["before"]).lower()
        count = int(word) if word.isdigit() else lexicon().numbers.get(word, 0)
        if 0 < count <= _MOST_QUOTES:
            return int(count)
    return None


def documents(text: str, material: Material) -> tuple[str, ...]:
    """Return the documents that a question names: by file, by full title, or as the source of what is said."""
    held = dict(material.facts.get("documents") or {})
    lowered = text.lower()
    named = tuple(
        document
        for document, title in held.items()
        if document.lower() in lowered or (len(str(title).split()) > 1 and str(title).lower() in lowered)
    )
    return named or told_by(text, material) or _called_so(text, _named_in(), 2, material)


def told_by(text: str, material: Material) -> tuple[str, ...]:
    """Return the documents called as a question calls who says it ("according to support": the support notes)."""
    return _called_so(text, _according_to(), 1, material)


def _called_so(text: str, lead: re.Pattern[str], least: int, material: Material) -> tuple[str, ...]:
    """Return the documents that are called by what stands behind a lead, in at least as many words.

    A word that names a table's rows means those.
    """
    held = dict(material.facts.get("documents") or {})
    rows = frozenset().union(*(set(content(item.table.entity)) for item in vocabularies(material.catalog)))
    called = {document: _called(f"{document} {title}") - rows for document, title in held.items()}
    for match in lead.finditer(text):
        said = _phrase(text[match.end() :])
        if len(said) >= least and (found := tuple(name for name, words in called.items() if said <= words)):
            return found
    return ()


def _phrase(text: str) -> set[str]:
    """Return the stems of the noun phrase that a text opens with: up to a sign, a verb or the next small word."""
    ends = lexicon().telling.union(phrases("quoting")["telling"])
    words = list(takewhile(lambda word: word.norm not in ends, tokens(re.split(r"[,;:?!.]", text)[0])))
    opening = next((at for at, word in enumerate(words) if word.norm not in lexicon().articles), len(words))
    return {word.stem for word in takewhile(lambda word: len(word.norm) > 2, words[opening : opening + _LONGEST])}


def _called(name: str) -> set[str]:
    return set(content(re.sub(r"[\W_]+", " ", name)))

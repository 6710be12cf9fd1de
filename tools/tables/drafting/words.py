"""What people call a column and a row: labels for columns without a header, and other words, also translated."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath

from tools.tables.catalog import Column
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.marks import tells_gender
from tools.tables.drafting.roles import Guess
from tools.tables.drafting.units import measured_words
from tools.tables.lexicon import head_kind, lexicon, matches, tokens, word_set
from tools.tables.readers.durations import READ
from tools.wording import plural

_LONG_PART = 5
_SHORT_FORM = re.compile(r"[A-Z]{2,5}|[A-Za-z]\d{1,3}")
_CLOCK = frozenset({"hh", "mm", "ss", "hhmm", "hhmmss", "h"})
_NUMBERING = re.compile(r"^\s*(?:Q?\d{1,3}\s*[.):]|[a-z]\))\s*", re.IGNORECASE)
_ROLES_WITH_UNIT = ("measure", "ordinal")


def column_words(facts: Facts, found: Guess) -> tuple[str, ...]:
    """Return what people also call such a column, in several languages, without the words of its own header."""
    synonyms = lexicon()["synonyms"]
    words: list[str] = (
        list(synonyms["unit"].get(found.unit, ())) if found.role == "measure" and not facts.meanings else []
    )
    if found.role == "time":
        words += synonyms["time"]
    if found.unit == "score":
        words += synonyms["unit"]["score"]
    for concept in _concepts(facts, found):
        words += [word for spoken in lexicon()["concepts"][concept].values() for word in spoken]
    words += facts.english
    if found.unit == "money" and matches([*facts.words, *facts.meant], lexicon()["not_spent"]):
        words = [word for word in words if word not in lexicon()["spending"]]
    own = {*facts.words, " ".join(facts.words)}
    return tuple(word for word in dict.fromkeys(map(str, words)) if word not in own)


def _concepts(facts: Facts, found: Guess) -> list[str]:
    """Return what the header means, and what its unit means where the header does not tell."""
    if facts.question:
        return []
    if found.role == "id":
        return []
    spoken = _concept(measured_words(facts.words)) or _concept(facts.meant)
    named = spoken or ("gender" if tells_gender(facts) else None)
    named = None if named == "share" and found.unit != "share" else named
    by_unit = {"money": "amount", "count": "number", "age": "age", "share": "share", "duration": "duration"}
    unit = by_unit.get(found.unit or "") if found.role in _ROLES_WITH_UNIT and named is None else None
    dated = "date" if found.role == "time" else None
    made = None if facts.header else {"measure": "quantity" if facts.whole else "amount"}.get(found.role)
    return list(dict.fromkeys(concept for concept in (named, unit, dated, made) if concept))


def _concept(words: Sequence[str]) -> str | None:
    """Return the concept that the last telling word names, a German compound by its last part."""
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            if concept := _meanings().get(" ".join(words[start:end])):
                return concept
        endings = [part for part in _endings() if words[end - 1].endswith(part)]
        if endings:
            return _meanings()[max(endings, key=len)]
    return None


@cache
def _meanings() -> dict[str, str]:
    """Return header words, in all languages, with their concept; an ambiguous one has its first."""
    found: dict[str, str] = {}
    for concept, spoken in lexicon()["concepts"].items():
        for words in spoken.values():
            for word in words:
                found.setdefault(str(word).casefold(), concept)
                found.setdefault(plural(str(word).casefold()), concept)
    return found


@cache
def _endings() -> frozenset[str]:
    """Return the German words that compounds end in."""
    spoken = [str(word) for concept in lexicon()["concepts"].values() for word in concept["de"]]
    return frozenset(word for word in spoken if len(word) >= _LONG_PART)


def entity_words(name: str, entity: str, key: Iterable[str]) -> tuple[str, ...]:
    """Return other nouns for a row: those of the lexicon, and the ones that file and key use themselves."""
    stem = PurePosixPath(name).name.split(".", 1)[0]
    own = [*tokens(stem)[-1:], *(word for column in key for word in tokens(column))]
    said = [word for word in own if head_kind([word], "entity") and word not in word_set("id")]
    words = (*lexicon()["entity_words"].get(entity, ()), *said)
    return tuple(word for word in dict.fromkeys(map(str, words)) if word not in (entity, plural(entity)))


def outcome_words(kind: str | None, own: Sequence[str]) -> tuple[str, ...]:
    """Return what people call an outcome of that kind, without the words of its own header."""
    words = [*lexicon()["synonyms"]["outcome"].get(kind, ())]
    words += [word for spoken in lexicon()["concepts"].get(kind, {}).values() for word in spoken]
    return tuple(word for word in dict.fromkeys(map(str, words)) if word not in own)


def plain_label(name: str, read: str = "") -> str:
    """Return a header in plain words, without its number; `MonthlyCharges` becomes monthly charges.

    `read` is how the column was read: durations say that they are stored as minutes.
    """
    text = " ".join(_NUMBERING.sub("", name).split())
    whole = " " in text or _SHORT_FORM.fullmatch(text) or (text.isalpha() and not text.isascii())
    label = text if whole else " ".join(tokens(text)) or text
    if READ not in read or "minutes" in label.casefold():
        return label
    kept = [word for word in label.split() if word.casefold() not in _CLOCK]
    return f"{' '.join(kept) or label} in minutes"


def made_label(facts: Facts, found: Guess) -> str:
    """Return a plain name for a column that has none, from what it seems to hold."""
    if found.unit and found.unit != "number":
        return {"money": "amount", "count": "quantity"}.get(found.unit, found.unit)
    nouns = {"id": "identifier", "time": "date", "measure": "quantity" if facts.whole else "amount"}
    nouns |= {"segment": "category", "ordinal": "level", "text": "comment", "multi_select": "choices"}
    return nouns.get(found.role, found.role)


def told_apart(columns: Sequence[Column], person: str | None, entity: str) -> list[Column]:
    """Return columns without a header with names of their own: the person's called so, equal names numbered."""
    people = entity if entity in word_set("people") else "customer"
    named = [replace(column, label=people) if column.name == person else column for column in columns]
    totals, seen = Counter(column.label for column in named), Counter[str]()
    result = []
    for column in named:
        seen[column.label] += 1
        numbered = f"{column.label} {seen[column.label]}" if totals[column.label] > 1 else column.label
        result.append(replace(column, label=numbered))
    return result

"""Questions that set what people say against what they do: which answer and which rows they mean."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from assistant.offline.choice import Call
from assistant.offline.clauses import clause
from assistant.offline.declared import DEED, Tool
from assistant.offline.headers import content
from assistant.offline.material import Material
from assistant.offline.outcomes import outcome_of
from assistant.offline.rows import of_people, records_sales
from assistant.offline.sayings import denies, leaves_open, sets_against, subjects
from assistant.offline.vocabulary import Vocabulary, negative, vocabularies
from assistant.offline.waves import waves
from assistant.offline.words import likeness
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.lexicon import says
from tools.who.claimants import joinable
from tools.wording import is_question

_LEVELS = 11
_ASKED = 0.35  # an answer stands under a question oftener than in a column of facts
_COVERED = 0.5
_LEAST = 0.4
_NAMED = 0.3


@dataclass(frozen=True, slots=True)
class _Claim:
    table: Table
    column: Column
    value: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Deed:
    table: Table
    condition: tuple[tuple[str, str], ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a question, how rare words are in the data, and whether the question names what it means."""

    words: tuple[str, ...]
    rare: "Counter[str]"
    bare: bool


def deeds(question: str, material: Material) -> Call | None:
    """Return the call for a question that sets saying against doing, None for any other, or where nothing fits."""
    tool = next((tool for tool in material.tools if DEED in tool.slots()), None)
    if tool is None or not sets_against(question) or waves(question, material.catalog) is not None:
        return None
    asked = _Asked(subjects(question), _rarity(material.catalog), leaves_open(question))
    pairs = [
        (_worth(claim, deed, asked), place, claim, deed)
        for place, (claim, deed) in enumerate(_pairs(question, material.catalog))
    ]
    best = max(pairs, key=lambda pair: (pair[0], -pair[1]), default=None)
    if best is None or best[0] < _LEAST:
        return None
    return _call(tool, best[2], best[3], denied=denies(question))


def _call(tool: Tool, claim: _Claim, deed: _Deed, *, denied: bool) -> Call:
    no = next((name for name, _ in claim.column.values if says(name) is False), None)
    slots: dict[str, Any] = {
        "table": claim.table.name,
        "outcome": claim.column.name,
        "value": claim.value or (no if denied else None),
        DEED: deed.table.name,
        "deed": [{"column": name, "op": "=", "value": value} for name, value in deed.condition] or None,
    }
    filled = {argument.name: slots.get(argument.slot) for argument in tool.arguments}
    return Call(tool.name, {name: value for name, value in filled.items() if value is not None})


def _pairs(question: str, catalog: Catalog) -> Iterator[tuple[_Claim, _Deed]]:
    known = vocabularies(catalog)
    done = [deed for vocabulary in known for deed in _deeds_of(question, vocabulary)]
    for vocabulary in known:
        for claim in _claims_of(vocabulary.table):
            for deed in done:
                own = deed.table.name == claim.table.name and claim.column.name in dict(deed.condition)
                if not own and joinable(catalog, claim.table, deed.table):
                    yield claim, deed


def _claims_of(table: Table) -> Iterator[_Claim]:
    """Yield what people may have said: yes to a question, an option they chose, the upper half of a scale."""
    if (table.person is None and not table.rows_are_people) or records_sales(table):
        return
    for column in table.columns:
        if column.marks & {"personal", "leakage", "protected"} or column.name == table.outcome:
            continue
        label = content(column.label)
        if column.role == "multi_select":
            yield from (_Claim(table, column, value, (*content(value), *label)) for value, _ in column.values)
        elif _says_yes(column) or _is_scale(column):
            yield _Claim(table, column, "", label)


def _says_yes(column: Column) -> bool:
    return column.positive is not None or any(says(name) for name, _ in column.values)


def _is_scale(column: Column) -> bool:
    few = column.storage == "number" and column.role == "measure" and 2 < column.distinct <= _LEVELS
    return (column.role == "ordinal" and bool(column.order or column.storage == "number")) or few


def _deeds_of(question: str, vocabulary: Vocabulary) -> Iterator[_Deed]:
    """Yield what people may have done: rows with a value of an event table, an outcome of people, any purchase."""
    table = vocabulary.table
    if table.person is None and not table.rows_are_people:
        return
    concepts = {cue.concept for cue in clause(question).cues}
    if of_people(table):
        yield from _outcomes(concepts, vocabulary)
        return
    if records_sales(table):
        if concepts & {"outcome.gain", "entity.sale"}:
            yield _Deed(table, (), ())
        for column in table.columns:
            if column.role in {"segment", "multi_select"} and not column.marks:
                for value, _ in column.values:
                    yield _Deed(table, ((column.name, value),), content(value))


def _outcomes(concepts: set[str], vocabulary: Vocabulary) -> Iterator[_Deed]:
    outcome = outcome_of(vocabulary)
    column = vocabulary.table.column(outcome.column) if outcome is not None else None
    if outcome is None or column is None:
        return
    for concept in concepts:
        happened = outcome.polarity(concept) if concept.startswith("outcome.") else None
        value = outcome.positive if happened else negative(column)
        if happened is not None and value is not None:
            yield _Deed(vocabulary.table, ((column.name, value),), ("*",))


def _worth(claim: _Claim, deed: _Deed, asked: "_Asked") -> float:
    """Return how well a pair fits: what of the question each explains, and what both are about.

    A question that says what it is about has to name both; otherwise a pair about the same will do.
    """
    said, rare = asked.words, asked.rare
    stated = _covered(said, claim.stems, rare)
    asks = _ASKED if is_question(claim.column.label) else 0.0
    shared = _covered(deed.stems, claim.stems, rare) if len(deed.stems) > 1 else 0.0
    done = 1.0 if deed.stems == ("*",) else _covered(deed.stems, said, rare) if deed.stems else _LEAST
    if asked.bare and shared < _COVERED and (stated == 0 or done < _LEAST):
        return 0.0
    if not asked.bare and (stated < _NAMED or done < _LEAST):
        return 0.0
    return stated + done + shared + asks


def _covered(wanted: Sequence[str], given: Sequence[str], rare: "Counter[str]") -> float:
    """Return what part of the words, weighted by how rare they are, is among those given."""
    weights = [1 / sqrt(1 + rare[word]) for word in wanted]
    total = sum(weights)
    met = sum(
        weight
        for word, weight in zip(wanted, weights, strict=True)
        if any(likeness(word, other) for other in given)
    )
    return met / total if total else 0.0


@lru_cache(maxsize=8)
def _rarity(catalog: Catalog) -> "Counter[str]":
    """Return in how many names of columns and values each stem stands."""
    names = [column.label for table in catalog for column in table.columns]
    names += [value for table in catalog for column in table.columns for value, _ in column.values[:50]]
    return Counter(part for name in names for part in set(content(name)))

"""Useful next questions: the same measure split another way, tested, or explained, where the data can tell."""

from collections.abc import Iterator

from assistant.offline.compose import plain
from assistant.offline.gathered import Plan
from assistant.offline.material import Material
from assistant.offline.outcomes import outcome_of
from assistant.offline.plan import plan
from assistant.offline.reading import Reading
from assistant.offline.rows import of_people
from assistant.offline.vocabulary import Vocabulary, vocabulary_of
from tools.events import Event
from tools.tables.catalog import Column
from tools.wording import plural

_MOST = 3
_TRIED = 5
_LONGEST_NAME = 4
_FEWEST, _MANY = 2, 12


def next_questions(decided: Plan, material: Material) -> tuple[str, ...]:
    """Return up to three questions that follow from a plan and that the analyst itself can plan without a gap."""
    reading = decided.first
    vocabulary = vocabulary_of(material.catalog, reading.table) if reading is not None else None
    if reading is None or vocabulary is None or "words" in reading.cues:
        return ()
    kept: list[str] = []
    for number, question in enumerate(_candidates(reading, vocabulary, _grouped(decided))):
        if number == _TRIED or len(kept) == _MOST:
            break
        follow = plan(question, (), material)
        if follow.calls and not follow.missing and not follow.readings:
            kept.append(question)
    return tuple(kept)


def _grouped(decided: Plan) -> frozenset[str]:
    """Return the columns by which the plan's calls group already."""
    named = [call.arguments.get("by") or () for call in decided.calls]
    listed = [item for by in named for item in (by if isinstance(by, list) else [by])]
    return frozenset(str(item["column"]) for item in listed if item)


def _candidates(reading: Reading, vocabulary: Vocabulary, grouped: frozenset[str]) -> Iterator[str]:
    measured = _measured(reading, vocabulary)
    used = {str(item["column"]) for item in (*reading.where, *reading.by)} | {reading.metric} | grouped
    rows = plural(vocabulary.table.entity, 2)
    if measured and reading.by and "compare" not in reading.cues:
        split = vocabulary.column(str(reading.by[0]["column"]))
        yield f"Does the {measured} differ significantly by {_name(split)}?"
    for column in vocabulary.table.columns:
        if column.name in used or not _splits(column):
            continue
        name = _name(column)
        yield f"How does the {measured} differ by {name}?" if measured else f"How many {rows} are there by {name}?"


def _splits(column: Column) -> bool:
    """Return whether a column makes a handful of groups that can be named in a few words."""
    few = _FEWEST <= column.distinct <= _MANY
    short = 0 < len(_name(column).split()) <= _LONGEST_NAME
    plainly = "?" not in column.label and not column.marks
    return column.role in {"segment", "ordinal"} and few and short and plainly


def _name(column: Column) -> str:
    return plain(column.label or column.name).lower()


def _measured(reading: Reading, vocabulary: Vocabulary) -> str:
    """Return what a reading measures in words that a question can use, or nothing when it counts rows."""
    column = vocabulary.table.column(reading.metric) if reading.metric else None
    if column is None or "?" in column.label:
        return ""
    outcome = outcome_of(vocabulary)
    if outcome is not None and outcome.column == column.name:
        return Event(column, outcome.positive, of_people(vocabulary.table)).label
    if column.role == "measure" and reading.aggregate in {"mean", "median", "sum"}:
        return f"{'average' if reading.aggregate == 'mean' else reading.aggregate} {_name(column)}".replace(
            "sum ", "total "
        )
    return ""

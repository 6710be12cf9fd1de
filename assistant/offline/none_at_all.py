"""Rows that have none of several things counted in columns of their own: "bookings with no guests at all"."""

from collections.abc import Iterator

from assistant.offline.asked import Clause
from assistant.offline.draft import Draft
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import of_people
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Column, Table

_CUE = "none"
_SCORE = 2.5


def none_links(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield where a clause denies things of which a table has several counts, people of a party among them."""
    people = {cue.start for cue in clause.cues if cue.concept == "entity.person"}
    for at, word in enumerate(clause.words):
        nobody = word.norm in phrases("none_at_all")["nobody"]
        start = at if nobody else _denial(clause, at)
        if start is None:
            continue
        if names := _counts(vocabulary.table, word.stem, people=nobody or at in people):
            yield Link("cue", start, at + 1, _SCORE, _CUE, also=names)


def _denial(clause: Clause, at: int) -> int | None:
    """Return where "no" or "without" stands before a word, None where none does."""
    start = at - 1
    while start > 0 and clause.words[start].norm in phrases("none_at_all")["between"]:
        start -= 1
    return start if start >= 0 and clause.words[start].norm in lexicon().lacking else None


def read_none(draft: Draft) -> None:
    """Require that the counts of what is denied come to nothing."""
    for link in draft.links:
        if link.name == _CUE:
            for name in link.also:
                draft.require({"column": name, "op": "=", "value": _zero(draft.column(name))}, link.start)
            draft.cues -= {"negation", "quality"}


def _counts(table: Table, noun: str, *, people: bool) -> tuple[str, ...]:
    """Return the columns that count what a noun is for: by its word in their names, or the people of a party."""
    counts = [column for column in table.columns if _from_zero(column)]
    named = [column.name for column in counts if noun in content(column.name)]
    if people and not of_people(table):
        known = lexicon().counters.union(*map(content, phrases("none_at_all")["party"]))
        named = [column.name for column in counts if set(content(column.name)) <= known]
    return tuple(named) if len(named) > 1 else ()


def _from_zero(column: Column) -> bool:
    """Return whether a column counts from zero, in as few numbers as none and one."""
    counts = column.storage == "number" or {value for value, _ in column.values} == {"0", "1"}
    least = column.minimum or min((value for value, _ in column.values), default="")
    return counts and column.role not in {"id", "time", "outcome"} and not column.made and _is_zero(least)


def _zero(column: Column) -> str | int:
    return 0 if column.storage == "number" else "0"


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False

"""Links words for quantities and periods to columns: `revenue` to an amount, `how old` to ages."""

from collections.abc import Iterable

from assistant.offline.asked import Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.rows import amounts, only_amount
from assistant.offline.vocabulary import Entry, Vocabulary
from assistant.offline.words import stem
from tools.tables.catalog import Column
from tools.tables.sales import is_piece

_DURATIONS = frozenset({"days", "months", "years", "duration"})
_PIECE = 0.7
_SUM = 1.2
_UNITS = frozenset(stem(word) for word in ("days", "months", "years", "hours", "minutes", "seconds"))
_ASKED = 0.92  # "how old" asks for nothing else
_GENERIC_MONEY = frozenset(
    stem(word) for word in ("total", "amount", "value", "revenue", "sales", "spend", "paid")
)


def quantity_of(column: Column) -> str | None:
    """Return what a column is a quantity of: its unit, or `duration` for any length of time."""
    return "duration" if column.unit in _DURATIONS else column.unit


def quantities(clause: Clause, vocabulary: Vocabulary, entry: Entry) -> Iterable[Link]:
    """Yield links from words such as `revenue` or `how old` to a measure of that unit."""
    column = entry.column
    paid = column in amounts(vocabulary.table)
    if column.role not in {"measure", "ordinal"} or (column.unit is None and not paid):
        return
    unit = "money" if paid else quantity_of(column)
    stems = entry.own
    only = column == only_amount(vocabulary.table)
    rows = frozenset(content(vocabulary.table.entity))  # what a row of costs holds, nobody paid us
    text = [word.norm for word in clause.words]
    for quantity in lexicon().quantities:
        if quantity.unit != unit or rows & quantity.unlike or (stems & quantity.unlike and not only):
            continue
        own = any(word.stem in stems - _UNITS for word in clause.words)
        score = (0.15 if own else 0.0) + (0.8 if only or stems & _GENERIC_MONEY else 0.7) * entry.trust
        for index, word in enumerate(clause.words):
            pair = " ".join(text[index : index + 2])
            if word.norm == "sales" and _counted(clause, index):
                continue
            if word.norm in quantity.words:
                surer = _SUM * whole_amount(entry, vocabulary) if word.norm in quantity.sums else score
                yield Link("column", index, index + 1, surer * entry.trust, entry.name)
            elif pair in quantity.words:
                asked = max(score, _ASKED * entry.trust) if pair.startswith("how ") else score
                yield Link("column", index, index + 2, asked, entry.name)


def whole_amount(entry: Entry, vocabulary: Vocabulary) -> float:
    """Return less than one for a price of a piece where another column holds what was paid in all."""
    others = [column for column in amounts(vocabulary.table) if not is_piece(column.name)]
    return _PIECE if others and is_piece(entry.column.name) else 1.0


def _counted(clause: Clause, index: int) -> bool:
    """Return whether "how many" or "number of" stands right before a word."""
    return any(cue.concept == "aggregate.count" and cue.end == index for cue in clause.cues)


def periods_as_columns(clause: Clause, vocabulary: Vocabulary, entry: Entry) -> Iterable[Link]:
    """Yield links from "which month" to a column of months where the table has no dates."""
    stems = entry.own
    if vocabulary.table.time is not None or entry.column.role not in {"segment", "ordinal"}:
        return
    for cue in clause.cues:
        grain = cue.concept.removeprefix("grain.")
        if grain != cue.concept and grain in stems:
            yield Link("column", cue.end - 1, cue.end, 1.2, entry.name)

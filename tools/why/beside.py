"""What stands beside a text in its row: a rating that tells its mood, labels that tell its matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from retrieval.documents import Document
from tools.analysis import ToolContext
from tools.tables.catalog import Column, Table
from tools.why.cues import found, stems

_LOW, _HIGH = 0.34, 0.74
_MOST_LABELS = 60

Label = frozenset[str]


@dataclass(frozen=True, slots=True)
class Beside:
    """By document: its mood (1 for a high rating, -1 for a low one), and its labels as stems."""

    moods: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, frozenset[Label]] = field(default_factory=dict)

    @classmethod
    def of(cls, context: ToolContext) -> "Beside":
        """Return what the tables say of the texts in their rows; made once for as long as both stay the same."""
        tables = [table for table in context.tables.catalog if any(c.role == "text" for c in table.columns)]
        versions = " ".join(f"{table.name} {table.version}" for table in tables)
        return context.corpus.derived(f"beside {versions}", lambda corpus: cls._read(context, corpus.summaries()))

    @classmethod
    def _read(cls, context: ToolContext, documents: Iterable[Document]) -> "Beside":
        moods: dict[str, int] = {}
        labels: dict[str, frozenset[Label]] = {}
        read: dict[str, tuple[dict[int, int], dict[int, frozenset[Label]]]] = {}
        for document in documents:
            table = context.tables.catalog.table(document.row.table) if document.row else None
            if document.row is None or table is None:
                continue
            if table.name not in read:
                read[table.name] = _moods(context, table), _labels(context, table)
            rated, labelled = read[table.name]
            moods[document.id] = _asked_for(table, document.row.column) or rated.get(document.row.number, 0)
            labels[document.id] = labelled.get(document.row.number, frozenset())
        return cls(moods, labels)


def _asked_for(table: Table, name: str) -> int:
    """Return -1 where the header of a text asks what is wrong ("What should we improve?"), 1 for what is right.

    Whoever is happy on the whole tells there what is not.
    """
    column = table.column(name)
    label = f"{name} {column.label}" if column else name
    against, in_favour = bool(found("asks_against", label)), bool(found("asks_in_favour", label))
    return int(in_favour) - int(against)


def _moods(context: ToolContext, table: Table) -> dict[int, int]:
    """Return by the number of the row 1 for the upper quarter of a rating's reach, -1 for the lower third."""
    rating = next((column for column in _open(table) if found("rating", column.label)), None)
    if rating is None or rating.storage != "number":
        return {}
    values = pd.to_numeric(context.tables.frame(table.name, [rating.name])[rating.name], errors="coerce")
    low, high = values.min(), values.max()
    if not high > low:
        return {}
    shares = (values - low) / (high - low)
    told = ((shares >= _HIGH).astype(int) - (shares <= _LOW).astype(int)).tolist()
    return dict(zip(context.tables.numbers(table.name).tolist(), told, strict=True))


def _labels(context: ToolContext, table: Table) -> dict[int, frozenset[Label]]:
    names = [c.name for c in _open(table) if c.role == "segment" and 1 < c.distinct <= _MOST_LABELS]
    if not names:
        return {}
    frame = context.tables.frame(table.name, names).astype("str").fillna("")
    known = {value: frozenset(stems(value)) for name in names for value in frame[name].unique()}
    rows = zip(*(frame[name] for name in names), strict=True)
    numbers = context.tables.numbers(table.name).tolist()
    return {number: frozenset(known[value] for value in row) for number, row in zip(numbers, rows, strict=True)}


def _open(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.marks & {"personal", "protected"}]

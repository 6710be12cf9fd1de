"""Rows and documents: turns "customers where ..." into a Filter over texts, and back into words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from retrieval.documents import Document
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.arguments import Where
from tools.errors import AnalysisError
from tools.tables.catalog import Table
from tools.why.cues import found, word_list

_SHOWN = 3
_JOINED = "::"


@dataclass(frozen=True, slots=True)
class Slice:
    """Row keys by table, and the customers behind them (None where the table does not tell people apart)."""

    rows: Mapping[str, frozenset[str]]
    customers: frozenset[str] | None

    def applied(self, base: Filter) -> Filter:
        """Return the filter narrowed to this slice."""
        return replace(base, rows=self.rows, customers=self.customers)

    def admits(self, document: Document) -> bool | None:
        """Return whether a text of a table is of this slice; None where nothing recorded tells."""
        row = document.row
        if row is not None and row.table in self.rows:
            return row.key in self.rows[row.table]
        if not self.customers or document.customer is None:
            return None
        return document.customer in self.customers


def of_rows(context: ToolContext, table: str, where: Where) -> Slice:
    """Return the texts of the rows that satisfy the conditions, and any text of the customers behind them."""
    held = context.tables.catalog.table(table)
    if held is None:
        raise AnalysisError(f"There is no table `{table}`.")
    keys = context.tables.row_keys(held.name, where)
    if _texts(held, where):
        return Slice({held.name: keys}, frozenset())
    people = [_customers(context, held, where), _elsewhere(context, held, where)]
    known = [some for some in people if some is not None]
    return Slice({held.name: keys}, frozenset().union(*known) if known else None)


def said_of(context: ToolContext, table: str, where: Where) -> tuple[str, ...]:
    """Return the values of the conditions, and the labels and other words of their columns: stars of a rating."""
    words: list[str] = []
    for condition in where:
        own, _, name = condition.column.rpartition(_JOINED)
        holder = context.tables.catalog.table(own or table)
        column = holder.column(name) if holder else None
        if column is not None:
            words += [column.label, *column.words, *(word_list("rating") if found("rating", column.label) else ())]
        values = condition.value if isinstance(condition.value, list) else [condition.value]
        words += [str(value) for value in values if value is not None]
    return tuple(words)


def by_outcome(context: ToolContext, table: str, where: Where) -> bool:
    """Return whether conditions choose people by what became of them: who left, bought, renewed."""
    for condition in where:
        own, _, name = condition.column.rpartition(_JOINED)
        holder = context.tables.catalog.table(own or table)
        column = holder.column(name) if holder else None
        if holder is not None and column is not None and (column.role == "outcome" or name == holder.outcome):
            return True
    return False


def _texts(table: Table, where: Where) -> bool:
    """Return whether the conditions choose texts, not people: columns of rows that are themselves texts."""
    if any(_JOINED in condition.column for condition in where):
        return False
    return any(column.role == "text" for column in table.columns) and not table.one_row_each


def _elsewhere(context: ToolContext, table: Table, where: Where) -> frozenset[str] | None:
    """Return the people of a joined table that alone decides; they may have no row in the table that was named."""
    owners = {condition.column.rpartition(_JOINED)[0] for condition in where}
    other = context.tables.catalog.table(next(iter(owners))) if len(owners) == 1 else None
    if other is None or other.name == table.name:
        return None
    own = (condition.model_copy(update={"column": condition.column.rpartition(_JOINED)[2]}) for condition in where)
    return _customers(context, other, tuple(own))


def _customers(context: ToolContext, table: Table, where: Where) -> frozenset[str] | None:
    if table.person is None:
        return None
    try:
        people = context.tables.frame(table.name, [table.person], where)[table.person]
    except AnalysisError:  # a personal key is never read out; the rows' own texts remain
        return None
    return frozenset(people.dropna().astype("str"))


def segment_of(context: ToolContext, document: Document, references: tuple[str, ...] = ()) -> dict[str, str]:
    """Return what the tables say of the row a text stands in: column label -> value, for a few segment columns."""
    row = document.row
    table = context.tables.catalog.table(row.table) if row else None
    if row is None or table is None:
        return {}
    columns = [table.column(name) for name in references] if references else list(table.columns)
    wanted = [
        column
        for column in columns
        if column is not None
        and column.role in ("segment", "ordinal", "outcome")
        and not column.marks & {"personal", "protected"}
    ][:_SHOWN]
    if not wanted:
        return {}
    numbers = context.tables.numbers(table.name)
    place = int(np.searchsorted(numbers, row.number))
    if place == len(numbers) or numbers[place] != row.number:
        return {}
    values = context.tables.frame(table.name, [column.name for column in wanted]).iloc[place]
    return {column.label: str(values[column.name]) for column in wanted if str(values[column.name]) != "nan"}

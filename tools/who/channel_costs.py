"""What each channel cost: a column of the customers' own table, or a table of spending by channel beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.arguments import Grouping
from tools.tables.catalog import Column, Table
from tools.tables.engine import Measure
from tools.tables.lexicon import tokens
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.twins import asked_as

SPENT = frozenset(
    {"cost", "costs", "spend", "budget", "expense", "kosten", "ausgaben", "coût", "dépense", "coste", "gasto"}
)
_COMMON = 0.5
_MOST_CHANNELS = 200


@dataclass(frozen=True, slots=True)
class Costs:
    """The column of what was spent, the table it stands in, and what each channel cost in all."""

    column: Column
    table: str
    totals: Mapping[str, float]


def spent(scope: Scope, by: Grouping, groups: list[Group]) -> Costs | None:
    """Return what the channels cost, None when no table says.

    `groups` are the channels with a sum named `cost` where the customers' own table has such a column.
    """
    own = cost_column(scope.table)
    if own is not None:
        return Costs(own, scope.table.name, {group.name: float(group["cost"] or 0) for group in groups})
    names = {group.name.casefold() for group in groups}
    for table in scope.context.tables.catalog:
        column = cost_column(table) if table.name != scope.table.name else None
        channel = _same_channels(scope, scope.column(by.column), table, names)
        if column is not None and channel is not None:
            return Costs(column, table.name, _totals(scope, table, column, channel, groups))
    return None


def cost_column(table: Table) -> Column | None:
    """Return the first measure of a table that is named as a cost."""
    for column in table.columns:
        if column.role != "measure" or "leakage" in column.marks:
            continue
        if {*tokens(column.name), *tokens(column.label)} & SPENT:
            return column
    return None


def _values(scope: Scope, table: Table, column: Column) -> list[str]:
    """Return the values of a column; where each of a few rows is another channel, the catalog lists none."""
    if column.values or column.storage != "text" or table.rows > _MOST_CHANNELS:
        return [value for value, _ in column.values]
    return [
        str(value) for value in scope.context.tables.frame(table.name, [column.name], ())[column.name].dropna()
    ]


def _same_channels(scope: Scope, by: Column, table: Table, names: set[str]) -> Column | None:
    """Return the column of a table that holds the same channels, by its name or by most of its values."""
    for column in table.columns:
        values = {value.casefold() for value in _values(scope, table, column)}
        shared = len(values & names)
        if shared and (asked_as(column) == asked_as(by) or shared >= _COMMON * len(names)):
            return column
    return None


def _totals(
    scope: Scope, table: Table, column: Column, channel: Column, groups: list[Group]
) -> Mapping[str, float]:
    spending = Scope.open(scope.context, table.name, (), None)
    cut = spending.cut([Measure("cost", "sum", column.name)], [Grouping(column=channel.name)])
    found = {group.name.casefold(): float(group["cost"] or 0) for group in cut.groups if group.known}
    return {group.name: found[group.name.casefold()] for group in groups if group.name.casefold() in found}

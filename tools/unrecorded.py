"""What is said of a grouping column's few empty cells: how many the whole table has, and nothing else."""

from tools.analysis import ToolContext
from tools.arguments import Arguments
from tools.speech import said
from tools.tables.catalog import Column, Table
from tools.wording import counted, number, sentence

_VALUES = ("count", "distribution")


def notes(context: ToolContext, arguments: Arguments) -> list[str]:
    """Return a sentence for each grouping column with so few empty cells that their group is never told of.

    The number is that of the whole table, whatever the question is narrowed to: how many of the rows asked about
    have no value would tell of those few.
    """
    table = context.tables.catalog.table(str(getattr(arguments, "table", "")))
    if table is None:
        return []
    few = context.tables.blanks(table.name, context.min_group)
    return [
        _note(table, column, int(few[column.name].rows.sum()))
        for column in _grouping(arguments, table)
        if column.name in few
    ]


def _grouping(arguments: Arguments, table: Table) -> list[Column]:
    """Return the columns of the table by which rows are put into groups."""
    names = [grouping.column for grouping in arguments.groupings("by")]
    if getattr(arguments, "aggregate", "") in _VALUES and (metric := getattr(arguments, "metric", None)):
        names.append(str(metric))
    return [column for name in dict.fromkeys(names) if (column := table.column(name)) is not None]


def _note(table: Table, column: Column, rows: int) -> str:
    held = counted(rows, table.entity)
    return sentence(
        f"{said(column.label)} is not recorded for {held} of all {number(table.rows)}: "
        f"{'it is' if rows == 1 else 'these are'} in no group, and nothing else is told of so few"
    )

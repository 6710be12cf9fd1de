"""The draft of a sample, with what was counted over all rows of a table that stays in its database."""

from dataclasses import replace

from tools.tables.catalog import Column, Table
from tools.tables.drafting.facts import Facts
from tools.tables.protect import suspicious
from tools.tables.remote import Counts, Remote


def as_in_all_rows(facts: Facts, counts: Counts, rows: int) -> Facts:
    """Return the facts of a sampled column that looks as if no value came twice, although one does elsewhere."""
    return replace(facts, distinct=facts.rows - 1) if facts.unique and counts.distinct < rows else facts


def counted(table: Table, remote: Remote) -> Table:
    """Return the table with counts and ends of all rows; where only the sample tells, its counts are scaled."""
    scale = remote.rows / max(1, table.rows)
    columns = tuple(_counted(column, remote.columns[column.name], remote.rows, scale) for column in table.columns)
    how = f"stays in its database; its meaning was drafted from {table.rows} of {remote.rows} rows"
    return replace(
        table,
        rows=remote.rows,
        columns=columns,
        source=remote.source,
        duplicates=0,
        reason="; ".join(filter(None, (table.reason, how))),
    )


def _counted(column: Column, counts: Counts, rows: int, scale: float) -> Column:
    column = _guarded(replace(column, missing=rows - counts.known))
    if column.separator is None:
        column = replace(column, distinct=counts.distinct)
    if "personal" in column.marks:
        return column
    exact = dict(counts.values)
    listed = bool(exact) and bool(column.values) and column.separator is None
    values = counts.values if listed else _scaled(column.values, scale)
    gone = tuple((name, exact.get(name, found)) for name, found in _scaled(column.sentinels, scale))
    if column.minimum is None or gone:
        return replace(column, values=values, sentinels=gone)
    return replace(column, values=values, minimum=counts.minimum, maximum=counts.maximum)


def _guarded(column: Column) -> Column:
    """Return the column as personal when a text of it looks like contact data: nobody scrubs it in a database."""
    told = column.storage == "text" and column.role not in ("id", "text")
    if not told or not any(suspicious(name) for name, _ in column.values):
        return column
    why = f"{column.reason}; some values look like contact data, and rows in a database are not scrubbed"
    return replace(column, marks=column.marks | {"personal"}, values=(), sentinels=(), reason=why)


def _scaled(pairs: tuple[tuple[str, int], ...], scale: float) -> tuple[tuple[str, int], ...]:
    return tuple((name, round(rows * scale)) for name, rows in pairs)

"""The last row of each person, where a person has several: a yes or no that is computed when it is asked for."""

from typing import TYPE_CHECKING

from tools.tables.catalog import Column, Table
from tools.tables.parquet import ROW
from tools.tables.values import join_key

if TYPE_CHECKING:
    import ibis.expr.types as ir

LATEST = "last of each person"
YES, NO = "yes", "no"


def latest_column(reference: str, table: Table) -> Column | None:
    """Return the entry of `LATEST` as if it were a column; None for others, and where nobody has a last row."""
    person = table.column(table.person) if table.person is not None else None
    if reference != LATEST or person is None or table.time is None or table.column(reference) is not None:
        return None
    last = min(person.distinct, table.rows)
    return Column(
        name=LATEST,
        label=f"last {table.entity} of each person",
        role="segment",
        storage="boolean",
        values=((YES, last), (NO, table.rows - last)),
        distinct=2,
        positive=YES,
        reason=f"made for a question: by `{person.name}`, the row with the latest `{table.time}`",
    )


def is_latest(table: Table, rows: "ir.Table") -> "ir.Value":
    """Return a yes for the row of each person with the latest date; of several such, for the last one stored."""
    import ibis  # noqa: PLC0415 - loaded with the connection

    person = rows[str(table.person)]
    order = [ibis.desc(rows[str(table.time)].notnull()), ibis.desc(rows[str(table.time)]), ibis.desc(rows[ROW])]
    place = ibis.row_number().over(ibis.window(group_by=join_key(person), order_by=order))
    return ((place == 0) & person.notnull()).ifelse(YES, NO)

"""The columns of a database's table as the engine meets them, with personal data out of reach."""

import secrets
from typing import TYPE_CHECKING

from tools.tables.catalog import Column, Table
from tools.tables.parquet import KEY, ROW
from tools.tables.protect import PLACEHOLDER

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SALT = secrets.token_hex(16)
_SHOWN = 12


def readable(stored: "ir.Table") -> "ir.Table":
    """Return the columns that can be computed with: numbers, texts, dates, and yes/no columns as text.

    Decimal numbers become fractions, days and moments dates without a zone; what is neither is left out.
    """
    columns = {name: value for name in stored.columns if (value := _plain(stored[name])) is not None}
    return stored.select(**columns)


def within_reach(stored: "ir.Table", table: Table) -> "ir.Table":
    """Return a table's columns as the catalog describes them, with a number and a key for each row.

    What a copy would hold as a pseudonym is hashed with a salt of this process, personal data and free text, which
    nobody has scrubbed there, are replaced. Rows are numbered in the order of their key, or of all their columns.
    """
    columns = {column.name: _shown(stored[column.name], column, table) for column in table.columns}
    order = [stored[name] for name in (table.key or stored.columns) if name in stored.columns]
    import ibis  # noqa: PLC0415 - loaded with the connection

    numbered = ibis.row_number().over(order_by=order)
    key = stored[table.key[0]].cast("string") if table.key else numbered.cast("string")
    return stored.select(**columns, **{ROW: numbered, KEY: key})


def _plain(value: "ir.Value") -> "ir.Value | None":
    kind = value.type()
    if kind.is_boolean():
        return value.ifelse("true", "false")
    if kind.is_floating():
        return (value.isnan() | value.isinf()).ifelse(None, value)
    if kind.is_integer() or kind.is_string():
        return value
    if kind.is_decimal():
        return value.cast("float64")
    if kind.is_date() or kind.is_timestamp():
        return value.cast("timestamp")
    return value.cast("string") if kind.is_uuid() or kind.is_enum() else None


def _shown(value: "ir.Value", column: Column, table: Table) -> "ir.Value":
    if "personal" in column.marks and column.name == table.person:
        digest = (value.cast("string") + _SALT).hexdigest("md5").substr(0, _SHOWN)
        return value.isnull().ifelse(None, "[PERSON_" + digest + "]")
    if "personal" in column.marks or column.role == "text":
        return value.isnull().ifelse(None, PLACEHOLDER)
    return value

"""How column values become expressions: what is usable, what a group is called, how options are split."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from tools.errors import AnalysisError
from tools.tables.catalog import Column

if TYPE_CHECKING:
    import ibis.expr.types as ir

MISSING = "(missing)"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Grain = Literal["day", "week", "month", "quarter", "year", "weekday", "hour"]
PERIODS: Mapping[Grain, str] = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_LEADING = re.compile(r"^\s*(\d+)")
_GUARD = "\x1f"


def text(value: "ir.Value") -> "ir.StringValue":
    """Return a value as trimmed text."""
    return value.cast("string").strip()


def folded(value: "ir.Value") -> "ir.StringValue":
    """Return a value as it is compared: trimmed and without case."""
    return text(value).lower()


def complete(column: Column) -> bool:
    """Return whether the catalog lists every text of the column as it is stored, without outer blanks.

    Then a comparison need not fold the text of each row: it names the spellings.
    """
    if column.storage not in ("text", "boolean") or column.role == "multi_select" or not column.values:
        return False
    return column.distinct == len(column.values) and all(name == name.strip() for name, _ in column.values)


def is_one_of(value: "ir.Value", column: Column, wanted: Iterable[str]) -> "ir.BooleanValue":
    """Return whether a text is one of those wanted, outer blanks and case aside."""
    names = {name.strip().lower() for name in wanted}
    if complete(column):
        spellings = [name for name, _ in column.values if name.lower() in names]
        return text_of(value).isin(spellings or [next(iter(names), "")])
    return folded(value).isin(sorted(names))


def text_of(value: "ir.Value") -> "ir.StringValue":
    """Return a value as text, as it is."""
    return value if value.type().is_string() else value.cast("string")


def join_key(value: "ir.Value") -> "ir.StringValue":
    """Return a key as it is compared across files: without case, blanks and leading zeros (`00042` is `42`)."""
    if value.type().is_integer():
        return value.cast("string")
    return folded(value).re_replace(r"\s+", "").re_extract("^0*(.+)$", 1)


def is_number(column: Column) -> bool:
    """Return whether the column is stored as numbers."""
    return column.storage == "number"


def unknown(value: "ir.Value", column: Column) -> "ir.BooleanValue":
    """Return whether a value is empty or one of the column's sentinels."""
    empty = value.isnull()
    if not column.sentinels:
        return empty
    names = [name for name, _ in column.sentinels]
    if column.storage == "date":
        return empty | value.isin([datetime.fromisoformat(name) for name in names])
    if is_number(column):
        numbers = [number for number in map(as_number, names) if number is not None]
        return (empty | value.isin(numbers)) if numbers else empty
    return empty | is_one_of(value, column, names)


def usable(value: "ir.Value", column: Column) -> "ir.Value":
    """Return the value with sentinels turned into nulls."""
    return unknown(value, column).ifelse(None, value) if column.sentinels else value


def numeric(value: "ir.Value", column: Column) -> "ir.NumericValue":
    """Return usable numbers; a yes/no column counts as 1 where it is positive, else 0.

    Raises AnalysisError for a column that has no numeric meaning.
    """
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data; nothing is computed from its values.")
    if is_number(column):
        return usable(value, column).cast("float64")
    if column.positive is not None and (column.storage == "boolean" or column.role == "outcome"):
        hit = is_one_of(value, column, [column.positive])
        return unknown(value, column).ifelse(None, hit.cast("float64")).cast("float64")
    if column.order and all(_LEADING.match(name) for name in column.order):
        return usable(text(value), column).re_extract(_LEADING.pattern, 1).nullif("").cast("float64")
    raise AnalysisError(
        f"`{column.name}` is {column.storage} ({column.role}), so it has no sum, mean or quantile. "
        "Use count, share or distinct, or a numeric column."
    )


def as_number(value: object) -> float | None:
    """Return a written number, None when it is none."""
    try:
        return float(str(value).replace(" ", "").replace("\u00a0", ""))
    except ValueError:
        return None


def option_cell(value: "ir.Value", column: Column) -> "ir.StringValue":
    """Return a multi-select cell in which separators inside known options are guarded, case kept."""
    separator = column.separator or ","
    cell = text(value)
    for option, _ in sorted(column.values, key=lambda pair: -len(pair[0])):
        if separator in option:
            cell = cell.replace(option, option.replace(separator, _GUARD))
    return cell


def options(value: "ir.Value", column: Column) -> "ir.ArrayValue":
    """Return the distinct options of each multi-select cell; an empty cell has the one option "(missing)"."""
    separator = column.separator or ","
    parts: Any = option_cell(value, column).fill_null(MISSING).split(separator)
    parts = parts.map(lambda part: part.replace(_GUARD, separator).strip())
    parts = parts.filter(lambda part: part != "").unique()
    return (parts.length() == 0).ifelse([MISSING], parts)


def has_option(value: "ir.Value", column: Column, option: str) -> "ir.BooleanValue":
    """Return whether a multi-select cell holds exactly this option among its options."""
    separator = column.separator or ","
    cell = option_cell(value, column).lower().re_replace(rf"\s*{_escaped(separator)}\s*", separator)
    wanted = option.strip().lower().replace(separator, _GUARD)
    fence = separator + cell + separator
    return fence.contains(separator + wanted + separator)


def started(value: "ir.Value", grain: Grain) -> "ir.Value":
    """Return the first moment of the period a date falls in; of weekdays and hours what `period` returns."""
    date: Any = value
    return date.truncate(PERIODS[grain]) if grain in PERIODS else period(value, grain)


def period(value: "ir.Value", grain: Grain) -> "ir.StringValue":
    """Return the ISO start of the period a date falls in (`2025-03-04`, `2025-03`, `2025-Q1`, `2025`).

    Weeks are named by their Monday; `weekday` is 0 (Monday) to 6, `hour` 00 to 23, both as text.
    """
    date: Any = value
    if grain == "weekday":
        return date.day_of_week.index().cast("string")
    if grain == "quarter":
        return date.year().cast("string") + "-Q" + date.quarter().cast("string")
    if grain == "week":
        date = date.truncate("W")
    formats = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "hour": "%H"}
    return date.strftime(formats[grain])


def _escaped(separator: str) -> str:
    return "".join(f"\\{char}" if not char.isalnum() and not char.isspace() else char for char in separator)

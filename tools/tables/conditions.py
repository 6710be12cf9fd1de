"""Conditions of a question as expressions over one column, each value checked before it is used."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.tables.lexicon import says
from tools.tables.mentions import mentions
from tools.tables.suggest import listed, near
from tools.tables.values import (
    MISSING,
    as_number,
    folded,
    has_option,
    is_number,
    is_one_of,
    unknown,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PERIOD = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_ORDERED = (">", ">=", "<", "<=")


def predicate(value: "ir.Value", column: Column, condition: Condition) -> "ir.BooleanValue":
    """Return the condition over a column's values; raises AnalysisError for values that cannot be there.

    Empty cells satisfy `missing` alone, as do sentinels; `!=` is never true of an empty cell. Ordered comparisons
    leave sentinels out. `=` on a multi-select means that the option is among those chosen, on free
    text that the text mentions the words.
    """
    if condition.op in ("missing", "present"):
        gone = unknown(value, column)
        return gone if condition.op == "missing" else ~gone
    if condition.value == MISSING and condition.op in ("=", "!="):  # the name under which groups show empty cells
        return value.isnull() if condition.op == "=" else value.notnull()
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data and cannot be used to select rows.")
    if condition.value is None or condition.value == []:
        raise AnalysisError(f"`{condition.op}` on `{column.name}` needs a value.")
    if condition.op == "in":
        wanted = condition.value if isinstance(condition.value, list) else [condition.value]
        tests = [_equal(value, column, str(item)) for item in wanted]
        found = tests[0]
        for test in tests[1:]:
            found = found | test
        return found
    if isinstance(condition.value, list):
        raise AnalysisError(f"`{condition.op}` on `{column.name}` takes one value; use `in` for several.")
    wanted_text = _written(condition.value)
    if condition.op == "contains":
        return folded(value).contains(wanted_text.strip().lower())
    if condition.op == "=":
        return _equal(value, column, wanted_text)
    if condition.op == "!=":
        return value.notnull() & ~_equal(value, column, wanted_text)
    return _compare(value, column, condition.op, wanted_text)


def _written(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _equal(value: "ir.Value", column: Column, wanted: str) -> "ir.BooleanValue":
    if column.role == "text":
        return mentions(value, wanted)
    if column.role == "multi_select":
        return has_option(value, column, _known(column, wanted))
    if is_number(column):
        return value == _number(column, wanted)
    if column.storage == "date":
        start, end = _period(column, wanted)
        return (value >= start) & (value < end)
    return is_one_of(value, column, [_known(column, wanted)])


def _compare(value: "ir.Value", column: Column, op: str, wanted: str) -> "ir.BooleanValue":
    if op not in _ORDERED:
        raise AnalysisError(f"`{op}` is not a comparison.")
    known = ~unknown(value, column)
    if column.storage == "date":
        start, end = _period(column, wanted)
        edges = {">": value >= end, ">=": value >= start, "<": value < start, "<=": value < end}
        return edges[op] & known
    if is_number(column):
        number = _number(column, wanted)
        edges = {">": value > number, ">=": value >= number, "<": value < number, "<=": value <= number}
        return edges[op] & known
    if column.order:
        return is_one_of(value, column, _admitted(column, op, wanted)) & known
    raise AnalysisError(
        f"`{column.name}` is {column.storage} without an order, so `{op}` has no meaning. Use `=` or `in`; "
        f"values: {listed(name for name, _ in column.values[:8])}."
    )


def _admitted(column: Column, op: str, wanted: str) -> list[str]:
    order = [name.strip().lower() for name in column.order]
    name = wanted.strip().lower()
    if name not in order:
        raise AnalysisError(f"`{wanted}` is not a level of `{column.name}`: {listed(column.order)}.")
    place = order.index(name)
    return {">": order[place + 1 :], ">=": order[place:], "<": order[:place], "<=": order[: place + 1]}[op]


def _number(column: Column, wanted: str) -> float:
    number = as_number(wanted)
    if number is None:
        raise AnalysisError(
            f"`{column.name}` holds numbers from {column.minimum} to {column.maximum}; `{wanted}` is not one."
        )
    return number


def _known(column: Column, wanted: str) -> str:
    """Return the value as stored; a yes/no word finds the spelling in use; unknown values raise."""
    stored = {name.strip().lower(): name for name, _ in column.values}
    stored |= {name.strip().lower(): name for name, _ in column.sentinels}
    found = stored.get(wanted.strip().lower())
    if found is not None:
        return found
    if column.storage == "boolean" and column.positive is not None:
        said = says(wanted)
        other = next((name for name, _ in column.values if name != column.positive), None)
        if said is not None and (said or other is not None):
            return column.positive if said else str(other)
    if column.role in ("text", "id") or column.distinct > len(column.values):
        return wanted
    raise AnalysisError(
        f"`{wanted}` is not a value of `{column.name}`. Nearest: {listed(near(wanted, stored.values()))}."
    )


def _period(column: Column, wanted: str) -> tuple[datetime, datetime]:
    """Return start and end (exclusive) of a year, a month, a day, or one moment."""
    match = _PERIOD.match(wanted.strip())
    try:
        if match is None:
            moment = datetime.fromisoformat(wanted.strip()).replace(tzinfo=None)
            return moment, moment + timedelta(microseconds=1)
        year, month, day = (int(part) if part else None for part in match.groups())
        start = datetime(year or 1, month or 1, day or 1)  # noqa: DTZ001 - dates in files carry no zone
        if day:
            return start, start + timedelta(days=1)
        if month:
            return start, _next_month(start)
        return start, start.replace(year=start.year + 1)
    except ValueError as error:
        raise AnalysisError(
            f"`{column.name}` holds dates from {column.minimum} to {column.maximum}; `{wanted}` is not a date. "
            "Write 2025-03-01, 2025-03 or 2025."
        ) from error


def _next_month(start: datetime) -> datetime:
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)

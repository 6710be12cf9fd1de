"""Conditions in two forms: a clause that people read, and a notation that can be read back."""

import json
import re
from collections.abc import Callable, Sequence

from tools.arguments import Condition, Where
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.wording import is_question, listed, number

Lookup = Callable[[str], Column]
_YES = frozenset({"yes", "y", "true", "1", "t"})
_NO = frozenset({"no", "n", "false", "0", "f"})
_OPERATORS = ("!=", ">=", "<=", "=", ">", "<", "in", "contains", "missing", "present")
_DATED = {">=": "from", ">": "after", "<=": "until", "<": "before", "=": "", "in": ""}
_SIGNS = {
    "=": "",
    "in": "",
    "!=": "other than",
    ">": "over",
    ">=": "at least",
    "<": "under",
    "<=": "at most",
    "contains": "containing",
    "missing": "unknown",
    "present": "known",
}
_DECODER = json.JSONDecoder()


def notation(where: Where) -> str:
    """Return conditions as one line, columns and values in JSON: `"age" >= 30 and "job" in ["a", "b"]`."""
    return " and ".join(
        " ".join([json.dumps(item.column, ensure_ascii=False), item.op, *_value(item)]) for item in where
    )


def _value(condition: Condition) -> list[str]:
    return [] if condition.op in ("missing", "present") else [json.dumps(condition.value, ensure_ascii=False)]


def parse(text: str) -> Where:
    """Return the conditions that `notation` wrote; raises AnalysisError for anything else."""
    conditions, rest = [], text.strip()
    try:
        while rest:
            column, end = _DECODER.raw_decode(rest)
            rest = rest[end:].lstrip()
            op = next(op for op in _OPERATORS if rest.startswith(op))
            rest = rest[len(op) :].lstrip()
            value = None
            if op not in ("missing", "present"):
                value, end = _DECODER.raw_decode(rest)
                rest = rest[end:].lstrip()
            conditions.append(Condition(column=column, op=op, value=value))
            rest = rest.removeprefix("and ").lstrip()
    except (ValueError, StopIteration) as error:
        raise AnalysisError(f"`{text}` is not a filter.") from error
    return tuple(conditions)


def answer(column: Column, value: str) -> str:
    """Return what a row with this value does, as a verb phrase: `have churn Yes`, `answered ... to "..."`."""
    if column.role == "multi_select":
        return f"chose {value} for {column.label}" if not is_question(column.label) else f"chose {value}"
    if is_question(column.label):
        return f"answered {value} to {column.label}"
    return f"have {column.label} {value}"


def clause(condition: Condition, lookup: Lookup) -> str:
    """Return a condition as it follows a noun: `with contract Two year`, `without housing`."""
    column = lookup(condition.column)
    label = column.label
    written = _written(condition)
    if column.storage == "date" and condition.op in _DATED:
        return f"{_DATED[condition.op] or 'in'} {written}"
    if condition.op in ("=", "in") and is_question(label):
        return f"who {answer(column, written)}"
    if condition.op == "=":
        yes_no = _yes_no(column, str(condition.value))
        return f"with {label} {written}" if yes_no is None else f"{'with' if yes_no else 'without'} {label}"
    words = {
        "!=": f"with {label} other than {written}",
        ">": f"with {label} over {written}",
        ">=": f"with {label} of at least {written}",
        "<": f"with {label} under {written}",
        "<=": f"with {label} of at most {written}",
        "in": f"with {label} {written}",
        "contains": f"whose {label} contains {written}",
        "missing": f"without a known {label}",
        "present": f"with a known {label}",
    }
    return words[condition.op]


def clauses(where: Where, lookup: Lookup) -> str:
    """Return all conditions as they follow a noun, dates last, empty without conditions."""
    dates = [item for item in where if lookup(item.column).storage == "date" and item.op in _DATED]
    others = _others([item for item in where if item not in dates], lookup)
    return " ".join([" and ".join(others), *(clause(item, lookup) for item in dates)]).strip()


def _others(where: Sequence[Condition], lookup: Lookup) -> list[str]:
    """Return the clauses, the two ends of a range as one."""
    told, skip = [], -1
    for place, item in enumerate(where):
        following = where[place + 1] if place + 1 < len(where) else None
        if place == skip:
            continue
        if following and (item.op, following.op) == (">=", "<=") and item.column == following.column:
            told.append(f"with {lookup(item.column).label} {_written(item)} to {_written(following)}")
            skip = place + 1
        else:
            told.append(clause(item, lookup))
    return told


def segment(where: Where, lookup: Lookup) -> dict[str, str]:
    """Return the conditions as column label -> value, the form findings carry."""
    result: dict[str, str] = {}
    for condition in where:
        column = lookup(condition.column)
        label, written = column.label, _written(condition)
        if column.storage == "date" and condition.op in _DATED:
            text = f"{_DATED[condition.op]} {written}".strip()
        else:
            text = f"{_SIGNS[condition.op]} {written}".strip()
        result[label] = f"{result[label]} {text}" if label in result else text
    return result


def _yes_no(column: Column, value: str) -> bool | None:
    names = {name.strip().lower() for name, _ in column.values}
    if not names or len(names) > 2 or not names <= _YES | _NO:
        return None
    return value.strip().lower() in _YES


def _written(condition: Condition) -> str:
    value = condition.value
    if value is None:
        return ""
    if isinstance(value, list):
        return listed([str(item) for item in value], "or")
    return number(value) if isinstance(value, float) else str(value)


_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_RANGE = re.compile(r"(-?[\d.e+]+)(?: to (-?[\d.e+]+))?")


def group_conditions(
    column: Column, reference: str, label: str, grain: str | None, bins: int | None
) -> Where | None:
    """Return the conditions that select one group of a grouping; None where none can (weekdays, hours)."""
    if label == "(missing)":
        return (Condition(column=reference, op="missing"),)
    if grain in ("weekday", "hour"):
        return None
    if match := _QUARTER.fullmatch(label) if column.storage == "date" else None:
        year, quarter = int(match[1]), int(match[2])
        first, last = f"{year}-{quarter * 3 - 2:02}", f"{year}-{quarter * 3:02}"
        return (
            Condition(column=reference, op=">=", value=first),
            Condition(column=reference, op="<=", value=last),
        )
    if grain == "week":
        return None
    if bins and (match := _RANGE.fullmatch(label)):
        low, high = float(match[1]), float(match[2] or match[1])
        return (Condition(column=reference, op=">=", value=low), Condition(column=reference, op="<=", value=high))
    return (Condition(column=reference, op="=", value=label),)

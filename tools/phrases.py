"""Conditions in two forms: a clause that people read, and a notation that can be read back."""

import json
import re
from collections.abc import Callable, Sequence

from tools.arguments import Condition, Where
from tools.errors import AnalysisError
from tools.events import Event, mentioned
from tools.speech import code_said, is_are, is_name, is_ordinal_number, quoted, said
from tools.tables.catalog import Column
from tools.wording import listed, number, plain_number

Lookup = Callable[[str], Column]
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


def clause(condition: Condition, lookup: Lookup, *, people: bool = True) -> str:
    """Return a condition as it follows a noun: `whose contract is Two year`, `with age over 30`."""
    column = lookup(condition.column)
    label = said(column.label)
    if column.storage == "date" and condition.op in _DATED:
        return f"{_DATED[condition.op] or 'in'} {_written(condition, column)}"
    if condition.op == "=" and column.storage == "number" and column.role == "measure":
        return f"with {label} of exactly {_written(condition, column)}"
    if condition.op == "=" and not isinstance(condition.value, list):
        return Event(column, _written(condition, column), people).relative
    if condition.op == "!=" and column.role == "text":
        return f"{'who' if people else 'that'} do not {mentioned(column, _written(condition, column))}"
    if condition.op in ("in", "!=", "contains") and column.role == "multi_select":
        return _several(condition, column, people=people)
    link = "whose" if is_name(column.label) else "where"
    verb, written = is_are(column.label), _choice(condition, column)
    words = {
        "!=": f"{link} {label} {verb} not {written}",
        ">": f"with {label} over {written}",
        ">=": f"with {label} of at least {written}",
        "<": f"with {label} under {written}",
        "<=": f"with {label} of at most {written}",
        "=": f"{link} {label} {verb} {written}",
        "in": f"{link} {label} {verb} {written}",
        "contains": f"{link} {label} {'contains' if verb == 'is' else 'contain'} {written}",
        "missing": f"{link} {label} {verb} not known",
        "present": f"{link} {label} {verb} known",
    }
    return words[condition.op]


def _several(condition: Condition, column: Column, *, people: bool) -> str:
    """Return a condition on a question with several answers."""
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    chosen = listed([quoted(str(value)) for value in values], "or")
    verb = "did not choose" if condition.op == "!=" else "chose"
    return f"{'who' if people else 'that'} {verb} {chosen} for {said(column.label)}"


def _choice(condition: Condition, column: Column) -> str:
    if isinstance(condition.value, list):
        return listed([code_said(column, str(item)) for item in condition.value], "or")
    written = _written(condition, column)
    return written if isinstance(condition.value, float) else code_said(column, written)


def clauses(where: Where, lookup: Lookup, *, people: bool = True) -> str:
    """Return all conditions as they follow a noun, dates last, empty without conditions."""
    dates = [item for item in where if lookup(item.column).storage == "date" and item.op in _DATED]
    others = _others([item for item in where if item not in dates], lookup, people=people)
    return " ".join([" and ".join(others), *(clause(item, lookup) for item in dates)]).strip()


def _others(where: Sequence[Condition], lookup: Lookup, *, people: bool) -> list[str]:
    """Return the clauses, the two ends of a range as one."""
    told, skip = [], -1
    for place, item in enumerate(where):
        following = where[place + 1] if place + 1 < len(where) else None
        if place == skip:
            continue
        if following and (item.op, following.op) == (">=", "<=") and item.column == following.column:
            column = lookup(item.column)
            ends = f"{_written(item, column)} to {_written(following, column)}"
            told.append(f"with {said(column.label)} {ends}")
            skip = place + 1
        else:
            told.append(clause(item, lookup, people=people))
    return told


def segment(where: Where, lookup: Lookup) -> dict[str, str]:
    """Return the conditions as column label -> value, the form findings carry."""
    result: dict[str, str] = {}
    for condition in where:
        column = lookup(condition.column)
        label, written = column.label, _written(condition, column)
        if column.storage == "date" and condition.op in _DATED:
            text = f"{_DATED[condition.op]} {written}".strip()
        else:
            text = f"{_SIGNS[condition.op]} {written}".strip()
        result[label] = f"{result[label]} {text}" if label in result else text
    return result


def _written(condition: Condition, column: Column) -> str:
    value = condition.value
    if value is None:
        return ""
    if isinstance(value, list):
        return listed([str(item) for item in value], "or")
    if isinstance(value, float):
        return plain_number(value) if is_ordinal_number(column) else number(value)
    return str(value)


_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_RANGE = re.compile(r"(-?[\d.e+]+)(?: to (-?[\d.e+]+))?")


def group_conditions(
    column: Column, reference: str, label: str, grain: str | None, *, in_ranges: bool
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
    if in_ranges and (match := _RANGE.fullmatch(label)):
        low, high = float(match[1]), float(match[2] or match[1])
        if low == high:
            return (Condition(column=reference, op="=", value=low),)
        return (Condition(column=reference, op=">=", value=low), Condition(column=reference, op="<=", value=high))
    return (Condition(column=reference, op="=", value=label),)

"""What is known of one column: how much of it is usable, its zeros, its range and its values."""

from math import isnan

from tools.results import Finding
from tools.speech import code_said, figure, said, statistic_name
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.averages import Metric
from tools.who.blanks import unusable
from tools.who.extremes import extreme_findings
from tools.who.impossible import LARGEST, impossible
from tools.who.quality import ROLES, column_is, fact, zeros
from tools.who.scope import Scope
from tools.who.spikes import spike_findings
from tools.wording import counted, listed, number, sentence, unit_of

_TOP_VALUES = 8


def column_findings(scope: Scope, reference: str) -> list[Finding]:
    """Return what is known of one column; values of personal columns are never shown."""
    column = scope.column(reference)
    findings = [_usable(scope, column, reference), *unusable(scope, reference)]
    if not findings[1:]:
        told = f"There is no blank and no placeholder in {said(column.label)}"
        findings.append(fact(scope, told, "blank rows", 0, "count"))
    if "personal" in column.marks:
        return findings
    findings += _bounded(scope, column)
    if column.storage == "number" and column.role != "id":
        metric = Metric(reference, column)
        findings += _number_facts(scope, column, reference)
        findings += [*spike_findings(scope, metric), *extreme_findings(scope, metric)]
    elif column.storage == "date":
        findings += _dates(scope, column, reference)
    elif column.role not in ("text", "id"):
        findings.append(_values(scope, column))
    findings += impossible(scope, [column], asked=False) if scope.rows <= LARGEST else []
    return [*findings, _distinct(scope, column, reference)]


def _usable(scope: Scope, column: Column, reference: str) -> Finding:
    known = int(scope.total([Measure("known", "count", reference)])["known"])
    what = f"{column_is(column)} stored as {column.storage} ({ROLES[column.role]})"
    told = f"{what}, with a usable value in {number(known)} of {counted(scope.rows, 'row')}"
    return fact(scope, told, f"rows with a usable {column.label}", known, "count")


def _bounded(scope: Scope, column: Column) -> list[Finding]:
    """Return which answers among the numbers are text that only bounds one, and what that means for statistics."""
    if not column.bounds:
        return []
    least = scope.context.min_group
    shown = [f'"{text}"' + (f" ({counted(rows, 'row')})" if rows >= least else "") for text, rows in column.bounds]
    told = (
        f"{said(column.label)} holds text beside the numbers: {listed(shown)}; these are read as numbers just "
        "outside of the others, so that the median holds and the mean is an approximation"
    )
    return [fact(scope, sentence(told), f"text among {column.label}", len(column.bounds), "count")]


def _dates(scope: Scope, column: Column, reference: str) -> list[Finding]:
    row = scope.measure([Measure("first", "min", reference), Measure("last", "max", reference)]).iloc[0]
    if not isinstance(row["first"], str):
        return []
    told = f"The values of {said(column.label)} run from {row['first']} to {row['last']}"
    return [fact(scope, told, "range", row["first"], "date")]


def _distinct(scope: Scope, column: Column, reference: str) -> Finding:
    count = int(scope.total([Measure("distinct", "distinct", reference)])["distinct"])
    verb = "is" if count == 1 else "are"
    told = f"There {verb} {counted(count, 'different known value')} of {said(column.label)}"
    return fact(scope, told, f"distinct {column.label}", count, "count")


def _number_facts(scope: Scope, column: Column, reference: str) -> list[Finding]:
    """Return zeros, range, mean and median of a number column; nothing where no value is usable."""
    unit = unit_of(column.unit)
    kinds = ("min", "max", "mean", "median")
    group = scope.total([Measure(kind, kind, reference) for kind in kinds])  # type: ignore[arg-type]
    if isnan(group["min"]):
        return []
    low, high = figure(group["min"], column), figure(group["max"], column)
    label = said(column.label)
    averages = [
        fact(
            scope,
            f"The {statistic_name(kind, column.label)} is {figure(group[kind], column)}",
            f"{kind} {column.label}",
            group[kind],
            unit,
        )
        for kind in ("mean", "median")
    ]
    ends = fact(
        scope, f"The values of {label} run from {low} to {high}", f"lowest {column.label}", group["min"], unit
    )
    return [zeros(scope, column, reference), ends, *averages]


def _values(scope: Scope, column: Column) -> Finding:
    k = scope.context.min_group
    shown = [
        f"{code_said(column, name)} ({number(count)})" for name, count in column.values[:_TOP_VALUES] if count >= k
    ]
    more = column.distinct - len(shown)
    tail = f" and {number(more)} more" if more > 0 else ""
    return fact(
        scope,
        f"The values of {said(column.label)} are {listed(shown) or 'all rare'}{tail}",
        f"values of {column.label}",
        column.distinct,
        "count",
    )

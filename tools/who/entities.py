"""Statistics over one value per entity: orders per customer, spend per account, who bought only once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tools.arguments import Grouping
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.speech import thing
from tools.who.distribution import (
    Sample,
    count_finding,
    mean_finding,
    median_finding,
    plain_finding,
    shape_report,
    share_finding,
    skew_note,
    top_share_report,
)
from tools.who.largest import largest_report, number_of_largest
from tools.who.ranking import Order
from tools.who.scope import Scope
from tools.wording import counted, plural, sentence, unit_of

PerAggregate = Literal["count", "sum", "mean", "distinct"]
_CONDITION = re.compile(r"\s*(>=|<=|>|<|=|)\s*(-?\d+(?:\.\d+)?)\s*")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")
_TEST = {
    "": np.equal,
    "=": np.equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
}
_SAID = {"": "exactly", "=": "exactly", ">": "more than", ">=": "at least", "<": "fewer than", "<=": "at most"}
_GROUPS = 20
_COUNTED = "number of {}"


@dataclass(frozen=True, slots=True)
class Each:
    """What is computed for each entity of column `per` (`summed` of `metric`), and which `aggregate` over those.

    `value` is the condition of a share or count of entities, or the part of a top share.
    """

    per: str
    summed: PerAggregate
    metric: str | None
    aggregate: str
    value: str | None = None


def sample(scope: Scope, each: Each) -> Sample:
    """Return one value per entity; its persons are counted when the entity is a person."""
    per, aggregate, metric = each.per, each.summed, each.metric
    if aggregate != "count" and metric is None:
        raise AnalysisError(f"`{aggregate}` per `{per}` needs a metric.")
    frame = scope.context.tables.per(
        scope.table.name, per, aggregate, None if aggregate == "count" else metric, scope.where
    )
    values = frame["value"].dropna().to_numpy(dtype=float)
    noun = noun_of(scope, per)
    if aggregate == "count" or metric is None:
        label, unit, formula = _COUNTED.format(scope.noun()), "number", f"rows per {per}"
        currency = ""
    elif aggregate == "distinct":
        label, unit = _COUNTED.format(f"different {plural(thing(scope.column(metric)))}"), "number"
        formula, currency = f"distinct values of {metric} per {per}", ""
    else:
        column = scope.column(metric)
        label = f"{'total' if aggregate == 'sum' else 'mean'} {column.label}"
        unit, formula = unit_of(column.unit), f"{aggregate} of {metric} per {per}"
        currency = column.currency
    is_person = per == scope.table.person or scope.rows_are_people
    people = len(values) if is_person else scope.people
    return Sample(scope, values, noun, label, unit, people, formula, currency)  # type: ignore[arg-type]


def noun_of(scope: Scope, per: str) -> str:
    """Return what a value of a column stands for, in the singular: a customer, an order."""
    if per == scope.table.person:
        return scope.person
    return thing(scope.column(per))


def entity_report(
    scope: Scope, each: Each, by: Sequence[Grouping] = (), order: Order = "highest", limit: int = 5
) -> Report:
    """Return `aggregate` over one value per entity, in all or for each group."""
    if by:
        return _by_group(scope, each, by, order, limit)
    cases = sample(scope, each)
    if not cases.n:
        return Report(missing=(f"There is no {cases.label} for {scope.words()}.",))
    if each.aggregate == "top_share":
        few = number_of_largest(each.value)
        return largest_report(cases, few) if few else top_share_report(cases, parts_of(each.value))
    if each.aggregate == "distribution":
        return _frequencies(cases)
    return Report(
        findings=tuple(_statistics(cases, each.aggregate, each.value)),
        caveats=_caveats(cases, each.aggregate, scope),
    )


def parts_of(value: str | None) -> tuple[float, ...]:
    """Return the parts that `5`, `5%`, `0.05` or `10% and 20%` name, in that order; empty without one."""
    parts = []
    for written, sign in _PART.findall(value or ""):
        number = float(written)
        parts.append(number if number < 1 and not sign else number / 100)
    return tuple(dict.fromkeys(part for part in parts if 0 < part < 1))


def _caveats(cases: Sample, aggregate: str, scope: Scope) -> tuple[str, ...]:
    notes = skew_note(cases) if aggregate in ("mean", "median") else []
    if scope.table.time and aggregate in ("share", "count") and not scope.window:
        notes.append("This counts the whole period of the table; a shorter window gives other numbers.")
    return tuple(notes)


def _statistics(cases: Sample, aggregate: str, value: str | None) -> list[Finding]:
    if aggregate in ("share", "count") and value is not None:
        hits, told = _hits(cases, value)
        pair = [share_finding(cases, hits, told), count_finding(cases, told, hits)]
        pair = pair if aggregate == "share" else [pair[1], pair[0]]
        return [*pair, *_repeats(cases, skip=told), count_finding(cases), median_finding(cases)]
    mean, median = mean_finding(cases), median_finding(cases)
    if aggregate == "mean":
        return [mean, median, _total(cases)]
    if aggregate == "median":
        return [median, mean]
    if aggregate == "sum":
        return [_total(cases), mean, median]
    if aggregate in ("min", "max"):
        ends = [("highest", float(cases.values.max())), ("lowest", float(cases.values.min()))]
        first, second = ends if aggregate == "max" else reversed(ends)
        return [plain_finding(cases, *first), plain_finding(cases, *second), median, _total(cases)]
    return [count_finding(cases), mean, median, _total(cases)]


def _frequencies(cases: Sample) -> Report:
    """Return the shape of one value per entity; of counts first how many have just one, and how many more."""
    shape = shape_report(cases)
    return replace(shape, findings=(*_repeats(cases), *shape.findings))


def _repeats(cases: Sample, skip: str = "") -> list[Finding]:
    """Return the shares of entities with one row, two and three or more; nothing for other values."""
    if cases.label != _COUNTED.format(plural(cases.scope.table.entity)):
        return []
    found = [_hits(cases, value) for value in ("1", ">=2", ">=3")]
    return [share_finding(cases, hits, told) for hits, told in found if told != skip]


def _total(cases: Sample) -> Finding:
    value = float(cases.values.sum())
    label = cases.label.removeprefix("total ")
    return plain_finding(replace(cases, label=label), "total", value)


def _hits(cases: Sample, value: str) -> tuple[int, str]:
    match = _CONDITION.fullmatch(value)
    if match is None:
        raise AnalysisError(f"`{value}` is no condition on a number; write `1`, `>=2` or `<10`.")
    hits = int(_TEST[match[1]](cases.values, float(match[2])).sum())
    limit = float(match[2])
    if cases.label == _COUNTED.format(plural(cases.scope.table.entity)):
        return hits, f"{_SAID[match[1]]} {counted(limit, cases.scope.table.entity)}"
    said = cases.said(limit)
    return hits, f"a {cases.label} of {_SAID[match[1]].replace('fewer', 'less')} {said}"


def _by_group(scope: Scope, each: Each, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    cut = scope.cut([], by)
    groups = [group for group in cut.groups if group.where is not None and group.known]
    groups = sorted(groups, key=lambda group: -group.rows)[:_GROUPS]
    found: list[Finding] = []
    for group in groups:
        cases = sample(scope.narrowed(*(group.where or ())), each)
        if cases.n:
            found.append(_statistics(cases, each.aggregate, each.value)[0])
    if order != "natural":
        found.sort(key=lambda finding: float(finding.value or 0), reverse=order == "highest")
    whole = sample(scope, each)
    notes = () if len(cut.groups) <= len(groups) else (f"Only the {_GROUPS} largest groups were compared.",)
    if not found:
        return Report(
            missing=(sentence(f"no group of {scope.words()} has a {whole.label}"),), withheld=cut.withheld
        )
    shown = found if len(found) <= limit + 2 else found[:limit]
    return Report(
        findings=(*shown, *_statistics(whole, each.aggregate, each.value)[:2]),
        caveats=notes,
        withheld=cut.withheld,
    )

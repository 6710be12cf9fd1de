"""Which values of which columns set a group apart: shares and measures in it beside the rest, strongest first."""

from dataclasses import dataclass, replace
from math import isfinite, sqrt

import numpy as np

from tools.arguments import Grouping
from tools.events import Event
from tools.results import Finding
from tools.speech import measured, said
from tools.statistics.contingency import independence
from tools.statistics.means import mean_interval, welch
from tools.statistics.multiple import holm
from tools.statistics.proportions import ALPHA, risk_ratio
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.averages import Metric, moments
from tools.who.groups import Group
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.who.sides import Side, without
from tools.wording import number, p_value, percent, ratio, sentence, span

_ROLES = ("segment", "ordinal", "outcome", "multi_select")
_MOST_VALUES = 40
MOST_DESCRIBED = 60  # columns, where each of them costs a pass over the rows or a fit
PROTECTED = " (a protected trait: described, not to be targeted by)"


@dataclass(frozen=True, slots=True)
class Trait:
    """A value of a column: `a` of `n` in the group have it, `b` of `m` in the rest; `effect` in -1 to 1."""

    column: Column
    value: Group
    a: int
    n: int
    b: int
    m: int
    p: float
    effect: float


@dataclass(frozen=True, slots=True)
class Level:
    """A measure in the group and in the rest, with the same kind of effect (r from Cohen's d)."""

    metric: Metric
    inside: Group
    outside: Group
    p: float
    effect: float


def described(scope: Scope, aside: frozenset[str]) -> list[Column]:
    """Return the columns that may describe people: no leakage, nothing personal, nothing set aside."""
    return [
        column
        for column in scope.table.columns
        if column.name not in aside
        and not column.marks & {"leakage", "personal"}
        and ((column.role in _ROLES and 2 <= column.distinct <= _MOST_VALUES) or column.role == "measure")
    ]


def traits(inside: Scope, everybody: Scope, columns: list[Column]) -> list[Trait]:
    """Return the values more or less frequent inside than in the rest, Holm-corrected, strongest first."""
    found: list[Trait] = []
    columns = [column for column in columns if column.role != "measure"]
    known = [[Measure("known", "count", column.name)] for column in columns]
    for column, some, every in zip(columns, inside.totals(known), everybody.totals(known), strict=True):
        grouping = [Grouping(column=column.name)]
        n = int(some["known"])
        m = int(every["known"]) - n
        part = {group.name: group for group in inside.cut([], grouping).groups}
        for whole in everybody.cut([], grouping).groups:
            if not whole.known or whole.name not in part or not n or not m:
                continue
            a = part[whole.name].rows
            b = whole.rows - a
            test = independence([[a, n - a], [b, m - b]])
            if test is not None:
                sign = 1 if a / n >= b / m else -1
                found.append(Trait(column, part[whole.name], a, n, b, m, test.p_value, sign * test.cramers_v))
    adjusted = holm([trait.p for trait in found])
    kept = [
        Trait(t.column, t.value, t.a, t.n, t.b, t.m, p, t.effect)
        for t, p in zip(found, adjusted, strict=True)
        if p < ALPHA
    ]
    return sorted(_one_per_pair(kept), key=lambda trait: -abs(trait.effect))


def _one_per_pair(found: list[Trait]) -> list[Trait]:
    """Return the traits without the mirror image of a two-valued column: the value more frequent inside stays."""
    return [t for t in found if t.effect > 0 or t.column.distinct > 2 or t.column.role == "multi_select"]


def levels(inside: Scope, everybody: Scope, columns: list[Column], most: int) -> list[Level]:
    """Return the measures whose mean differs between the group and the rest, Holm-corrected, strongest first."""
    metrics = [Metric(c.name, c) for c in columns if c.role == "measure" and c.storage == "number"]
    sums = [[measure for measure in metric.measures() if measure.kind != "median"] for metric in metrics]
    found: list[Level] = []
    for metric, group, whole in zip(metrics, inside.totals(sums), everybody.totals(sums), strict=True):
        rest = without(whole, group)
        result = welch(moments(group), moments(rest))
        if result is not None and isfinite(result.effect):
            effect = result.effect / sqrt(result.effect**2 + 4)
            found.append(Level(metric, group, rest, result.p_value, effect))
    adjusted = holm([level.p for level in found])
    kept = [replace(level, p=p) for level, p in zip(found, adjusted, strict=True) if p < ALPHA]
    strongest = sorted(kept, key=lambda level: -abs(level.effect))[:most]
    full = inside.totals([level.metric.measures() for level in strongest])
    return [replace(level, inside=group) for level, group in zip(strongest, full, strict=True)]


def trait_finding(inside: Scope, rest: str, trait: Trait) -> Finding:
    """Return a trait: `App is no for 90.0% of members whose plan is annual (...), against 20.0% of the rest`."""
    share = trait.a / trait.n
    against = risk_ratio(trait.a, trait.n, trait.b, trait.m)
    if against is None:
        tail = f"none of {rest}"
    else:
        bounds = f" ({span(against.interval, 'ratio')})" if against.interval else ""
        tail = f"{percent(trait.b / trait.m)} of {rest}, {ratio(against.value)} times as much{bounds}"
    label, value = trait.column.label, trait.value.name
    event = Event(trait.column, value, inside.about_people)
    marked = PROTECTED if "protected" in trait.column.marks else ""
    details = share_phrase(trait.a, trait.n)
    narrowed = inside.words() != inside.noun()
    told = event.share(percent(share), inside.words(), details, narrowed=narrowed)
    return inside.finding(
        sentence(f"{told}, against {tail}; significant, {p_value(trait.p)} after Holm's correction{marked}"),
        label=f"share with {label} {value}",
        value=share,
        unit="share",
        n=trait.n,
        customers=trait.value.people,
        interval=interval_of(trait.a, trait.n),
        extra=trait.value.where or (),
        named={},
        p_value=trait.p,
        method="Wilson interval; Katz interval of the ratio; chi-square or Fisher's exact test, Holm's correction",
        formula=f"rows of the group with {trait.column.name} = {value} / rows of the group",
        denominator=f"{number(trait.n)} {inside.words()} with a known {said(label)}",
    )


def level_finding(inside: Scope, rest: Side, level: Level) -> Finding:
    """Return a measure: medians and means in the group beside the rest."""
    metric, outside = level.metric, rest.values(level.metric.reference)
    middle = float(np.median(outside)) if len(outside) else float("nan")
    marked = PROTECTED if "protected" in metric.column.marks else ""
    if middle == level.inside["median"]:
        return _mean_finding(inside, rest, level, marked)
    return inside.finding(
        sentence(
            f"{_level(inside, metric, 'median', level.inside['median'])}, against {metric.said(middle)} for "
            f"{rest.words} (means {metric.said(moments(level.inside).mean)} and "
            f"{metric.said(moments(level.outside).mean)}; n = {number(level.inside['count'])} and "
            f"{number(level.outside['count'])}; significant, {p_value(level.p)} after Holm's correction){marked}"
        ),
        label=f"median {metric.label}",
        value=level.inside["median"],
        unit=metric.unit,
        currency=metric.column.currency,
        n=int(level.inside["count"]),
        customers=level.inside.people,
        p_value=level.p,
        method="medians; Welch's t test of the means, Holm's correction",
        formula=f"median of {level.metric.reference}",
    )


def _mean_finding(inside: Scope, rest: Side, level: Level, marked: str) -> Finding:
    """Return the means beside each other, for a measure whose medians are equal."""
    metric = level.metric
    mean, other = moments(level.inside).mean, moments(level.outside).mean
    interval = mean_interval(moments(level.inside))
    bounds = f"; {metric.span(interval)}" if interval else ""
    return inside.finding(
        sentence(
            f"{_level(inside, metric, 'mean', mean)}, against {metric.said(other)} for {rest.words} "
            f"(n = {number(level.inside['count'])} and {number(level.outside['count'])}{bounds}; significant, "
            f"{p_value(level.p)} after Holm's correction; both medians are "
            f"{metric.said(level.inside['median'])}){marked}"
        ),
        label=f"mean {metric.label}",
        value=mean,
        unit=metric.unit,
        currency=metric.column.currency,
        n=int(level.inside["count"]),
        customers=level.inside.people,
        interval=interval,
        p_value=level.p,
        method="Student's t interval; Welch's t test of the means, Holm's correction",
        formula=f"mean of {level.metric.reference}",
    )


def _level(inside: Scope, metric: Metric, word: str, value: float) -> str:
    """Return a statistic of the group as the beginning of a sentence."""
    words = inside.words()
    return measured(metric.named(word), words, metric.said(value), narrowed=words != inside.noun())

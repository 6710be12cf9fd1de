"""Averages and totals of a measure: the mean beside the median, in all or by group, placeholders left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report, Unit
from tools.speech import figure, is_are, measured, said, statistic_name
from tools.statistics.means import Moments, mean_interval, welch
from tools.statistics.proportions import ALPHA, Interval
from tools.statistics.ranks import median_ranks
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.tables.measures import MeasureKind
from tools.who.blanks import unusable
from tools.who.groups import Group, Labels
from tools.who.homogeneity import homogeneity_finding, of_means
from tools.who.ranking import Order, Ranking, rank
from tools.who.scope import Scope
from tools.wording import capital, listed, number, percent, sentence, unit_of

Statistic = Literal["mean", "median", "sum", "min", "max"]
_KINDS: tuple[MeasureKind, ...] = ("count", "sum", "squares", "median", "min", "max")
SKEWED = 0.1
_WORDS: dict[str, str] = {"mean": "mean", "median": "median", "sum": "total", "min": "lowest", "max": "highest"}


@dataclass(frozen=True, slots=True)
class Metric:
    """A column that is measured, and the words for it."""

    reference: str
    column: Column

    @property
    def unit(self) -> Unit:
        """The unit of its statistics."""
        return unit_of(self.column.unit)

    @property
    def label(self) -> str:
        """Its name in words."""
        return self.column.label

    def measures(self) -> tuple[Measure, ...]:
        """Return the sufficient statistics and the median."""
        return tuple(Measure(kind, kind, self.reference) for kind in _KINDS)

    def named(self, word: str) -> str:
        """Return a statistic's name: `mean age`, `mean of fees`."""
        return statistic_name(word, self.label)

    def said(self, value: float) -> str:
        """Return a statistic with its unit."""
        return figure(value, self.column)

    def span(self, interval: Interval | None) -> str:
        """Return `95% interval a to b` in the column's unit, empty without an interval."""
        return f"95% interval {self.said(interval[0])} to {self.said(interval[1])}" if interval else ""


def moments(group: Group) -> Moments:
    """Return the sufficient statistics of a group."""
    n = group["count"]
    return Moments(n, group["sum"] if n else 0.0, group["squares"] if n else 0.0)


def is_skewed(group: Group) -> bool:
    """Return whether mean and median lie a tenth of a standard deviation apart or more."""
    spread = sqrt(moments(group).variance)
    return spread > 0 and abs(moments(group).mean - group["median"]) / spread >= SKEWED


def average_report(
    scope: Scope, metric: Metric, statistic: Statistic, by: Sequence[Grouping], order: Order, limit: int
) -> Report:
    """Return the statistic asked for, over all rows or by group, with its companions."""
    whole = scope.total(metric.measures())
    if not whole["count"]:
        return Report(
            missing=(sentence(f"no {scope.table.entity} asked about has a usable {said(metric.label)}"),)
        )
    overall = [statistic_finding(scope, metric, statistic, whole)]
    overall += _companions(scope, metric, statistic, whole)
    aside = unusable(scope, metric.reference)
    caveats = _skew(metric, statistic, whole)
    if not by:
        return Report(findings=(*overall, *aside), caveats=tuple(caveats))
    cut = scope.cut(metric.measures(), by)
    usable = [group for group in cut.groups if group["count"]]
    ranking = rank(usable, lambda g: _value(g, statistic), lambda a, b: _differ(a, b, statistic), order, limit)
    shown = [*ranking.shown]
    if ranking.ranked and ranking.ranked[-1] not in shown and len(shown) < 9:
        shown.append(ranking.ranked[-1])
    findings = [group_finding(scope, metric, statistic, group, by, ranking, order, whole) for group in shown]
    findings.insert(0 if order == "natural" else len(findings), overall[0])
    findings += _test(scope, metric, statistic, by, ranking)
    return Report(
        findings=(*findings, *overall[1:], *aside),
        charts=(_chart(scope, metric, statistic, by, ranking),),
        caveats=(*caveats, *ranking.notes()),
        withheld=cut.withheld,
    )


def statistic_finding(
    scope: Scope,
    metric: Metric,
    statistic: Statistic,
    group: Group,
    words: str = "",
    tail: str = "",
    named: Labels | None = None,
) -> Finding:
    """Return one statistic of one group: `The mean spend of customers with plan A is 12.30 (n = 40; ...)`."""
    words = words or scope.words_of(group)
    value, n = _value(group, statistic), int(group["count"])
    interval = _interval(scope, metric, statistic, group)
    bounds = f"; {metric.span(interval)}" if interval else ""
    name = metric.named(_WORDS[statistic])
    told = measured(name, words, metric.said(value), narrowed=words != scope.noun())
    return scope.finding(
        sentence(f"{told} (n = {number(n)}{bounds}){tail}"),
        label=f"{_WORDS[statistic]} {metric.label}",
        value=value,
        unit=metric.unit,
        currency=metric.column.currency,
        n=n,
        customers=group.people,
        interval=interval,
        extra=group.where or (),
        named=named,
        denominator=f"{number(n)} {words} with a usable {metric.label}" if statistic != "sum" else "",
        formula=f"{statistic} of {metric.reference}",
        method={"mean": "Student's t interval", "median": "order-statistic interval"}.get(statistic, ""),
    )


def group_finding(
    scope: Scope,
    metric: Metric,
    statistic: Statistic,
    group: Group,
    by: Sequence[Grouping],
    ranking: Ranking,
    order: Order,
    whole: Group,
) -> Finding:
    """Return a group's statistic with its place, and for a total its share of the whole."""
    words, named = scope.named(group, by)
    tail = ranking.place(group, order)
    if statistic == "sum" and whole["sum"] > 0 <= group["sum"]:
        tail = f", {percent(group['sum'] / whole['sum'])} of the total{tail}"
    if statistic == "mean":
        tail = f", median {metric.said(group['median'])}{tail}"
    return statistic_finding(scope, metric, statistic, group, words, tail, named)


def _value(group: Group, statistic: Statistic) -> float:
    return moments(group).mean if statistic == "mean" else group[statistic]


def _interval(scope: Scope, metric: Metric, statistic: Statistic, group: Group) -> Interval | None:
    if statistic == "mean":
        return mean_interval(moments(group))
    n = int(group["count"])
    ranks = median_ranks(n) if statistic == "median" and group.where is not None else None
    if ranks is None:
        return None
    quantiles = [
        Measure(name, "quantile", metric.reference, quantile=(place - 1) / (n - 1))
        for name, place in zip(("low", "high"), ranks, strict=True)
    ]
    row = scope.measure(quantiles, extra=group.where or ()).iloc[0]
    return float(row["low"]), float(row["high"])


def _companions(scope: Scope, metric: Metric, statistic: Statistic, whole: Group) -> list[Finding]:
    """Return median beside mean, mean beside median, mean beside total."""
    beside: dict[Statistic, tuple[Statistic, ...]] = {
        "mean": ("median",),
        "median": ("mean",),
        "sum": ("mean", "median"),
        "min": ("max", "median"),
        "max": ("min", "median"),
    }
    return [statistic_finding(scope, metric, other, whole) for other in beside[statistic]]


def _skew(metric: Metric, statistic: Statistic, whole: Group) -> list[str]:
    if statistic not in ("mean", "median") or not is_skewed(whole):
        return []
    mean, median = moments(whole).mean, whole["median"]
    direction = "above" if mean > median else "below"
    return [
        f"{capital(said(metric.label))} {is_are(metric.label)} skewed: "
        f"the mean ({metric.said(mean)}) lies {direction} the median "
        f"({metric.said(median)}), so the median describes a typical case better."
    ]


def _differ(one: Group, other: Group, statistic: Statistic) -> bool:
    if statistic not in ("mean", "median"):
        return _value(one, statistic) != _value(other, statistic)
    result = welch(moments(one), moments(other))
    return result is not None and result.p_value < ALPHA


def _test(
    scope: Scope, metric: Metric, statistic: Statistic, by: Sequence[Grouping], ranking: Ranking
) -> list[Finding]:
    if statistic != "mean" or len(ranking.ranked) < 2:
        return []
    test = of_means([moments(group) for group in ranking.ranked])
    n = sum(group["count"] for group in ranking.ranked)
    return [] if test is None else [homogeneity_finding(scope, by, metric.named("mean"), test, n)]


def _chart(scope: Scope, metric: Metric, statistic: Statistic, by: Sequence[Grouping], ranking: Ranking) -> Chart:
    rows = []
    for group in ranking.shown:
        row: dict[str, object] = {"label": group.name, "value": _value(group, statistic), "n": int(group["count"])}
        if statistic == "mean" and (interval := mean_interval(moments(group))):
            row |= {"low": interval[0], "high": interval[1]}
        rows.append(row)
    title = f"{_WORDS[statistic]} {metric.label} by {listed([scope.column(g.column).label for g in by])}"
    unit, currency = metric.unit, metric.column.currency
    return Chart(title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}.", unit=unit, currency=currency)

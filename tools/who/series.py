"""A quantity over time: one value per period, comparable whatever the aggregate is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from tools.arguments import Grouping
from tools.results import Finding, Unit
from tools.speech import different, thing
from tools.statistics.contingency import independence
from tools.statistics.means import mean_interval, welch
from tools.statistics.proportions import Interval, newcombe, risk_ratio
from tools.tables.engine import Measure
from tools.who.averages import Metric, Statistic, moments, statistic_finding
from tools.who.groups import Cut, Group, Labels
from tools.who.outcome import Outcome, interval_of
from tools.who.rates import rate_finding
from tools.who.scope import Scope
from tools.wording import number, percent, plural, ratio, rendered, sentence, span


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two periods, with interval and p-value where the aggregate has them."""

    difference: float
    interval: Interval | None = None
    p_value: float | None = None
    method: str = ""
    statistic: float | None = None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is compared over time or between groups: how to measure a group, to value, say and compare it.

    `finding` takes the scope, the group, its words (empty: from its conditions), a tail of the statement and its
    labels. `alike` returns the p-value that many groups are equal, by the test that `alike_test` names, where that
    is neither a test of shares nor of means.
    """

    label: str
    unit: Unit
    change_unit: Unit
    measures: tuple[Measure, ...]
    value: Callable[[Group], float]
    size: Callable[[Group], float]
    finding: Callable[[Scope, Group, str, str, Labels | None], Finding]
    change: Callable[[Group, Group], Change]
    ratio: Callable[[Group, Group], Interval | None] = lambda _one, _other: None
    said: Callable[[float], str] = number
    outcome: Outcome | None = None
    interval: Callable[[Group], Interval | None] = lambda _: None
    currency: str = ""
    alike: Callable[[Sequence[Group]], float | None] | None = None
    alike_test: str = ""

    def row(self, group: Group, label: str) -> dict[str, object]:
        """Return the group as a row of a chart: its value, the number behind it, its interval if known."""
        row: dict[str, object] = {"label": label, "value": self.value(group), "n": int(self.size(group))}
        bounds = self.interval(group)
        return row | {"low": bounds[0], "high": bounds[1]} if bounds else row

    def gap(self, difference: float) -> str:
        """Return a difference of two values with its unit, signed only in percentage points."""
        return rendered(difference, "points") if self.change_unit == "points" else self.said(difference)

    def bounds(self, change: Change) -> str:
        """Return the interval of a change in words, empty without one."""
        if change.interval is None:
            return ""
        if self.change_unit == "points":
            return span(change.interval, "points")
        return f"95% interval {self.said(change.interval[0])} to {self.said(change.interval[1])}"


def counting(scope: Scope) -> Quantity:
    """Return the number of rows as a quantity."""

    def finding(scope: Scope, group: Group, words: str, tail: str, named: Labels | None) -> Finding:
        told = words or scope.words_of(group)
        return scope.finding(
            sentence(f"There are {number(group.rows)} {told}{tail}"),
            label=f"number of {scope.noun()}",
            value=group.rows,
            unit="count",
            n=group.rows,
            customers=group.people,
            extra=group.where or (),
            named=named,
            formula="number of rows in the period",
        )

    return Quantity(
        label=f"number of {scope.noun()}",
        unit="count",
        change_unit="count",
        measures=(),
        value=lambda group: float(group.rows),
        size=lambda group: float(group.rows),
        finding=finding,
        change=lambda new, old: Change(float(new.rows - old.rows)),
    )


def varying(metric: Metric) -> Quantity:
    """Return the number of different values, such as the people who came, as a quantity."""
    label = f"number of different {plural(thing(metric.column))}"

    def finding(scope: Scope, group: Group, words: str, tail: str, named: Labels | None) -> Finding:
        told = words or scope.words_of(group)
        return scope.finding(
            sentence(f"There are {different(int(group['distinct']), metric.column)} among {told}{tail}"),
            label=label,
            metric=metric.reference,
            value=group["distinct"],
            unit="count",
            n=group.rows,
            customers=group.people,
            extra=group.where or (),
            named=named,
            formula=f"distinct {metric.reference} in the period",
        )

    return Quantity(
        label=label,
        unit="count",
        change_unit="count",
        measures=(Measure("distinct", "distinct", metric.reference),),
        value=lambda group: float(group["distinct"]),
        size=lambda group: float(group.rows),
        finding=finding,
        change=lambda new, old: Change(new["distinct"] - old["distinct"]),
    )


def rating(outcome: Outcome) -> Quantity:
    """Return the share of an outcome as a quantity."""

    def change(new: Group, old: Group) -> Change:
        a, n = outcome.counts(new)
        b, m = outcome.counts(old)
        if not n or not m:
            return Change(outcome.rate(new) - outcome.rate(old))
        test = independence([[a, n - a], [b, m - b]])
        interval = newcombe(a, n, b, m)
        if test is None:
            return Change(a / n - b / m, interval, 1.0, "Newcombe interval")
        effect = f"Cramer's V {ratio(test.cramers_v)}"
        return Change(
            a / n - b / m, interval, test.p_value, f"Newcombe interval; {test.test}", test.statistic, effect
        )

    def relative(one: Group, other: Group) -> Interval | None:
        found = risk_ratio(*outcome.counts(one), *outcome.counts(other))
        return found.interval if found else None

    return Quantity(
        label=outcome.label,
        unit="share",
        change_unit="points",
        measures=outcome.measures(),
        value=outcome.rate,
        size=lambda group: float(outcome.counts(group)[1]),
        finding=lambda scope, group, words, tail, named: rate_finding(scope, outcome, group, words, tail, named),
        change=change,
        ratio=relative,
        said=percent,
        outcome=outcome,
        interval=lambda group: interval_of(*outcome.counts(group)),
    )


def averaging(metric: Metric, statistic: Statistic) -> Quantity:
    """Return a statistic of a measure as a quantity."""

    def value(group: Group) -> float:
        return moments(group).mean if statistic == "mean" else group[statistic]

    def change(new: Group, old: Group) -> Change:
        result = welch(moments(new), moments(old)) if statistic == "mean" else None
        if result is None:
            return Change(value(new) - value(old))
        effect = f"Cohen's d {ratio(result.effect)}" if isfinite(result.effect) else ""
        return Change(result.difference, result.interval, result.p_value, "Welch's t test", None, effect)

    word = {"sum": "total", "min": "lowest", "max": "highest"}.get(statistic, statistic)
    return Quantity(
        label=metric.named(word),
        unit=metric.unit,
        change_unit="points" if metric.unit == "share" else metric.unit,
        measures=metric.measures(),
        value=value,
        size=lambda group: group["count"],
        finding=lambda scope, group, words, tail, named: statistic_finding(
            scope, metric, statistic, group, words, tail, named
        ),
        change=change,
        said=metric.said,
        interval=lambda group: mean_interval(moments(group)) if statistic == "mean" else None,
        currency=metric.column.currency,
    )


def periods(scope: Scope, quantity: Quantity, grouping: Grouping) -> Cut:
    """Return the periods in order, those without a date left out."""
    cut = scope.cut(list(quantity.measures), [grouping])
    usable = [group for group in cut.groups if group.known and quantity.value(group) == quantity.value(group)]
    return Cut(tuple(usable), cut.withheld)

"""The shape of numbers: quantiles, zeros and concentration, over rows or over one value per entity."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from tools.disclosure import hidden_cells
from tools.results import Chart, Finding, Report, Unit
from tools.speech import is_are, measured, said, statistic_name
from tools.statistics.means import Moments, mean_interval
from tools.statistics.proportions import Interval
from tools.statistics.ranks import median_interval
from tools.who.averages import Metric
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.wording import capital, counted, number, percent, plural, rendered, sentence

Values = NDArray[np.float64]
_BARS = 20
_SKEWED = 0.1
_TOPS = (0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Sample:
    """One number per case: `noun` is the case in the singular, `label` the number, `people` the persons behind."""

    scope: Scope
    values: Values
    noun: str
    label: str
    unit: Unit
    people: int | None
    formula: str
    currency: str = ""

    @property
    def n(self) -> int:
        """The number of cases."""
        return len(self.values)

    @property
    def words(self) -> str:
        """The cases as a noun phrase."""
        told = self.scope.words().removeprefix(self.scope.noun()).strip()
        if told.startswith("that ") and self.noun != self.scope.table.entity:
            # What was not returned are the orders of a customer, never the customer.
            return f"{plural(self.noun)} with {self.scope.words()}"
        return f"{plural(self.noun)} {told}".strip()

    def part(self, hits: int) -> str:
        """Return `51.1% of customers`, or `among customers whose plan is annual, 51.1%`."""
        share = percent(hits / self.n)
        return f"{share} of {self.words}" if self.words == plural(self.noun) else f"among {self.words}, {share}"

    def said(self, value: float) -> str:
        """Return a statistic with its unit."""
        return rendered(value, self.unit, self.currency)

    def measured(self, word: str, value: float, interval: Interval | None = None) -> str:
        """Return `the median number of orders of customers is 2 (n = 40; ...)`."""
        bounds = f"; 95% interval {self.said(interval[0])} to {self.said(interval[1])}" if interval else ""
        narrowed = self.words != plural(self.noun)
        told = measured(statistic_name(word, self.label), self.words, self.said(value), narrowed=narrowed)
        return f"{told} (n = {number(self.n)}{bounds})"

    def finding(
        self, statement: str, label: str, value: float, unit: Unit | None = None, **details: object
    ) -> Finding:
        """Return a finding about these cases."""
        interval = details.get("interval")
        return self.scope.finding(
            sentence(statement),
            label=label,
            value=value,
            unit=unit or self.unit,
            currency=self.currency if unit is None else "",
            n=self.n,
            customers=self.people,
            interval=interval if isinstance(interval, tuple) else None,
            formula=str(details.get("formula", f"{label}: {self.formula}")),
            method=str(details.get("method", "")),
            denominator=f"{number(self.n)} {self.words}",
        )


def rows_sample(scope: Scope, metric: Metric) -> Sample:
    """Return the usable values of a measure, one per row."""
    frame = scope.context.tables.frame(scope.table.name, [metric.reference], scope.where)
    values = frame[metric.reference].dropna().to_numpy(dtype=float)
    formula = f"usable values of {metric.reference}"
    return Sample(
        scope, values, scope.table.entity, metric.label, metric.unit, scope.people, formula, metric.column.currency
    )


def mean_finding(sample: Sample) -> Finding:
    """Return the mean with its t interval."""
    moments = Moments(sample.n, float(sample.values.sum()), float((sample.values**2).sum()))
    interval = mean_interval(moments)
    return sample.finding(
        sample.measured("mean", moments.mean, interval),
        f"mean {sample.label}",
        moments.mean,
        interval=interval,
        method="Student's t interval",
    )


def median_finding(sample: Sample) -> Finding:
    """Return the median with its order-statistic interval."""
    interval = median_interval(sample.values)
    median = float(np.median(sample.values))
    return sample.finding(
        sample.measured("median", median, interval),
        f"median {sample.label}",
        median,
        interval=interval,
        method="order-statistic interval",
    )


def plain_finding(sample: Sample, name: str, value: float) -> Finding:
    """Return a statistic without an interval: a total, an extreme, a quantile."""
    return sample.finding(sample.measured(name, value), f"{name} {sample.label}", value)


def share_finding(sample: Sample, hits: int, told: str) -> Finding:
    """Return the share of cases for which `told` holds: `51.1% of customers have exactly 1 order (...)`."""
    return sample.finding(
        f"{sample.part(hits)} have {told} ({share_phrase(hits, sample.n)})",
        f"share with {told}",
        hits / sample.n,
        "share",
        interval=interval_of(hits, sample.n),
        method="Wilson interval",
        formula=f"{plural(sample.noun)} with {told} / all {plural(sample.noun)}",
    )


def count_finding(sample: Sample, told: str = "", hits: int | None = None) -> Finding:
    """Return the number of cases, or of those for which `told` holds."""
    value = sample.n if hits is None else hits
    what = f"{number(value)} {sample.words}" + (f" with {told}" if told else "")
    return sample.finding(
        f"There are {what}" + (f", out of {number(sample.n)}" if told else ""),
        f"number of {plural(sample.noun)}" + (f" with {told}" if told else ""),
        value,
        "count",
    )


def skew_note(sample: Sample) -> list[str]:
    """Return the sentence that a skewed sample needs."""
    spread = float(sample.values.std(ddof=1)) if sample.n > 1 else 0.0
    mean, median = float(sample.values.mean()), float(np.median(sample.values))
    if not spread or abs(mean - median) / spread < _SKEWED:
        return []
    side = "above" if mean > median else "below"
    return [
        f"{capital(said(sample.label))} {is_are(sample.label)} skewed: "
        f"the mean ({sample.said(mean)}) lies {side} the median "
        f"({sample.said(median)}), so the median describes a typical case better."
    ]


def shape_report(sample: Sample) -> Report:
    """Return median, mean, quartiles, extremes of the middle 80%, and the share of zeros."""
    if not sample.n:
        return Report(missing=(sentence(f"no {sample.noun} asked about has a usable {said(sample.label)}"),))
    quantiles = [
        (0.25, "lower quartile"),
        (0.75, "upper quartile"),
        (0.1, "10th percentile"),
        (0.9, "90th percentile"),
    ]
    findings = [median_finding(sample), mean_finding(sample)]
    findings += [plain_finding(sample, name, float(np.quantile(sample.values, q))) for q, name in quantiles]
    zeros = int((sample.values == 0).sum())
    if zeros:
        findings.append(share_finding(sample, zeros, f"a value of exactly 0 for {said(sample.label)}"))
    return Report(findings=tuple(findings), charts=(histogram(sample),), caveats=tuple(skew_note(sample)))


def histogram(sample: Sample) -> Chart:
    """Return the counts in equal steps up to the 99th percentile; the last bar holds what lies above."""
    top = float(np.quantile(sample.values, 0.99))
    counts, edges = np.histogram(np.minimum(sample.values, top), bins=min(_BARS, max(1, sample.n)))
    k = sample.scope.context.min_group
    hidden = hidden_cells(counts.tolist(), k) if sample.people is not None else set()
    rows = tuple(
        {
            "label": f"{number(round(float(low), 2))} to {number(round(float(high), 2))}",
            "value": int(count),
            "n": sample.n,
            "from": float(low),
            "to": float(high),
        }
        for place, (count, low, high) in enumerate(zip(counts, edges, edges[1:], strict=False))
        if place not in hidden
    )
    title = f"{sample.label} of {sample.words}"
    notes = ["Steps with few people, and those that would tell of them, are not shown"] if hidden else []
    notes += ["The last step holds all above it"] if float(sample.values.max()) > top else []
    return Chart(
        title=title,
        kind="histogram",
        rows=rows,
        alt=f"Histogram: {title}.",
        unit=sample.unit,
        currency=sample.currency,
        x=sample.label,
        y=plural(sample.noun),
        note=". ".join(notes),
    )


def top_share_report(sample: Sample, asked: Sequence[float] = ()) -> Report:
    """Return how much of the total the largest cases hold: the parts asked for, then the top tenth and fifth."""
    values = np.sort(np.maximum(sample.values, 0))[::-1]
    total = float(values.sum())
    if total <= 0:
        return Report(missing=(sentence(f"{said(sample.label)} of {sample.words} adds up to nothing"),))
    findings = []
    for part in dict.fromkeys((*asked, *sorted(_TOPS, reverse=True))):
        size = max(1, ceil(part * sample.n - 0.5))
        held = float(values[:size].sum()) / total
        told = percent(part).replace(".0%", "%")
        findings.append(
            sample.finding(
                f"The top {told} of {sample.words} by {said(sample.label)} ({counted(size, sample.noun)}) hold "
                f"{percent(held)} of the total of {sample.said(total)} (n = {number(sample.n)})",
                f"share of {sample.label} held by the top {told}",
                held,
                "share",
                formula=f"{sample.label} of the largest {size} / total",
            )
        )
    findings += [mean_finding(sample), median_finding(sample)]
    notes = ["The parts are nested: whoever is in a smaller top part is also in the larger ones."]
    if below := int((sample.values < 0).sum()):
        notes.append(f"Totals below 0 ({number(below)}) count as 0 here.")
    return Report(findings=tuple(findings), caveats=(*notes, *skew_note(sample)))

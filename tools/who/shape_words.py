"""What is said of the shape of a measure: humps with their shares and medians, piles, and what the mean hides."""

import numpy as np

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import is_are, said
from tools.statistics.humps import Shape, shape_of
from tools.statistics.means import Moments, mean_interval
from tools.statistics.ranks import median_interval
from tools.who.averages import Metric
from tools.who.distribution import Sample, rows_sample
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.wording import number, percent, sentence

_NEAR = 0.1
_METHOD = "dip test of one hump (Hartigan and Hartigan 1985); valley of a Gaussian kernel density"


class ShapeWords:
    """Says the shape of one measure over the rows of a scope."""

    def __init__(self, scope: Scope, metric: Metric) -> None:
        self.scope, self.metric = scope, metric
        self.sample: Sample = rows_sample(scope, metric)
        values = self.sample.values
        self.sample = Sample(
            scope,
            values[np.isfinite(values)],
            self.sample.noun,
            self.sample.label,
            self.sample.unit,
            self.sample.people,
            self.sample.formula,
            self.sample.currency,
        )
        self.shape: Shape = shape_of(self.sample.values)

    @property
    def _label(self) -> str:
        return said(self.metric.label)

    def headline(self) -> Finding:
        """Return in one sentence what is typical, or that no single value is."""
        values, said_ = self.sample.values, self.sample.said
        median, interval = float(np.median(values)), median_interval(values)
        bounds = f"; 95% interval {said_(interval[0])} to {said_(interval[1])}" if interval else ""
        middle = f"the median is {said_(median)} (n = {number(len(values))}{bounds})"
        low, high = (float(np.quantile(values, part)) for part in (0.25, 0.75))
        half = f"half of {self.sample.words} lie between {said_(low)} and {said_(high)}"
        verb = is_are(self.metric.label)
        told = {
            "two humps": f"no single {self._label} is typical of {self.sample.words}: there are two humps, "
            f"and {middle}",
            "pile": f"{self._label} {verb} exactly {said_(self.shape.pile or 0.0)} for many of "
            f"{self.sample.words}; "
            f"{middle}, {half}",
            "skewed": f"the typical {self._label} of {self.sample.words} is told by the median, not the mean: "
            f"{middle}, {half}",
            "even": f"the typical {self._label} of {self.sample.words} is near the middle: {middle}, {half}",
        }[self.shape.kind]
        return self.sample.finding(
            told,
            f"median {self.metric.label}",
            median,
            interval=interval,
            method=f"order-statistic interval; {_METHOD}",
        )

    def humps(self) -> list[Finding]:
        """Return each hump with its share and its own median; nothing where there is one hump."""
        if self.shape.humps is None:
            return []
        cut = self.shape.humps.cut
        return [self._hump("lower", "<", cut), self._hump("upper", ">=", cut)]

    def _hump(self, name: str, op: str, cut: float) -> Finding:
        values, said_ = self.sample.values, self.sample.said
        inside = values[values < cut] if op == "<" else values[values >= cut]
        median, interval = float(np.median(inside)), median_interval(inside)
        bounds = f"; 95% interval {said_(interval[0])} to {said_(interval[1])}" if interval else ""
        condition = Condition.model_validate({"column": self.metric.reference, "op": op, "value": cut})
        where = f"under {said_(cut)}" if op == "<" else f"at {said_(cut)} or more"
        n = len(values)
        return self.scope.finding(
            sentence(
                f"The {name} hump, {where}, holds {percent(len(inside) / n)} of {self.sample.words} "
                f"({share_phrase(len(inside), n)}), with a median of {said_(median)} "
                f"(n = {number(len(inside))}{bounds})"
            ),
            label=f"share of {self.sample.words} in the {name} hump of {self.metric.label}",
            value=len(inside) / n,
            unit="share",
            n=n,
            customers=self.scope.narrowed(condition).people,
            interval=interval_of(len(inside), n),
            extra=(condition,),
            method=f"{_METHOD}; Wilson interval",
            formula=f"usable values {where} / usable values of {self.metric.reference}",
        )

    def pile(self) -> list[Finding]:
        """Return the share at the value that many have, with the median of all others; nothing without a pile."""
        if self.shape.pile is None:
            return []
        values, pile = self.sample.values, self.shape.pile
        rest, n = values[values != pile], len(values)
        hits = n - len(rest)
        condition = Condition(column=self.metric.reference, op="=", value=pile)
        median = self.sample.said(float(np.median(rest)))
        return [
            self.scope.share(
                sentence(
                    f"{self._label} {is_are(self.metric.label)} exactly {self.sample.said(pile)} for "
                    f"{percent(hits / n)} of {self.sample.words} ({share_phrase(hits, n)}); the median of the "
                    f"others "
                    f"is {median} (n = {number(len(rest))})"
                ),
                hits,
                n,
                label=f"share of {self.sample.words} at {self.sample.said(pile)} of {self.metric.label}",
                customers=self.scope.narrowed(condition).people,
                extra=(condition,),
                formula=f"usable values of exactly {number(pile)} / usable values of {self.metric.reference}",
            )
        ]

    def mean(self) -> Finding:
        """Return the mean with its interval and how many come near it: a mean may describe nobody."""
        values = self.sample.values
        moments = Moments(len(values), float(values.sum()), float((values**2).sum()))
        interval, n = mean_interval(moments), len(values)
        near = int((np.abs(values - moments.mean) <= _NEAR * abs(moments.mean)).sum())
        low = int((values < moments.mean).sum())
        return self.sample.finding(
            f"{self.sample.measured('mean', moments.mean, interval)}; {percent(near / n)} come within a tenth of "
            f"it ({share_phrase(near, n)}), and {percent(low / n)} lie below it",
            f"mean {self.metric.label}",
            moments.mean,
            interval=interval,
            method="Student's t interval; Wilson interval of the share",
        )


def hump_note(scope: Scope, metric: Metric) -> list[str]:
    """Return the warning that a mean or a median stands between two humps, with both, nothing otherwise."""
    words = ShapeWords(scope, metric)
    if words.shape.humps is None:
        return []
    values, cut = words.sample.values, words.shape.humps.cut
    low, high = (
        words.sample.said(float(np.median(part))) for part in (values[values < cut], values[values >= cut])
    )
    return [
        sentence(
            f"{said(metric.label)} of {words.sample.words} has two humps, around {low} and around {high}, so that "
            f"neither mean nor median is typical"
        )
    ]

"""The quotient of two sums over the same rows: its interval, the difference of two, and the test of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import chdtrc, stdtr, stdtrit

from tools.statistics.proportions import CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Paired:
    """Number of rows with both figures, their sums, sums of squares, and the sum of their products."""

    n: float
    top: float
    under: float
    top_squares: float
    under_squares: float
    products: float

    @property
    def value(self) -> float:
        """The quotient of the sums; not a number over nothing."""
        return self.top / self.under if self.under else float("nan")

    @property
    def variance(self) -> float | None:
        """The linearised variance of the quotient, rows being independent; None below two rows or over nothing.

        Cochran (1977), Sampling Techniques, 3rd edition, p. 153.
        """
        if self.n < 2 or not self.under:
            return None
        r = self.value
        residuals = self.top_squares - 2 * r * self.products + r * r * self.under_squares
        return max(0.0, residuals) * self.n / (self.n - 1) / self.under**2


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference of two quotients (first minus second) with its interval and two-sided p-value."""

    difference: float
    interval: Interval | None
    p_value: float


def quotient_interval(group: Paired, confidence: float = CONFIDENCE) -> Interval | None:
    """Return Student's t interval of a quotient over its linearised variance; None where that is unknown."""
    variance = group.variance
    if variance is None:
        return None
    half = float(stdtrit(group.n - 1, 0.5 + confidence / 2)) * sqrt(variance)
    return group.value - half, group.value + half


def quotients_differ(first: Paired, second: Paired, confidence: float = CONFIDENCE) -> Gap | None:
    """Return the comparison of the quotients of two groups, freedom after Welch; None where one is unknown."""
    a, b = first.variance, second.variance
    if a is None or b is None:
        return None
    difference = first.value - second.value
    if a + b == 0:
        return Gap(difference, None, 1.0 if difference == 0 else 0.0)
    freedom = (a + b) ** 2 / (a * a / (first.n - 1) + b * b / (second.n - 1))
    error = sqrt(a + b)
    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    p_value = float(2 * stdtr(freedom, -abs(difference) / error))
    return Gap(difference, (difference - half, difference + half), p_value)


def homogeneous(groups: Sequence[Paired]) -> float | None:
    """Return the p-value that all quotients are equal: Cochran's Q with inverse variances (Cochran 1954).

    None for fewer than two groups, or where one does not vary.
    """
    known = [(group.value, variance) for group in groups if (variance := group.variance)]
    if len(known) < 2 or len(known) < len(groups):
        return None
    weights = [1 / variance for _, variance in known]
    pooled = sum(weight * value for weight, (value, _) in zip(weights, known, strict=True)) / sum(weights)
    statistic = sum(weight * (value - pooled) ** 2 for weight, (value, _) in zip(weights, known, strict=True))
    return float(chdtrc(len(known) - 1, statistic))

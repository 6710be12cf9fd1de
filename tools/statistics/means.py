"""Means from sufficient statistics: intervals, the difference of two, and the test of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from scipy.special import fdtrc, stdtr, stdtrit

from tools.statistics.proportions import CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Moments:
    """Number, sum and sum of squares of a measure in one group."""

    n: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """The arithmetic mean; not a number for an empty group."""
        return self.total / self.n if self.n else float("nan")

    @property
    def variance(self) -> float:
        """The sample variance (divisor n - 1); 0 below two values and where rounding would make it negative."""
        if self.n < 2:
            return 0.0
        return max(0.0, (self.squares - self.total * self.total / self.n) / (self.n - 1))

    def minus(self, other: "Moments") -> "Moments":
        """Return the moments of what remains when `other` is taken out of this group."""
        return Moments(self.n - other.n, self.total - other.total, self.squares - other.squares)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference (first minus second) with its interval, two-sided p-value and standardised effect."""

    difference: float
    interval: Interval | None
    p_value: float
    effect: float


def mean_interval(group: Moments, confidence: float = CONFIDENCE) -> Interval | None:
    """Return Student's t interval of the mean; None below two values."""
    if group.n < 2:
        return None
    half = float(stdtrit(group.n - 1, 0.5 + confidence / 2)) * sqrt(group.variance / group.n)
    return group.mean - half, group.mean + half


def welch(first: Moments, second: Moments, confidence: float = CONFIDENCE) -> Comparison | None:
    """Return Welch's comparison of two means (Welch 1947); None when a group has fewer than two values.

    The effect is Cohen's d with the pooled standard deviation (Cohen 1988, p. 67).
    """
    if first.n < 2 or second.n < 2:
        return None
    a, b = first.variance / first.n, second.variance / second.n
    difference = first.mean - second.mean
    if a + b == 0:
        return Comparison(difference, None, 1.0 if difference == 0 else 0.0, 0.0 if difference == 0 else inf)
    freedom = (a + b) ** 2 / (a * a / (first.n - 1) + b * b / (second.n - 1))
    error = sqrt(a + b)
    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    pooled = sqrt(((first.n - 1) * first.variance + (second.n - 1) * second.variance) / (first.n + second.n - 2))
    p_value = float(2 * stdtr(freedom, -abs(difference) / error))
    return Comparison(difference, (difference - half, difference + half), p_value, difference / pooled)


def welch_anova(groups: Sequence[Moments]) -> float | None:
    """Return the p-value that all means are equal, variances free (Welch 1951); None without spread."""
    usable = [group for group in groups if group.n >= 2 and group.variance > 0]
    if len(usable) < 2 or len(usable) < len(groups):
        return None
    k = len(usable)
    weights = [group.n / group.variance for group in usable]
    total = sum(weights)
    centre = sum(weight * group.mean for weight, group in zip(weights, usable, strict=True)) / total
    between = sum(w * (g.mean - centre) ** 2 for w, g in zip(weights, usable, strict=True)) / (k - 1)
    spread = sum((1 - w / total) ** 2 / (g.n - 1) for w, g in zip(weights, usable, strict=True))
    statistic = between / (1 + 2 * (k - 2) / (k * k - 1) * spread)
    return float(fdtrc(k - 1, (k * k - 1) / (3 * spread), statistic))

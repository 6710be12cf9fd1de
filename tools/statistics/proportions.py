"""Shares: intervals for one, for a difference and for a ratio of two, and the test of two."""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.special import ndtr, ndtri

Interval = tuple[float, float]
CONFIDENCE = 0.95
ALPHA = 0.05
"""What is less likely than this by chance is called significant."""


def critical(confidence: float = CONFIDENCE) -> float:
    """Return the two-sided normal quantile, 1.96 for 95%."""
    return float(ndtri(0.5 + confidence / 2))


def wilson(positives: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval of a share (Wilson 1927; Newcombe 1998a, method 3).

    With `n` zero nothing is known: (0, 1).
    """
    if n <= 0:
        return 0.0, 1.0
    z = critical(confidence)
    share = positives / n
    centre = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if positives <= 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if positives >= n else min(1.0, (centre + half) / scale)
    return low, high


def newcombe(a: float, n: float, b: float, m: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a/n - b/m from the two score intervals (Newcombe 1998b, method 10)."""
    first, second = a / n, b / m
    low_a, high_a = wilson(a, n, confidence)
    low_b, high_b = wilson(b, m, confidence)
    difference = first - second
    return (
        difference - sqrt((first - low_a) ** 2 + (high_b - second) ** 2),
        difference + sqrt((high_a - first) ** 2 + (second - low_b) ** 2),
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two shares with its interval; `interval` is None where a zero count leaves it undefined."""

    value: float
    interval: Interval | None


def risk_ratio(a: float, n: float, b: float, m: float, confidence: float = CONFIDENCE) -> Ratio | None:
    """Return (a/n) / (b/m) with the log interval of Katz et al. 1978; None when the divisor is zero.

    The groups must not overlap: a group is compared with the rest, not with a whole that contains it.
    """
    if n <= 0 or m <= 0 or b <= 0:
        return None
    value = (a / n) / (b / m)
    if a <= 0:
        return Ratio(0.0, None)
    spread = critical(confidence) * sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return Ratio(value, (exp(log(value) - spread), exp(log(value) + spread)))


def lift(a: float, n: float, positives: float, total: float, confidence: float = CONFIDENCE) -> Ratio | None:
    """Return (a/n) / (positives/total), a part against the whole that contains it, with a log interval.

    The part is inside the whole, so the two shares are correlated. With the part's share p and the rest's q, and
    w = n/total fixed, log(p / (w p + (1 - w) q)) has the delta-method derivatives (1 - w) q / (p R) for p and
    -(1 - w) / R for q, where R is the whole's share. None when nobody is positive.
    """
    if n <= 0 or positives <= 0:
        return None
    whole = positives / total
    share = a / n
    value = share / whole
    if n >= total:
        return Ratio(value, (value, value))
    if a <= 0:
        return Ratio(0.0, None)
    rest_n = total - n
    rest = (positives - a) / rest_n
    outside = rest_n / total
    variance = (outside * rest / (share * whole)) ** 2 * share * (1 - share) / n
    variance += (outside / whole) ** 2 * rest * (1 - rest) / rest_n
    spread = critical(confidence) * sqrt(max(0.0, variance))
    return Ratio(value, (exp(log(value) - spread), exp(log(value) + spread)))


def two_proportion_p(a: float, n: float, b: float, m: float) -> float:
    """Return the two-sided p-value of the pooled z test (the chi-square test without correction)."""
    pooled = (a + b) / (n + m)
    variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    if variance <= 0:
        return 1.0
    return float(2 * ndtr(-abs(a / n - b / m) / sqrt(variance)))


def counts_differ(a: float, b: float, confidence: float = CONFIDENCE) -> bool:
    """Return whether two counts out of the same rows differ beyond chance.

    Given their sum, equal frequencies make each a fair coin's count: z = (a - b) / sqrt(a + b)
    (McNemar 1947 for exclusive categories and for the discordant pairs of a multi-select).
    """
    if a + b <= 0:
        return False
    return abs(a - b) / sqrt(a + b) > critical(confidence)

"""What depends on order alone: the median's interval and the comparison of two skewed measures."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtr

from tools.statistics.proportions import CONFIDENCE, Interval, critical


def mid_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value from 1, ties at the mean of their ranks (`scipy.stats` takes long to load)."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return ranks


def median_ranks(n: int, confidence: float = CONFIDENCE) -> tuple[int, int] | None:
    """Return the ranks (from 1) of the order statistics that bound the median (Conover 1999, sec. 3.2).

    The coverage is at least `confidence`; None when so few values cannot give it (below six for 95%).
    """
    if n < 1 or 2 * 0.5**n > 1 - confidence:
        return None
    tail = (1 - confidence) / 2
    below, above = 0, n // 2
    while below < above:  # the largest d with P(X <= d) <= tail, X ~ Binomial(n, 1/2)
        middle = (below + above + 1) // 2
        if bdtr(middle, n, 0.5) <= tail:
            below = middle
        else:
            above = middle - 1
    return below + 1, n - below


def median_interval(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> Interval | None:
    """Return the distribution-free interval of the median of `values`; None when there are too few."""
    ranks = median_ranks(len(values), confidence)
    if ranks is None:
        return None
    ordered = np.sort(values)
    return float(ordered[ranks[0] - 1]), float(ordered[ranks[1] - 1])


@dataclass(frozen=True, slots=True)
class RankTest:
    """Mann-Whitney: the p-value, and the chance that a value of the first group exceeds one of the second."""

    p_value: float
    superiority: float


def mann_whitney(first: NDArray[np.float64], second: NDArray[np.float64]) -> RankTest | None:
    """Return the two-sided Mann-Whitney test, normal approximation with ties and continuity correction.

    Mann and Whitney 1947; ties as in Lehmann 1975, p. 20. None when a group is empty.
    """
    n, m = len(first), len(second)
    if not n or not m:
        return None
    values, inverse, counts = np.unique(np.concatenate([first, second]), return_inverse=True, return_counts=True)
    if len(values) == 1:
        return RankTest(1.0, 0.5)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    u = float(ranks[inverse[:n]].sum()) - n * (n + 1) / 2
    total = n + m
    ties = float((counts.astype(float) ** 3 - counts).sum())
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    z = max(0.0, abs(u - n * m / 2) - 0.5) / sqrt(variance)
    return RankTest(min(1.0, float(2 * ndtr(-z))), u / (n * m))


def rank_correlation(
    one: NDArray[np.float64], other: NDArray[np.float64], confidence: float = CONFIDENCE
) -> tuple[float, Interval] | None:
    """Return Spearman's rank correlation with its interval; None without spread or below 4 rows.

    The interval is Fisher's with the variance of Bonett and Wright 2000, Psychometrika 65, p. 24.
    """
    if len(one) < 4 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    r = float(np.corrcoef(mid_ranks(one), mid_ranks(other))[0, 1])
    bounded = min(max(r, -1 + 1e-12), 1 - 1e-12)
    half = critical(confidence) * sqrt((1 + bounded**2 / 2) / (len(one) - 3))
    return r, (tanh(atanh(bounded) - half), tanh(atanh(bounded) + half))

"""A ratio of shares over strata, such as calendar periods: what all strata have in common cancels out."""

from collections.abc import Sequence
from math import exp, log, sqrt

from scipy.special import chdtrc

from tools.statistics.proportions import CONFIDENCE, Ratio, critical

Stratum = tuple[float, float, float, float]
"""Positives and cases of the first group, positives and cases of the second."""


def mantel_haenszel_ratio(strata: Sequence[Stratum], confidence: float = CONFIDENCE) -> Ratio | None:
    """Return the common risk ratio with the interval of Greenland and Robins (1985, Biometrics 41, 55-68).

    None when the second group has no positive at all; the interval is None when the first has none.
    """
    usable = [(a, n, b, m) for a, n, b, m in strata if n > 0 and m > 0]
    upper = sum(a * m / (n + m) for a, n, b, m in usable)
    lower = sum(b * n / (n + m) for a, n, b, m in usable)
    if lower <= 0:
        return None
    if upper <= 0:
        return Ratio(0.0, None)
    spread = sum(((a + b) * n * m - a * b * (n + m)) / (n + m) ** 2 for a, n, b, m in usable)
    half = critical(confidence) * sqrt(max(0.0, spread / (upper * lower)))
    value = upper / lower
    return Ratio(value, (exp(log(value) - half), exp(log(value) + half)))


def cochran_mantel_haenszel(strata: Sequence[Stratum]) -> float:
    """Return the p-value that both groups' shares are equal in all strata, without continuity correction.

    Mantel and Haenszel 1959, Journal of the National Cancer Institute 22, 719-748; 1 where no stratum tells.
    """
    gap = variance = 0.0
    for a, n, b, m in strata:
        total, positives = n + m, a + b
        if n > 0 and m > 0 and total > 1:
            gap += a - n * positives / total
            variance += n * m * positives * (total - positives) / (total**2 * (total - 1))
    return float(chdtrc(1, gap * gap / variance)) if variance > 0 else 1.0

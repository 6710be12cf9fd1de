"""Two groups compared as if they were mixed alike: direct standardisation of shares and means."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtr

from tools.statistics.means import Moments
from tools.statistics.proportions import CONFIDENCE, Interval, critical


@dataclass(frozen=True, slots=True)
class Standardised:
    """The difference first minus second with the mix of both held the same, its interval and p-value; `covered` is
    the share of cases in strata that both groups have."""

    difference: float
    interval: Interval
    p_value: float
    covered: float


Stratum = tuple[Moments, Moments]


def standardised(strata: Sequence[Stratum], confidence: float = CONFIDENCE) -> Standardised | None:
    """Return the difference of two means, each stratum weighted by its cases in both groups together.

    Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, section 19.3; the variance is the
    sum of the strata's own. A share is the mean of noughts and ones. None without a stratum of two cases or more
    on both sides.
    """
    both = [(one, other) for one, other in strata if one.n > 1 and other.n > 1]
    total = sum(one.n + other.n for one, other in both)
    if not total:
        return None
    difference = variance = 0.0
    for one, other in both:
        weight = (one.n + other.n) / total
        difference += weight * (one.mean - other.mean)
        variance += weight**2 * (one.variance / one.n + other.variance / other.n)
    half = critical(confidence) * sqrt(variance)
    every = sum(one.n + other.n for one, other in strata)
    p_value = float(2 * ndtr(-abs(difference) / sqrt(variance))) if variance > 0 else float(difference == 0)
    return Standardised(difference, (difference - half, difference + half), p_value, total / every)


def of_share(positives: float, n: float) -> Moments:
    """Return a share as the moments of noughts and ones."""
    return Moments(n, positives, positives)

"""Two shares of the same people: whether they differ, by how much, and how sure that is."""

from dataclasses import dataclass
from math import comb, sqrt

from scipy.special import chdtrc

from tools.statistics.proportions import CONFIDENCE, Interval, wilson

_FEW = 25  # discordant people below which the exact test is used


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many people are yes in both respects, in the first alone, in the second alone, and in neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def n(self) -> int:
        """All people."""
        return self.both + self.first + self.second + self.neither

    @property
    def difference(self) -> float:
        """The share of the first less the share of the second."""
        return (self.first - self.second) / self.n


@dataclass(frozen=True, slots=True)
class PairedTest:
    """The name of a test and its two-sided p-value."""

    test: str
    p_value: float


def mcnemar(pairs: Pairs) -> PairedTest:
    """Return McNemar's test of two shares of the same people (McNemar 1947, Psychometrika 12, 153-157).

    Only people who differ between the two count. With fewer than 25 of them the p-value is the exact binomial one
    (Agresti 2013, Categorical Data Analysis, section 11.1.2), else that of (b - c)^2 / (b + c) without correction.
    """
    apart = pairs.first + pairs.second
    if apart >= _FEW:
        statistic = (pairs.first - pairs.second) ** 2 / apart
        return PairedTest("McNemar's test", float(chdtrc(1, statistic)))
    fewer = min(pairs.first, pairs.second)
    tail = sum(comb(apart, count) for count in range(fewer + 1)) / 2**apart
    return PairedTest("McNemar's exact test", min(1.0, 2 * tail))


def newcombe_paired(pairs: Pairs, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the difference of two shares of the same people.

    Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10: the two score intervals are squared and added,
    less what the two answers of a person have in common (phi, continuity-corrected).
    """
    n = pairs.n
    low_a, high_a = wilson(pairs.both + pairs.first, n, confidence)
    low_b, high_b = wilson(pairs.both + pairs.second, n, confidence)
    a, b = (pairs.both + pairs.first) / n, (pairs.both + pairs.second) / n
    phi = _phi(pairs)
    below = _joined(a - low_a, high_b - b, phi)
    above = _joined(high_a - a, b - low_b, phi)
    return pairs.difference - below, pairs.difference + above


def _joined(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def _phi(pairs: Pairs) -> float:
    """Return the correlation of the two answers, drawn towards zero where it is positive."""
    margins = (
        (pairs.both + pairs.first)
        * (pairs.second + pairs.neither)
        * (pairs.both + pairs.second)
        * (pairs.first + pairs.neither)
    )
    if margins == 0:
        return 0.0
    product = float(pairs.both * pairs.neither - pairs.first * pairs.second)
    if product > 0:
        product = max(0.0, product - pairs.n / 2)
    return product / sqrt(margins)

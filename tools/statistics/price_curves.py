"""Price curves: Van Westendorp's price sensitivity meter, and demand and revenue after Gabor and Granger."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.statistics.proportions import Interval

Prices = NDArray[np.float64]
_DRAWS = 400
_SEED = 7


@dataclass(frozen=True, slots=True)
class Meter:
    """The four points of the meter; a point is None where its curves do not cross.

    `optimal` (OPP): as many find it too cheap as too expensive. `indifference` (IDP): as many find it cheap as
    expensive. `cheapness` (PMC): too cheap crosses expensive. `expensiveness` (PME): too expensive crosses cheap.
    """

    optimal: float | None
    indifference: float | None
    cheapness: float | None
    expensiveness: float | None

    def points(self) -> tuple[float | None, ...]:
        """Return the points in the order optimal, indifference, cheapness, expensiveness."""
        return self.optimal, self.indifference, self.cheapness, self.expensiveness


@dataclass(frozen=True, slots=True)
class Offer:
    """A price, and how many of those asked would buy at it."""

    price: float
    buyers: int
    asked: int


def consistent(answers: Prices) -> NDArray[np.bool_]:
    """Return which rows (too cheap, cheap, expensive, too expensive) are complete and strictly rising."""
    known = ~np.isnan(answers).any(axis=1)
    rising = np.zeros(len(answers), dtype=bool)
    rising[known] = (np.diff(answers[known], axis=1) > 0).all(axis=1)
    return rising


def meter(answers: Prices) -> Meter:
    """Return the four points (Van Westendorp 1976; definitions as in R's pricesensitivitymeter, range "original").

    Share too cheap or cheap at a price: those whose answer is that price or more; too expensive or expensive: that
    price or less. The curves are read at every price named, and a point is the crossing of the straight lines
    between them.
    """
    prices = np.unique(answers)
    n = len(answers)
    if n == 0 or len(prices) < 2:
        return Meter(None, None, None, None)
    ordered = np.sort(answers, axis=0)
    too_cheap, cheap = (1 - np.searchsorted(ordered[:, place], prices, side="left") / n for place in (0, 1))
    expensive, too_expensive = (np.searchsorted(ordered[:, place], prices, side="right") / n for place in (2, 3))
    return Meter(
        _crossing(prices, too_cheap, too_expensive),
        _crossing(prices, cheap, expensive),
        _crossing(prices, too_cheap, expensive),
        _crossing(prices, cheap, too_expensive),
    )


def _crossing(prices: Prices, falling: Prices, rising: Prices) -> float | None:
    """Return the price at which the rising curve meets the falling one, the middle where they lie together."""
    gap = rising - falling
    if gap[0] > 0 or gap[-1] < 0:
        return None
    level = np.flatnonzero(gap == 0)
    if len(level):
        return float((prices[level[0]] + prices[level[-1]]) / 2)
    after = int(np.argmax(gap > 0))
    share = -gap[after - 1] / (gap[after] - gap[after - 1])
    return float(prices[after - 1] + share * (prices[after] - prices[after - 1]))


def meter_intervals(answers: Prices, draws: int = _DRAWS) -> tuple[Interval | None, ...]:
    """Return 95% percentile bootstrap intervals of the four points (Efron and Tibshirani 1993, ch. 13)."""
    picks = np.random.default_rng(_SEED)
    found = [meter(answers[picks.integers(0, len(answers), len(answers))]).points() for _ in range(draws)]
    return tuple(_bounds([row[place] for row in found]) for place in range(4))


def _bounds(values: Sequence[float | None]) -> Interval | None:
    known = [value for value in values if value is not None]
    if len(known) < 0.95 * len(values):
        return None
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)


def best_revenue(offers: Sequence[Offer], draws: int = _DRAWS) -> tuple[int, NDArray[np.float64]]:
    """Return the place of the offer with the highest price x share, and each offer's chance to be it.

    Gabor and Granger 1966. The chances come from a parametric bootstrap, each share drawn from its posterior under
    Jeffreys' prior, so that two prices that earn about the same are seen to tie.
    """
    prices = np.array([offer.price for offer in offers])
    buyers = np.array([offer.buyers for offer in offers])
    asked = np.array([offer.asked for offer in offers])
    shares = np.random.default_rng(_SEED).beta(buyers + 0.5, asked - buyers + 0.5, (draws, len(offers)))
    chance = np.bincount((shares * prices).argmax(axis=1), minlength=len(offers)) / draws
    return int((prices * buyers / asked).argmax()), chance

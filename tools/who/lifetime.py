"""What customers are expected to buy and to be worth: BG/NBD for purchases, Gamma-Gamma for what each brings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.statistics import bgnbd, gamma_gamma
from tools.statistics.bgnbd import Fit, log_delta
from tools.statistics.proportions import Interval
from tools.who.purchases import Buyers
from tools.wording import number

FEWEST_BUYERS, FEWEST_REPEATERS = 100, 40
_YEAR = 52.0
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The fitted models, the horizon in weeks, and what each buyer is expected to do in it."""

    weeks: float
    purchases: Vector
    total: float
    interval: Interval | None
    alive: Vector
    model: Fit
    spend: Fit | None = None
    worth: Vector | None = None
    worth_interval: Interval | None = None


def lifetime(buyers: Buyers) -> Lifetime | str:
    """Return the expectations for as long as was observed, a year at most; or why there are none."""
    repeaters = int((buyers.histories.repeats > 0).sum())
    if buyers.count < FEWEST_BUYERS or repeaters < FEWEST_REPEATERS:
        return (
            f"Lifetime value is not estimated: it takes {FEWEST_BUYERS} buyers with {FEWEST_REPEATERS} who "
            f"bought again, and there are {number(buyers.count)} and {number(repeaters)}."
        )
    model = bgnbd.fit(buyers.histories)
    if model is None:
        return "Lifetime value is not estimated: the model of repeat buying (BG/NBD) does not fit these purchases."
    weeks = min(_YEAR, max(1.0, float(np.floor(buyers.histories.age.max()))))
    patterns, counts = buyers.histories.patterns()
    expected = bgnbd.expected(model.parameters, buyers.histories, weeks)
    if not np.isfinite(expected).all():
        return "Lifetime value is not estimated: the fitted model has no finite expectation for these purchases."
    interval = model.delta(lambda p: float(counts @ bgnbd.expected(p, patterns, weeks)))
    alive = bgnbd.alive(model.parameters, buyers.histories)
    found = Lifetime(weeks, expected, float(expected.sum()), interval, alive, model)
    return _worth(buyers, found)


def _worth(buyers: Buyers, found: Lifetime) -> Lifetime:
    """Return the expectations with money, as they were where there is none or its model does not fit."""
    if buyers.mean is None:
        return found
    paying = (buyers.histories.repeats > 0) & (buyers.mean > 0)
    x, mean = buyers.histories.repeats[paying], buyers.mean[paying]
    spend = gamma_gamma.fit(x, mean) if len(x) >= FEWEST_REPEATERS and len(np.unique(mean)) > 2 else None
    if spend is None or spend.parameters[1] <= 1:
        return found
    known = np.where(paying, buyers.histories.repeats, 0.0)
    means = np.where(paying, buyers.mean, 0.0)
    patterns, place = buyers.histories.placed()

    def each(parameters: tuple[float, ...]) -> Vector:
        purchases = bgnbd.expected(parameters[:4], patterns, found.weeks)[place]
        return np.asarray(purchases * gamma_gamma.expected(parameters[4:], known, means), dtype=np.float64)

    both = (*found.model.parameters, *spend.parameters)
    worth = each(both)
    interval = None
    if found.model.covariance is not None and spend.covariance is not None:
        joint = np.zeros((7, 7))
        joint[:4, :4], joint[4:, 4:] = found.model.covariance, spend.covariance
        interval = log_delta(lambda p: float(np.nansum(each(p))), both, joint)
    return Lifetime(
        found.weeks,
        found.purchases,
        found.total,
        found.interval,
        found.alive,
        found.model,
        spend,
        worth,
        interval,
    )

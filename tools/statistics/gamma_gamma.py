"""The Gamma-Gamma model of spend per purchase (Fader and Hardie 2013, note 025 on brucehardie.com)."""

import numpy as np
from scipy.special import gammaln

from tools.statistics.bgnbd import Fit, Vector, maximum

_STARTS = ((6.0, 4.0, 10.0), (1.0, 1.0, 1.0), (2.0, 10.0, 100.0))


def fit(purchases: Vector, means: Vector) -> Fit | None:
    """Return the estimates (p, q, v) from each customer's number of purchases and mean spend, both positive.

    Spend is scaled to a mean of 35 while the optimiser works; v comes back in the unit of the data. None where
    the likelihood has no maximum inside its range.
    """
    scale = 35.0 / float(means.mean())
    scaled = means * scale
    found = maximum(lambda parameters: _total(parameters, purchases, scaled), _STARTS)
    if found is None:
        return None
    p, q, v = found.parameters
    own = (p, q, v / scale)
    return Fit(own, _total(own, purchases, means), found.covariance)


def _total(parameters: tuple[float, ...], x: Vector, mean: Vector) -> float:
    """Return the log-likelihood (equation 1a of the note)."""
    p, q, v = parameters
    each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    each = each + (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(v + x * mean)
    return float(each.sum())


def expected(parameters: tuple[float, ...], purchases: Vector, means: Vector) -> Vector:
    """Return the mean spend expected of each customer's purchases (equation 5); without any, everybody's.

    Everybody's is p v / (q - 1), which exists for q over 1 only; not a number below it.
    """
    p, q, v = parameters
    known = purchases > 0
    divisor = p * purchases + q - 1
    total = np.where(known, purchases * means, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = p * (v + total) / divisor
    return np.asarray(np.where(divisor > 0, found, np.nan), dtype=np.float64)

"""The BG/NBD model of repeat buying (Fader, Hardie and Lee 2005, Marketing Science 24(2), 275-284)."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1

from tools.statistics.proportions import CONFIDENCE, Interval, critical

Vector = NDArray[np.float64]
_STARTS = ((0.5, 1.0, 1.0, 2.0), (1.0, 1.0, 0.5, 3.0), (0.3, 0.5, 2.0, 8.0))
_FURTHEST = 1e4
_STEP = 1e-4
_SINGULAR = 1e-6


@dataclass(frozen=True, slots=True)
class Histories:
    """One entry per customer: repeat purchases, time from first to last purchase, time since the first one."""

    repeats: Vector
    recency: Vector
    age: Vector

    def patterns(self) -> tuple["Histories", Vector]:
        """Return the different histories and how many customers have each."""
        rows, counts = np.unique(
            np.column_stack([self.repeats, self.recency, self.age]), axis=0, return_counts=True
        )
        return Histories(rows[:, 0], rows[:, 1], rows[:, 2]), counts.astype(np.float64)

    def placed(self) -> tuple["Histories", NDArray[np.intp]]:
        """Return the different histories and, for each customer, the place of the own one among them."""
        rows, places = np.unique(
            np.column_stack([self.repeats, self.recency, self.age]), axis=0, return_inverse=True
        )
        return Histories(rows[:, 0], rows[:, 1], rows[:, 2]), places.reshape(-1)


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum-likelihood estimates in the model's own order, and the covariance of their logarithms."""

    parameters: tuple[float, ...]
    likelihood: float
    covariance: NDArray[np.float64] | None

    def delta(self, statistic: Callable[[tuple[float, ...]], float]) -> Interval | None:
        """Return the interval of a positive statistic by the delta method on logarithms; None without spread.

        It speaks of the uncertainty of the estimates only, not of how much single customers vary.
        """
        if self.covariance is None:
            return None
        return log_delta(statistic, self.parameters, self.covariance)


def log_delta(
    statistic: Callable[[tuple[float, ...]], float], parameters: tuple[float, ...], covariance: NDArray[np.float64]
) -> Interval | None:
    """Return exp(log s ± z se), the gradient of log s taken numerically in the logarithms of the parameters."""
    centre = statistic(parameters)
    gradient = np.zeros(len(parameters))
    for place in range(len(parameters)):
        ends = []
        for step in (_STEP, -_STEP):
            moved = list(parameters)
            moved[place] *= exp(step)
            ends.append(statistic(tuple(moved)))
        if min(ends) <= 0:
            return None
        gradient[place] = (log(ends[0]) - log(ends[1])) / (2 * _STEP)
    variance = float(gradient @ covariance @ gradient)
    if centre <= 0 or not np.isfinite(variance) or variance < 0:
        return None
    half = critical(CONFIDENCE) * sqrt(variance)
    return centre * exp(-half), centre * exp(half)


def fit(histories: Histories) -> Fit | None:
    """Return the estimates (r, alpha, a, b), None where the likelihood has no maximum inside its range.

    Times are scaled to a mean age of ten while the optimiser works; alpha comes back in the unit of the data.
    """
    patterns, counts = histories.patterns()
    scale = 10.0 / max(float(np.average(patterns.age, weights=counts)), 1e-9)
    scaled = Histories(patterns.repeats, patterns.recency * scale, patterns.age * scale)
    found = maximum(lambda parameters: _total(parameters, scaled, counts), _STARTS)
    if found is None:
        return None
    r, alpha, a, b = found.parameters
    own = (r, alpha / scale, a, b)
    return Fit(own, _total(own, patterns, counts), found.covariance)


def maximum(likelihood: Callable[[tuple[float, ...]], float], starts: tuple[tuple[float, ...], ...]) -> Fit | None:
    """Return where a log-likelihood of positive parameters is largest; None where it runs to the edge."""

    def loss(logs: Vector) -> float:
        value = likelihood(tuple(np.exp(logs)))
        return -value if np.isfinite(value) else 1e300

    edge = log(_FURTHEST)
    best = None
    for start in starts:
        found = minimize(loss, np.log(start), method="L-BFGS-B", bounds=[(-edge, edge)] * len(start))
        if best is None or found.fun < best.fun:
            best = found
        if found.success and np.abs(found.x).max() < edge - 0.1:
            break
    if best is None or best.fun >= 1e300:
        return None
    logs = minimize(loss, best.x, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-7}).x
    if np.abs(logs).max() > edge - 0.1:
        return None
    return Fit(tuple(float(value) for value in np.exp(logs)), -loss(logs), _covariance(loss, logs))


def _covariance(loss: Callable[[Vector], float], logs: Vector) -> NDArray[np.float64] | None:
    """Return the inverse of the observed information in logarithms; None where it is not positive definite."""
    size, step = len(logs), 1e-3
    hessian = np.zeros((size, size))
    for one in range(size):
        for other in range(one, size):
            total = 0.0
            for first, second, sign in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)):
                moved = logs.copy()
                moved[one] += first * step
                moved[other] += second * step
                total += sign * loss(moved)
            hessian[one, other] = hessian[other, one] = total / (4 * step * step)
    try:
        np.linalg.cholesky(hessian)
        return np.asarray(np.linalg.inv(hessian), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None


def _total(parameters: tuple[float, ...], histories: Histories, counts: Vector) -> float:
    """Return the log-likelihood (equation 6 of the paper, summed in logarithms)."""
    r, alpha, a, b = parameters
    x, last, age = histories.repeats, histories.recency, histories.age
    shared = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    shared = shared + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * np.log(alpha + age)
    gone = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last), -np.inf)
    return float(counts @ (shared + np.logaddexp(alive, gone)))


def alive(parameters: tuple[float, ...], histories: Histories) -> Vector:
    """Return for each customer the probability of not having stopped buying (Fader and Hardie 2008)."""
    r, alpha, a, b = parameters
    x, last, age = histories.repeats, histories.recency, histories.age
    odds = np.exp(np.log(a / (b + np.maximum(x, 1) - 1)) + (r + x) * (np.log(alpha + age) - np.log(alpha + last)))
    return np.asarray(1 / (1 + np.where(x > 0, odds, 0.0)), dtype=np.float64)


def expected(parameters: tuple[float, ...], histories: Histories, ahead: float) -> Vector:
    """Return for each customer the purchases expected in the next `ahead` of time (equation 10)."""
    r, alpha, a, b = _regular(parameters)
    x, age = histories.repeats, histories.age
    power = r + x
    z = ahead / (alpha + age + ahead)
    tail = np.exp(power * (np.log(alpha + age) - np.log(alpha + age + ahead))) * hyp2f1(
        power, b + x, a + b + x - 1, z
    )
    return np.asarray((a + b + x - 1) / (a - 1) * (1 - tail) * alive(parameters, histories), dtype=np.float64)


def newcomer(parameters: tuple[float, ...], ahead: float) -> float:
    """Return the repeat purchases expected of a new customer in the first `ahead` of time (equation 9)."""
    r, alpha, a, b = _regular(parameters)
    tail = (alpha / (alpha + ahead)) ** r * hyp2f1(r, b, a + b - 1, ahead / (alpha + ahead))
    return float((a + b - 1) / (a - 1) * (1 - tail))


def _regular(parameters: tuple[float, ...]) -> tuple[float, ...]:
    """Return the parameters off a = 1, where the closed form divides nought by nought."""
    r, alpha, a, b = parameters
    return r, alpha, a + _SINGULAR if abs(a - 1) < _SINGULAR else a, b

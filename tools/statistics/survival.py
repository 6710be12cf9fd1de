"""Time until something happens when it has not happened to all: Kaplan-Meier curves and the log-rank test."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from tools.statistics.proportions import CONFIDENCE, Interval, critical

Vector = NDArray[np.float64]
Events = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Curve:
    """Survival after each time at which the event happened: how many were at risk, how many it happened to."""

    times: Vector
    at_risk: Vector
    events: Vector
    survival: Vector
    low: Vector
    high: Vector

    def at(self, time: float) -> tuple[float, Interval]:
        """Return the share to whom it has not happened by `time`, with its interval (1 before the first event)."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return 1.0, (1.0, 1.0)
        return float(self.survival[place]), (float(self.low[place]), float(self.high[place]))

    def median(self) -> tuple[float | None, tuple[float | None, float | None]]:
        """Return the first time with survival of a half or less, and where the interval's ends get there.

        None where the curve does not fall that far (Brookmeyer and Crowley 1982 with the log-log interval).
        """
        return _first(self.times, self.survival), (_first(self.times, self.low), _first(self.times, self.high))


def _first(times: Vector, values: Vector) -> float | None:
    reached = np.flatnonzero(values <= 0.5 + 1e-12)
    return float(times[reached[0]]) if len(reached) else None


def kaplan_meier(durations: Vector, happened: Events, confidence: float = CONFIDENCE) -> Curve:
    """Return the product-limit estimate (Kaplan and Meier 1958) with log-log intervals on Greenwood's variance.

    Whoever is censored at a time counts as at risk at it (Kalbfleisch and Prentice 1980, p. 15).
    """
    times = np.unique(durations[happened])
    ordered = np.sort(durations)
    at_risk = (len(ordered) - np.searchsorted(ordered, times, side="left")).astype(np.float64)
    moments = np.sort(durations[happened])
    events = (np.searchsorted(moments, times, "right") - np.searchsorted(moments, times, "left")).astype(
        np.float64
    )
    survival = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
    ends = [_log_log(float(s), float(v), critical(confidence)) for s, v in zip(survival, greenwood, strict=True)]
    low, high = (np.array([end[side] for end in ends], dtype=np.float64) for side in (0, 1))
    return Curve(times, at_risk, events, survival, low, high)


def _log_log(survival: float, greenwood: float, z: float) -> Interval:
    """Return the interval of a survival; at nought, where the variance has no value, the point itself."""
    if not 0 < survival < 1:
        return survival, survival
    spread = z * sqrt(greenwood) / abs(log(survival))
    return survival ** exp(spread), survival ** exp(-spread)


@dataclass(frozen=True, slots=True)
class LogRank:
    """The test that curves are equal: statistic, degrees of freedom, p-value, expected events per group."""

    statistic: float
    freedom: int
    p_value: float
    observed: tuple[float, ...]
    expected: tuple[float, ...]


def log_rank(groups: Sequence[tuple[Vector, Events]]) -> LogRank | None:
    """Return the log-rank test of two or more groups (Mantel 1966; Peto and Peto 1972, hypergeometric variance).

    None with fewer than two groups, or where nothing happened to anybody.
    """
    if len(groups) < 2:
        return None
    times = np.unique(np.concatenate([durations[happened] for durations, happened in groups]))
    if not len(times):
        return None
    at_risk = np.array([_at_risk(durations, times) for durations, _ in groups])
    events = np.array([_events(durations[happened], times) for durations, happened in groups])
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    share = at_risk / n
    expected = (share * d).sum(axis=1)
    spread = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    difference = (events.sum(axis=1) - expected)[:-1]
    try:
        statistic = float(difference @ np.linalg.solve(variance[:-1, :-1], difference))
    except np.linalg.LinAlgError:
        return None
    freedom = len(groups) - 1
    return LogRank(
        statistic,
        freedom,
        float(chdtrc(freedom, statistic)),
        tuple(float(v) for v in events.sum(axis=1)),
        tuple(float(v) for v in expected),
    )


def _at_risk(durations: Vector, times: Vector) -> Vector:
    return (len(durations) - np.searchsorted(np.sort(durations), times, side="left")).astype(np.float64)


def _events(durations: Vector, times: Vector) -> Vector:
    ordered = np.sort(durations)
    found = np.searchsorted(ordered, times, side="right") - np.searchsorted(ordered, times, side="left")
    return found.astype(np.float64)

"""Whether a series rises or falls, how fast, and which of its periods stand out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from tools.statistics.proportions import CONFIDENCE, Interval, critical

Vector = NDArray[np.float64]
_MAD, _MEAN = 1.4826, 1.2533
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Tendency:
    """Kendall's tau of values against time with its p-value, and Sen's slope per step with its interval."""

    tau: float
    p_value: float
    slope: float
    interval: Interval


def mann_kendall(values: Sequence[float], confidence: float = CONFIDENCE) -> Tendency | None:
    """Return the test of a rise or fall of any form, ties corrected; None below five values.

    Mann 1945, Econometrica 13, 245-259; Kendall 1975. The slope is Sen's (1968, JASA 63, 1379-1389): the median of
    all slopes between two values, with the interval from the order statistics of these slopes (Gilbert 1987, p.
    218).
    """
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    if n < 5:
        return None
    one, other = np.triu_indices(n, 1)
    signs = np.sign(y[other] - y[one])
    score = float(signs.sum())
    _, ties = np.unique(y, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    if variance <= 0:
        return Tendency(0.0, 1.0, 0.0, (0.0, 0.0))
    z = (score - np.sign(score)) / sqrt(variance)
    slopes = np.sort((y[other] - y[one]) / (other - one))
    reach = critical(confidence) * sqrt(variance)
    low, high = (len(slopes) - reach) / 2, (len(slopes) + reach) / 2
    ends = np.interp([low - 1, high], np.arange(len(slopes)), slopes)
    tau = score / len(slopes)
    return Tendency(tau, float(2 * ndtr(-abs(z))), float(np.median(slopes)), (float(ends[0]), float(ends[1])))


def cochran_armitage(positives: Sequence[float], totals: Sequence[float]) -> float | None:
    """Return the two-sided p-value that shares neither rise nor fall over equally spaced periods.

    Cochran 1954, Biometrics 10, 417-451; Armitage 1955, Biometrics 11, 375-386. None where all or nobody is
    positive.
    """
    a, n = np.asarray(positives, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    time, share = np.arange(len(a), dtype=np.float64), float(a.sum() / n.sum()) if n.sum() else 0.0
    spread = float((n * time**2).sum() - (n * time).sum() ** 2 / n.sum()) if n.sum() else 0.0
    if not 0 < share < 1 or spread <= 0:
        return None
    z = float((time * (a - n * share)).sum()) / sqrt(share * (1 - share) * spread)
    return float(2 * ndtr(-abs(z)))


@dataclass(frozen=True, slots=True)
class Spike:
    """A period that stands out: its place, what its neighbours would make it, and how many spreads it is off."""

    place: int
    expected: float
    distance: float


def spikes(values: Sequence[float], *, counts: bool = False, least: float = 5.0) -> list[Spike]:
    """Return the periods that stand out from the median of up to three periods on either side, largest first.

    A steady rise or fall (Sen's slope) is taken out first. The spread is the median absolute deviation from these
    medians (Hampel 1974, scaled to a normal's), for counts no less than a Poisson's root.
    """
    y = np.asarray(values, dtype=np.float64)
    if len(y) < 2 * _BESIDE + 1:
        return []
    tendency = mann_kendall(y.tolist())
    line = np.arange(len(y)) * (tendency.slope if tendency else 0.0)
    level = y - line
    beside = [np.delete(level, at)[max(0, at - _BESIDE) : at + _BESIDE] for at in range(len(y))]
    expected = line + np.array([np.median(values) for values in beside])
    off = y - expected
    spread = _MAD * float(np.median(np.abs(off))) or _MEAN * float(np.abs(off).mean())
    scale = np.maximum(spread, np.sqrt(np.maximum(expected, 1.0))) if counts else np.full(len(y), spread)
    found = [
        Spike(int(at), float(expected[at]), float(off[at] / scale[at]))
        for at in np.flatnonzero(scale > 0)
        if abs(off[at]) > least * scale[at]
    ]
    return sorted(found, key=lambda spike: -abs(spike.distance))

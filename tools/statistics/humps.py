"""The shape of numbers: whether they pile up on one value, lean to one side, or have two humps, and where."""

from dataclasses import dataclass
from math import log10
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.statistics.dip import FEWEST, dip, dip_p_value

Vector = NDArray[np.float64]
Kind = Literal["two humps", "pile", "skewed", "even"]

_PILE = 0.2
_SPIKE = 3
_SKEWED = 0.1
_LONG_TAIL = 2.0
_LOOKED_AT = 2000
_AT_MOST = 200_000
_GRID = 512
_SHARE = 0.1
_VALLEY = 0.8
_SURE = 0.01


@dataclass(frozen=True, slots=True)
class Humps:
    """Two humps: the value in the valley between them (the upper one begins there), the p-value that there is one
    only (an upper bound), and whether this was seen on a logarithmic scale."""

    cut: float
    p_value: float
    logarithmic: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What numbers look like; `pile` is the value that a fifth or more of them share, `humps` the rest's."""

    kind: Kind
    pile: float | None = None
    humps: Humps | None = None


def shape_of(values: Vector) -> Shape:
    """Return the shape of usable numbers: humps before a pile, a pile before skew."""
    if not len(values):
        return Shape("even")
    if len(values) > _AT_MOST:
        values = np.random.default_rng(len(values)).choice(values, _AT_MOST, replace=False)
    pile = _pile(values)
    rest = values if pile is None else values[values != pile]
    humps = two_humps(rest)
    if humps is not None:
        return Shape("two humps", pile, humps)
    if pile is not None:
        return Shape("pile", pile)
    spread = float(values.std())
    leaning = abs(float(values.mean()) - float(np.median(values))) >= _SKEWED * spread > 0
    return Shape("skewed" if leaning else "even")


def _pile(values: Vector) -> float | None:
    """Return the value that a fifth or more share, where there are many others: exactly nought, as a rule."""
    known, counts = np.unique(values, return_counts=True)
    most = int(counts.argmax())
    padded = np.concatenate([[0], counts, [0]])
    beside = max(padded[most], padded[most + 2])
    if len(known) <= 5 or counts[most] < _PILE * len(values):
        return None
    return float(known[most]) if known[most] == 0 or counts[most] >= _SPIKE * beside else None


def two_humps(values: Vector) -> Humps | None:
    """Return where the valley lies; None where one hump explains the numbers, or a hump is small or hardly apart.

    The dip test decides whether there are two; a Gaussian kernel, as wide as still shows
    two and no narrower than Silverman's rule (1986, p. 48), finds the valley.
    Amounts with a long tail are looked at on a logarithmic scale, rounded ones are spread over their steps first.
    """
    if len(values) < FEWEST:
        return None
    logarithmic = bool(values.min() > 0) and _tail(values) > _LONG_TAIL
    generator = np.random.default_rng(len(values))
    looked = values if len(values) <= _LOOKED_AT else generator.choice(values, _LOOKED_AT, replace=False)
    spread = _unrounded(looked, generator)
    spread = np.log(np.maximum(spread, looked.min() / 2)) if logarithmic else spread
    p = dip_p_value(dip(spread), len(spread))
    if p > _SURE:
        return None
    valley = _valley(spread)
    if valley is None:
        return None
    cut = round_near(float(np.exp(valley)) if logarithmic else valley)
    cut = float(np.ceil(cut)) if (looked == np.round(looked)).all() else cut
    upper = float((values >= cut).mean())
    return Humps(cut, p, logarithmic) if _SHARE <= upper <= 1 - _SHARE else None


def round_near(value: float) -> float:
    """Return a value with two significant digits, so that a boundary can be said."""
    if value == 0:
        return 0.0
    digits = 1 - int(np.floor(log10(abs(value))))
    return float(round(value, digits))


def _tail(values: Vector) -> float:
    """Return how much longer the upper half is than the lower one, by the outer quantiles."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float((high - middle) / (middle - low)) if middle > low else float("inf")


def _unrounded(values: Vector, generator: np.random.Generator) -> Vector:
    """Return the values, each spread evenly over the way to its neighbours: a rounded value is no pile."""
    known = np.unique(values)
    if len(known) < 2:
        return values
    gaps = np.diff(known)
    below, above = np.concatenate([gaps[:1], gaps]) / 2, np.concatenate([gaps, gaps[-1:]]) / 2
    place = np.searchsorted(known, values)
    return np.asarray(generator.uniform(values - below[place], values + above[place]), dtype=np.float64)


def _valley(values: Vector) -> float | None:
    """Return the lowest point between the two highest humps, None where none is deep enough."""
    low, high = np.quantile(values, (0.005, 0.995))
    counts, edges = np.histogram(values, bins=_GRID, range=(float(low), float(high)))
    middles = (edges[:-1] + edges[1:]) / 2
    step = float(edges[1] - edges[0])
    width = float(values.std()) / step if step > 0 else 0.0
    narrowest = 0.9 * len(values) ** -0.2
    for factor in np.geomspace(0.9, narrowest, 15):
        density = _smooth(counts.astype(np.float64), width * float(factor))
        found = _between(density, counts)
        if found is not None:
            return float(middles[found])
    return None


def _smooth(counts: Vector, width: float) -> Vector:
    reach = np.arange(-_GRID, _GRID + 1)
    kernel = np.exp(-0.5 * (reach / max(width, 1e-9)) ** 2)
    return np.convolve(counts, kernel / kernel.sum())[_GRID : 2 * _GRID] if width > 0 else counts


def _between(density: Vector, counts: NDArray[np.int64]) -> int | None:
    padded = np.concatenate([[-1.0], density, [-1.0]])
    peaks = np.flatnonzero((padded[1:-1] > padded[:-2]) & (padded[1:-1] >= padded[2:]))
    if len(peaks) < 2:
        return None
    one, other = sorted(peaks[np.argsort(-density[peaks])[:2]].tolist())
    lowest = one + int(density[one : other + 1].argmin())
    deep = density[lowest] <= _VALLEY * min(density[one], density[other])
    share = counts[lowest:].sum() / max(counts.sum(), 1)
    return lowest if deep and _SHARE <= share <= 1 - _SHARE else None

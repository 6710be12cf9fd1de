"""The dip: how far a sample is from having one hump (Hartigan and Hartigan 1985, Annals of Statistics 13, 70)."""

from bisect import bisect_right
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

# sqrt(n) x dip of uniform samples, the least favourable shape with one hump: 5,000 samples for each n.
_LEVELS = (0.1, 0.05, 0.01, 0.002)
_SIZES = (50, 100, 200, 500, 1000, 2000)
_QUANTILES = (
    (0.4574, 0.4961, 0.5687, 0.6297),
    (0.4710, 0.5135, 0.5850, 0.6632),
    (0.4819, 0.5224, 0.6036, 0.6631),
    (0.4829, 0.5210, 0.6084, 0.6744),
    (0.4911, 0.5319, 0.6211, 0.6833),
    (0.4937, 0.5388, 0.6282, 0.7282),
)
FEWEST = 50


def dip(values: Vector) -> float:
    """Return the largest distance of the sample's distribution function from the nearest one with one hump.

    The greatest convex minorant and the least concave majorant close in on the hump from both sides (Hartigan
    1985, Applied Statistics 34, algorithm AS 217).
    """
    x = np.sort(values).tolist()
    n = len(x)
    if n < 2 or x[0] == x[-1]:
        return 0.5 / max(n, 1)
    below, above = _minorant(x), _majorant(x)
    low, high, found = 0, n - 1, 1.0
    while True:
        left, right = [high], [low]
        while left[-1] > low:
            left.append(below[left[-1]])
        while right[-1] < high:
            right.append(above[right[-1]])
        widest, at_left, at_right = _widest(x, left, right)
        if widest < found:
            break
        found = max(found, _under(x, left[at_left:]), _over(x, right[at_right:]))
        if low == left[at_left] and high == right[at_right]:
            break
        low, high = left[at_left], right[at_right]
    return found / (2 * n)


def _minorant(x: list[float]) -> list[int]:
    """Return for each place the one before it on the convex minorant that ends there."""
    before = [0] * len(x)
    for j in range(1, len(x)):
        before[j] = j - 1
        while True:
            one = before[j]
            two = before[one]
            if one == 0 or (x[j] - x[one]) * (one - two) < (x[one] - x[two]) * (j - one):
                break
            before[j] = two
    return before


def _majorant(x: list[float]) -> list[int]:
    """Return for each place the one after it on the concave majorant that begins there."""
    last = len(x) - 1
    after = [last] * len(x)
    for k in range(last - 1, -1, -1):
        after[k] = k + 1
        while True:
            one = after[k]
            two = after[one]
            if one == last or (x[k] - x[one]) * (one - two) < (x[one] - x[two]) * (k - one):
                break
            after[k] = two
    return after


def _widest(x: list[float], left: list[int], right: list[int]) -> tuple[float, int, int]:
    """Return the largest distance between minorant and majorant, and the places on both where it lies."""
    ends = len(left) - 1, len(right) - 1
    if ends == (1, 1):
        return 1.0, 1, 1
    widest, at = 0.0, ends
    i, j = ends[0] - 1, 1
    while True:
        one, other = left[i], right[j]
        if one > other:
            start = left[i + 1]
            distance = other - start + 1 - (x[other] - x[start]) * (one - start) / (x[one] - x[start])
            j += 1
            if distance >= widest:
                widest, at = distance, (i + 1, j - 1)
        else:
            start = right[j - 1]
            distance = (x[one] - x[start]) * (other - start) / (x[other] - x[start]) - (one - start - 1)
            i -= 1
            if distance >= widest:
                widest, at = distance, (i + 1, j)
        i, j = max(i, 0), min(j, ends[1])
        if left[i] == right[j]:
            return widest, *at


def _under(x: list[float], minorant: list[int]) -> float:
    """Return the largest distance of the sample from its convex minorant, in counts."""
    return max((_piece(x, b, a, 1) for a, b in pairwise(minorant)), default=0.0)


def _over(x: list[float], majorant: list[int]) -> float:
    """Return the largest distance of the sample from its concave majorant, in counts."""
    return max((_piece(x, a, b, -1) for a, b in pairwise(majorant)), default=0.0)


def _piece(x: list[float], begin: int, end: int, side: int) -> float:
    if end - begin <= 1 or x[end] == x[begin]:
        return 1.0
    slope = (end - begin) / (x[end] - x[begin])
    return max(1.0, *(side * (j - begin - (x[j] - x[begin]) * slope) + 1 for j in range(begin, end + 1)))


def dip_p_value(distance: float, n: int) -> float:
    """Return an upper bound of the p-value that there is one hump: 0.1, 0.05, 0.01, 0.002, or 1 above 0.1."""
    row = _QUANTILES[max(0, bisect_right(_SIZES, n) - 1)]
    scaled = distance * n**0.5
    passed = [level for level, quantile in zip(_LEVELS, row, strict=True) if scaled > quantile]
    return passed[-1] if passed else 1.0

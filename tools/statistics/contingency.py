"""Tables of counts: whether two columns go together, by the test that the counts allow, and how strongly."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln

_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Independence:
    """A test of independence: its name, statistic (None for the exact test), p-value and Cramer's V."""

    test: str
    statistic: float | None
    freedom: int
    p_value: float
    cramers_v: float
    smallest_expected: float


def _filled(counts: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    table = np.asarray(counts, dtype=float)
    filled: NDArray[np.float64] = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return filled


def chi_square(counts: Sequence[Sequence[float]]) -> Independence | None:
    """Return Pearson's chi-square test without continuity correction (Pearson 1900).

    Empty rows and columns are left out; None when fewer than two of either remain.
    """
    table = _filled(counts)
    if min(table.shape) < 2:
        return None
    total = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    strength = sqrt(statistic / (total * (min(table.shape) - 1)))
    p_value = float(chdtrc(freedom, statistic))
    return Independence("chi-square test", statistic, freedom, p_value, strength, float(expected.min()))


def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided p-value of [[a, b], [c, d]]: all tables as likely as this one or less (Fisher 1935)."""
    row, column, total = a + b, a + c, a + b + c + d
    values = np.arange(max(0, row + column - total), min(row, column) + 1)

    def log_choose(n: float, k: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=float)

    logs = log_choose(column, values) + log_choose(total - column, row - values)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    observed = weights[a - values[0]]
    return float(min(1.0, weights[weights <= observed * (1 + _TOLERANCE)].sum()))


def independence(counts: Sequence[Sequence[float]]) -> Independence | None:
    """Return the test that fits: Fisher's exact one for 2 x 2 with an expected count below 5, else chi-square."""
    result = chi_square(counts)
    table = _filled(counts)
    if result is None or result.smallest_expected >= 5 or table.shape != (2, 2):
        return result
    (a, b), (c, d) = table.round().astype(int).tolist()
    exact = fisher_exact(a, b, c, d)
    return Independence("Fisher's exact test", None, 1, exact, result.cramers_v, result.smallest_expected)

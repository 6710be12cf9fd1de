"""How far two groupings of the same rows agree."""

import numpy as np
from numpy.typing import NDArray


def adjusted_rand(first: NDArray[np.integer], second: NDArray[np.integer]) -> float:
    """Return the adjusted Rand index: 1 for the same groups whatever their names, 0 as by chance.

    Hubert and Arabie 1985, Journal of Classification 2, 193-218, equation 5.
    """
    _, one = np.unique(first, return_inverse=True)
    _, other = np.unique(second, return_inverse=True)
    counts = np.zeros((one.max(initial=0) + 1, other.max(initial=0) + 1))
    np.add.at(counts, (one, other), 1)
    together = _pairs(counts).sum()
    rows, columns = _pairs(counts.sum(axis=1)).sum(), _pairs(counts.sum(axis=0)).sum()
    every = _pairs(np.array([len(first)], dtype=np.float64)).sum()
    expected = rows * columns / every if every else 0.0
    highest = (rows + columns) / 2
    return 1.0 if highest == expected else float((together - expected) / (highest - expected))


def _pairs(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return counts * (counts - 1) / 2

"""Rows whose traits go together by degrees alone: the same columns and correlations, and no groups in them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

from tools.statistics.latent_class import UNKNOWN, Traits

Matrix = NDArray[np.float64]
_ROUNDS = 6
_MOST = 0.99


def normal_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal scores of numbers by rank (van der Waerden 1952), ties sharing theirs; unknown ones stay.

    Only order counts, so that skew, units and outliers say nothing.
    """
    known = np.isfinite(values)
    scores = np.full(len(values), np.nan)
    count = int(known.sum())
    if count:
        scores[known] = ndtri((rankdata(values[known]) - 0.5) / count)
    return scores


@dataclass(frozen=True, slots=True)
class Degrees:
    """A Gaussian copula fitted to traits: their own values, each column's correlation with each other one.

    Categories are put in the order in which they lie along the traits' first principal component. As coarse
    columns weaken a correlation, the copula's is raised until what it draws is correlated as the traits are
    (Cario and Nelson 1997, Modeling and generating random vectors with arbitrary marginal distributions).
    """

    values: tuple[NDArray[np.float64], ...]
    orders: tuple[NDArray[np.intp], ...]
    levels: tuple[int, ...]
    correlation: Matrix

    @classmethod
    def of(cls, traits: Traits, generator: np.random.Generator) -> "Degrees":
        """Return the copula of the traits."""
        orders = _orders(traits)
        places = [
            np.where(codes == UNKNOWN, UNKNOWN, np.argsort(order)[codes]).astype(np.float64)
            for codes, order in zip(traits.codes.T, orders, strict=True)
        ]
        values = (*places, *(np.where(np.isfinite(x), x, -np.inf) for x in traits.numbers.T))
        target = _correlation(values)
        found = target.copy()
        for _ in range(_ROUNDS):
            drawn = _drawn(values, found, generator)
            found = np.clip(found + target - _correlation(drawn), -_MOST, _MOST)
            np.fill_diagonal(found, 1.0)
        return cls(values, tuple(orders), traits.levels, found)

    def drawn(self, generator: np.random.Generator) -> Traits:
        """Return as many rows as there were, with the same values in every column."""
        columns = _drawn(self.values, self.correlation, generator)
        rows, categories = len(self.values[0]), len(self.levels)
        codes = np.empty((rows, categories), dtype=np.int16)
        for place, order in enumerate(self.orders):
            at = columns[place].astype(np.int64)
            codes[:, place] = np.where(at == UNKNOWN, UNKNOWN, order[at])
        numbers = np.empty((rows, len(columns) - categories))
        for place, column in enumerate(columns[categories:]):
            numbers[:, place] = np.where(np.isfinite(column), column, np.nan)
        return Traits(codes, self.levels, numbers)


def _orders(traits: Traits) -> list[NDArray[np.intp]]:
    """Return for each category column its levels in order of their mean along the first principal component."""
    matrix = traits.matrix.T.astype(np.float64)
    cells = matrix - matrix.mean(axis=0)
    spread = cells.std(axis=0)
    scaled = cells[:, spread > 0] / spread[spread > 0]
    axis = np.linalg.svd(scaled, full_matrices=False)[2][0] if scaled.size else np.zeros(0)
    along = scaled @ axis
    orders = []
    for codes, count in zip(traits.codes.T, traits.levels, strict=True):
        means = [float(along[codes == level].mean()) if (codes == level).any() else 0.0 for level in range(count)]
        orders.append(np.argsort(means))
    return orders


def _correlation(columns: tuple[NDArray[np.float64], ...] | list[NDArray[np.float64]]) -> Matrix:
    rows = len(columns[0])
    scores = np.array([ndtri((rankdata(column) - 0.5) / rows) for column in columns])
    scores += 1e-12 * np.arange(rows)  # a constant column correlates with nothing instead of dividing by nought
    return np.atleast_2d(np.corrcoef(scores))


def _drawn(
    values: tuple[NDArray[np.float64], ...], correlation: Matrix, generator: np.random.Generator
) -> list[NDArray[np.float64]]:
    """Return the values of each column in the order of normal numbers that are correlated like this."""
    roots, vectors = np.linalg.eigh(correlation)
    normal = generator.standard_normal((len(values[0]), len(values)))
    normal = normal @ (vectors * np.sqrt(np.maximum(roots, 1e-6))).T
    return [
        np.sort(column)[rankdata(along, method="ordinal") - 1]
        for column, along in zip(values, normal.T, strict=True)
    ]

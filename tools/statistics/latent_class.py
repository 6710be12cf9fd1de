"""Latent classes over mixed traits: a mixture of groups within which columns are independent, fitted by EM.

Lazarsfeld and Henry 1968 for categories; Hunt and Jorgensen 1999 (Australian and New Zealand Journal of
Statistics 41(2), 153-171) for categories and numbers together. An unknown cell says nothing: it is left out of
the likelihood (missing at random).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Single = NDArray[np.float32]
Codes = NDArray[np.int16]

UNKNOWN = -1
_PRIOR = 1.0  # one made-up case per group, spread like everybody: no probability is ever nought
_LEAST_VARIANCE = 0.02
_TOLERANCE = 5e-6
_AT_ONCE = 20_000
_SHORT, _LONG = 8, 80


@dataclass(frozen=True)
class Traits:
    """The cells of n rows: `codes` of categories (-1 unknown) with the number of `levels` of each, and `numbers`
    (not a number where unknown), standardised by the caller."""

    codes: Codes
    levels: tuple[int, ...]
    numbers: Matrix = field(repr=False)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.codes)

    @cached_property
    def matrix(self) -> Single:
        """The sufficient statistics, a column per row: a flag per category, then per number whether known, it,
        its square. Every step of the EM algorithm is a product with it, in single precision."""
        flags = [
            codes == np.arange(count)[:, None] for codes, count in zip(self.codes.T, self.levels, strict=True)
        ]
        known = np.isfinite(self.numbers.T)
        filled = np.where(known, self.numbers.T, 0.0)
        return np.ascontiguousarray(np.vstack([*flags, known, filled, filled**2]), dtype=np.float32)

    @cached_property
    def everybody(self) -> Vector:
        """The sums of the sufficient statistics over all rows."""
        return np.asarray(self.matrix.sum(axis=1, dtype=np.float64))

    def taken(self, rows: Sequence[int] | NDArray[np.intp]) -> "Traits":
        """Return the given rows."""
        return Traits(self.codes[rows], self.levels, self.numbers[rows])

    def shuffled(self, generator: np.random.Generator) -> "Traits":
        """Return the same columns, each shuffled by itself: what is left when no trait goes with another."""
        codes = generator.permuted(self.codes, axis=0)
        return Traits(codes, self.levels, generator.permuted(self.numbers, axis=0))


@dataclass(frozen=True)
class Mixture:
    """A fitted mixture: the share of each group, its probability of each category, its mean and variance of each
    number, and the log-likelihood of the rows it was fitted to."""

    levels: tuple[int, ...]
    weights: Vector
    probabilities: Matrix
    means: Matrix
    variances: Matrix
    likelihood: float = -np.inf

    @property
    def groups(self) -> int:
        """The number of groups."""
        return len(self.weights)

    @property
    def parameters(self) -> int:
        """The number of free parameters."""
        each = sum(count - 1 for count in self.levels) + 2 * int(self.means.shape[1])
        return self.groups - 1 + self.groups * each

    def joint(self, traits: Traits) -> Single:
        """Return log(share of the group x density in it) for each group (down) and row (across)."""
        halves = -0.5 * (np.log(2 * np.pi * self.variances) + self.means**2 / self.variances)
        weights = np.hstack(
            [np.log(self.probabilities), halves, self.means / self.variances, -0.5 / self.variances]
        )
        return np.asarray(
            weights.astype(np.float32) @ traits.matrix + np.log(self.weights)[:, None], dtype=np.float32
        )

    def assigned(self, traits: Traits) -> Codes:
        """Return the likeliest group of each row."""
        return self.placed(traits)[0]

    def placed(self, traits: Traits) -> tuple[Codes, Vector]:
        """Return the likeliest group and the log-likelihood of each row, in one pass over them.

        Some thousands of rows are looked at at a time, so that memory stays bounded.
        """
        groups, logs = np.zeros(traits.rows, dtype=np.int16), np.zeros(traits.rows)
        for start in range(0, traits.rows, _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, traits.rows))
            joint = self.joint(traits.taken(np.arange(part.start, part.stop)))
            groups[part], logs[part] = joint.argmax(axis=0), logsumexp(joint, axis=0)
        return groups, logs

    def density(self, traits: Traits) -> Vector:
        """Return the log-likelihood of each row."""
        return self.placed(traits)[1]

    def bic(self, rows: int) -> float:
        """Return Schwarz's criterion, smaller is better (Schwarz 1978)."""
        return float(-2 * self.likelihood + self.parameters * np.log(rows))

    def icl(self, traits: Traits) -> float:
        """Return the integrated completed likelihood as BIC plus twice the entropy of the assignment, smaller is
        better (Biernacki, Celeux and Govaert 2000): it asks for groups that can be told apart."""
        joint = self.joint(traits)
        logs = (joint - logsumexp(joint, axis=0, keepdims=True)).astype(np.float64)
        entropy = -float((np.exp(logs) * logs).sum())
        return self.bic(traits.rows) + 2 * entropy

    def drawn(self, rows: int, generator: np.random.Generator) -> Traits:
        """Return rows as the mixture makes them, every cell known."""
        groups = generator.choice(self.groups, rows, p=self.weights)
        codes = np.empty((rows, len(self.levels)), dtype=np.int16)
        start = 0
        for place, count in enumerate(self.levels):
            steps = np.cumsum(self.probabilities[:, start : start + count], axis=1)
            codes[:, place] = np.minimum((generator.random(rows)[:, None] > steps[groups]).sum(axis=1), count - 1)
            start += count
        noise = generator.standard_normal((rows, self.means.shape[1]))
        return Traits(codes, self.levels, self.means[groups] + noise * np.sqrt(self.variances[groups]))


def fit(traits: Traits, groups: int, generator: np.random.Generator, starts: int = 8) -> Mixture:
    """Return the best of several fits; short runs from different beginnings choose the two carried to the end."""
    if groups == 1:
        return _step(traits, np.ones((1, traits.rows), dtype=np.float32))
    begun = [_run(traits, _beginning(traits, groups, generator), _SHORT) for _ in range(starts)]
    begun.sort(key=lambda mixture: -mixture.likelihood)
    ended = [_run(traits, _posterior(mixture, traits)[0], _LONG) for mixture in begun[:2]]
    return max(ended, key=lambda mixture: mixture.likelihood)


def _run(traits: Traits, posterior: Single, steps: int) -> Mixture:
    mixture = _step(traits, posterior)
    for _ in range(steps):
        posterior, likelihood = _posterior(mixture, traits)
        if likelihood - mixture.likelihood < _TOLERANCE * abs(likelihood):
            break
        mixture = _step(traits, posterior, likelihood)
    return mixture


def _posterior(mixture: Mixture, traits: Traits) -> tuple[Single, float]:
    joint = mixture.joint(traits)
    highest = joint.max(axis=0)
    posterior = np.exp(joint - highest)
    total = posterior.sum(axis=0)
    return posterior / total, float((highest + np.log(total)).sum(dtype=np.float64))


def _step(traits: Traits, posterior: Single, likelihood: float = -np.inf) -> Mixture:
    """Return the mixture that fits the rows best when each belongs to the groups in these parts."""
    sums, everybody = (posterior @ traits.matrix.T).astype(np.float64), traits.everybody
    size, start = posterior.sum(axis=1, dtype=np.float64), 0
    probabilities = np.empty((len(size), sum(traits.levels)))
    for count in traits.levels:
        cells = slice(start, start + count)
        prior = _PRIOR * (everybody[cells] + 1) / (everybody[cells].sum() + count)
        raised = sums[:, cells] + prior
        probabilities[:, cells] = raised / raised.sum(axis=1, keepdims=True)
        start += count
    known, total, squares = np.split(sums[:, start:], 3, axis=1)
    means = total / np.maximum(known, 1e-9)
    spread = np.maximum(squares - known * means**2, 0.0)
    variances = np.maximum((spread + _PRIOR) / (known + _PRIOR), _LEAST_VARIANCE)
    shares = np.maximum(size, 1e-9)  # parts in single precision: their sum is nearly the number of rows only
    mixture = Mixture(traits.levels, shares / shares.sum(), probabilities, means, variances)
    if likelihood == -np.inf:
        return mixture if len(size) > 1 else _with(mixture, float(mixture.density(traits).sum()))
    return _with(mixture, likelihood)


def _with(mixture: Mixture, likelihood: float) -> Mixture:
    parts = (mixture.levels, mixture.weights, mixture.probabilities, mixture.means, mixture.variances)
    return Mixture(*parts, likelihood)


def _beginning(traits: Traits, groups: int, generator: np.random.Generator) -> Single:
    """Return first memberships: each row belongs to the nearest of rows that are drawn far apart (k-means++)."""
    flags, numbers = sum(traits.levels), traits.numbers.shape[1]
    values = traits.matrix[flags + numbers : flags + 2 * numbers]
    cells = np.vstack([traits.matrix[:flags] / np.sqrt(2), values / 2])
    squares = (cells**2).sum(axis=0)
    distances = np.full((groups, traits.rows), np.inf)
    place = int(generator.integers(traits.rows))
    for group in range(groups):
        distances[group] = squares - 2 * (cells[:, place] @ cells) + squares[place]
        nearest = np.maximum(distances[: group + 1].min(axis=0), 0.0)
        total = nearest.sum()
        place = int(generator.choice(traits.rows, p=nearest / total if total > 0 else None))
    hard = distances.argmin(axis=0) == np.arange(groups)[:, None]
    return np.asarray(0.9 * hard + 0.1 / groups, dtype=np.float32)

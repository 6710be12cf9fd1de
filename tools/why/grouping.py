"""Groups of texts that mean about the same: how many there are, which of them hold together, who stands in them.

Vectors of short texts say as much about manner as about matter. Beside each text's own vector stands therefore
the mean vector of the words that it uses, each word taken as the mean of all texts that use it; what all texts of
a kind or a language share is taken off first.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.linalg import eigh

from retrieval.embed.numbers import Vectors

Labels = np.ndarray[tuple[int], np.dtype[np.int64]]
Space = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Tree = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]

_DIMENSIONS = 64
# A kind or a language with fewer texts has no mean of its own.
_STRATUM = 20
# A word that so many texts use is known half as well as one that countless texts use.
_RELIABLE = 20
_SIZES = (3, 4, 5, 6, 8, 10, 13, 16, 20)
# A group has this many texts at least, if all were equally large.
_LEAST = 8
# The tree is built over so many texts; all others join the group whose centre is nearest.
_TREE = 1200
_HALVES = 6
_HALF = 500
_ROUNDS = 8
_DIGITS = 6  # of a coordinate that are kept
# A group that half samples find again by less than half (Jaccard) has dissolved (Hennig, "Cluster-wise assessment
# of cluster stability", Computational Statistics & Data Analysis 52 (2007), section 3).
# From this on a group counts as stable, and being found again yet better makes it no better.
_DISSOLVED, _STABLE = 0.5, 0.7
# Cosine to the centre from which a text belongs to a group; all others stay outside.
_BELONGS = 0.35


@dataclass(frozen=True, slots=True)
class Group:
    """Places of texts, the most central first; `stability` is the mean Jaccard to the groups of half samples."""

    places: tuple[int, ...]
    stability: float


def groups(vectors: Vectors, words: Sequence[Collection[str]], strata: Sequence[str]) -> list[Group]:
    """Return the groups that hold together, the largest first; texts that fit none are in none.

    Their number is that under which most texts stand in such groups, each counted by how stable its group is.
    `words` are those of each text that say what it is about, `strata` its kind and language. Equal texts give
    equal groups, every time.
    """
    if len(vectors) < 2 * _LEAST:
        return []
    space = _space(vectors, words, strata)
    chance = np.random.default_rng(0)
    halves = [_sampled(len(space), min(_HALF, len(space) // 2), chance) for _ in range(_HALVES)]
    trees = [linkage(space[half], "ward") for half in halves]
    sample = _sampled(len(space), _TREE, chance)
    tree = linkage(space[sample], "ward")
    sizes = [size for size in _SIZES if size * _LEAST <= len(space)] or [2]
    tried = [_cut(space, tree, sample, size) for size in sizes]
    stabilities = [
        _stabilities(labels, [_cut(space, half, among, size) for half, among in zip(trees, halves, strict=True)])
        for labels, size in zip(tried, sizes, strict=True)
    ]
    held = [_held(space, labels, stable) for labels, stable in zip(tried, stabilities, strict=True)]
    worth = [sum(len(group.places) * min(group.stability, _STABLE) for group in found) for found in held]
    return held[worth.index(max(worth))]


def _space(vectors: Vectors, words: Sequence[Collection[str]], strata: Sequence[str]) -> Space:
    """Return the texts as unit vectors of what they are about."""
    own = np.asarray(vectors - vectors.mean(axis=0), dtype=np.float64)
    for stratum, count in Counter(strata).items():
        if count >= _STRATUM:
            inside = np.array([other == stratum for other in strata])
            own[inside] -= own[inside].mean(axis=0)
    own = _narrowed(_unit(own))
    # The last digits of sums depend on where numbers lie in memory, and a tree may turn on them.
    return np.round(_narrowed(np.hstack([own, _by_words(own, words)])), _DIGITS)


def _narrowed(rows: Space) -> Space:
    """Return the rows in the few directions in which they differ most, as unit vectors."""
    width = rows.shape[1]
    _, axes = eigh(rows.T @ rows, subset_by_index=(max(0, width - _DIMENSIONS), width - 1))
    return _unit(np.asarray(rows @ axes, dtype=np.float64))


def _by_words(own: Space, words: Sequence[Collection[str]]) -> Space:
    """Return for each text the mean of its words, rarer ones weighing more; zeros where none is used twice."""
    counts = Counter(word for text in words for word in sorted(set(text)))
    known = {word: place for place, word in enumerate(word for word, count in counts.items() if count > 1)}
    if not known:
        return np.zeros_like(own)
    cells = [(row, known[word]) for row, text in enumerate(words) for word in sorted(set(text)) if word in known]
    worth = {word: np.log(len(words) / counts[word]) * counts[word] / (counts[word] + _RELIABLE) for word in known}
    weights = [worth[word] for text in words for word in sorted(set(text)) if word in known]
    rows, columns = np.array(cells).reshape(-1, 2).T
    used = sparse.csr_array((np.array(weights, dtype=np.float64), (rows, columns)), shape=(len(words), len(known)))
    meant = _unit(np.asarray(used.T @ own, dtype=np.float64))
    return _unit(np.asarray(used @ meant, dtype=np.float64))


def _unit(rows: Space) -> Space:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths))


def _sampled(size: int, count: int, chance: np.random.Generator) -> Labels:
    return np.sort(chance.permutation(size)[:count])


def _cut(space: Space, tree: Tree, sample: Labels, size: int) -> Labels:
    """Return the group of each text: the tree of a sample cut into `size`, then moved to the nearest centres."""
    centres = _centres(space[sample], np.asarray(fcluster(tree, size, "maxclust") - 1, dtype=np.int64), size)
    among = space[sample]
    for _ in range(_ROUNDS):
        inside: Labels = (among @ centres.T).argmax(axis=1)
        centres = _centres(among, inside, size)
    nearest: Labels = (space @ centres.T).argmax(axis=1)
    return nearest


def _centres(space: Space, labels: Labels, size: int) -> Space:
    one_of = np.eye(size, dtype=np.float64)[labels]
    return _unit(one_of.T @ space)


def _stabilities(labels: Labels, others: Sequence[Labels]) -> Numbers:
    """Return for each group the mean over other groupings of the Jaccard to the group there that is most alike."""
    size = int(labels.max()) + 1
    found = np.zeros(size)
    for other in others:
        both = np.zeros((size, int(other.max()) + 1))
        np.add.at(both, (labels, other), 1)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
        found += (both / np.maximum(either, 1)).max(axis=1)
    return found / len(others)


def _held(space: Space, labels: Labels, stabilities: Numbers) -> list[Group]:
    centres = _centres(space, labels, len(stabilities))
    near = (space * centres[labels]).sum(axis=1)
    belongs = partial(_belonging, near, labels)
    held = [
        Group(belongs(label), float(stable)) for label, stable in enumerate(stabilities) if stable >= _DISSOLVED
    ]
    return sorted((group for group in held if group.places), key=lambda group: -len(group.places))


def _belonging(near: Numbers, labels: Labels, label: int) -> tuple[int, ...]:
    """Return the places of the texts near enough to their centre, the nearest first."""
    places = np.flatnonzero((labels == label) & (near >= _BELONGS))
    return tuple(places[np.argsort(-near[places], kind="stable")].tolist())

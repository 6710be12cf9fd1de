"""The vectors of an index and the cosines of a query to them, without a neighbour graph.

Among few passages every cosine is computed in full. Among many, all are first estimated from the vectors rounded
to 8 bits, a quarter of the memory to read; whoever shows a cosine asks for the exact one. An estimate is off by
some 0.003, so the best ten are practically always among the first hundred.

Who wants the nearest alone looks at the signs first, one bit a dimension: the more of them two vectors share, the
smaller the angle between them (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002).
`make bench` counts how many of the nearest are found so.
"""

from pathlib import Path

import numpy as np
import simsimd

from retrieval.embed.numbers import Vectors

# Up to this share of all passages it is quicker to read only their own vectors, in full precision.
_FEW = 1 / 24
_STEPS = 127
# Signs that differ are like throws of a coin. Looked at are passages with as many standard deviations more of them
# than the k-th best has, at most this share of all or so many.
_DEVIATIONS, _ALIKE, _LEAST = 4, 1 / 16, 1_000
_CHUNK = 8192
_SAMPLED = 16

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Rounded = np.ndarray[tuple[int, int], np.dtype[np.int8]]
Signs = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


class Scan:
    """One vector of length 1 per passage, memory-mapped."""

    def __init__(self, folder: Path, size: int) -> None:
        # Plain arrays over the mapped files: parts of them are taken more quickly than of numpy's own class.
        self.exact: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r" if size else None))
        self.rounded: Rounded = np.asarray(np.load(folder / "rounded.npy", mmap_mode="r" if size else None))
        self.signs: Signs = np.asarray(np.load(folder / "signs.npy", mmap_mode="r" if size else None))
        self.steps: Scores = np.load(folder / "steps.npy")
        if not len(self.exact) == len(self.rounded) == len(self.signs) == len(self.steps) == size:
            raise ValueError("The vectors do not belong to the passages.")

    def cosines(self, query: Scores, places: Places | None = None) -> Scores:
        """Return the cosine of `query` (length 1) to each passage or those at `places`; estimates when many."""
        if places is not None and len(places) <= len(self.exact) * _FEW:
            return self.precisely(query, places)
        scores = self._estimates(query, self.rounded, self.steps)
        return scores if places is None else scores[places]

    def precisely(self, query: Scores, places: Places) -> Scores:
        """Return the exact cosine of `query` to each passage at `places`."""
        scores: Scores = self.exact[places] @ query
        return scores

    def nearest(self, query: Scores, k: int, places: Places | None = None) -> Places:
        """Return the `k` passages nearest to the query, best first: the dense leg alone."""
        size, wanted = len(self.exact) if places is None else len(places), max(10 * k, 100)
        if size > max(len(self.exact) * _FEW, _LEAST, wanted):
            places = self._alike(query, places, max(int(size * _ALIKE), _LEAST, wanted), max(k, 10))
            if len(places) > 4 * wanted:
                estimates = self._estimates(query, self.rounded[places], self.steps[places])
                places = places[_highest(estimates, wanted)]
        elif places is None:
            places = np.arange(size)
        ranked: Places = places[np.argsort(-self.precisely(query, places), kind="stable")[:k]]
        return ranked

    def _alike(self, query: Scores, places: Places | None, most: int, k: int) -> Places:
        """Return in order the passages (of those at `places`) that may be among the `k` nearest, by their signs.

        They are some `most` at most: a sample tells how well signs must agree for that.
        """
        signs = _signs(query[np.newaxis, :])
        unlike = simsimd.cdist(self.signs, signs, "hamming", dtype="bin8", out_dtype="float32")
        differing: Scores = np.asarray(unlike).reshape(-1)
        if places is not None:
            differing = differing[places]
        sample = differing[::_SAMPLED]
        rank = min(most // _SAMPLED + 1, len(sample) - 1)
        near = np.flatnonzero(differing <= np.partition(sample, rank)[rank])
        differing = differing[near]
        rank = min(k, len(near)) - 1
        kth = float(np.partition(differing, rank)[rank])
        deviation = float(np.sqrt(kth * (1 - kth / len(query))))
        near = near[differing <= kth + _DEVIATIONS * deviation]
        return near if places is None else places[near]

    @staticmethod
    def _estimates(query: Scores, rounded: Rounded, steps: Scores) -> Scores:
        """Return about the cosine of `query` to each rounded row."""
        step = float(np.abs(query).max()) / _STEPS or 1.0
        wanted = np.round(query / step).astype(np.int8)
        products = simsimd.cdist(rounded, wanted[np.newaxis, :], "dot", out_dtype="float32")
        scores: Scores = np.asarray(products).reshape(-1)
        scores *= steps
        scores *= np.float32(step)
        return scores


def _highest(scores: Scores, count: int) -> Places:
    """Return where the `count` highest scores are, in no order; a sample tells about how high those must be."""
    sample = scores[::_SAMPLED]
    rank = 2 * count // _SAMPLED + 4
    if rank < len(sample):
        floor = np.partition(sample, len(sample) - rank)[len(sample) - rank]
        found: Places = np.flatnonzero(scores >= floor)
        if len(found) >= count:
            return found[np.argpartition(scores[found], len(found) - count)[len(found) - count :]]
    best: Places = np.argpartition(scores, len(scores) - count)[len(scores) - count :]
    return best


def write(folder: Path, former: Scan | None, fresh: Vectors, order: Places) -> None:
    """Write vectors in the given order: in full, rounded to 8 bits with a step a row, and their signs.

    `order` numbers the rows of `former`, and after them those of `fresh`.
    """
    first = 0 if former is None else len(former.exact)
    width = fresh.shape[1] if len(fresh) or former is None else former.exact.shape[1]
    shape = (len(order), width if len(order) else 0)
    exact, rounded = (
        _made(folder / name, shape, kind) for name, kind in (("vectors.npy", "<f4"), ("rounded.npy", "i1"))
    )
    signs = _made(folder / "signs.npy", (len(order), -(-shape[1] // 8)), "u1")
    steps = np.ones(len(order), dtype=np.float32)
    for start in range(0, len(order), _CHUNK):
        part = slice(start, start + _CHUNK)
        places = order[part]
        old = places < first
        if former is not None:
            held = places[old]
            exact[part][old], rounded[part][old] = former.exact[held], former.rounded[held]
            steps[part][old] = former.steps[held]
        rows = fresh[places[~old] - first]
        exact[part][~old] = rows
        rounded[part][~old], steps[part][~old] = _in_steps(rows)
        signs[part] = _signs(exact[part])
    np.save(folder / "steps.npy", steps)


def _in_steps(rows: Vectors) -> tuple[Rounded, Scores]:
    """Return the rows rounded to 8 bits, and by what each is to be multiplied to be about what it was."""
    largest = np.abs(rows).max(axis=1, initial=0) / _STEPS
    steps: Scores = np.where(largest == 0, 1, largest).astype(np.float32)
    return np.round(rows / steps[:, np.newaxis]).astype(np.int8), steps


def _signs(rows: "np.ndarray[tuple[int, int], np.dtype[np.generic]]") -> Signs:
    """Return one bit a dimension, set where it is above zero."""
    return np.packbits(np.greater(rows, 0), axis=1)


def _made(path: Path, shape: tuple[int, int], kind: str) -> "np.ndarray[tuple[int, int], np.dtype[np.generic]]":
    """Return the new array in `path`, memory-mapped unless it is empty, which cannot be mapped."""
    if not shape[0]:
        np.save(path, np.zeros(shape, dtype=kind))
        return np.zeros(shape, dtype=kind)
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.dtype(kind), shape=shape)

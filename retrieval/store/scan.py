"""The vectors of an index and the cosines of a query to them, without a neighbour graph.

Among few passages every cosine is computed in full. Among many, all are first estimated from the vectors rounded
to 8 bits, a quarter of the memory to read; whoever shows a cosine asks for the exact one. An estimate is off by
some 0.003, so the best ten are practically always among the first hundred (`make bench` counts it).
"""

from pathlib import Path

import numpy as np
import simsimd

from retrieval.embed.numbers import Vectors

# Up to this share of all passages it is quicker to read only their own vectors, in full precision.
_FEW = 1 / 24
_STEPS = 127
_CHUNK = 8192
# Reading so many rows is quicker by two threads, reading fewer is not.
_MANY, _THREADS = 20_000, 2
_SAMPLED = 16

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Rounded = np.ndarray[tuple[int, int], np.dtype[np.int8]]


class Scan:
    """One vector of length 1 per passage, memory-mapped."""

    def __init__(self, folder: Path, size: int) -> None:
        # Plain arrays over the mapped files: parts of them are taken more quickly than of numpy's own class.
        self.exact: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r" if size else None))
        self.rounded: Rounded = np.asarray(np.load(folder / "rounded.npy", mmap_mode="r" if size else None))
        self.steps: Scores = np.load(folder / "steps.npy")
        if not len(self.exact) == len(self.rounded) == len(self.steps) == size:
            raise ValueError("The vectors do not belong to the passages.")

    def cosines(self, query: Scores, places: Places | None = None) -> Scores:
        """Return the cosine of `query` (length 1) to each passage or those at `places`; estimates when many."""
        if places is not None and len(places) <= len(self.exact) * _FEW:
            return self.precisely(query, places)
        scores = self._estimates(query)
        return scores if places is None else scores[places]

    def precisely(self, query: Scores, places: Places) -> Scores:
        """Return the exact cosine of `query` to each passage at `places`."""
        scores: Scores = self.exact[places] @ query
        return scores

    def _estimates(self, query: Scores) -> Scores:
        """Return about the cosine of `query` to each passage."""
        step = float(np.abs(query).max()) / _STEPS or 1.0
        wanted = np.round(query / step).astype(np.int8)
        threads = _THREADS if len(self.rounded) > _MANY else 1
        products = simsimd.cdist(self.rounded, wanted[np.newaxis, :], "dot", out_dtype="float32", threads=threads)
        scores: Scores = np.asarray(products).reshape(-1)
        scores *= self.steps
        scores *= np.float32(step)
        return scores


def floor(scores: Scores, count: int) -> float:
    """Return a score that `count` of the scores (or a few more) reach; a sample tells about how high it is."""
    sample = scores[::_SAMPLED]
    rank = 2 * count // _SAMPLED + 4
    if rank < len(sample):
        found = np.partition(sample, len(sample) - rank)[len(sample) - rank]
        if np.count_nonzero(scores >= found) >= count:
            return float(found)
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def write(folder: Path, former: Scan | None, fresh: Vectors, order: Places) -> None:
    """Write vectors in the given order: in full, and rounded to 8 bits with a step a row.

    `order` numbers the rows of `former`, and after them those of `fresh`.
    """
    first = 0 if former is None else len(former.exact)
    width = fresh.shape[1] if len(fresh) or former is None else former.exact.shape[1]
    shape = (len(order), width if len(order) else 0)
    exact, rounded = (
        _made(folder / name, shape, kind) for name, kind in (("vectors.npy", "<f4"), ("rounded.npy", "i1"))
    )
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
    np.save(folder / "steps.npy", steps)


def _in_steps(rows: Vectors) -> tuple[Rounded, Scores]:
    """Return the rows rounded to 8 bits, and by what each is to be multiplied to be about what it was."""
    largest = np.abs(rows).max(axis=1, initial=0) / _STEPS
    steps: Scores = np.where(largest == 0, 1, largest).astype(np.float32)
    return np.round(rows / steps[:, np.newaxis]).astype(np.int8), steps


def _made(path: Path, shape: tuple[int, int], kind: str) -> "np.ndarray[tuple[int, int], np.dtype[np.generic]]":
    """Return the new array in `path`, memory-mapped unless it is empty, which cannot be mapped."""
    if not shape[0]:
        np.save(path, np.zeros(shape, dtype=kind))
        return np.zeros(shape, dtype=kind)
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.dtype(kind), shape=shape)

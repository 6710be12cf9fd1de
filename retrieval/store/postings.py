"""BM25 over passages that stand in a text: a term counts in its passage and, less, in the passages around it.

What somebody tells takes several passages, and each holds only some of the words of a question about it. So the
frequency of a term in a passage is the weighted sum over the passages around it in the same document, before BM25
saturates it: BM25F with neighbours for fields (Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple
weighted fields", CIKM 2004; constants k1 and b as in Lucene).
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from retrieval.store.lexical import Analyzers

K1, B = 1.2, 0.75
# What a term one, two, three and four passages away counts; chosen on a collection of meetings, both halves of
# which agreed.
AROUND = (0.8, 0.5, 0.3, 0.2)
_MOST = 255
_MANY_TIMES = 16

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]
Counts = np.ndarray[tuple[int], np.dtype[np.uint8]]


class Terms:
    """The numbers of the terms of many passages, one after the other, with how often each occurs."""

    def __init__(self, vocabulary: Mapping[str, int] | None = None) -> None:
        self._vocabulary: defaultdict[str, int] = defaultdict(None, vocabulary or {})
        # A term that is met for the first time gets the next number.
        self._vocabulary.default_factory = self._vocabulary.__len__
        self._numbers, self._counts, self._ends = array("i"), array("B"), array("q", [0])

    def add(self, terms: Iterable[str]) -> None:
        """Append a passage."""
        found = Counter(map(self._vocabulary.__getitem__, terms))
        self._numbers.extend(found)
        self._counts.extend([min(count, _MOST) for count in found.values()])
        self._ends.append(len(self._numbers))

    def take(self, other: "Postings", part: range) -> None:
        """Append consecutive passages of an index whose vocabulary this one began with."""
        numbers, counts, ends = other.terms(part)
        self._ends.frombytes((ends + len(self._numbers)).tobytes())
        self._numbers.frombytes(numbers.tobytes())
        self._counts.frombytes(counts.tobytes())

    def write(self, folder: Path) -> None:
        """Write the passages by passage and by term into `folder`; terms that occur nowhere are left out."""
        ends = np.array(self._ends, dtype=np.int64)
        numbers, counts = np.array(self._numbers, dtype=np.int32), np.array(self._counts, dtype=np.uint8)
        used = np.zeros(len(self._vocabulary), dtype=np.bool_)
        used[numbers] = True
        numbers = (np.cumsum(used, dtype=np.int32) - 1)[numbers] if len(numbers) else numbers
        shape = (len(ends) - 1, int(used.sum()))
        turned = csr_matrix((counts, numbers, ends), shape=shape).tocsc()
        folder.mkdir(parents=True, exist_ok=True)
        parts: dict[str, np.ndarray[tuple[int], np.dtype[Any]]] = {
            "numbers": numbers,
            "counts": counts,
            "ends": ends,
            "holders": turned.indices.astype(np.int32),
            "times": turned.data,
            "starts": turned.indptr,
        }
        for name, values in parts.items():
            np.save(folder / f"{name}.npy", values)
        kept = [term for term, number in self._vocabulary.items() if used[number]]
        (folder / "vocabulary.json").write_text(json.dumps(kept, ensure_ascii=True), encoding="ascii")


class Postings:
    """BM25 over the passages of an index, in their order, memory-mapped."""

    def __init__(self, folder: Path, owners: Numbers, languages: Sequence[str]) -> None:
        names = json.loads((folder / "vocabulary.json").read_text(encoding="ascii"))
        self.vocabulary: dict[str, int] = {term: number for number, term in enumerate(names)}
        self.analyzers = Analyzers(languages)
        self._numbers: Numbers = _mapped(folder / "numbers.npy")
        self._counts: Counts = _mapped(folder / "counts.npy")
        self._holders: Numbers = _mapped(folder / "holders.npy")
        self._times: Counts = _mapped(folder / "times.npy")
        self._ends, self._starts = np.load(folder / "ends.npy"), np.load(folder / "starts.npy")
        if len(self._ends) != len(owners) + 1 or len(self._starts) != len(names) + 1:
            raise ValueError("The words do not belong to the passages.")
        self._size = len(owners)
        edge = np.full(len(AROUND), -1, dtype=np.int32)
        self._owners = np.concatenate([edge, owners, edge])
        self._conversing = bool((owners[1:] == owners[:-1]).any())
        self._norms = K1 * (1 - B + B * self._lengths())

    def scores(self, query: str, places: Places | None = None) -> Scores:
        """Return one score per passage, or per passage at `places`, where only these are heard.

        A passage without any word of the query in it or around it scores zero.
        """
        size = self._size if places is None else len(places)
        total = np.zeros(size, dtype=np.float32)
        among = None if places is None else _Among(places, self._size)
        norms = self._norms if places is None else self._norms[places]
        for term in self.analyzers.query_terms(query, self.vocabulary):
            holders, times = self._holding(term)
            rarity = np.log1p((self._size - len(holders) + 0.5) / (len(holders) + 0.5))
            heard = self._heard(holders, times, among, size)
            total += np.float32(rarity * (K1 + 1)) * heard / (heard + norms)
        return total

    def frequency(self, word: str, among: Mask | None = None) -> int | None:
        """Return in how many passages (of those `among`) a word occurs in any form; None for a function word."""
        forms = self.analyzers.forms(word)
        if not forms and len(self.analyzers):
            return None
        found = [self._holding(term)[0] for term in forms if term in self.vocabulary]
        return max((len(held) if among is None else int(among[held].sum()) for held in found), default=0)

    def terms(self, part: range) -> tuple[Numbers, Counts, Places]:
        """Return the terms of consecutive passages: their numbers, how often each occurs, and where each ends."""
        start, stop = int(self._ends[part.start]), int(self._ends[part.stop])
        return (
            self._numbers[start:stop],
            self._counts[start:stop],
            self._ends[part.start + 1 : part.stop + 1] - start,
        )

    def sizes(self) -> Scores:
        """Return how many terms each passage has."""
        sums = np.concatenate([np.zeros(1), np.cumsum(self._counts, dtype=np.float64)])
        sizes: Scores = np.diff(sums[self._ends]).astype(np.float32)
        return sizes

    def _holding(self, term: str) -> tuple[Numbers, Counts]:
        number = self.vocabulary[term]
        part = slice(int(self._starts[number]), int(self._starts[number + 1]))
        return self._holders[part], self._times[part]

    def _heard(self, holders: Numbers, times: Counts, among: "_Among | None", size: int) -> Scores:
        """Return how often a term is heard in each passage, in it and around it."""
        if among is not None:
            holders, times = among.admitted(holders, times)
        heard = np.zeros(size, dtype=np.float32)
        heard[holders if among is None else among.ranks[holders]] = times
        if not self._conversing:
            return heard
        own = self._owners[holders + len(AROUND)]
        for away, share in enumerate(AROUND, 1):
            for step in (-away, away):
                near = self._owners[holders + (len(AROUND) + step)] == own
                targets, weights = holders[near] + step, share * times[near]
                if among is not None:
                    targets = among.ranks[targets]
                    targets, weights = targets[targets >= 0], weights[targets >= 0]
                # A passage stands at one distance from another, so no target is met twice in one step.
                heard[targets] += weights
        return heard

    def _lengths(self) -> Scores:
        """Return the length of each passage together with those around it, relative to the average."""
        lengths = around(self.sizes(), self._owners[len(AROUND) : len(self._owners) - len(AROUND)], AROUND)
        mean = float(lengths.mean()) if len(lengths) else 0.0
        return lengths / np.float32(mean or 1.0)


class _Among:
    """The passages that a filter admits; `ranks` has the place of each among them, -1 for the others."""

    def __init__(self, places: Places, size: int) -> None:
        self._places = places.astype(np.int32)
        self.ranks: Numbers = np.full(size, -1, dtype=np.int32)
        self.ranks[places] = np.arange(len(places), dtype=np.int32)

    def admitted(self, holders: Numbers, times: Counts) -> tuple[Numbers, Counts]:
        """Return those of the passages that hold a term which are admitted, with how often each has it."""
        if len(holders) <= _MANY_TIMES * len(self._places):
            inside = self.ranks[holders] >= 0
            return holders[inside], times[inside]
        # Looking up few passages in a long list is quicker than going through the list.
        at = np.searchsorted(holders, self._places)
        at[at == len(holders)] = 0
        at = at[holders[at] == self._places]
        return holders[at], times[at]


def around(scores: Scores, owners: Numbers, shares: Sequence[float]) -> Scores:
    """Return each score averaged with those of the passages beside it that belong to the same owner.

    The passage itself counts 1, those one, two, ... places away count `shares`.
    """
    total, weights = scores.copy(), np.ones_like(scores)
    for away, share in enumerate(shares, 1):
        if away >= len(scores):
            break
        near = np.where(owners[away:] == owners[:-away], np.float32(share), np.float32(0))
        total[away:] += near * scores[:-away]
        total[:-away] += near * scores[away:]
        weights[away:] += near
        weights[:-away] += near
    averaged: Scores = total / weights
    return averaged


def _mapped(path: Path) -> "np.ndarray[tuple[int], np.dtype[Any]]":
    """Return the array in `path`, memory-mapped; as a plain array, of which a part is taken more quickly."""
    mapped: np.ndarray[tuple[int], np.dtype[Any]] = np.asarray(np.load(path, mmap_mode="r"))
    return mapped

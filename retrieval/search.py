"""Rank passages for a query: exact filter, dense and lexical scores fused, neighbours heard, doubles dropped."""

from collections.abc import Callable, Iterator

import numpy as np

from retrieval.asked import Asked, asked
from retrieval.documents import Document, Hit, Passage
from retrieval.filters import Filter
from retrieval.store.index import Index
from retrieval.store.lexical import DEFAULT_LANGUAGE
from retrieval.store.postings import AROUND, around
from retrieval.store.scan import floor

# Weights of the meaning against the words: in conversations, whose passages are long and stand in a context that
# the lexical score hears, and in short messages, which hold few of the words of a question about them.
CONVERSATIONS = 0.5
MESSAGES = 0.8
# Terms (no function words) in a passage of the one and of the other; between them the weight moves.
_LONG, _SHORT = 50, 15
# Names, numbers and quotations are found by their letters; the embedding in use knows English only.
EXACT = 0.15
OTHER_LANGUAGE = 0.2
# What a passage gains for being in the question's language: between other languages cosines mean little.
SAME_LANGUAGE = np.float32(0.2)
# How many of the passages found first say what else a theme is called, and how much they say in it.
FEEDBACK, FEEDBACK_SHARE = 5, 0.6

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Encode = Callable[[str], Scores]


def search(index: Index, query: str, encode: Encode | None, k: int, where: Filter) -> list[Hit]:
    """Return the best `k` passages that the filter admits, best first, each text once.

    `encode` returns the unit vector of a text; without it words alone decide.
    """
    mask = index.facets.mask(where)
    places = None if mask is None else np.flatnonzero(mask)
    size = len(index) if places is None else len(places)
    if not size or k < 1:
        return []
    sought = asked(query)
    words = index.lexicon.scores(sought.subject, places)
    vector = None if encode is None else _vector(sought, encode)
    if vector is None:
        scores = _scaled(words)
    else:
        lengths = index.lengths if places is None else index.lengths[places]
        weight = dense_weight(sought, float(lengths.mean()))
        scores = fuse(index.vectors.cosines(vector, places), words, weight)
        if not sought.exact:
            scores = fuse(index.vectors.cosines(_towards(index, vector, scores, places), places), words, weight)
    scores += SAME_LANGUAGE * _in_language(index, sought, places)
    found = _Ranked(index, places, around(scores, _owners(index, places), AROUND), vector)
    return found.hits(k)


def dense_weight(sought: Asked, length: float) -> float:
    """Return how much the meaning counts against the words, for passages of `length` terms on average."""
    longish = min(1.0, max(0.0, (length - _SHORT) / (_LONG - _SHORT)))
    weight = MESSAGES + (CONVERSATIONS - MESSAGES) * longish
    return weight - EXACT * sought.exact - OTHER_LANGUAGE * (sought.language != DEFAULT_LANGUAGE)


def fuse(dense: Scores, lexical: Scores, weight: float) -> Scores:
    """Return the weighted sum of both scores, each scaled to reach from 0 to 1 among the candidates."""
    if not lexical.any():
        return _scaled(dense)
    fused: Scores = np.float32(weight) * _scaled(dense) + np.float32(1 - weight) * _scaled(lexical)
    return fused


def _vector(sought: Asked, encode: Encode) -> Scores:
    """Return the direction between a query and its subject: either may hold what the other lost."""
    vector = encode(sought.text)
    if sought.subject != sought.text:
        vector = vector + encode(sought.subject)
        vector /= np.linalg.norm(vector) or 1.0
    return vector


def _in_language(index: Index, sought: Asked, places: Places | None) -> Scores:
    """Return 1 for passages in the language of a query in another language than that of the embedding, else 0."""
    columns = index.facets.columns
    if sought.language == DEFAULT_LANGUAGE or len(columns.languages.values) < 2:
        return np.zeros(1, dtype=np.float32)
    same = columns.languages.among([sought.language])[_owners(index, places)]
    return same.astype(np.float32)


def _towards(index: Index, vector: Scores, scores: Scores, places: Places | None) -> Scores:
    """Return the direction of a query moved towards its first finds (Rocchio, 1971): themes have many words."""
    count = min(FEEDBACK, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    found = index.vectors.exact[np.sort(best if places is None else places[best])].mean(axis=0)
    moved: Scores = vector + np.float32(FEEDBACK_SHARE) * found
    return moved / np.float32(np.linalg.norm(moved) or 1.0)


def _scaled(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    scaled: Scores = (scores - low) / (high - low) if high > low else np.zeros_like(scores)
    return scaled


def _owners(index: Index, places: Places | None) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    return index.facets.owners if places is None else index.facets.owners[places]


class _Ranked:
    """Candidates with their scores; `places` numbers their passages, None stands for all."""

    def __init__(self, index: Index, places: Places | None, scores: Scores, vector: Scores | None) -> None:
        self._index, self._places, self._scores, self._vector = index, places, scores, vector
        self._documents: dict[int, Document] = {}

    def hits(self, k: int) -> list[Hit]:
        """Return the best `k` candidates as they are shown, best first, each text once."""
        chosen = list(self._distinct(k))
        cosines = np.zeros(len(chosen), dtype=np.float32)
        if self._vector is not None and chosen:
            places = np.array([self._place(at) for at, _ in chosen])
            cosines = self._index.vectors.precisely(self._vector, places)
        return [
            Hit(
                rank=rank,
                score=round(float(self._scores[at]), 6),
                similarity=round(cosine, 6),
                passage=passage,
                document=self._document(int(self._index.facets.owners[self._place(at)])),
            )
            for rank, ((at, passage), cosine) in enumerate(zip(chosen, cosines.tolist(), strict=True), 1)
        ]

    def _distinct(self, k: int) -> Iterator[tuple[int, Passage]]:
        """Yield the best `k` candidates with their passages, leaving out texts that came before."""
        seen: set[str] = set()
        for at in self._best(k):
            passage = self._index.passage(self._place(at))
            text = " ".join(passage.text.casefold().split())
            if text not in seen:
                seen.add(text)
                yield at, passage
            if len(seen) == k:
                return

    def _best(self, k: int) -> Iterator[int]:
        """Yield candidates, best first, sorting no more of them than are asked for."""
        given, wide = 0, 4 * k + 16
        while given < len(self._scores):
            wide = min(wide, len(self._scores))
            top = np.flatnonzero(self._scores >= floor(self._scores, wide))
            ranked = top[np.argsort(-self._scores[top], kind="stable")]
            yield from ranked[given:].tolist()
            given, wide = max(given, len(ranked)), wide * 8

    def _place(self, at: int) -> int:
        return at if self._places is None else int(self._places[at])

    def _document(self, number: int) -> Document:
        if number not in self._documents:
            self._documents[number] = self._index.document(number)
        return self._documents[number]

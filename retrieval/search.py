"""Rank passages for a query: exact filter, dense and lexical scores fused, neighbours heard, doubles dropped."""

import re
from collections.abc import Iterator

import numpy as np

from retrieval.documents import Hit
from retrieval.filters import Filter
from retrieval.store.index import Index

# Weights of the dense score against the lexical one.
THEMES = 0.7
NAMES = 0.5
# What the scores of passages one and two places away count, in the same document: an answer in a conversation
# is longer than a passage. All four were chosen on one half of the questions about a collection of meetings
# and confirmed on the other half.
NEIGHBOURS = (0.5, 0.25)

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]

_EXACT = re.compile(r"\d|[\"“”„«»`]|\[[A-Z]+_[A-Z0-9]+\]|\b[A-Za-z]+[a-z][A-Z]\w*|\b[A-Z]{2,}\b")
_CAPITAL = re.compile(r"(?<=[^.!?:\s])\s+(?!I\b)[A-Z][a-zà-ÿ]+")


def search(index: Index, query: str, vector: Scores, k: int, where: Filter) -> list[Hit]:
    """Return the best `k` passages that the filter admits, best first, each text once."""
    mask = index.facets.mask(where)
    places: Places = np.arange(len(index)) if mask is None else np.flatnonzero(mask)
    if not len(places) or k < 1:
        return []
    vectors = index.vectors if mask is None else index.vectors[places]
    similarity: Scores = vectors @ vector
    words = index.lexicon.scores(query)[places]
    scores = _smooth(fuse(similarity, words, dense_weight(query)), places, index)
    chosen = _distinct(index, places, np.argsort(-scores, kind="stable"), k)
    return [_hit(index, rank, int(places[at]), scores[at], similarity[at]) for rank, at in enumerate(chosen, 1)]


def dense_weight(query: str) -> float:
    """Return how much the meaning counts against the words: less when names, numbers or quotations are sought."""
    shouted = query.isupper()
    exact = _EXACT.search(query) or _CAPITAL.search(query)
    return NAMES if exact and not shouted else THEMES


def fuse(dense: Scores, lexical: Scores, weight: float) -> Scores:
    """Return the weighted sum of both scores, each scaled to reach from 0 to 1 among the candidates."""
    if not lexical.any():
        return _scaled(dense)
    fused: Scores = weight * _scaled(dense) + (1 - weight) * _scaled(lexical)
    return fused


def _scaled(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    scaled: Scores = (scores - low) / (high - low) if high > low else np.zeros_like(scores)
    return scaled


def _smooth(scores: Scores, places: Places, index: Index) -> Scores:
    """Return each score averaged with those of admitted passages near it in the same document."""
    owners = index.facets.owners[places]
    total, weights = scores.copy(), np.ones_like(scores)
    for distance, share in enumerate(NEIGHBOURS, 1):
        near = (places[distance:] - places[:-distance] == distance) & (owners[distance:] == owners[:-distance])
        total[distance:] += share * np.where(near, scores[:-distance], 0)
        total[:-distance] += share * np.where(near, scores[distance:], 0)
        weights[distance:] += share * near
        weights[:-distance] += share * near
    smoothed: Scores = (total / weights).astype(np.float32)
    return smoothed


def _distinct(index: Index, places: Places, ranked: Places, k: int) -> Iterator[int]:
    """Yield the best `k` of the ranked candidates, leaving out texts that came before."""
    seen: set[str] = set()
    for at in ranked:
        text = " ".join(index.passage(int(places[at])).text.casefold().split())
        if text not in seen:
            seen.add(text)
            yield int(at)
        if len(seen) == k:
            return


def _hit(index: Index, rank: int, place: int, score: np.float32, similarity: np.float32) -> Hit:
    return Hit(
        rank=rank,
        score=round(float(score), 6),
        similarity=round(float(similarity), 6),
        passage=index.passage(place),
        document=index.document(int(index.facets.owners[place])),
    )

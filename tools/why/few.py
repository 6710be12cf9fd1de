"""Grouping a few answers: too few to tell how many themes they hold, so whatever is alike enough is joined."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from retrieval.embed.numbers import Vectors
from tools.why.relevance import Quote

# Cosine from which two sentences are taken to tell of the same thing; sharing a rarer word adds to it.
_ALIKE = 0.42
_SHARED = 0.08
_MOST_SENTENCES = 240


def distinct(ranked: Sequence[Quote]) -> list[Quote]:
    """Return the supported sentences, the best first; equal texts once a person, overlapping ones once."""
    kept: list[Quote] = []
    seen: set[tuple[str, str]] = set()
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for quote in ranked:
        window = quote.window
        spans = taken[window.document.id]
        key = (window.voice, " ".join(window.text.casefold().split()))
        if not quote.supported or key in seen or any(a < window.end and window.start < b for a, b in spans):
            continue
        seen.add(key)
        spans.append((window.start, window.end))
        kept.append(quote)
    return kept[:_MOST_SENTENCES]


def grouped(vectors: Vectors, content: Sequence[frozenset[str]]) -> list[list[int]]:
    """Return groups of places by average linkage: the two groups most alike are joined until none are alike."""
    alike = np.asarray(vectors @ vectors.T, dtype=np.float64)
    for one, mine in enumerate(content):
        for other in range(one):
            alike[one, other] = alike[other, one] = alike[one, other] + _SHARED * min(
                2, len(mine & content[other])
            )
    groups = [[place] for place in range(len(content))]
    np.fill_diagonal(alike, -np.inf)
    while len(groups) > 1:
        one, other = divmod(int(np.argmax(alike)), len(groups))
        if alike[one, other] < _ALIKE:
            break
        one, other = min(one, other), max(one, other)
        here, there = len(groups[one]), len(groups[other])
        joined = (here * alike[one] + there * alike[other]) / (here + there)
        alike[one], alike[:, one] = joined, joined
        alike[one, one] = -np.inf
        groups[one] += groups.pop(other)
        alike = np.delete(np.delete(alike, other, axis=0), other, axis=1)
    return groups

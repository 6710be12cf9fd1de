"""How well passages are ranked: nDCG@10, and what both collections share."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from platformdirs import user_cache_path

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.embed import MiniLM

SHARED = Path(__file__).resolve().parents[3] / "shared"
DEPTH = 10


def ndcg(ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return nDCG@10 with equal gains (Järvelin & Kekäläinen, TOIS 2002) of a ranking, 1 at best."""
    gained = sum(1 / np.log2(place + 2) for place, found in enumerate(ranked[:DEPTH]) if found in relevant)
    best = sum(1 / np.log2(place + 2) for place in range(min(DEPTH, len(relevant))))
    return float(gained / best)


def model_cache() -> Path:
    """Return where the built model is kept."""
    return user_cache_path("whybuy", appauthor=False)


def model() -> MiniLM:
    """Return the embedding that both sides use."""
    return MiniLM(model_cache())


@contextmanager
def corpus_of(documents: Sequence[Document], embeddings: MiniLM) -> Iterator[Corpus]:
    """Hold the documents in a corpus of their own."""
    by_source: dict[str, list[Document]] = {}
    for document in documents:
        by_source.setdefault(document.source, []).append(document)
    with TemporaryDirectory(prefix="whybuy-bench-") as folder, Corpus.open(Path(folder), embeddings) as corpus:
        for source, own in by_source.items():
            corpus.replace(source, own)
        yield corpus

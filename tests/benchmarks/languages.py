"""Questions in German, French and Spanish over passages in the same language, in one corpus; peers are both legs.

The weight for other languages was chosen on every other question; the second half says more, though it was seen
too.
"""

from collections.abc import Iterator
from pathlib import Path

import bm25s
import numpy as np
import yaml

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.filters import Filter
from tests.benchmarks.lines import Line, quality
from tests.benchmarks.ranking import DEPTH, corpus_of, model, ndcg

_TEXTS = Path(__file__).with_name("languages.yaml")


def run() -> Iterator[Line]:
    """Yield a line a language and half."""
    told = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    documents = [
        Document(
            id=f"{language}#{number}",
            key=f"{language}#{number}",
            source=language,
            kind="feedback",
            text=item["text"],
        )
        for language, items in told.items()
        for number, item in enumerate(items)
    ]
    texts = [document.text for document in documents]
    numbers = {document.id: number for number, document in enumerate(documents)}
    embeddings = model()
    vectors = embeddings.encode(texts)
    words = bm25s.BM25()
    words.index(bm25s.tokenize(texts, stopwords=None, show_progress=False), show_progress=False)
    questions = [
        (language, text, numbers[f"{language}#{number}"])
        for language, items in told.items()
        for number, item in enumerate(items)
        for text in item["ask"]
    ]
    with corpus_of(documents, embeddings) as corpus:
        for half, name in ((0, "first half, seen"), (1, "second half")):
            for language in (*told, "all"):
                chosen = [item for item in questions[half::2] if language in {item[0], "all"}]
                ours = float(np.mean([ndcg(_ours(corpus, text, numbers), {found}) for _, text, found in chosen]))
                dense = [ndcg(_top(vectors @ embeddings.encode([text])[0]), {found}) for _, text, found in chosen]
                plain = [ndcg(_top(_bm25(words, text, len(texts))), {found}) for _, text, found in chosen]
                peer, label = max((float(np.mean(dense)), "dense"), (float(np.mean(plain)), "BM25, not stemmed"))
                yield quality(f"nDCG@10, {language} ({len(chosen)}), {name}", ours, label, peer, "")


def _ours(corpus: Corpus, text: str, numbers: dict[str, int]) -> list[int]:
    return [numbers[hit.document.id] for hit in corpus.search(text, DEPTH, Filter())]


def _bm25(words: bm25s.BM25, text: str, size: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    tokens = bm25s.tokenize([text], stopwords=None, show_progress=False, return_ids=False)[0]
    known = [token for token in tokens if token in words.vocab_dict]
    scores: np.ndarray[tuple[int], np.dtype[np.float32]] = (
        words.get_scores(known) if known else np.zeros(size, dtype=np.float32)
    )
    return scores


def _top(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> list[int]:
    return np.argsort(-scores, kind="stable")[:DEPTH].tolist()

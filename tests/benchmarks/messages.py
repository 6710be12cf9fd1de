"""Short messages: a theme's name finds its messages, a message finds those of the same theme; peers are both legs.

Chosen on the themes of the first half (every other one, by name), so the second half says more, though it was
printed beside it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import Stemmer

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from retrieval.embed.numbers import Vectors
from tests.benchmarks.lines import Line, quality
from tests.benchmarks.ranking import DEPTH, SHARED, corpus_of, model, ndcg

_MESSAGES = 400
_NAME = "nDCG@10, messages: {} ({}), {}"


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    theme: str
    number: int | None


def run() -> Iterator[Line]:
    """Yield a line for each kind of query and half of the themes."""
    file = SHARED / "data" / "banking77" / "test.csv"
    if not file.is_file():
        yield Line(f"messages: skipped, there is no {file}")
        return
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    texts, themes = [row["text"] for row in rows], [row["category"] for row in rows]
    embeddings = model()
    vectors = embeddings.encode(texts)
    stemmer = Stemmer.Stemmer("english")
    lexical = bm25s.BM25()
    lexical.index(bm25s.tokenize(texts, stemmer=stemmer, show_progress=False), show_progress=False)
    documents = [
        Document(
            id=f"m#{number}",
            key=str(number),
            source="m",
            kind="feedback",
            text=text,
            row=RowRef("m", str(number), number, "text"),
        )
        for number, text in enumerate(texts)
    ]
    with corpus_of(documents, embeddings) as corpus:
        for kind, queries in (
            ("theme queries", _theme_queries(themes)),
            ("message queries", _like(texts, themes)),
        ):
            for half, name in ((0, "first half, seen"), (1, "second half")):
                own = sorted(set(themes))[half::2]
                chosen = [query for query in queries if query.theme in own]
                ours = [_score(_ours(corpus, query), query, themes) for query in chosen]
                dense = [
                    _score(_dense(vectors, embeddings.encode([query.text])[0]), query, themes) for query in chosen
                ]
                words = [_score(_bm25(lexical, stemmer, query.text), query, themes) for query in chosen]
                best, peer = max((float(np.mean(dense)), "dense"), (float(np.mean(words)), "BM25"))
                yield quality(_NAME.format(kind, len(chosen), name), float(np.mean(ours)), peer, best, "1.00")


def _theme_queries(themes: Sequence[str]) -> list[_Query]:
    return [_Query(theme.replace("_", " "), theme, None) for theme in sorted(set(themes))]


def _like(texts: Sequence[str], themes: Sequence[str]) -> list[_Query]:
    drawn = np.random.default_rng(7).choice(len(texts), _MESSAGES, replace=False).tolist()
    return [_Query(texts[number], themes[number], number) for number in drawn]


def _score(ranked: Sequence[int], query: _Query, themes: Sequence[str]) -> float:
    """Return nDCG of a ranking without the message that was asked with."""
    relevant = {number for number, theme in enumerate(themes) if theme == query.theme} - {query.number}
    return ndcg([number for number in ranked if number != query.number], relevant)


def _ours(corpus: Corpus, query: _Query) -> list[int]:
    return [int(hit.document.key) for hit in corpus.search(query.text, DEPTH + 1)]


def _dense(vectors: Vectors, query: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> list[int]:
    return np.argsort(-(vectors @ query), kind="stable")[: DEPTH + 1].tolist()


def _bm25(lexical: bm25s.BM25, stemmer: Stemmer.Stemmer, query: str) -> list[int]:
    tokens = bm25s.tokenize([query], stemmer=stemmer, show_progress=False, return_ids=False)[0]
    known = [token for token in tokens if token in lexical.vocab_dict]
    if not known:
        return []
    return np.argsort(-lexical.get_scores(known), kind="stable")[: DEPTH + 1].tolist()

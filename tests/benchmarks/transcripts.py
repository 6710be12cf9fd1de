"""Questions about real meetings: our search against LangChain's ensemble retriever over the same passages.

A passage is relevant when at least half of it lies inside a span that answers the question. The weights of our
search were chosen on the documents of the first half (every other one, by name), so the second
half says more; it was printed beside the first, and is not unseen.
"""

import json
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import chromadb
import numpy as np

from retrieval.asked import asked
from retrieval.corpus import Corpus
from retrieval.documents import Document, Passage
from retrieval.embed import MiniLM
from retrieval.embed.numbers import Vectors
from retrieval.filters import Filter
from tests.benchmarks.lines import Line, quality
from tests.benchmarks.ranking import DEPTH, SHARED, corpus_of, model, ndcg

_CANDIDATES = (4, 10, 50)
_PEER = "LangChain ensemble, k={}"


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    document: str
    relevant: frozenset[int]
    kinds: tuple[str, ...]


def run() -> Iterator[Line]:
    """Yield a line for each scope and kind of question."""
    folder = SHARED / "retrieval" / "meetings"
    if not folder.is_dir():
        yield Line(f"transcripts: skipped, there is no {folder}")
        return
    embeddings = model()
    files = sorted((folder / "documents").glob("*.txt"))
    documents = [
        Document(id=file.name, key=file.name, source=file.name, kind="interview", text=file.read_text("utf-8"))
        for file in files
    ]
    with corpus_of(documents, embeddings) as corpus:
        passages = [passage for document in documents for passage in corpus.passages(document.id)]
        asked_of_all = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
        held = {file.name for file in files[1::2]}
        questions = list(_questions(asked_of_all, passages, held))
        for scope, goal in (("its document", "1.30"), ("all documents", "1.60")):
            ours = [_ours(corpus, passages, question, scope) for question in questions]
            peers = _peers(passages, embeddings, questions, scope)
            yield from _compared(questions, scope, ours, peers, goal)


def _questions(lines: list[dict[str, Any]], passages: Sequence[Passage], held: set[str]) -> Iterator[_Question]:
    for line in lines:
        relevant = frozenset(
            number
            for number, passage in enumerate(passages)
            if passage.document == line["document"] and _inside(passage, line["spans"])
        )
        text = line["query"]
        about = "summaries" if text.lower().startswith("summar") else "questions"
        form = "naming somebody or something" if asked(text).exact else "themes"
        half = "second half" if line["document"] in held else "first half, seen"
        if relevant:
            yield _Question(text, line["document"], relevant, ("all", half, about, form))


def _inside(passage: Passage, spans: list[list[int]]) -> bool:
    covered = sum(max(0, min(passage.end, end) - max(passage.start, start)) for start, end in spans)
    return 2 * covered >= passage.end - passage.start


def _ours(corpus: Corpus, passages: Sequence[Passage], question: _Question, scope: str) -> float:
    numbers = {(passage.document, passage.position): number for number, passage in enumerate(passages)}
    where = Filter(documents=frozenset({question.document})) if scope == "its document" else Filter()
    hits = corpus.search(question.text, DEPTH, where)
    return ndcg([numbers[hit.document.id, hit.passage.position] for hit in hits], question.relevant)


def _compared(
    questions: Sequence[_Question], scope: str, ours: Sequence[float], peers: dict[int, list[float]], goal: str
) -> Iterator[Line]:
    """Yield a line a kind; the peer is given the number of candidates that suits it best over all questions."""
    best = max(peers, key=lambda k: np.mean(peers[k]), default=0)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        for kind in question.kinds:
            groups[kind].append(number)
    for kind, numbers in groups.items():
        name = f"nDCG@10, meetings within {scope}: {kind} ({len(numbers)})"
        own = float(np.mean([ours[number] for number in numbers]))
        if not peers:
            yield Line(name, f"{own:.3f}", "LangChain ensemble", "not installed (`make bench`)", None, goal)
            continue
        theirs = float(np.mean([peers[best][number] for number in numbers]))
        yield quality(name, own, _PEER.format(best), theirs, goal if kind in {"all", "second half"} else "")


def _peers(
    passages: Sequence[Passage], embeddings: MiniLM, questions: Sequence[_Question], scope: str
) -> dict[int, list[float]]:
    """Return the peer's score for every question by its number of candidates; empty when it is not installed."""
    try:
        peer = _Ensemble(passages, embeddings)
    except ImportError:
        return {}
    return {
        k: [
            ndcg(peer.ranked(item.text, item.document if scope == "its document" else None, k), item.relevant)
            for item in questions
        ]
        for k in _CANDIDATES
    }


class _Ensemble:
    """LangChain's ensemble of its BM25Retriever and Chroma, over all passages or those of one document."""

    def __init__(self, passages: Sequence[Passage], embeddings: MiniLM) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            from langchain_classic.retrievers import EnsembleRetriever
            from langchain_community.retrievers import BM25Retriever
        from langchain_core.documents import Document as Text
        from langchain_core.runnables import RunnableLambda

        self._ensemble, self._bm25, self._dense = EnsembleRetriever, BM25Retriever, RunnableLambda
        self._embeddings = embeddings
        self._texts = [
            Text(page_content=passage.text, metadata={"number": number, "document": passage.document})
            for number, passage in enumerate(passages)
        ]
        vectors = _remembered(embeddings, tuple(passage.text for passage in passages))
        client = chromadb.EphemeralClient()
        self._chroma = client.get_or_create_collection("meetings", embedding_function=None)
        self._chroma.upsert(
            ids=[str(number) for number in range(len(passages))],
            embeddings=vectors,
            metadatas=[{"document": passage.document} for passage in passages],
        )
        self._lexical: dict[str | None, Any] = {}

    def ranked(self, query: str, document: str | None, k: int) -> list[int]:
        """Return the numbers of passages, best first."""
        if document not in self._lexical:
            own = [text for text in self._texts if document in {None, text.metadata["document"]}]
            self._lexical[document] = self._bm25.from_documents(own)
        lexical = self._lexical[document]
        lexical.k = k

        def nearest(text: str) -> list[Any]:
            found = self._chroma.query(
                query_embeddings=[self._embeddings.embed_query(text)],  # type: ignore[arg-type]
                n_results=k,
                where={"document": document} if document else None,
            )
            return [self._texts[int(number)] for number in found["ids"][0]]

        both = self._ensemble(retrievers=[lexical, self._dense(nearest)], weights=[0.5, 0.5])
        return [int(text.metadata["number"]) for text in both.invoke(query)]


_VECTORS: dict[int, Vectors] = {}


def _remembered(embeddings: MiniLM, texts: tuple[str, ...]) -> Vectors:
    """Return the vectors of the passages, embedded once for both scopes."""
    key = hash(texts)
    if key not in _VECTORS:
        _VECTORS[key] = embeddings.encode(texts)
    return _VECTORS[key]

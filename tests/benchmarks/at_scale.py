"""A hundred thousand passages: under a filter, over all, in memory, and after an edit; the peer is Chroma.

Texts are drawn words and vectors are drawn around centres, so that nothing has to be embedded beforehand; both
sides hold the same vectors. A filter admits one source of a hundred (ours) or one value of a field (Chroma).
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import chromadb
import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.embed.numbers import Vectors
from retrieval.filters import Filter
from tests.benchmarks.lines import Line, speed
from tests.benchmarks.ranking import model
from tests.benchmarks.timing import compare

PASSAGES, SOURCES, WIDTH, CENTRES, WORDS = 100_000, 100, 384, 300, 30
QUERIES, DEPTH, AT_ONCE = 40, 10, 5_000
ENOUGH = 0.99
_NUMBER = re.compile(r"remark (\d+)")
_SIZE = f"{PASSAGES // 1000}k passages"


class Drawn(Embeddings):
    """Returns the vector drawn for a numbered text; queries go through the real model, which takes its time."""

    identity = "drawn/1"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._model = model()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vector of each text by its number."""
        numbers = [int(found.group(1)) for text in texts if (found := _NUMBER.search(text))]
        return self._vectors[np.array(numbers) % PASSAGES].tolist()

    def embed_query(self, text: str) -> list[float]:
        """Return MiniLM's vector."""
        return self._model.embed_query(text)


def run() -> Iterator[Line]:
    """Yield all lines; builds both sides first, which takes some minutes."""
    draw = np.random.default_rng(11)
    vectors, queries = _vectors(draw)
    with TemporaryDirectory(prefix="whybuy-bench-") as scratch:
        collection = _peer(Path(scratch) / "peer", vectors)
        workspace = Path(scratch) / "ours"
        with Corpus.open(workspace, Drawn(vectors)) as corpus:
            texts = _texts(draw)
            for source in range(SOURCES):
                corpus.replace(_source(source), _documents(source, texts))
            started = time.perf_counter()
            corpus.search("anything")
            yield Line(f"first index of {_SIZE}", f"{time.perf_counter() - started:.1f} s")
            yield from _filtered(corpus, collection, queries)
            yield from _unfiltered(corpus, collection, vectors, queries)
            yield _edited(corpus, texts)
        yield _memory(workspace)


def _filtered(corpus: Corpus, collection: chromadb.Collection, queries: Vectors) -> Iterator[Line]:
    index = corpus._index()
    where = Filter(documents=frozenset({_source(7)}))
    turn = iter(range(10**9))

    def dense() -> None:
        mask = index.facets.mask(where)
        assert mask is not None
        index.vectors.nearest(queries[next(turn) % QUERIES], DEPTH, np.flatnonzero(mask))

    def peer() -> None:
        query = [queries[next(turn) % QUERIES]]
        collection.query(query_embeddings=query, n_results=DEPTH, where={"product": 7})  # type: ignore[arg-type]

    found = compare("", ours=dense, peer=peer, peer_name="Chroma where")
    yield speed(f"dense leg under a 1% filter, {_SIZE}, exact", found.ours, found.peer_name, found.peer, "20")
    words = _texts(np.random.default_rng(12), 200)
    asked = [" ".join(text.split()[2:9]) for text in words]
    times = [_timed(lambda text=text: corpus.search(text, DEPTH, where)) for text in asked][20:]  # type: ignore[misc]
    whole = float(np.percentile(times, 50))
    name = f"whole search under a 1% filter with its embedding, {_SIZE}: p50"
    yield speed(name, whole, found.peer_name, found.peer, "8")
    yield Line("the same: p95", f"{1000 * np.percentile(times, 95):.1f} ms", goal="<= 12 ms")
    times = [_timed(lambda text=text: corpus.search(text, DEPTH)) for text in asked[:60]][10:]  # type: ignore[misc]
    yield Line(f"whole search over all {_SIZE}: p50", f"{1000 * median(times):.1f} ms")


def _unfiltered(
    corpus: Corpus, collection: chromadb.Collection, vectors: Vectors, queries: Vectors
) -> Iterator[Line]:
    """Yield the dense leg at equal recall: Chroma's search width is doubled until it finds enough."""
    index = corpus._index()
    truth = [set(np.argsort(-(vectors @ query))[:DEPTH].tolist()) for query in queries]
    number_of = {index.facets.numbers[_id(number)]: number for number in range(PASSAGES)}
    owners = index.facets.owners

    def ours(query: Vectors) -> list[int]:
        return [number_of[int(owners[place])] for place in index.vectors.nearest(query, DEPTH).tolist()]

    def peer(query: Vectors) -> list[int]:
        found = collection.query(query_embeddings=[query], n_results=DEPTH)  # type: ignore[arg-type]
        return [int(name) for name in found["ids"][0]]

    width = 100
    while _recall([peer(query) for query in queries], truth) < ENOUGH and width < 10_000:
        width *= 2
        collection.modify(configuration={"hnsw": {"ef_search": width}})
    own = _recall([ours(query) for query in queries], truth)
    their = _recall([peer(query) for query in queries], truth)
    turn = iter(range(10**9))
    found = compare(
        "",
        ours=lambda: index.vectors.nearest(queries[next(turn) % QUERIES], DEPTH),
        peer=lambda: peer(queries[next(turn) % QUERIES]),
        peer_name=f"Chroma, search width {width}, recall {their:.3f}",
    )
    name = f"dense leg over all {_SIZE}, recall {own:.3f}"
    yield speed(name, found.ours, found.peer_name, found.peer, "1.00")


def _edited(corpus: Corpus, texts: Sequence[str]) -> Line:
    documents = _documents(3, texts)
    first = documents[0]
    documents[0] = Document(
        id=first.id, key=first.key, source=first.source, kind=first.kind, text=f"{first.text} edited"
    )
    corpus.replace(_source(3), documents)
    took = _timed(lambda: corpus.search("anything"))
    return Line(f"index brought up to date after one edit in {_SIZE}", f"{took:.1f} s")


def _memory(workspace: Path) -> Line:
    """Return the memory of a process of its own that serves searches, with model, record and index."""
    served = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.serving", str(workspace)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Line(f"memory while serving {_SIZE}", f"{float(served.stdout):.0f} MB", goal="<= 700 MB")


def _vectors(draw: np.random.Generator) -> tuple[Vectors, Vectors]:
    centres = draw.normal(size=(CENTRES, WIDTH))
    rows = _unit(centres[draw.integers(0, CENTRES, PASSAGES)] + 0.9 * draw.normal(size=(PASSAGES, WIDTH)))
    near = rows[draw.integers(0, PASSAGES, QUERIES)] + 0.02 * draw.normal(size=(QUERIES, WIDTH))
    return rows, _unit(near)


def _unit(rows: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Vectors:
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def _texts(draw: np.random.Generator, count: int = PASSAGES) -> list[str]:
    """Return texts of words as frequent as words are: the n-th has a share in proportion to 1/n."""
    ranks = np.minimum(draw.zipf(1.3, size=(count, WORDS)), 50_000)
    return [" ".join(["remark", str(number), *(f"w{rank}" for rank in row)]) for number, row in enumerate(ranks)]


def _source(number: int) -> str:
    return f"product-{number}.csv"


def _id(number: int) -> str:
    return f"{_source(number % SOURCES)}#{number}"


def _documents(source: int, texts: Sequence[str]) -> list[Document]:
    return [
        Document(id=_id(number), key=_id(number), source=_source(source), kind="feedback", text=texts[number])
        for number in range(source, PASSAGES, SOURCES)
    ]


def _peer(directory: Path, vectors: Vectors) -> chromadb.Collection:
    client = chromadb.PersistentClient(str(directory))
    collection = client.create_collection("peer", embedding_function=None, configuration={"hnsw": {"space": "ip"}})
    for start in range(0, PASSAGES, AT_ONCE):
        part = range(start, start + AT_ONCE)
        collection.add(
            ids=[str(number) for number in part],
            embeddings=vectors[part.start : part.stop],
            metadatas=[{"product": number % SOURCES} for number in part],
        )
    return collection


def _recall(found: Sequence[Sequence[int]], truth: Sequence[set[int]]) -> float:
    return float(np.mean([len(own & set(got)) / DEPTH for got, own in zip(found, truth, strict=True)]))


def _timed(work: "object") -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started

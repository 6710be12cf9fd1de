"""A hundred thousand passages: under a filter, over all, in memory, after an edit, erased; the peer is Chroma.

Texts are drawn words and vectors are drawn around centres, so that nothing has to be embedded beforehand; both
sides hold the same vectors. A filter admits one source of a hundred (ours) or one value of a field (Chroma).
Writing both records takes most of the time: `python -m tests.benchmarks.at_scale FOLDER` keeps them for the next.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import chromadb
import numpy as np

from retrieval.corpus import Corpus
from retrieval.embed.numbers import Vectors
from retrieval.filters import Filter
from retrieval.store.scan import Places, Scan, Scores, floor
from tests.benchmarks.drawn import (
    CUSTOMERS,
    ERASED,
    PASSAGES,
    QUERIES,
    SOURCES,
    Drawn,
    customer_name,
    documents_of,
    drawn_texts,
    filled_peer,
    identity_of,
    source_name,
    vectors_and_queries,
)
from tests.benchmarks.erasure import left, unlike_any_other
from tests.benchmarks.lines import Line, speed
from tests.benchmarks.timing import compare

DEPTH, TOGETHER, SEARCHES = 10, 10, 100
ENOUGH = 0.99
_SIZE = f"{PASSAGES // 1000}k passages"


def run(folder: Path | None = None) -> Iterator[Line]:
    """Yield all lines; fills both sides first, which takes some minutes, unless `folder` holds them already."""
    with ExitStack() as stack:
        scratch = folder or Path(stack.enter_context(TemporaryDirectory(prefix="whybuy-bench-")))
        draw = np.random.default_rng(11)
        vectors, queries = vectors_and_queries(draw)
        texts = drawn_texts(draw)
        collection = filled_peer(scratch / "peer", vectors)
        corpus = stack.enter_context(Corpus.open(scratch / "ours", Drawn(vectors)))
        # What a folder holds already costs nothing here.
        for start in range(0, SOURCES, TOGETHER):
            some = range(start, start + TOGETHER)
            corpus.exchange({source_name(number): documents_of(number, texts) for number in some})
        shutil.rmtree(scratch / "ours" / "index", ignore_errors=True)
        started, used = time.perf_counter(), time.process_time()
        corpus.search("anything")
        seconds, busy = time.perf_counter() - started, time.process_time() - used
        yield Line(f"first index of {_SIZE}", f"{seconds:.1f} s, {busy:.1f} s of processor time")
        yield from _filtered(corpus, collection, queries)
        yield from _unfiltered(corpus, collection, vectors, queries)
        yield _edited(corpus, texts)
        yield _memory(scratch / "ours")
        yield _erased(corpus, scratch / "ours", vectors)


def nearest(vectors: Scan, query: Scores, places: Places | None = None) -> Places:
    """Return the nearest passages, best first, by calls that a search makes: all cosines, the best of them exact.

    A search goes on with all of them, because it adds what the words say.
    """
    scores = vectors.cosines(query, places)
    best = np.flatnonzero(scores >= floor(scores, min(10 * DEPTH, len(scores))))
    found = best if places is None else places[best]
    ranked: Places = found[np.argsort(-vectors.precisely(query, found), kind="stable")[:DEPTH]]
    return ranked


def _filtered(corpus: Corpus, collection: chromadb.Collection, queries: Vectors) -> Iterator[Line]:
    index = corpus._index()
    where = Filter(documents=frozenset({source_name(7)}))
    turn = iter(range(10**9))

    def dense() -> None:
        mask = index.facets.mask(where)
        assert mask is not None
        nearest(index.vectors, queries[next(turn) % QUERIES], np.flatnonzero(mask))

    def peer() -> None:
        query = [queries[next(turn) % QUERIES]]
        collection.query(query_embeddings=query, n_results=DEPTH, where={"product": 7})

    found = compare("", ours=dense, peer=peer, peer_name="Chroma where")
    yield speed(f"dense leg under a 1% filter, {_SIZE}, exact", found.ours, found.peer_name, found.peer, "20")
    yield speed("the same: best", found.ours_best, found.peer_name, found.peer_best, "")
    words = drawn_texts(np.random.default_rng(12), 200)
    asked = [" ".join(text.split()[2:9]) for text in words]
    found = compare(
        "",
        ours=lambda: corpus.search(asked[next(turn) % len(asked)], DEPTH, where),
        peer=peer,
        peer_name="Chroma where",
        rounds=SEARCHES,
    )
    name = f"whole search under a 1% filter with its embedding, {_SIZE}: p50"
    yield speed(name, found.ours, found.peer_name, found.peer, "8")
    yield speed("the same: best", found.ours_best, found.peer_name, found.peer_best, "")
    yield Line("the same: p95", f"{1000 * found.ours_p95:.1f} ms", goal="<= 12 ms")
    times = [_timed(partial(corpus.search, text, DEPTH)) for text in asked[:60]][10:]
    yield Line(f"whole search over all {_SIZE}: p50", f"{1000 * median(times):.1f} ms")


def _unfiltered(
    corpus: Corpus, collection: chromadb.Collection, vectors: Vectors, queries: Vectors
) -> Iterator[Line]:
    """Yield the dense leg at equal recall: Chroma's search width is doubled until it finds enough."""
    index = corpus._index()
    truth = [set(np.argsort(-(vectors @ query))[:DEPTH].tolist()) for query in queries]
    number_of = {index.facets.numbers[identity_of(number)]: number for number in range(PASSAGES)}
    owners = index.facets.owners

    def ours(query: Scores) -> list[int]:
        return [number_of[int(owners[place])] for place in nearest(index.vectors, query).tolist()]

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
        ours=lambda: nearest(index.vectors, queries[next(turn) % QUERIES]),
        peer=lambda: peer(queries[next(turn) % QUERIES]),
        peer_name=f"Chroma, search width {width}, recall {their:.3f}",
        rounds=SEARCHES,
    )
    name = f"dense leg over all {_SIZE}, recall {own:.3f}"
    yield speed(name, found.ours, found.peer_name, found.peer, "1.00")
    yield speed("the same: best", found.ours_best, found.peer_name, found.peer_best, "")


def _edited(corpus: Corpus, texts: Sequence[str]) -> Line:
    """Return how long the first search after an edit takes; the last edit takes the others back."""
    documents = documents_of(3, texts)
    first, took = documents[0], []
    for words in (" edited", " edited again", ""):
        documents[0] = replace(first, text=f"{first.text}{words}")
        corpus.replace(source_name(3), documents)
        took.append(_timed(lambda: corpus.search("anything")))
    shown = f"{median(took):.1f} s, best {min(took):.1f} s"
    return Line(f"first search after one edit in {_SIZE}", shown)


def _erased(corpus: Corpus, workspace: Path, vectors: Vectors) -> Line:
    """Return how long erasing a customer takes, and what is left; the next run puts the customer back."""
    numbers = range(ERASED, PASSAGES, CUSTOMERS)
    started = time.perf_counter()
    corpus.erase(customers=[customer_name(ERASED)])
    seconds = time.perf_counter() - started
    some = list(numbers)[::10]
    found = left("", workspace, seconds, [unlike_any_other(number) for number in some], [vectors[n] for n in some])
    shown = f"{found.texts + found.vectors:,} bytes left, {seconds:.0f} s"
    return Line(
        f"a customer of {CUSTOMERS:,} ({len(numbers)} passages) erased from {_SIZE}", shown, goal="0 bytes"
    )


def _memory(workspace: Path) -> Line:
    """Return the memory of a process of its own that serves searches, with model, record and index."""
    served = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.serving", str(workspace)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Line(f"memory while serving {_SIZE}", f"{float(served.stdout):.0f} MB", goal="<= 700 MB")


def _recall(found: Sequence[Sequence[int]], truth: Sequence[set[int]]) -> float:
    return float(np.mean([len(own & set(got)) / DEPTH for got, own in zip(found, truth, strict=True)]))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    for line in run(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        ratio = "" if line.ratio is None else f" | {line.ratio:.2f} | goal {line.goal}"
        print(f"{line.name} | {line.ours} | {line.peer_name} {line.peer}{ratio}", flush=True)  # noqa: T201

"""A hundred thousand texts of drawn words, with vectors drawn around centres, for both sides to hold."""

import re
from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.documents import Document
from retrieval.embed.numbers import Vectors
from tests.benchmarks.erasure import unlike_any_other
from tests.benchmarks.ranking import model

PASSAGES, SOURCES, WIDTH, CENTRES, WORDS = 100_000, 100, 384, 300, 30
QUERIES, AT_ONCE = 40, 5_000
CUSTOMERS, ERASED = 1_000, 7
_NUMBER = re.compile(r"remark (\d+)")


class Drawn(Embeddings):
    """Returns the vector drawn for a numbered text; queries go through the real model, which takes its time."""

    identity = "drawn/1"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._model = model()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vector of each text by its number."""
        numbers = [int(found.group(1)) for text in texts if (found := _NUMBER.search(text))]
        drawn: list[list[float]] = self._vectors[np.array(numbers) % PASSAGES].tolist()
        return drawn

    def embed_query(self, text: str) -> list[float]:
        """Return MiniLM's vector."""
        return self._model.embed_query(text)


def vectors_and_queries(draw: np.random.Generator) -> tuple[Vectors, Vectors]:
    centres = draw.normal(size=(CENTRES, WIDTH))
    rows = _unit(centres[draw.integers(0, CENTRES, PASSAGES)] + 0.9 * draw.normal(size=(PASSAGES, WIDTH)))
    near = rows[draw.integers(0, PASSAGES, QUERIES)] + 0.02 * draw.normal(size=(QUERIES, WIDTH))
    return rows, _unit(near)


def _unit(rows: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Vectors:
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def drawn_texts(draw: np.random.Generator, count: int = PASSAGES) -> list[str]:
    """Return texts of words as frequent as words are: the n-th has a share in proportion to 1/n."""
    ranks = np.minimum(draw.zipf(1.3, size=(count, WORDS)), 50_000)
    return [" ".join(["remark", str(number), *(f"w{rank}" for rank in row)]) for number, row in enumerate(ranks)]


def source_name(number: int) -> str:
    return f"product-{number}.csv"


def identity_of(number: int) -> str:
    return f"{source_name(number % SOURCES)}#{number}"


def documents_of(source: int, texts: Sequence[str]) -> list[Document]:
    return [
        Document(
            id=identity_of(number),
            key=identity_of(number),
            source=source_name(source),
            kind="feedback",
            text=_text(number, texts),
            customer=customer_name(number),
        )
        for number in range(source, PASSAGES, SOURCES)
    ]


def _text(number: int, texts: Sequence[str]) -> str:
    """Return a text; those that will be erased hold bytes that stand nowhere else."""
    own = number % CUSTOMERS == ERASED
    return f"{texts[number]} {unlike_any_other(number)}" if own else texts[number]


def customer_name(number: int) -> str:
    return f"C{number % CUSTOMERS}"


def filled_peer(directory: Path, vectors: Vectors) -> chromadb.Collection:
    client = chromadb.PersistentClient(str(directory))
    collection = client.get_or_create_collection(
        "peer", embedding_function=None, configuration={"hnsw": {"space": "ip"}}
    )
    for start in range(collection.count(), PASSAGES, AT_ONCE):
        part = range(start, start + AT_ONCE)
        collection.add(
            ids=[str(number) for number in part],
            embeddings=vectors[part.start : part.stop],
            metadatas=[{"product": number % SOURCES} for number in part],
        )
    return collection

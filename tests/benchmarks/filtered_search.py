"""A search under a filter that admits one passage in a hundred: ours against Chroma's `where`."""

import tempfile
from pathlib import Path

import chromadb
import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.filters import Filter
from tests.benchmarks.timing import Comparison, compare

PASSAGES, PRODUCTS, DIMENSIONS, ADDED_AT_ONCE = 20_000, 100, 384, 5_000


class Hashed(Embeddings):
    """Unit vectors drawn from each text, so that both sides search the same numbers without a model."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the text's vector."""
        vector = np.random.default_rng(abs(hash(text)) % 2**32).normal(size=DIMENSIONS)
        return list((vector / np.linalg.norm(vector)).astype(float))


def run() -> Comparison:
    """Return both medians for one query; the filter is a source here and a metadata field there."""
    embeddings = Hashed()
    texts = [f"remark {number} about thing {number % 977}" for number in range(PASSAGES)]
    with (
        tempfile.TemporaryDirectory() as scratch,
        Corpus.open(Path(scratch) / "ours", embeddings) as corpus,
    ):
        for product in range(PRODUCTS):
            source = f"product-{product}.csv"
            corpus.replace(source, [_document(source, at, texts[at]) for at in range(product, PASSAGES, PRODUCTS)])
        collection = _peer(Path(scratch) / "peer", embeddings.embed_documents(texts))
        query = embeddings.embed_query("the question")
        one = Filter(documents=frozenset({"product-7.csv"}))
        return compare(
            f"search under a 1% filter, {PASSAGES:,} passages",
            ours=lambda: corpus.search("the question", 10, one),
            peer=lambda: collection.query(query_embeddings=[query], n_results=10, where={"product": 7}),  # type: ignore[arg-type]
            peer_name="Chroma where",
        )


def _peer(directory: Path, vectors: list[list[float]]) -> chromadb.Collection:
    collection = chromadb.PersistentClient(str(directory)).create_collection("peer", embedding_function=None)
    for start in range(0, PASSAGES, ADDED_AT_ONCE):
        part = range(start, min(start + ADDED_AT_ONCE, PASSAGES))
        collection.add(
            ids=[str(at) for at in part],
            embeddings=[vectors[at] for at in part],  # type: ignore[arg-type]
            metadatas=[{"product": at % PRODUCTS} for at in part],
        )
    return collection


def _document(source: str, number: int, text: str) -> Document:
    return Document(id=f"{source}#{number}", key=f"{source}|{number}", source=source, kind="feedback", text=text)

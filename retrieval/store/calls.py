"""How rows are put into Chroma's words and read back from them; the calls that need no state."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import GetResult, Metadata, Where

LAYOUT = 1
Field = Literal["source", "document", "customer", "words"]
# The record is read by id and by field only, so its neighbour graph is kept as small as Chroma allows.
_CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "ip", "ef_construction": 16, "max_neighbors": 4}
}


def collection_of(client: "ClientAPI", name: str) -> "Collection":
    """Return the collection of that name, made when missing."""
    return client.get_or_create_collection(name, embedding_function=None, configuration=_CONFIGURATION)


def note_of(embedding: str, generation: int, *, deleted: bool = False) -> "dict[str, str | int]":
    """Return what is noted of the whole record; `deleted` says that its files may hold deleted rows."""
    return {"generation": generation, "embedding": embedding, "layout": LAYOUT, "deleted": deleted}


def note_sources(sources: "Collection", known: Mapping[str, str], most: int) -> None:
    """Write down the fingerprint of each source."""
    names = list(known)
    for start in range(0, len(names), most):
        part = names[start : start + most]
        sources.upsert(
            ids=part,
            embeddings=np.ones((len(part), 1), dtype=np.float32),
            metadatas=[{"source": name, "fingerprint": known[name]} for name in part],
        )


def upsert(collection: "Collection", rows: Sequence[Row], vectors: Vectors, most: int) -> None:
    """Write the rows with their vectors, at most so many at once."""
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        collection.upsert(
            ids=[row.id for row in part],
            embeddings=vectors[start : start + most],
            documents=[row.text for row in part],
            metadatas=metadatas_of(part),
        )


def metadatas_of(rows: Sequence[Row]) -> "list[Metadata]":
    """Return what is stored beside the rows' texts and vectors."""
    return [row.metadata() for row in rows]


def any_of(field: Field, values: Sequence[str]) -> "Where":
    """Return the condition that a field has one of the values."""
    return cast("Where", {field: {"$in": list(values)}})


def rows_of(found: "GetResult") -> list[Row]:
    """Return the rows that a call with texts and metadata found."""
    texts, metadatas = found["documents"] or (), found["metadatas"] or ()
    return [
        Row(id=identity, text=text or "", **cast("dict[str, str]", values))
        for identity, text, values in zip(found["ids"], texts, metadatas, strict=True)
    ]


def vectors_of(found: "GetResult") -> Vectors:
    """Return the vectors that a call with embeddings found, one a row."""
    rows: Vectors = np.asarray(found["embeddings"], dtype=np.float32)
    return rows if len(found["ids"]) else np.zeros((0, 0), dtype=np.float32)

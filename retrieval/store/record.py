"""The record: every stored text and vector, in an embedded Chroma. Only this module talks to Chroma.

A change is first written as a whole to a journal and then applied, so that a crash leaves the old state or,
after the next opening, the new one. A generation is counted up with every change; whoever derives something
from the record compares it. Chroma's own nearest-neighbour search is not used: see `retrieval.store.index`.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.store.guard import guarded, inspect
from retrieval.store.journal import Change, Journal
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import GetResult, Metadata, Where

PASSAGES = "passages"
SOURCES = "sources"
_NEXT = "passages-next"
LAYOUT = 1
# The record is read by id and by field only, so its neighbour graph is kept as small as Chroma allows.
_CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "ip", "ef_construction": 16, "max_neighbors": 4}
}
_PAGE = 2000
_MANY = 500

Field = Literal["source", "document", "customer", "words"]


class Record:
    """Rows of one workspace, opened by one process."""

    def __init__(self, directory: Path) -> None:
        inspect(directory)
        self.directory = directory
        self._journal = Journal(directory / "journal.npz")
        with guarded(directory):
            self._client = _connect(directory)
            self._finish_rebuild()
            self._passages = self._collection(PASSAGES)
            self._sources = self._collection(SOURCES)
        self.recover()

    @property
    def generation(self) -> int:
        """Return how many changes the record has seen."""
        return int(str(self._state().get("generation", 0)))

    @property
    def embedding(self) -> str:
        """Return the identity of the embedding whose vectors are stored; empty while nothing is."""
        return str(self._state().get("embedding", ""))

    def count(self) -> int:
        """Return the number of rows."""
        with guarded(self.directory):
            return self._passages.count()

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every source's content, by source."""
        with guarded(self.directory):
            found = self._sources.get(include=["metadatas"])
        return {str(values["source"]): str(values["fingerprint"]) for values in found["metadatas"] or []}

    def fingerprint(self, source: str) -> str | None:
        """Return the fingerprint of one source's content; None when nothing of it is held."""
        with guarded(self.directory):
            found = self._sources.get(ids=[source], include=["metadatas"])
        return str(found["metadatas"][0]["fingerprint"]) if found["metadatas"] else None

    def rows(self, field: Field, values: Sequence[str]) -> list[Row]:
        """Return the rows whose `field` is one of `values`."""
        found: list[Row] = []
        for start in range(0, len(values), _MANY):
            where = _any_of(field, values[start : start + _MANY])
            with guarded(self.directory):
                found += _rows(self._passages.get(where=where, include=["metadatas", "documents"]))
        return found

    def vectors(self, words: Sequence[str]) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]:
        """Return the stored vectors of texts by the hash of what was embedded; unknown ones are left out."""
        found: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
        for start in range(0, len(words), _MANY):
            where = _any_of("words", words[start : start + _MANY])
            with guarded(self.directory):
                part = self._passages.get(where=where, include=["metadatas", "embeddings"])
            for values, vector in zip(part["metadatas"] or (), _vectors(part), strict=True):
                found[str(values["words"])] = vector
        return found

    def pages(self) -> Iterator[tuple[list[Row], Vectors]]:
        """Yield all rows with their vectors, a page at a time."""
        for start in range(0, self.count(), _PAGE):
            with guarded(self.directory):
                part = self._passages.get(
                    limit=_PAGE, offset=start, include=["metadatas", "documents", "embeddings"]
                )
            yield _rows(part), _vectors(part)

    def apply(self, change: Change) -> None:
        """Make the change, all of it or, until the next opening, none of it."""
        self.recover()
        self._journal.write(change)
        self._perform(change)

    def recover(self) -> None:
        """Finish a change that a crash interrupted after it had been written down."""
        change = self._journal.read()
        if change is not None:
            self._perform(change)

    def rebuild(self, embedding: str, encode: Callable[[list[Row]], Vectors]) -> None:
        """Replace every vector by what `encode` returns for its row; until all are there the old ones stay."""
        with guarded(self.directory):
            state = self._metadata(embedding, self.generation + 1)
            self._discard(_NEXT)
            fresh = self._collection(_NEXT)
            for rows, _ in self.pages():
                self._upsert(fresh, rows, encode(rows))
            fresh.modify(metadata=state)
            self._client.delete_collection(PASSAGES)
            fresh.modify(name=PASSAGES)
            self._passages = self._collection(PASSAGES)

    def close(self) -> None:
        """Release the files."""
        cast("Client", self._client).close()

    def _perform(self, change: Change) -> None:
        with guarded(self.directory):
            most = self._client.get_max_batch_size()
            self._upsert(self._passages, change.added, change.vectors)
            for start in range(0, len(change.updated), most):
                rows = change.updated[start : start + most]
                self._passages.update(ids=[row.id for row in rows], metadatas=_metadatas(rows))
            for start in range(0, len(change.deleted), most):
                self._passages.delete(ids=list(change.deleted[start : start + most]))
            self._note_sources(change)
            self._passages.modify(metadata=self._metadata(change.embedding, change.generation))
        self._journal.clear()

    def _upsert(self, collection: "Collection", rows: Sequence[Row], vectors: Vectors) -> None:
        most = self._client.get_max_batch_size()
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            collection.upsert(
                ids=[row.id for row in part],
                embeddings=vectors[start : start + most],
                documents=[row.text for row in part],
                metadatas=_metadatas(part),
            )

    def _note_sources(self, change: Change) -> None:
        for source, fingerprint in change.sources.items():
            if fingerprint:
                metadata = {"source": source, "fingerprint": fingerprint}
                self._sources.upsert(
                    ids=[source], embeddings=np.ones((1, 1), dtype=np.float32), metadatas=[metadata]
                )
        forgotten = [source for source, fingerprint in change.sources.items() if not fingerprint]
        if forgotten:
            self._sources.delete(ids=forgotten)

    def _collection(self, name: str) -> "Collection":
        return self._client.get_or_create_collection(name, embedding_function=None, configuration=_CONFIGURATION)

    def _metadata(self, embedding: str, generation: int) -> "dict[str, str | int]":
        return {"generation": generation, "embedding": embedding, "layout": LAYOUT}

    def _finish_rebuild(self) -> None:
        """Take over a rebuilt collection whose predecessor is gone; drop one that was left half-way."""
        names = {collection.name for collection in self._client.list_collections()}
        if _NEXT in names and PASSAGES in names:
            self._client.delete_collection(_NEXT)
        elif _NEXT in names:
            self._client.get_collection(_NEXT, embedding_function=None).modify(name=PASSAGES)

    def _discard(self, name: str) -> None:
        if name in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(name)

    def _state(self) -> "dict[str, object]":
        with guarded(self.directory):
            collection = self._client.get_collection(PASSAGES, embedding_function=None)
        return dict(collection.metadata or {})


def _connect(directory: Path) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - a slow import, needed once a workspace is opened
    from chromadb.config import Settings  # noqa: PLC0415

    directory.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))


def _metadatas(rows: Sequence[Row]) -> "list[Metadata]":
    return [row.metadata() for row in rows]


def _any_of(field: Field, values: Sequence[str]) -> "Where":
    return cast("Where", {field: {"$in": list(values)}})


def _rows(found: "GetResult") -> list[Row]:
    texts, metadatas = found["documents"] or (), found["metadatas"] or ()
    return [
        Row(id=identity, text=text or "", **cast("dict[str, str]", values))
        for identity, text, values in zip(found["ids"], texts, metadatas, strict=True)
    ]


def _vectors(found: "GetResult") -> Vectors:
    rows: Vectors = np.asarray(found["embeddings"], dtype=np.float32)
    return rows if len(found["ids"]) else np.zeros((0, 0), dtype=np.float32)

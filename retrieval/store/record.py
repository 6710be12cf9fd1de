"""The record: every stored text and vector, in an embedded Chroma. Only this module talks to Chroma.

A change is first written as a whole to a journal and then applied, so that a crash leaves the old state or,
after the next opening, the new one. A generation is counted up with every change; whoever derives something
from the record compares it. Chroma keeps on disk what it deleted: erasing writes the record anew into another
folder (`retrieval.store.place`). Chroma's own nearest-neighbour search is not used: see `retrieval.store.index`.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.errors import StoreError
from retrieval.store import place
from retrieval.store.calls import (
    Field,
    any_of,
    collection_of,
    metadatas_of,
    note_of,
    note_sources,
    rows_of,
    vectors_of,
)
from retrieval.store.guard import guarded, inspect
from retrieval.store.journal import Change, Journal
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

PASSAGES = "passages"
SOURCES = "sources"
_NEXT = "passages-next"
_PAGE = 2000
_MANY = 500


class Record:
    """Rows of one workspace, opened by one process."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._journal = Journal(directory / "journal.npz")
        self._lock = RLock()
        with guarded(directory), place.exclusive(directory, wait=False) as alone:
            self._open(_folder(directory))
            # Whoever else is at work finishes what is unfinished; nobody's work is swept away under his hands.
            if alone:
                place.sweep(directory)
                self._finish_rebuild()
                self._finish_change()

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
            where = any_of(field, values[start : start + _MANY])
            with guarded(self.directory):
                found += rows_of(self._passages.get(where=where, include=["metadatas", "documents"]))
        return found

    def vectors(self, words: Sequence[str]) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]:
        """Return the stored vectors of texts by the hash of what was embedded; unknown ones are left out."""
        found: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
        for start in range(0, len(words), _MANY):
            where = any_of("words", words[start : start + _MANY])
            with guarded(self.directory):
                part = self._passages.get(where=where, include=["metadatas", "embeddings"])
            for values, vector in zip(part["metadatas"] or (), vectors_of(part), strict=True):
                found[str(values["words"])] = vector
        return found

    def pages(self) -> Iterator[tuple[list[Row], Vectors]]:
        """Yield all rows with their vectors, a page at a time."""
        for start in range(0, self.count(), _PAGE):
            with guarded(self.directory):
                part = self._passages.get(
                    limit=_PAGE, offset=start, include=["metadatas", "documents", "embeddings"]
                )
            yield rows_of(part), vectors_of(part)

    def apply(self, change: Change) -> None:
        """Make the change, all of it or, until the next opening, none of it."""
        with place.exclusive(self.directory):
            self._follow()
            self._finish_change()
            self._journal.write(change)
            self._perform(change)

    def erase(self, change: Change, progress: Callable[[int, int], None] | None = None) -> None:
        """Forget `change.deleted` and `change.sources`, and leave no byte of them in any file.

        The rest is written into a fresh folder that is then put into use at once: a crash leaves the old record or
        the new one. What earlier changes deleted leaves the disk as well. `progress` hears (rows written, rows).
        """
        with place.exclusive(self.directory), guarded(self.directory):
            self._follow()
            self._finish_change()
            folder = place.fresh(self.directory)
            self._copy(folder, change, progress)
            place.adopt(self.directory, folder)
            self._follow()
            place.sweep(self.directory)

    @property
    def clean(self) -> bool:
        """Return whether no deleted text or vector is left in the files."""
        return not self._state().get("deleted", False)

    def rebuild(self, embedding: str, encode: Callable[[list[Row]], Vectors]) -> None:
        """Replace every vector by what `encode` returns for its row; until all are there the old ones stay."""
        with guarded(self.directory):
            state = note_of(embedding, self.generation + 1, deleted=True)
            self._discard(_NEXT)
            fresh = collection_of(self._client, _NEXT)
            for rows, _ in self.pages():
                self._upsert(fresh, rows, encode(rows))
            fresh.modify(metadata=state)
            self._client.delete_collection(PASSAGES)
            fresh.modify(name=PASSAGES)
            self._passages = collection_of(self._client, PASSAGES)

    def close(self) -> None:
        """Release the files."""
        cast("Client", self._client).close()

    def _open(self, folder: Path) -> None:
        inspect(folder)
        self._folder = folder
        self._client = _connect(folder)
        self._passages = collection_of(self._client, PASSAGES)
        self._sources = collection_of(self._client, SOURCES)

    def _follow(self) -> None:
        """Turn to the folder in use, which another process may have replaced."""
        with self._lock:
            folder = _folder(self.directory)
            if folder != self._folder:
                former = cast("Client", self._client)
                self._open(folder)
                former.close()

    def _copy(self, folder: Path, change: Change, progress: Callable[[int, int], None] | None) -> None:
        """Write all rows but the deleted ones into `folder`, with what the sources were made of."""
        gone, done, total = frozenset(change.deleted), 0, self.count()
        client = _connect(folder)
        fresh, sources = collection_of(client, PASSAGES), collection_of(client, SOURCES)
        for rows, vectors in self.pages():
            kept = [number for number, row in enumerate(rows) if row.id not in gone]
            self._upsert(fresh, [rows[number] for number in kept], vectors[kept])
            done += len(rows)
            if progress:
                progress(done, total)
        known = {name: made for name, made in self.fingerprints().items() if name not in change.sources}
        note_sources(sources, known, client.get_max_batch_size())
        fresh.modify(metadata=note_of(change.embedding, change.generation))
        cast("Client", client).close()

    def _finish_change(self) -> None:
        """Finish a change that a crash interrupted after it had been written down."""
        change = self._journal.read()
        if change is not None:
            self._perform(change)

    def _perform(self, change: Change) -> None:
        with guarded(self.directory):
            most = self._client.get_max_batch_size()
            self._upsert(self._passages, change.added, change.vectors)
            for start in range(0, len(change.updated), most):
                rows = change.updated[start : start + most]
                self._passages.update(ids=[row.id for row in rows], metadatas=metadatas_of(rows))
            for start in range(0, len(change.deleted), most):
                self._passages.delete(ids=list(change.deleted[start : start + most]))
            self._note_sources(change)
            left = bool(change.deleted or change.updated) or not self.clean
            self._passages.modify(metadata=note_of(change.embedding, change.generation, deleted=left))
        self._journal.clear()

    def _upsert(self, collection: "Collection", rows: Sequence[Row], vectors: Vectors) -> None:
        most = self._client.get_max_batch_size()
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            collection.upsert(
                ids=[row.id for row in part],
                embeddings=vectors[start : start + most],
                documents=[row.text for row in part],
                metadatas=metadatas_of(part),
            )

    def _note_sources(self, change: Change) -> None:
        known = {source: made for source, made in change.sources.items() if made}
        note_sources(self._sources, known, self._client.get_max_batch_size())
        forgotten = [source for source, fingerprint in change.sources.items() if not fingerprint]
        if forgotten:
            self._sources.delete(ids=forgotten)

    def _finish_rebuild(self) -> None:
        """Take over a rebuilt collection whose predecessor is gone; drop one that was left half-way."""
        names = {collection.name for collection in self._client.list_collections()}
        if _NEXT not in names:
            return
        if self._passages.count() or not self._client.get_collection(_NEXT, embedding_function=None).metadata:
            self._client.delete_collection(_NEXT)
            return
        self._client.delete_collection(PASSAGES)
        self._client.get_collection(_NEXT, embedding_function=None).modify(name=PASSAGES)
        self._passages = collection_of(self._client, PASSAGES)

    def _discard(self, name: str) -> None:
        if name in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(name)

    def _state(self) -> "dict[str, object]":
        with guarded(self.directory):
            self._follow()
            collection = self._client.get_collection(PASSAGES, embedding_function=None)
        return dict(collection.metadata or {})


def _folder(directory: Path) -> Path:
    """Return the folder in use, a new one where nothing is stored yet."""
    folder = place.current(directory)
    if folder is None:
        if (directory / "chroma.sqlite3").exists() or any(directory.glob("*/header.bin")):
            raise StoreError(
                f"The stored texts in `{directory}` lie as an older version left them, or their database is gone. "
                "Run any command on the workspace to bring it forward, or restore it from a backup."
            )
        folder = place.fresh(directory)
        cast("Client", _connect(folder)).close()
        place.adopt(directory, folder)
    return folder


def _connect(directory: Path) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - a slow import, needed once a workspace is opened
    from chromadb.config import Settings  # noqa: PLC0415

    directory.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))

"""The record: every stored text and vector, in Chroma. Only this package talks to Chroma.

A change is first written as a whole to a journal and then applied, so that a crash leaves the old state or,
after the next opening, the new one. A generation is counted up with every change; whoever derives something
from the record compares it. Chroma keeps on disk what it deleted: erasing writes the record anew into another
folder (`retrieval.store.place`). Chroma's own nearest-neighbour search is not used: see `retrieval.store.index`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.errors import StoreError
from retrieval.store import place, residue
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
from retrieval.store.engines import Embedded, Engine, Served, Server, embedded_client
from retrieval.store.journal import Change, Journal
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

PASSAGES = "passages"
SOURCES = "sources"
_NEXT = "passages-next"
_PAGE = 50_000
_MANY = 500


class Record:
    """Rows of one workspace, in its own folder or on a server.

    A client in another process does not survive what this one writes: whoever finds that the generation has moved
    without him connects anew.
    """

    def __init__(self, directory: Path, server: Server | None = None) -> None:
        self.directory = directory
        self._engine: Engine = Served(server) if server else Embedded(directory)
        self._journal = Journal(directory / "journal.npz")
        self._lock = RLock()
        with self._engine.guarded(), place.exclusive(directory, wait=False) as alone:
            self._open(self._engine.spot())
            # Whoever else is at work finishes what is unfinished; nobody's work is swept away under his hands.
            if alone:
                place.sweep(directory)
                self._finish_rebuild()
                self._finish_change()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold off changes by other processes of this machine; for reading the whole record."""
        with place.exclusive(self.directory), self._engine.guarded():
            self._follow()
            yield

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
        with self._engine.guarded():
            return self._passages.count()

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every source's content, by source."""
        with self._engine.guarded():
            found = self._sources.get(include=["metadatas"])
        return {str(values["source"]): str(values["fingerprint"]) for values in found["metadatas"] or []}

    def fingerprint(self, source: str) -> str | None:
        """Return the fingerprint of one source's content; None when nothing of it is held."""
        with self._engine.guarded():
            found = self._sources.get(ids=[source], include=["metadatas"])
        return str(found["metadatas"][0]["fingerprint"]) if found["metadatas"] else None

    def rows(self, field: Field, values: Sequence[str]) -> list[Row]:
        """Return the rows whose `field` is one of `values`."""
        found: list[Row] = []
        for start in range(0, len(values), _MANY):
            where = any_of(field, values[start : start + _MANY])
            with self._engine.guarded():
                found += rows_of(self._passages.get(where=where, include=["metadatas", "documents"]))
        return found

    def vectors(self, words: Sequence[str]) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]:
        """Return the stored vectors of texts by the hash of what was embedded; unknown ones are left out."""
        found: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
        for start in range(0, len(words), _MANY):
            where = any_of("words", words[start : start + _MANY])
            with self._engine.guarded():
                part = self._passages.get(where=where, include=["metadatas", "embeddings"])
            for values, vector in zip(part["metadatas"] or (), vectors_of(part), strict=True):
                found[str(values["words"])] = vector
        self._blank()
        return found

    def pages(self, sources: Sequence[str] | None = None) -> Iterator[tuple[list[Row], Vectors]]:
        """Yield all rows, or those of `sources`, with their vectors, a page at a time.

        Pages are asked for by id: an offset makes Chroma walk over all rows before it.
        """
        ids = self._ids(sources)
        for start in range(0, len(ids), _MANY):
            with self._engine.guarded():
                part = self._passages.get(
                    ids=ids[start : start + _MANY], include=["metadatas", "documents", "embeddings"]
                )
            yield rows_of(part), vectors_of(part)
        self._blank()

    def _ids(self, sources: Sequence[str] | None) -> list[str]:
        """Return the ids of all rows, or of those of some sources."""
        found: list[str] = []
        with self._engine.guarded():
            if sources is None:
                for start in range(0, self._passages.count(), _PAGE):
                    found += self._passages.get(limit=_PAGE, offset=start, include=[])["ids"]
            for start in range(0, len(sources or ()), _MANY):
                where = any_of("source", (sources or ())[start : start + _MANY])
                found += self._passages.get(where=where, include=[])["ids"]
        return found

    def apply(self, change: Change) -> None:
        """Make the change, all of it or, until the next opening, none of it."""
        with place.exclusive(self.directory):
            self._follow()
            self._finish_change()
            if change.generation != self.generation + 1:
                raise StoreError(
                    "The stored texts were changed by another process in the meantime; nothing was written. "
                    "Run the command again."
                )
            self._journal.write(change)
            self._perform(change)

    def erase(self, change: Change, progress: Callable[[int, int], None] | None = None) -> None:
        """Forget `change.deleted` and `change.sources`, and leave no byte of them in any file.

        The rest is written into a fresh folder that is then put into use at once: a crash leaves the old record or
        the new one. What earlier changes deleted leaves the disk as well. `progress` hears (rows written, rows).
        A server deletes the rows; what stays in its own files until they are compacted is out of reach.
        """
        with place.exclusive(self.directory), self._engine.guarded():
            self._follow()
            self._finish_change()
            if self._engine.shared:
                self._journal.write(change)
                self._perform(change)
                return
            folder = place.fresh(self.directory)
            self._copy(folder, change, progress)
            if not residue.blank(folder):
                raise StoreError(
                    "This version of Chroma lays its files out in a way that is not known, so nothing was erased. "
                    "Install the version that `uv.lock` names and erase again."
                )
            place.adopt(self.directory, folder)
            self._follow()
            place.sweep(self.directory)

    @property
    def clean(self) -> bool:
        """Return whether no deleted text or vector is left in the files."""
        return not self._state().get("deleted", False)

    def rebuild(self, embedding: str, encode: Callable[[list[Row]], Vectors]) -> None:
        """Replace every vector by what `encode` returns for its row; until all are there the old ones stay."""
        with self._engine.guarded():
            state = note_of(embedding, self.generation + 1, deleted=True)
            self._discard(_NEXT)
            fresh = collection_of(self._client, _NEXT)
            for rows, _ in self.pages():
                self._upsert(fresh, rows, encode(rows))
            fresh.modify(metadata=state)
            self._client.delete_collection(PASSAGES)
            fresh.modify(name=PASSAGES)
            self._passages = collection_of(self._client, PASSAGES)
            self._seen = _generation(self._passages)

    def close(self) -> None:
        """Release the files."""
        cast("Client", self._client).close()

    @property
    def shared(self) -> bool:
        """Return whether the texts lie on a server, whose files are not ours to clean."""
        return self._engine.shared

    def _open(self, spot: Path | None) -> None:
        self._spot = spot
        self._client = self._engine.connect(spot)
        self._passages = collection_of(self._client, PASSAGES)
        self._sources = collection_of(self._client, SOURCES)
        self._seen = _generation(self._passages)

    def _follow(self) -> None:
        """Connect anew when another process has replaced the folder in use or changed what is in it."""
        with self._lock:
            spot = self._engine.spot()
            known = self._client.get_collection(PASSAGES, embedding_function=None) if spot == self._spot else None
            if known is None or known.id != self._passages.id or _generation(known) != self._seen:
                # Chroma shares one engine a folder in a process, so the former has to be closed first.
                cast("Client", self._client).close()
                self._open(spot)

    def _copy(self, folder: Path, change: Change, progress: Callable[[int, int], None] | None) -> None:
        """Write all rows but the deleted ones into `folder`, with what the sources were made of."""
        gone, done, total = frozenset(change.deleted), 0, self.count()
        client = embedded_client(folder)
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
        fresh.get(limit=1, include=["embeddings"])  # makes Chroma lay out its files now, before they are blanked
        cast("Client", client).close()

    def _blank(self) -> None:
        """Blank what Chroma wrote of this process's memory: its files are laid out when vectors are first read."""
        if self._spot is not None:
            residue.blank(self._spot)

    def _finish_change(self) -> None:
        """Finish a change that a crash interrupted after it had been written down."""
        change = self._journal.read()
        if change is not None:
            self._perform(change)

    def _perform(self, change: Change) -> None:
        with self._engine.guarded():
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
            self._seen = change.generation
        self._blank()
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
        with self._engine.guarded():
            self._follow()
            collection = self._client.get_collection(PASSAGES, embedding_function=None)
        return dict(collection.metadata or {})


def _generation(passages: "Collection") -> int:
    return int(str((passages.metadata or {}).get("generation", 0)))

"""The record: every stored text and vector, in Chroma. Only this package talks to Chroma.

A change is first written as a whole to a journal and then applied, so that a crash leaves the old state or,
after the next opening, the new one. A generation is counted up with every change; whoever derives something
from the record compares it. Chroma keeps on disk what it deleted: erasing writes the record anew into another
folder (`retrieval.store.place`). Chroma's own nearest-neighbour search is not used: see `retrieval.store.index`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.errors import StoreError
from retrieval.store import place, renewal, residue
from retrieval.store.calls import (
    Field,
    any_of,
    metadatas_of,
    note_of,
    note_sources,
    rows_of,
    upsert,
    vectors_of,
)
from retrieval.store.connection import Connection, generation_of
from retrieval.store.engines import Embedded, Engine, Served, Server
from retrieval.store.journal import Change, Journal
from retrieval.store.mark import Mark
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_PAGE = 50_000
_MANY = 500


class Record:
    """Rows of one workspace, in its own folder or on a server."""

    def __init__(self, directory: Path, server: Server | None = None) -> None:
        self.directory = directory
        self._engine: Engine = Served(server) if server else Embedded(directory)
        self._journal = Journal(directory / "journal.npz")
        self._mark = Mark(None if server else directory)
        with self._engine.guarded(), place.exclusive(directory, wait=False) as alone:
            self._at = Connection(self._engine)
            # Whoever else is at work finishes what is unfinished; nobody's work is swept away under his hands.
            if alone:
                place.sweep(directory)
                renewal.finish(self._at)
                self._finish_change()
                self._mark.put(generation_of(self._at.passages))

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold off changes by other processes of this machine; for reading the whole record."""
        with place.exclusive(self.directory), self._engine.guarded():
            self._at.follow()
            yield

    @property
    def generation(self) -> int:
        """Return how many changes the record has seen, whoever made them."""
        told = self._mark.read()
        return self._asked_generation() if told is None else told

    @property
    def embedding(self) -> str:
        """Return the identity of the embedding whose vectors are stored; empty while nothing is."""
        return str(self._at.state().get("embedding", ""))

    def count(self) -> int:
        """Return the number of rows."""
        with self._engine.guarded():
            return self._at.passages.count()

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every source's content, by source."""
        with self._engine.guarded():
            found = self._at.sources.get(include=["metadatas"])
        return {str(values["source"]): str(values["fingerprint"]) for values in found["metadatas"] or []}

    def fingerprint(self, source: str) -> str | None:
        """Return the fingerprint of one source's content; None when nothing of it is held."""
        with self._engine.guarded():
            found = self._at.sources.get(ids=[source], include=["metadatas"])
        return str(found["metadatas"][0]["fingerprint"]) if found["metadatas"] else None

    def rows(self, field: Field, values: Sequence[str]) -> list[Row]:
        """Return the rows whose `field` is one of `values`."""
        found: list[Row] = []
        for start in range(0, len(values), _MANY):
            where = any_of(field, values[start : start + _MANY])
            with self._engine.guarded():
                found += rows_of(self._at.passages.get(where=where, include=["metadatas", "documents"]))
        return found

    def vectors(self, words: Sequence[str]) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]:
        """Return the stored vectors of texts by the hash of what was embedded; unknown ones are left out."""
        found: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
        for start in range(0, len(words), _MANY):
            where = any_of("words", words[start : start + _MANY])
            with self._engine.guarded():
                part = self._at.passages.get(where=where, include=["metadatas", "embeddings"])
            for values, vector in zip(part["metadatas"] or (), vectors_of(part), strict=True):
                found[str(values["words"])] = vector
        self._at.blank()
        return found

    def pages(self, sources: Sequence[str] | None = None) -> Iterator[tuple[list[Row], Vectors]]:
        """Yield all rows, or those of `sources`, with their vectors, a page at a time.

        Pages are asked for by id: an offset makes Chroma walk over all rows before it.
        """
        ids = self._ids(sources)
        for start in range(0, len(ids), _MANY):
            with self._engine.guarded():
                part = self._at.passages.get(
                    ids=ids[start : start + _MANY], include=["metadatas", "documents", "embeddings"]
                )
            yield rows_of(part), vectors_of(part)
        self._at.blank()

    def _ids(self, sources: Sequence[str] | None) -> list[str]:
        """Return the ids of all rows, or of those of some sources."""
        found: list[str] = []
        with self._engine.guarded():
            if sources is None:
                for start in range(0, self._at.passages.count(), _PAGE):
                    found += self._at.passages.get(limit=_PAGE, offset=start, include=[])["ids"]
            for start in range(0, len(sources or ()), _MANY):
                where = any_of("source", (sources or ())[start : start + _MANY])
                found += self._at.passages.get(where=where, include=[])["ids"]
        return found

    def apply(self, change: Change) -> None:
        """Make the change, all of it or, until the next opening, none of it."""
        with place.exclusive(self.directory):
            self._at.follow()
            self._finish_change()
            if change.generation != self._asked_generation() + 1:
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
            self._at.follow()
            self._finish_change()
            if self._engine.shared:
                self._journal.write(change)
                self._perform(change)
                return
            folder = place.fresh(self.directory)
            total = self.count()
            for done in renewal.copied(folder, change, self.pages(), self.fingerprints()):
                if progress:
                    progress(done, total)
            if not residue.blank(folder):
                raise StoreError(
                    "This version of Chroma lays its files out in a way that is not known, so nothing was erased. "
                    "Install the version that `uv.lock` names and erase again."
                )
            self._mark.withdraw()
            place.adopt(self.directory, folder)
            self._at.follow()
            place.sweep(self.directory)
            self._mark.put(change.generation)

    @property
    def clean(self) -> bool:
        """Return whether no deleted text or vector is left in the files."""
        return not self._at.state().get("deleted", False)

    def rebuild(self, embedding: str, encode: Callable[[list[Row]], Vectors]) -> None:
        """Replace every vector by what `encode` returns for its row; until all are there the old ones stay."""
        with self._engine.guarded():
            note = note_of(embedding, self._asked_generation() + 1, deleted=True)
            fresh = renewal.begin(self._at.client)
            for rows, _ in self.pages():
                self._put(fresh, rows, encode(rows))
            with place.exclusive(self.directory):
                self._mark.withdraw()
                renewal.take_over(self._at, fresh, note)
                self._mark.put(self._asked_generation())

    def close(self) -> None:
        """Release the files."""
        self._at.close()

    @property
    def shared(self) -> bool:
        """Return whether the texts lie on a server, whose files are not ours to clean."""
        return self._engine.shared

    def _finish_change(self) -> None:
        """Finish a change that a crash interrupted after it had been written down."""
        change = self._journal.read()
        if change is not None:
            self._perform(change)

    def _perform(self, change: Change) -> None:
        self._mark.withdraw()
        with self._engine.guarded():
            most = self._at.client.get_max_batch_size()
            self._put(self._at.passages, change.added, change.vectors)
            for start in range(0, len(change.updated), most):
                rows = change.updated[start : start + most]
                self._at.passages.update(ids=[row.id for row in rows], metadatas=metadatas_of(rows))
            for start in range(0, len(change.deleted), most):
                self._at.passages.delete(ids=list(change.deleted[start : start + most]))
            self._note_sources(change)
            left = bool(change.deleted or change.updated) or not self.clean
            self._at.passages.modify(metadata=note_of(change.embedding, change.generation, deleted=left))
            self._at.saw(change.generation)
        self._at.blank()
        self._journal.clear()
        self._mark.put(change.generation)

    def _note_sources(self, change: Change) -> None:
        known = {source: made for source, made in change.sources.items() if made}
        note_sources(self._at.sources, known, self._at.client.get_max_batch_size())
        forgotten = [source for source, fingerprint in change.sources.items() if not fingerprint]
        if forgotten:
            self._at.sources.delete(ids=forgotten)

    def _put(self, collection: "Collection", rows: Sequence[Row], vectors: Vectors) -> None:
        upsert(collection, rows, vectors, self._at.client.get_max_batch_size())

    def _asked_generation(self) -> int:
        return int(str(self._at.state().get("generation", 0)))

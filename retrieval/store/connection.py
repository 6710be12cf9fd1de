"""The connection to the record's collections, renewed when another process has changed them."""

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

from retrieval.store import residue
from retrieval.store.calls import collection_of
from retrieval.store.engines import Engine

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

PASSAGES = "passages"
SOURCES = "sources"


class Connection:
    """A client with the collections of passages and sources.

    A client in another process does not survive what this one writes: whoever finds that the generation has moved
    without him connects anew.
    """

    client: "ClientAPI"
    passages: "Collection"
    sources: "Collection"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = RLock()
        self._open(engine.spot())

    def follow(self) -> None:
        """Connect anew when another process has replaced the folder in use or changed what is in it."""
        with self._lock:
            spot = self.engine.spot()
            known = self.client.get_collection(PASSAGES, embedding_function=None) if spot == self._spot else None
            if known is None or known.id != self.passages.id or generation_of(known) != self._seen:
                # Chroma shares one engine a folder in a process, so the former has to be closed first.
                self.close()
                self._open(spot)

    def saw(self, generation: int) -> None:
        """Remember that this process made the change that led to this generation."""
        self._seen = generation

    def renamed(self) -> None:
        """Use the collection that has just taken the place of the former one."""
        self.passages = collection_of(self.client, PASSAGES)
        self._seen = generation_of(self.passages)

    def state(self) -> "dict[str, object]":
        """Return what is noted of the whole record, as it is now."""
        with self.engine.guarded():
            self.follow()
            collection = self.client.get_collection(PASSAGES, embedding_function=None)
        return dict(collection.metadata or {})

    def blank(self) -> None:
        """Blank what Chroma wrote of this process's memory: its files are laid out when vectors are first read."""
        if self._spot is not None:
            residue.blank(self._spot)

    def close(self) -> None:
        """Release the files."""
        cast("Client", self.client).close()

    def _open(self, spot: Path | None) -> None:
        self._spot = spot
        self.client = self.engine.connect(spot)
        self.passages = collection_of(self.client, PASSAGES)
        self.sources = collection_of(self.client, SOURCES)
        self._seen = generation_of(self.passages)


def generation_of(passages: "Collection") -> int:
    """Return how many changes the collection has seen, as it was when it was asked for."""
    return int(str((passages.metadata or {}).get("generation", 0)))

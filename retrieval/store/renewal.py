"""Write the record anew as a whole: beside itself with other vectors, or elsewhere without what was erased."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from retrieval.embed.numbers import Vectors
from retrieval.store.calls import collection_of, note_of, note_sources, upsert
from retrieval.store.connection import PASSAGES, SOURCES, Connection
from retrieval.store.engines import embedded_client
from retrieval.store.journal import Change
from retrieval.store.rows import Row

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_NEXT = "passages-next"


def begin(client: "ClientAPI") -> "Collection":
    """Return an empty collection beside the one in use; one that was left half-way is dropped."""
    if _NEXT in _names(client):
        client.delete_collection(_NEXT)
    return collection_of(client, _NEXT)


def take_over(at: Connection, fresh: "Collection", note: "Mapping[str, str | int]") -> None:
    """Put the collection that `begin` made, filled by now, in the place of the one in use."""
    fresh.modify(metadata=dict(note))
    at.client.delete_collection(PASSAGES)
    fresh.modify(name=PASSAGES)
    at.renamed()


def finish(at: Connection) -> None:
    """Take over a collection whose predecessor is gone, after a crash; drop one that was left half-way."""
    if _NEXT not in _names(at.client):
        return
    fresh = at.client.get_collection(_NEXT, embedding_function=None)
    if at.passages.count() or not fresh.metadata:
        at.client.delete_collection(_NEXT)
        return
    at.client.delete_collection(PASSAGES)
    fresh.modify(name=PASSAGES)
    at.renamed()


def copied(
    folder: Path, change: Change, pages: Iterable[tuple[list[Row], Vectors]], sources: Mapping[str, str]
) -> Iterator[int]:
    """Write all rows but the deleted ones into `folder`, with the fingerprints of the sources that stay.

    Yields how many rows were read; it is complete when nothing more is yielded.
    """
    gone, done = frozenset(change.deleted), 0
    client = embedded_client(folder)
    most = client.get_max_batch_size()
    fresh, made = collection_of(client, PASSAGES), collection_of(client, SOURCES)
    for rows, vectors in pages:
        kept = [number for number, row in enumerate(rows) if row.id not in gone]
        upsert(fresh, [rows[number] for number in kept], vectors[kept], most)
        done += len(rows)
        yield done
    known = {name: was for name, was in sources.items() if name not in change.sources}
    note_sources(made, known, most)
    fresh.modify(metadata=note_of(change.embedding, change.generation))
    fresh.get(limit=1, include=["embeddings"])  # makes Chroma lay out its files now, before they are blanked
    cast("Client", client).close()


def _names(client: "ClientAPI") -> set[str]:
    return {collection.name for collection in client.list_collections()}

"""The corpus: everything customers said, kept, found again and forgotten. Callers need no other module."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Protocol, Self, TypeVar, cast

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.documents import Document, Hit
from retrieval.embed.numbers import Vectors, identity, unit
from retrieval.embed.remembered import Remembered
from retrieval.filters import Filter
from retrieval.held import Counts, Held
from retrieval.search import Encode, search
from retrieval.store.engines import Server
from retrieval.store.index import Index
from retrieval.store.published import Elsewhere, Published, nobody
from retrieval.store.record import Record
from retrieval.store.writer import Changes, Progress, Writer, mismatch

__all__ = ["Changes", "Corpus", "Counts", "Progress"]

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Scrubbed(Protocol):
    """A text with personal data replaced."""

    @property
    def text(self) -> str:
        """Return the text that may be used."""


class Scrubber(Protocol):
    """The part of `retrieval.privacy.Privacy` that queries pass through."""

    def scrub(self, text: str) -> Scrubbed:
        """Replace personal data as it was replaced in the stored texts."""


class Corpus(Held):
    """One workspace's texts: the record in `chroma`, the index derived from it in `index`.

    Safe to share between threads. One process writes; it sees its own changes at the next search. While a change
    is being made, every other thread reads what was there before it.
    """

    def __init__(
        self,
        directory: Path,
        record: Record | Callable[[], Record],
        embeddings: Embeddings,
        privacy: Scrubber | None,
        elsewhere: Elsewhere = nobody,
    ) -> None:
        self._directory = directory
        self._given = record
        self._embeddings = embeddings
        self._privacy = privacy
        self._remembered = Remembered(embeddings)
        self._published = Published(directory / "index", lambda: self._record, elsewhere)
        self._deriving = RLock()

    @classmethod
    def open(
        cls,
        directory: Path,
        embeddings: Embeddings,
        *,
        privacy: Scrubber | None = None,
        server: Server | None = None,
        elsewhere: Elsewhere = nobody,
    ) -> Self:
        """Open the corpus in `directory`, making an empty one where there is none.

        With `server` the texts lie on a Chroma server, and only what is derived from them in `directory`.
        `elsewhere` tells whether another process owns the workspace; its texts are then read through the index
        that it keeps in order. Raises StoreError when what is stored is damaged; it is left as it is.
        """
        corpus = cls(directory, lambda: Record(directory / "chroma", server), embeddings, privacy, elsewhere)
        if not elsewhere():
            corpus._record  # noqa: B018 - what is damaged is told now
        return corpus

    @cached_property
    def _record(self) -> Record:
        return self._given if isinstance(self._given, Record) else self._given()

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self._record, self._embeddings)

    def close(self) -> None:
        """Release the files."""
        self._published.close()
        if "_record" in self.__dict__:
            self._record.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def replace(self, source: str, documents: Sequence[Document], progress: Progress | None = None) -> Changes:
        """Make `documents` all that is held of the file `source`; what did not change costs nothing.

        `progress` hears (texts embedded, texts to embed). All of it happens, or after a crash none of it.
        """
        with self._change():
            return self._writer.replace(source, documents, progress)

    def exchange(
        self,
        documents: Mapping[str, Sequence[Document]],
        gone: Collection[str] = (),
        progress: Progress | None = None,
    ) -> Changes:
        """Replace several sources and forget those `gone` in one change: what a renamed file said is kept.

        Else like `replace`.
        """
        with self._change():
            return self._writer.exchange(documents, gone, progress)

    def gathering(self) -> AbstractContextManager[None]:
        """Make many changes: until the end searches read what was there before, when that is known."""
        return self._published.gathering()

    def publish(self) -> int:
        """Put the index in order, so that other processes can read it; return its generation."""
        return self._index().stamp.generation

    def remove(
        self,
        *,
        documents: Collection[str] = (),
        customers: Collection[str] = (),
        sources: Collection[str] = (),
    ) -> int:
        """Remove documents by id, by customer and by source file; return how many there were."""
        with self._change():
            return self._writer.remove(documents, customers, sources)

    def erase(
        self,
        *,
        documents: Collection[str] = (),
        customers: Collection[str] = (),
        sources: Collection[str] = (),
        progress: Progress | None = None,
    ) -> Counts:
        """Remove documents so that no file holds a byte of their texts or vectors; return what there was of them.

        The record is written anew, which takes a while (`progress` hears rows written and rows); searches go on
        over what was there before, and see the new state all at once. A crash leaves the one or the other.
        """
        self._index()
        with self._change():
            counts = Counts(*self._writer.erase(documents, customers, sources, progress))
            self._published.renew(anew=True)
            self._remembered = Remembered(self._embeddings)
            return counts

    @property
    def outdated(self) -> bool:
        """Return whether the stored vectors come from another embedding than the one configured."""
        return self._record.embedding not in {"", identity(self._embeddings)}

    def reembed(self, progress: Progress | None = None) -> int:
        """Embed every stored text with the embedding now configured; return how many there were.

        `progress` hears (rows done, rows). Searches go on meanwhile, by words alone.
        """
        with self._change():
            return self._writer.reembed(progress)

    def search(self, query: str, k: int = 10, where: Filter = Filter()) -> list[Hit]:  # noqa: B008 - frozen
        """Return the best `k` passages for a query among those that the filter admits, best first.

        By words alone while the stored vectors come from another embedding than the one configured.
        """
        text = self.as_stored(query)
        index = self._index()
        if not len(index) or not text.strip():
            return []
        return search(index, text, self._encoder(index), k, where)

    def as_stored(self, text: str) -> str:
        """Return a text with personal data replaced as it was in the stored texts, so that names meet."""
        return self._privacy.scrub(text).text if self._privacy else text

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vector of each text as a row, in their order; those asked for lately are remembered."""
        return self._remembered.vectors(texts) if texts else np.zeros((0, 0), dtype=np.float32)

    @property
    def comparable(self) -> bool:
        """Return whether vectors of texts given now can be compared with those stored."""
        return self._index().stamp.embedding == identity(self._embeddings)

    def derived(self, name: str, build: Callable[["Corpus"], T]) -> T:
        """Return what `build` makes of the texts, made once for as long as they stay the same."""
        with self._deriving:
            self._index()
            made = self._published.derived
            if name not in made:
                made[name] = build(self)
            return cast("T", made[name])

    def _change(self) -> AbstractContextManager[None]:
        return self._published.changing()

    def _encoder(self, index: Index) -> Encode | None:
        """Return what makes a unit vector of a query; None when it could not be compared with the stored ones."""
        stored, configured = index.stamp.embedding, identity(self._embeddings)
        if stored != configured:
            _LOG.warning("Searching by words alone. %s", mismatch(stored, configured))
            return None
        embed = self._embeddings.embed_query
        return lambda text: unit(np.asarray([embed(text)], dtype=np.float32))[0]

    def _index(self) -> Index:
        """Return the index that a search reads now."""
        return self._published.now()

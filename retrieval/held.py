"""What the corpus holds, as its index tells: documents, passages, and how many there are of what."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from retrieval.documents import Document, Kind, Passage
from retrieval.embed.numbers import Vectors
from retrieval.filters import Filter
from retrieval.store.index import Index


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the corpus holds."""

    documents: int
    passages: int


class Stored:
    """Every passage of one generation, by number: its document, its vector, and which of them a filter admits."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.passages = [index.passage(number) for number in range(len(index))]
        documents = list(index.documents())
        self.documents = [documents[owner] for owner in index.facets.owners.tolist()]

    def admitted(self, where: Filter) -> list[int]:
        """Return the numbers of the passages that the filter admits, in order."""
        mask = self._index.facets.mask(where)
        return list(range(len(self.passages))) if mask is None else np.flatnonzero(mask).tolist()

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """Return the vectors of passages, each of length 1, a row each in the order of the numbers."""
        rows: Vectors = self._index.vectors.exact[np.asarray(numbers, dtype=np.int64)]
        return rows


class Held(ABC):
    """Reads the index in use; every call sees one generation of it."""

    @abstractmethod
    def _index(self) -> Index:
        """Return the index in use."""

    def document(self, id: str) -> Document | None:  # noqa: A002 - what people call it
        """Return a document with its whole stored text; None when it is not held."""
        index = self._index()
        number = index.facets.numbers.get(id)
        return None if number is None else index.document(number)

    def documents(self) -> list[Document]:
        """Return all documents with their texts, ordered by source and place in it."""
        return list(self._index().documents())

    def summaries(self) -> Iterator[Document]:
        """Yield all documents without their texts, ordered by source and place in it."""
        return (replace(document, text="", edits=(), silent=()) for document in self._index().documents())

    def passages(self, document: str) -> list[Passage]:
        """Return the passages of a document in order; empty when it is not held."""
        index = self._index()
        return [index.passage(number) for number in index.passages_of(document)]

    def stored(self) -> Stored:
        """Return all passages with their documents and vectors, as they are now."""
        return Stored(self._index())

    def neighbours(self, passage: Passage, before: int = 1, after: int = 1) -> list[Passage]:
        """Return the passages around one, in order and without it."""
        around = range(passage.position - before, passage.position + after + 1)
        found = self.passages(passage.document)
        return [other for other in found if other.position in around and other.position != passage.position]

    def sources(self) -> dict[str, int]:
        """Return the number of documents by source file."""
        return self._index().facets.columns.sources.counts()

    def passages_by_source(self) -> dict[str, int]:
        """Return the number of passages by source file."""
        index = self._index()
        sources = list(index.facets.columns.sources)
        return dict(Counter(sources[number] for number in index.facets.columns.owners))

    def kinds(self) -> dict[Kind, int]:
        """Return the number of documents by kind."""
        return cast("dict[Kind, int]", self._index().facets.columns.kinds.counts())

    def speakers(self) -> dict[str, int]:
        """Return the number of passages by who speaks in them, one person or several."""
        found: Counter[str] = Counter()
        for names, count in self._index().facets.columns.speakers.counts().items():
            found.update(dict.fromkeys(names.split("\n"), count))
        return dict(found)

    def customers(self) -> dict[str, int]:
        """Return the number of documents by customer."""
        return self._index().facets.columns.customers.counts()

    def counts(self, where: Filter = Filter()) -> Counts:  # noqa: B008 - frozen
        """Return how many documents and passages are held, or those that the filter admits."""
        index = self._index()
        among = index.facets.mask(where)
        if among is None:
            return Counts(len(index.facets.columns.documents), len(index))
        return Counts(len(np.unique(index.facets.owners[among])), int(among.sum()))

    def version(self) -> str:
        """Return a hash of all stored texts: equal corpora have equal versions."""
        return self._index().stamp.version

    def frequencies(self, words: Sequence[str], where: Filter = Filter()) -> list[int | None]:  # noqa: B008 - frozen
        """Return for each word in how many admitted passages it stands; None for a function word."""
        index = self._index()
        among = index.facets.mask(where)
        return [index.lexicon.frequency(word, among) for word in words]

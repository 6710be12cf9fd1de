"""Write an index: what changed since the former index is read and cut into words, the rest is copied."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.chunk import embedded
from retrieval.documents import Document, Passage
from retrieval.embed.numbers import Vectors
from retrieval.store import scan
from retrieval.store.columns import Columns
from retrieval.store.lexical import Analyzers, language_of
from retrieval.store.lines import Lines
from retrieval.store.postings import Terms
from retrieval.store.record import Record
from retrieval.store.rows import Row, document_to_json, from_rows, passage_to_json, place_of

if TYPE_CHECKING:
    from retrieval.store.index import Index

# Counts changes of the files' meaning, so that an index of another layout is rebuilt.
LAYOUT = 3
SOURCES = "sources.json"
# Above this share of changed sources reading everything is quicker than asking for these.
_MOST_CHANGED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an index was built from; `version` is a hash of all stored texts."""

    folder: str
    layout: int
    generation: int
    embedding: str
    version: str
    languages: list[str]


@dataclass(frozen=True, slots=True)
class _New:
    """A document read from the record; `rows` numbers the row of each of its passages."""

    document: Document
    passages: list[Passage]
    rows: list[int]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read from the record, and the numbers of the former index's documents that are still right."""

    kept: list[int]
    documents: list[_New]
    rows: list[Row]
    vectors: Vectors


def write(folder: Path, record: Record, former: "Index | None") -> Stamp:
    """Write the index of the record's present generation into `folder`, copying what `former` has of it."""
    generation, embedding, made = record.generation, record.embedding, record.fingerprints()
    usable = former if former is not None and former.stamp.embedding == embedding else None
    read = _changes(record, usable, made) if usable is not None else None
    if read is None:
        usable, read = None, _everything(record)
    columns = _Writing(folder, usable, read).run()
    (folder / SOURCES).write_text(json.dumps(made), encoding="ascii")
    digests = hashlib.sha256("".join(columns.digests).encode("ascii"))
    return Stamp(
        folder=folder.name,
        layout=LAYOUT,
        generation=generation,
        embedding=embedding,
        version=digests.hexdigest()[:12],
        languages=sorted(columns.languages.values),
    )


def _changes(record: Record, former: "Index", made: Mapping[str, str]) -> _Read | None:
    """Return what differs from the former index; None when it is better to read everything.

    A source without a fingerprint has lost some of its documents, so nothing is known of the others.
    """
    held = former.facets.columns.sources
    same = {source for source, fingerprint in former.made.items() if made.get(source) == fingerprint}
    stale = (made.keys() | set(held.values)) - same
    if len(stale) > _MOST_CHANGED * len(held.values):
        return None
    kept = np.flatnonzero(held.among(same)).tolist()
    rows = record.rows("source", sorted(stale))
    if former.rows_of(kept) + len(rows) != record.count():
        return None
    known = former.place_of_passages(stale)
    words = [row.words for row in rows if row.words and row.id not in known]
    found = record.vectors(words)
    vectors = np.zeros((len(rows), former.vectors.exact.shape[1]), dtype=np.float32)
    for number, row in enumerate(rows):
        if row.id in known:
            vectors[number] = former.vectors.exact[known[row.id]]
        elif row.words:
            vectors[number] = found[row.words]
    return _Read(kept, list(_restored(rows)), rows, vectors)


def _everything(record: Record) -> _Read:
    rows: list[Row] = []
    pages: list[Vectors] = []
    for some, vectors in record.pages():
        rows += some
        pages.append(vectors)
    stacked = np.concatenate(pages) if pages else np.zeros((0, 0), dtype=np.float32)
    return _Read([], list(_restored(rows)), rows, stacked)


def _restored(rows: Sequence[Row]) -> Iterator[_New]:
    for document, parts in from_rows(rows):
        yield _New(document, [passage for _, passage in parts], [number for number, _ in parts])


class _Writing:
    """One index being written: kept and new documents in the order of their places."""

    def __init__(self, folder: Path, former: "Index | None", read: _Read) -> None:
        self._folder, self._former, self._read = folder, former, read
        self._columns = Columns()
        self._terms = Terms(dict(former.lexicon.vocabulary) if former else {})
        self._analyzers = Analyzers()
        self._places: list[int] = []

    def run(self) -> Columns:
        """Write all files, and return the columns."""
        order = self._order()
        for kept, number in order:
            if kept:
                self._keep(number)
            else:
                self._add(self._read.documents[number])
        Lines.write(self._folder / "documents.jsonl", (self._document(*item) for item in order))
        Lines.write(self._folder / "passages.jsonl", (line for item in order for line in self._passages(*item)))
        self._columns.save(self._folder)
        self._terms.write(self._folder / "lexical")
        former = self._former.vectors.exact if self._former else None
        scan.write(self._folder, former, self._read.vectors, np.array(self._places, dtype=np.int64))
        return self._columns

    def _order(self) -> list[tuple[bool, int]]:
        """Return whether each document is kept, and its number among the former or the new ones."""
        places: list[tuple[tuple[str, int, str], bool, int]] = [
            (place_of(new.document), False, number) for number, new in enumerate(self._read.documents)
        ]
        if self._former:
            columns = self._former.facets.columns
            sources, names = list(columns.sources), list(columns.documents)
            places += [
                ((sources[number], columns.row_numbers[number], names[number]), True, number)
                for number in self._read.kept
            ]
            self._listed = columns.listed()
        return [(kept, number) for _, kept, number in sorted(places)]

    def _keep(self, number: int) -> None:
        assert self._former  # noqa: S101 - nothing is kept of nothing
        places = self._former.passages_of_number(number)
        self._columns.take(self._listed, number, self._former.facets.columns.row_numbers[number], places)
        for place in places:
            self._terms.take(self._former.lexicon, place)
        self._places += places

    def _add(self, new: _New) -> None:
        document = new.document
        language = document.language or language_of(document.text)
        digest = hashlib.sha256(f"{document.id}\0{document.text}".encode("utf-8", "replace")).hexdigest()
        self._columns.add(document, new.passages, language, digest)
        analyzer = self._analyzers.of(language)
        for passage in new.passages:
            self._terms.add(analyzer.indexed(embedded(passage)))
        # Rows that were read follow those of the former index.
        self._places += [(len(self._former) if self._former else 0) + row for row in new.rows]

    def _document(self, kept: bool, number: int) -> bytes:
        if kept and self._former:
            return self._former.document_lines.raw(number)
        return Lines.encoded(document_to_json(self._read.documents[number].document))

    def _passages(self, kept: bool, number: int) -> Iterator[bytes]:
        if kept and self._former:
            lines = self._former.passage_lines
            return (lines.raw(place) for place in self._former.passages_of_number(number))
        return (Lines.encoded(passage_to_json(passage)) for passage in self._read.documents[number].passages)

"""The derived index: everything a search reads, memory-mapped, built from the record and from nothing else.

One folder per generation of the record; `current.json` names the one in use and is replaced atomically, so a
reader sees a whole index or none. Deleting the directory costs a rebuild and nothing else.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.errors import StoreError
from retrieval.store.build import LAYOUT, SOURCES, Stamp, write
from retrieval.store.columns import Columns
from retrieval.store.facets import Facets
from retrieval.store.lines import Lines
from retrieval.store.postings import Postings
from retrieval.store.record import Record
from retrieval.store.rows import document_from_json, passage_from_json
from retrieval.store.scan import Scan

_POINTER = "current.json"


class Index:
    """One generation of the index, opened for reading; safe to share between threads."""

    def __init__(self, folder: Path, stamp: Stamp) -> None:
        self.stamp = stamp
        self.facets = Facets(Columns.load(folder))
        self.document_lines = Lines(folder / "documents.jsonl")
        self.passage_lines = Lines(folder / "passages.jsonl")
        owners = self.facets.owners
        if len(self.passage_lines) != len(owners) or len(self.document_lines) != len(
            self.facets.columns.documents
        ):
            raise ValueError("The files of the index do not belong together.")
        self.vectors = Scan(folder, len(owners))
        self.lexicon = Postings(folder / "lexical", owners, stamp.languages)
        self.lengths = self.lexicon.sizes()
        self.made: dict[str, str] = json.loads((folder / SOURCES).read_text(encoding="ascii"))
        self._first = np.searchsorted(owners, np.arange(len(self.document_lines) + 1))

    def __len__(self) -> int:
        return len(self.passage_lines)

    def document(self, number: int) -> Document:
        """Return a document by its number."""
        return document_from_json(self.document_lines[number])

    def documents(self) -> Iterator[Document]:
        """Yield every document, ordered by source and place in it."""
        return (self.document(number) for number in range(len(self.document_lines)))

    def passage(self, number: int) -> Passage:
        """Return a passage by its number."""
        return passage_from_json(self.passage_lines[number])

    def passages_of(self, document: str) -> range:
        """Return the numbers of a document's passages, in order; empty when it is not known."""
        number = self.facets.numbers.get(document)
        return range(0) if number is None else self.passages_of_number(number)

    def passages_of_number(self, number: int) -> range:
        """Return the numbers of the passages of a document given by its number."""
        return range(int(self._first[number]), int(self._first[number + 1]))

    def rows_of(self, documents: Sequence[int]) -> int:
        """Return in how many rows of the record these documents lie: one without passages lies in one."""
        passages = np.diff(self._first)[np.asarray(documents, dtype=np.int64)]
        return int(np.maximum(passages, 1).sum())


def open_index(directory: Path, record: Record) -> Index:
    """Return the index of the record's present generation, brought up to date or built when there is none."""
    former = opened(directory)
    if former is not None and (former.stamp.generation, former.stamp.embedding) == _state(record):
        _sweep(directory, former.stamp.folder)
        return former
    try:
        return _built(directory, record, former)
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        if former is None:
            raise
        # Whatever is wrong with what was derived before, the record can make it anew.
        return _built(directory, record, None)


def remade_index(directory: Path, record: Record) -> Index:
    """Return the index made from the record alone: nothing of a former one, nor of a crash, is left beside it."""
    return _built(directory, record, None)


def _state(record: Record) -> tuple[int, str]:
    return record.generation, record.embedding


def opened(directory: Path) -> Index | None:
    """Return the index in use; None when there is none that can be read."""
    try:
        stamp = Stamp(**json.loads((directory / _POINTER).read_text(encoding="utf-8")))
        return Index(directory / stamp.folder, stamp) if stamp.layout == LAYOUT else None
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        return None


def _built(directory: Path, record: Record, former: Index | None) -> Index:
    """Write the index of the present generation beside the former one, and put it into use."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=directory, prefix=f"{record.generation}-"))
        stamp = write(folder, record, former)
        pointer = folder / _POINTER
        pointer.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
        pointer.replace(directory / _POINTER)
    except OSError as error:
        raise StoreError(f"The search index in `{directory}` cannot be written ({error.strerror}).") from error
    _sweep(directory, folder.name)
    return Index(folder, stamp)


def _sweep(directory: Path, used: str) -> None:
    """Remove former indexes, also those that a crash left behind."""
    for other in directory.iterdir():
        if other.is_dir() and other.name != used:
            shutil.rmtree(other, ignore_errors=True)

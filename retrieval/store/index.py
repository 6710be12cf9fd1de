"""The derived index: everything a search reads, memory-mapped, built from the record and from nothing else.

One folder per generation of the record; `current.json` names the one in use and is replaced atomically, so a
reader sees a whole index or none. Deleting the directory costs a rebuild and nothing else.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from retrieval.chunk import embedded
from retrieval.documents import Document, Passage
from retrieval.embed.numbers import Vectors
from retrieval.errors import StoreError
from retrieval.store import lexical
from retrieval.store.facets import Columns, Facets
from retrieval.store.record import Record
from retrieval.store.rows import (
    Row,
    document_from_json,
    document_to_json,
    from_rows,
    passage_from_json,
    passage_to_json,
)

# Counts changes of the files' meaning, so that an index of another layout is rebuilt.
LAYOUT = 1
_POINTER = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an index was built from; `version` is a hash of all stored texts."""

    folder: str
    layout: int
    generation: int
    embedding: str
    version: str
    languages: list[str]


class Lines:
    """Many lines of one memory-mapped file, read one at a time; a file of another length raises ValueError."""

    def __init__(self, path: Path) -> None:
        self._ends = np.load(path.with_suffix(".ends.npy"))
        if path.stat().st_size != (int(self._ends[-1]) if len(self._ends) else 0):
            raise ValueError(f"`{path.name}` is not as long as it was.")
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r") if len(self._ends) else np.zeros(0, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._bytes[start : int(self._ends[number])]).decode("utf-8", "surrogatepass")

    @staticmethod
    def write(path: Path, lines: Iterable[str]) -> None:
        """Write the lines to `path`, and where each ends beside it."""
        ends: list[int] = []
        with path.open("wb") as file:
            for line in lines:
                file.write(line.encode("utf-8", "surrogatepass"))
                ends.append(file.tell())
        np.save(path.with_suffix(".ends.npy"), np.array(ends, dtype=np.int64))


class Index:
    """One generation of the index, opened for reading; safe to share between threads."""

    def __init__(self, folder: Path, stamp: Stamp) -> None:
        self.stamp = stamp
        self.facets = Facets(Columns.load(folder / "columns.json"))
        self._documents = Lines(folder / "documents.jsonl")
        self._passages = Lines(folder / "passages.jsonl")
        self.vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r" if len(self._passages) else None)
        self.lexicon = lexical.load(folder / "lexical", len(self._passages), stamp.languages)
        owners = self.facets.owners
        if not len(self.vectors) == len(self._passages) == len(owners):
            raise ValueError("The files of the index do not belong together.")
        self._first = np.searchsorted(owners, np.arange(len(self._documents) + 1))

    def __len__(self) -> int:
        return len(self._passages)

    def document(self, number: int) -> Document:
        """Return a document by its number."""
        return document_from_json(self._documents[number])

    def documents(self) -> Iterator[Document]:
        """Yield every document, ordered by source and place in it."""
        return (self.document(number) for number in range(len(self._documents)))

    def passage(self, number: int) -> Passage:
        """Return a passage by its number."""
        return passage_from_json(self._passages[number])

    def passages_of(self, document: str) -> range:
        """Return the numbers of a document's passages, in order; empty when it is not known."""
        number = self.facets.numbers.get(document)
        return range(0) if number is None else range(int(self._first[number]), int(self._first[number + 1]))


def open_index(directory: Path, record: Record) -> Index:
    """Return the index of the record's present generation, building it when there is none."""
    stamp = _current(directory)
    if stamp is None or stamp.generation != record.generation or stamp.embedding != record.embedding:
        stamp = _build(directory, record)
    try:
        return Index(directory / stamp.folder, stamp)
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        # Whatever is wrong with a derived file, the record can make it anew.
        stamp = _build(directory, record)
        return Index(directory / stamp.folder, stamp)


def opened(directory: Path) -> Index | None:
    """Return the index in use; None when there is none that can be read."""
    stamp = _current(directory)
    try:
        return Index(directory / stamp.folder, stamp) if stamp else None
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        return None


def _current(directory: Path) -> Stamp | None:
    try:
        stamp = Stamp(**json.loads((directory / _POINTER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return stamp if stamp.layout == LAYOUT else None


def _build(directory: Path, record: Record) -> Stamp:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=directory, prefix=f"{record.generation}-"))
        stamp = _write(folder, record)
        pointer = folder / _POINTER
        pointer.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
        pointer.replace(directory / _POINTER)
    except OSError as error:
        raise StoreError(f"The search index in `{directory}` cannot be written ({error.strerror}).") from error
    for other in directory.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return stamp


def _write(folder: Path, record: Record) -> Stamp:
    generation, embedding = record.generation, record.embedding
    rows, vectors = _read(record)
    columns = Columns()
    lines: list[str] = []
    order: list[int] = []
    passages: list[Passage] = []
    languages: list[str] = []
    digest = hashlib.sha256()
    for document, parts in from_rows(rows):
        lines.append(document_to_json(document))
        digest.update(f"{document.id}\0{document.text}\0".encode("utf-8", "replace"))
        columns.add(document, [passage for _, passage in parts])
        order += [number for number, _ in parts]
        passages += [passage for _, passage in parts]
        languages += [document.language or lexical.language_of(document.text)] * len(parts)
    np.save(folder / "vectors.npy", vectors[order])
    Lines.write(folder / "documents.jsonl", lines)
    Lines.write(folder / "passages.jsonl", map(passage_to_json, passages))
    columns.save(folder / "columns.json")
    lexical.build(zip(map(embedded, passages), languages, strict=True), folder / "lexical")
    return Stamp(
        folder=folder.name,
        layout=LAYOUT,
        generation=generation,
        embedding=embedding,
        version=digest.hexdigest()[:12],
        languages=sorted(set(languages)),
    )


def _read(record: Record) -> tuple[list[Row], Vectors]:
    rows: list[Row] = []
    pages: list[Vectors] = []
    for some, vectors in record.pages():
        rows += some
        pages.append(vectors)
    return rows, np.concatenate(pages) if pages else np.zeros((0, 0), dtype=np.float32)

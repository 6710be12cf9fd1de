"""Rows read from the record, kept on disk until the documents that they make up are wanted in their order.

The record gives rows in the order in which they came, an index wants them by document. Between the two lie all
texts and vectors, which need not be in memory at once.
"""

import json
from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.embed.numbers import Vectors
from retrieval.store.lines import Lines, LineWriter
from retrieval.store.rows import Row, from_rows

Place = tuple[str, int, str]
_ROWS, _ENDS, _VECTORS = "rows.jsonl", "rows.ends.npy", "rows.vectors"
_FIELDS = ("id", "source", "document", "customer", "words", "text", "data")


class Spool:
    """Rows with their vectors, first added, then `close`d, then read by document; `remove` ends it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = LineWriter(folder / _ROWS)
        self._file = (folder / _VECTORS).open("wb")
        self._rows: dict[str, array[int]] = {}
        self._places: dict[str, Place] = {}
        self._count = self._width = 0

    def add(self, rows: Sequence[Row], vectors: Vectors) -> None:
        """Append rows, with a vector each."""
        for row in rows:
            self._writer.add(json.dumps([getattr(row, name) for name in _FIELDS]))
            self._rows.setdefault(row.document, array("q")).append(self._count)
            self._count += 1
            described = json.loads(row.data).get("document")
            if described is not None:
                number = described["row"][2] if "row" in described else 0
                self._places[row.document] = (row.source, number, row.document)
        if len(rows):
            self._width = vectors.shape[1]
            self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())

    def close(self) -> None:
        """Finish writing; from now on documents and vectors can be read."""
        self._writer.close()
        self._file.close()
        self._lines = Lines(self._folder / _ROWS)

    def __len__(self) -> int:
        return self._count

    def places(self) -> list[Place]:
        """Return every document's place among all; the last part is its id. KeyError when one has no beginning."""
        return [self._places[document] for document in self._rows]

    def document(self, name: str) -> tuple[Document, list[Passage], list[int]]:
        """Return a document, its passages in order, and the number of each passage's row."""
        numbers = self._rows[name]
        rows = [Row(**dict(zip(_FIELDS, json.loads(self._lines[number]), strict=True))) for number in numbers]
        document, parts = next(from_rows(rows))
        return document, [passage for _, passage in parts], [numbers[at] for at, _ in parts]

    def vectors(self) -> Vectors:
        """Return the vectors in the order in which they were added, memory-mapped."""
        if not self._count or not self._width:
            return np.zeros((self._count, self._width), dtype=np.float32)
        shape = (self._count, self._width)
        mapped: Vectors = np.memmap(self._folder / _VECTORS, dtype=np.float32, mode="r", shape=shape)
        return mapped

    def remove(self) -> None:
        """Remove the files."""
        for name in (_ROWS, _ENDS, _VECTORS):
            (self._folder / name).unlink(missing_ok=True)

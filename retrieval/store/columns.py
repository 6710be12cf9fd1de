"""The fields of documents and passages in columns: each value once, and a number per document or passage."""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from retrieval.documents import Document, Passage

Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_OF_PASSAGES = ("ids", "speakers", "roles", "dates")
_OF_DOCUMENTS = (
    *("documents", "sources", "digests", "kinds", "languages", "consents"),
    *("customers", "tables", "keys", "audiences"),
)


class Column:
    """Texts of which many are equal."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._added = array("i")
        self._loaded: tuple[list[str], Numbers] | None = None

    def append(self, value: str) -> None:
        """Add a value at the end of a column that is being built."""
        self._added.append(self._numbers.setdefault(value, len(self._numbers)))

    def take(self, other: "Column", part: range) -> None:
        """Add consecutive entries of a loaded column."""
        codes, values = other.codes[part.start : part.stop], other.values
        used, first, places = np.unique(codes, return_index=True, return_inverse=True)
        numbers = np.zeros(len(used), dtype=np.int32)
        # Values are numbered as they come, so that a column that was copied equals one that was made anew.
        for at in np.argsort(first).tolist():
            numbers[at] = self._numbers.setdefault(values[used[at]], len(self._numbers))
        self._added.frombytes(numbers[places].tobytes())

    def __len__(self) -> int:
        return len(self._added) if self._loaded is None else len(self._loaded[1])

    def __iter__(self) -> Iterator[str]:
        values = self.values
        return (values[code] for code in self.codes.tolist())

    @property
    def codes(self) -> Numbers:
        """Return the number of each entry's value in `values`."""
        return np.array(self._added, dtype=np.int32) if self._loaded is None else self._loaded[1]

    @property
    def values(self) -> list[str]:
        """Return the different values."""
        return list(self._numbers) if self._loaded is None else self._loaded[0]

    def counts(self) -> dict[str, int]:
        """Return how many entries have each value that is not empty."""
        values = self.values
        return {values[code]: count for code, count in Counter(self.codes.tolist()).items() if values[code]}

    def among(self, values: Iterable[str]) -> Mask:
        """Return which entries have one of the values."""
        wanted = np.zeros(len(self._numbers) + 1, dtype=np.bool_)
        wanted[[self._numbers[value] for value in values if value in self._numbers]] = True
        mask: Mask = wanted[self.codes]
        return mask

    @classmethod
    def loaded(cls, values: list[str], codes: Numbers) -> "Column":
        """Return the column of these parts; raises ValueError when they do not fit."""
        column = cls()
        column._numbers = {value: number for number, value in enumerate(values)}
        column._loaded = values, codes
        if len(codes) and not 0 <= int(codes.max()) < len(values):
            raise ValueError("A column of the index is damaged.")
        return column


@dataclass(slots=True)
class Columns:
    """One entry per document, and per passage the number of its document and what differs within one.

    `speakers` and `roles` are all who speak in a passage, a line each.
    """

    documents: Column = field(default_factory=Column)
    sources: Column = field(default_factory=Column)
    digests: Column = field(default_factory=Column)
    kinds: Column = field(default_factory=Column)
    languages: Column = field(default_factory=Column)
    consents: Column = field(default_factory=Column)
    customers: Column = field(default_factory=Column)
    tables: Column = field(default_factory=Column)
    keys: Column = field(default_factory=Column)
    audiences: Column = field(default_factory=Column)
    ids: Column = field(default_factory=Column)
    speakers: Column = field(default_factory=Column)
    roles: Column = field(default_factory=Column)
    dates: Column = field(default_factory=Column)
    owners: list[int] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)

    def add(self, document: Document, passages: Iterable[Passage], language: str, digest: str) -> None:
        """Append a document and its passages."""
        number = len(self.documents)
        row = document.row
        self.documents.append(document.id)
        self.sources.append(document.source)
        self.digests.append(digest)
        self.kinds.append(document.kind)
        self.languages.append(language)
        self.consents.append(document.consent)
        self.customers.append(document.customer or "")
        self.tables.append(row.table if row else "")
        self.keys.append(row.key if row else "")
        self.row_numbers.append(row.number if row else 0)
        self.audiences.append(json.dumps(sorted(document.audience.groups)))
        for passage in passages:
            self.owners.append(number)
            self.ids.append(passage.id)
            self.speakers.append(_joined(name for name, _ in passage.voices()))
            self.roles.append(_joined(role for _, role in passage.voices()))
            self.dates.append(passage.date or document.date or "")

    def take(self, other: "Columns", part: range, places: range) -> None:
        """Append consecutive documents of loaded columns, whose passages stand at `places`."""
        moved = len(self.documents) - part.start
        for name in _OF_DOCUMENTS:
            getattr(self, name).take(getattr(other, name), part)
        for name in _OF_PASSAGES:
            getattr(self, name).take(getattr(other, name), places)
        self.row_numbers += other.row_numbers[part.start : part.stop]
        self.owners += [owner + moved for owner in other.owners[places.start : places.stop]]

    def save(self, folder: Path) -> None:
        """Write the columns into `folder`."""
        named = dict(self._columns())
        values = {name: column.values for name, column in named.items()}
        (folder / "columns.json").write_text(json.dumps(values), encoding="ascii")
        numbers = {name: column.codes for name, column in named.items()}
        numbers["owners"] = np.array(self.owners, dtype=np.int32)
        numbers["row_numbers"] = np.array(self.row_numbers, dtype=np.int32)
        np.savez(folder / "columns.npz", allow_pickle=False, **numbers)

    @classmethod
    def load(cls, folder: Path) -> "Columns":
        """Return the columns that `save` wrote."""
        values = json.loads((folder / "columns.json").read_text(encoding="ascii"))
        with np.load(folder / "columns.npz", allow_pickle=False) as numbers:
            columns = {name: Column.loaded(values[name], numbers[name]) for name in values}
            return cls(**columns, owners=numbers["owners"].tolist(), row_numbers=numbers["row_numbers"].tolist())

    def _columns(self) -> Iterator[tuple[str, Column]]:
        for item in fields(self):
            column = getattr(self, item.name)
            if isinstance(column, Column):
                yield item.name, column


def _joined(values: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(value for value in values if value))

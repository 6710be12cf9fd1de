"""What filters look at: the fields of every document and passage as arrays, and the exact mask of a filter."""

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from retrieval.documents import Audience, Document, Passage
from retrieval.filters import Filter

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]

Value = TypeVar("Value", bound=Hashable)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_UNDATED = 0
_LAST = 99


@dataclass(slots=True)
class Columns:
    """One value per document, and per passage the number of its document and what differs within one."""

    documents: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    audiences: list[list[str]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def add(self, document: Document, passages: Iterable[Passage]) -> None:
        """Append a document and its passages."""
        number = len(self.documents)
        self.documents.append(document.id)
        self.sources.append(document.source)
        self.kinds.append(document.kind)
        self.customers.append(document.customer or "")
        self.tables.append(document.row.table if document.row else "")
        self.keys.append(document.row.key if document.row else "")
        self.audiences.append(sorted(document.audience.groups))
        for passage in passages:
            self.owners.append(number)
            self.speakers.append(passage.speaker or "")
            self.roles.append(passage.role or "")
            self.dates.append(passage.date or document.date or "")

    def save(self, path: Path) -> None:
        """Write the columns as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Columns":
        """Return the columns that `save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


class Facets:
    """Answers which passages a filter admits."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.owners: Numbers = np.array(columns.owners, dtype=np.int32)
        self.numbers = {name: number for number, name in enumerate(columns.documents)}
        self._sources = _positions(columns.sources)
        self._customers = _positions(columns.customers)
        self._kinds = _positions(columns.kinds)
        self._speakers = _positions([speaker.casefold() for speaker in columns.speakers])
        self._roles = _positions(columns.roles)
        self._rows = _positions(list(zip(columns.tables, columns.keys, strict=True)))
        self._restricted = [number for number, groups in enumerate(columns.audiences) if groups]
        self._low = np.array([_day(date, 0) for date in columns.dates], dtype=np.int32)
        self._high = np.array([_day(date, _LAST) for date in columns.dates], dtype=np.int32)

    def mask(self, where: Filter) -> Mask | None:
        """Return which passages the filter admits; None when it admits all of them."""
        documents = self._document_mask(where)
        masks = [] if documents is None else [documents[self.owners]]
        if where.speaker is not None:
            masks.append(_chosen(len(self.owners), self._speakers, [where.speaker.casefold()]))
        if where.role is not None:
            masks.append(_chosen(len(self.owners), self._roles, [where.role]))
        if where.since is not None:
            masks.append((self._low != _UNDATED) & (self._high >= _day(where.since, 0)))
        if where.until is not None:
            masks.append((self._low != _UNDATED) & (self._low <= _day(where.until, _LAST)))
        return np.logical_and.reduce(masks) if masks else None

    def _document_mask(self, where: Filter) -> Mask | None:
        size = len(self.columns.documents)
        masks: list[Mask] = []
        if where.documents is not None:
            named = _chosen(size, self._sources, where.documents)
            named[[self.numbers[name] for name in where.documents if name in self.numbers]] = True
            masks.append(named)
        if where.kinds is not None:
            masks.append(_chosen(size, self._kinds, where.kinds))
        if where.rows is not None or where.customers is not None:
            masks.append(self._people(size, where.rows or {}, where.customers or frozenset()))
        if self._restricted:
            masks.append(self._audience(size, where.reader))
        return np.logical_and.reduce(masks) if masks else None

    def _people(self, size: int, rows: Mapping[str, frozenset[str]], customers: frozenset[str]) -> Mask:
        """Admit the cells of the rows and whatever belongs to the customers."""
        admitted = _chosen(size, self._customers, customers - {""})
        for table, keys in rows.items():
            admitted |= _chosen(size, self._rows, [(table, key) for key in keys])
        return admitted

    def _audience(self, size: int, reader: Audience) -> Mask:
        admitted = np.ones(size, dtype=np.bool_)
        for number in self._restricted:
            admitted[number] = Audience(frozenset(self.columns.audiences[number])).admits(reader)
        return admitted


def _positions(values: Sequence[Value]) -> dict[Value, Numbers]:
    """Return where each value stands."""
    found: dict[Value, list[int]] = {}
    for number, value in enumerate(values):
        found.setdefault(value, []).append(number)
    return {value: np.array(numbers, dtype=np.int32) for value, numbers in found.items()}


def _chosen(size: int, positions: Mapping[Value, Numbers], values: Iterable[Value]) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    places = [positions[value] for value in values if value in positions]
    if places:
        mask[np.concatenate(places)] = True
    return mask


def _day(date: str, missing: int) -> int:
    """Return an ISO date as the number yyyymmdd, with `missing` for a month or day that it leaves out."""
    found = _DATE.match(date)
    if not found:
        return _UNDATED
    year, month, day = (missing if part is None else int(part) for part in found.groups())
    return year * 10000 + month * 100 + day

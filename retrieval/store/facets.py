"""What filters look at, and the exact mask of a filter."""

import json
import re
from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.documents import Audience
from retrieval.filters import Filter
from retrieval.store.columns import Column, Columns, Mask, Numbers

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_UNDATED = 0
_LAST = 99


class Facets:
    """Answers which passages a filter admits."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.owners: Numbers = np.array(columns.owners, dtype=np.int32)
        self.numbers = {name: number for number, name in enumerate(columns.documents)}
        self._speakers, self._roles = _lines(columns.speakers), _lines(columns.roles)
        groups = [Audience(frozenset(json.loads(value))) for value in columns.audiences.values]
        self._audiences = groups if any(audience.groups for audience in groups) else []
        dates, codes = columns.dates.values, columns.dates.codes
        self._low: Numbers = np.array([*(_day(date, 0) for date in dates), 0], dtype=np.int32)[codes]
        self._high: Numbers = np.array([*(_day(date, _LAST) for date in dates), 0], dtype=np.int32)[codes]

    def mask(self, where: Filter) -> Mask | None:
        """Return which passages the filter admits; None when it admits all of them."""
        documents = self._document_mask(where)
        masks = [] if documents is None else [documents[self.owners]]
        if where.speaker is not None:
            masks.append(_holding(self.columns.speakers, self._speakers, where.speaker))
        if where.role is not None:
            masks.append(_holding(self.columns.roles, self._roles, where.role))
        if where.since is not None:
            masks.append((self._low != _UNDATED) & (self._high >= _day(where.since, 0)))
        if where.until is not None:
            masks.append((self._low != _UNDATED) & (self._low <= _day(where.until, _LAST)))
        return np.logical_and.reduce(masks) if masks else None

    def _document_mask(self, where: Filter) -> Mask | None:
        columns = self.columns
        masks: list[Mask] = []
        if where.documents is not None:
            named = columns.sources.among(where.documents)
            named[[self.numbers[name] for name in where.documents if name in self.numbers]] = True
            masks.append(named)
        if where.kinds is not None:
            masks.append(columns.kinds.among(where.kinds))
        if where.languages is not None:
            masks.append(columns.languages.among(where.languages))
        if where.consent is not None:
            masks.append(columns.consents.among([where.consent]))
        if where.rows is not None or where.customers is not None:
            masks.append(self._people(where.rows or {}, where.customers or frozenset()))
        if self._audiences:
            admits = [audience.admits(where.reader) for audience in self._audiences]
            masks.append(np.array(admits, dtype=np.bool_)[columns.audiences.codes])
        return np.logical_and.reduce(masks) if masks else None

    def _people(self, rows: Mapping[str, frozenset[str]], customers: frozenset[str]) -> Mask:
        """Admit the cells of the rows and whatever belongs to the customers."""
        admitted = self.columns.customers.among(customers - {""})
        for table, keys in rows.items():
            admitted |= self.columns.tables.among([table]) & self.columns.keys.among(keys)
        return admitted


def _lines(column: Column) -> list[frozenset[str]]:
    """Return for each different value of a column the lines that it holds, in lower case."""
    return [frozenset(value.casefold().split("\n")) for value in column.values]


def _holding(column: Column, lines: Sequence[frozenset[str]], wanted: str) -> Mask:
    """Return which entries of a column have a line, in whatever case."""
    holding = np.array([*(wanted.casefold() in held for held in lines), False], dtype=np.bool_)
    mask: Mask = holding[column.codes]
    return mask


def _day(date: str, missing: int) -> int:
    """Return an ISO date as the number yyyymmdd, with `missing` for a month or day that it leaves out."""
    found = _DATE.match(date)
    if not found:
        return _UNDATED
    year, month, day = (missing if part is None else int(part) for part in found.groups())
    return year * 10000 + month * 100 + day

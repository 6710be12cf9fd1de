"""Columns in which fewer than k people's cells are empty: whose these are, and the row whose value stands in.

Nothing is told of so few. In the log of what was told (`tools.differencing`) such a cell counts as if it held the
column's most frequent value, so that the named groups and the whole may stand beside each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from tools.arguments import Condition, Where
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.members import Codes, Mask, Members
from tools.tables.values import MISSING
from tools.tables.view import resolve

ASIDE = -2
"""The code of a person of whom a cell is empty in such a column."""
_MOST_ASIDE = 1 / 3
_ROLES = ("segment", "ordinal", "outcome", "measure")


@dataclass(frozen=True, slots=True)
class Blank:
    """The rows of a column's few empty cells, and the row whose value counts for theirs."""

    rows: Mask
    donor: int

    def filled(self, mask: Mask) -> Mask:
        """Return which rows satisfy a condition on the column if the empty cells held the donor's value."""
        return np.where(self.rows, mask[self.donor], mask)


class Blanks:
    """The few empty cells of the tables whose rows `members` knows; one thread uses it at a time."""

    def __init__(self, members: Members, catalog: Catalog) -> None:
        self._members = members
        self._catalog = catalog
        self._known: dict[tuple[str, int, int], Mapping[str, Blank]] = {}

    def of(self, table: Table, k: int) -> Mapping[str, Blank]:
        """Return by column name the empty cells of those columns in which fewer than k people have one.

        Of a table of things there are none: anything may be told of few things.
        """
        if table.rows_are_things and table.person is None:
            return {}
        codes = self._members.people(table)
        asked = (table.name, len(codes), k)
        if asked not in self._known:
            self._known[asked] = self._looked(table, codes, k)
        return self._known[asked]

    def _looked(self, table: Table, codes: Codes, k: int) -> dict[str, Blank]:
        columns = [column for column in table.columns if column.missing and _sorts(column, table)]
        rows = self._members.masks(table, [(_test(column, MISSING),) for column in columns])
        few = [
            (column, mask)
            for column, mask in zip(columns, rows, strict=True)
            if 0 < _heads(codes[mask]) < k and not mask.all()
        ]
        usual = [_test(column, column.values[0][0]) for column, _ in few if column.values]
        held = dict(zip(usual, self._members.masks(table, [(test,) for test in usual]), strict=True))
        found = {}
        for column, mask in few:
            wanted = held[_test(column, column.values[0][0])] if column.values else mask
            filled = wanted & ~mask
            found[column.name] = Blank(mask, int(np.argmax(filled if filled.any() else ~mask)))
        return found

    def masks(self, table: Table, wheres: Sequence[Where], k: int) -> list[Mask]:
        """Return which rows satisfy each set of conditions once few empty cells count with their stand-in."""
        blanks = self.of(table, k)
        if not blanks:
            return self._members.masks(table, wheres)
        parts = [_parted(where, [self._blank(table, item, blanks) for item in where]) for where in wheres]
        asked = [item for plain, apart in parts for item in (plain, *((condition,) for condition, _ in apart))]
        masks = iter(self._members.masks(table, asked))
        return [
            reduce(np.logical_and, [blank.filled(next(masks)) for _, blank in apart], first)
            for first, apart in ((next(masks), apart) for _, apart in parts)
        ]

    def leave_out_only(self, table: Table, where: Where, k: int) -> bool:
        """Return whether the conditions on such columns leave out nobody but people with an empty cell."""
        blanks = self.of(table, k)
        plain = tuple(item for item in where if self._blank(table, item, blanks) is None)
        if len(plain) == len(where):
            return False
        (without,) = self.masks(table, [plain], k)
        (filled,), (exact,) = self.masks(table, [where], k), self._members.masks(table, [where])
        return np.array_equal(filled, without) and not np.array_equal(exact, filled)

    def _blank(self, table: Table, condition: Condition, blanks: Mapping[str, Blank]) -> Blank | None:
        found = resolve(self._catalog, table, condition.column)
        return blanks.get(found.column.name) if found.table.name == table.name else None

    def people(self, table: Table, k: int) -> Codes:
        """Return a code per stored row for its person, `ASIDE` for those who have such an empty cell.

        Where many have one, in one column or another, nobody is set aside: too few would be left to tell of.
        """
        known = self._members.people(table)
        codes = known.copy()
        whose = reduce(
            np.logical_or, [blank.rows for blank in self.of(table, k).values()], np.zeros(len(codes), bool)
        )
        codes[whose | (np.isin(codes, codes[whose]) & (codes >= 0))] = ASIDE
        return codes if _heads(known[codes == ASIDE]) <= _MOST_ASIDE * _heads(known) else known


def _sorts(column: Column, table: Table) -> bool:
    """Return whether an empty cell of the column says nothing of anybody, and its values sort people.

    Where a column has one value only, or a date tells that something ended, an empty cell is an answer.
    """
    sorting = (column.role in _ROLES and column.storage != "date") or column.name == table.time
    return sorting and column.distinct > 1 and "personal" not in column.marks


def _test(column: Column, value: str) -> Condition:
    return Condition(column=column.name, op="=", value=value)


def _heads(codes: Codes) -> int:
    """Return how many people the rows belong to; each row of nobody known counts as one."""
    return int(np.count_nonzero(np.bincount(codes[codes >= 0]))) + int((codes < 0).sum())


def _parted(where: Where, blanks: Sequence[Blank | None]) -> tuple[Where, list[tuple[Condition, Blank]]]:
    """Return the conditions on columns without few empty cells, and each other one with its cells."""
    pairs = list(zip(where, blanks, strict=True))
    return tuple(item for item, blank in pairs if blank is None), [(i, b) for i, b in pairs if b is not None]

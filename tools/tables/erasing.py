"""Which rows and cells go when a person or a text is erased, and which stay away when the file is read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from tools.tables.catalog import Catalog, Table
from tools.tables.keys import comparable
from tools.tables.parquet import KEY, numbers
from tools.tables.rows import blanked

Mask = pd.Series
Rows = Callable[[Table], pd.DataFrame]


class Erased(Protocol):
    """What was erased before and must not come back."""

    def __bool__(self) -> bool:
        """Return whether anything was erased at all."""

    def person(self, value: str) -> bool:
        """Return whether a person's key, as `comparable` gives it, belongs to an erased person."""

    def cell(self, table: str, row_key: str, column: str, text: str) -> bool:
        """Return whether a cell of free text was erased."""


class Nobody:
    """Nothing was erased."""

    def __bool__(self) -> bool:
        return False

    def person(self, value: str) -> bool:
        """Return False."""
        del value
        return False

    def cell(self, table: str, row_key: str, column: str, text: str) -> bool:
        """Return False."""
        del table, row_key, column, text
        return False


@dataclass(frozen=True, slots=True)
class Held:
    """What tables hold of persons: their rows by table, and by table and column the cells of others naming them.

    Tables and columns without any are left out.
    """

    rows: Mapping[str, Mask]
    cells: Mapping[str, Mapping[str, Mask]]

    @property
    def count(self) -> int:
        """How many rows and cells these are."""
        return marked(self.rows) + sum(map(marked, self.cells.values()))

    def touches(self, table: str) -> bool:
        """Return whether any of it is in a table."""
        return table in self.rows or table in self.cells

    def taken_from(self, table: str, stored: pd.DataFrame) -> pd.DataFrame:
        """Return what is left of a table's stored rows without it."""
        left = blanked(stored, self.cells.get(table, {}))
        return left[~self.rows[table]] if table in self.rows else left


def held_of(catalog: Catalog, rows: Rows, theirs: Callable[[str], bool]) -> Held:
    """Return what the tables hold of the persons whose key `theirs` knows."""
    gone = _persons_rows(catalog, rows, theirs)
    return Held(gone, _persons_cells(catalog, rows, theirs, gone))


def marked(cells: Mapping[str, Mask]) -> int:
    """Return how many rows or cells are marked in all."""
    return sum(int(mask.sum()) for mask in cells.values())


def _persons_rows(catalog: Catalog, rows: Rows, theirs: Callable[[str], bool]) -> dict[str, Mask]:
    """Return by table which rows belong to the persons whose key `theirs` knows; tables without any are left out.

    Rows of a table that names no person belong to one when they refer to that person's rows alone: the items of
    an order go with the order. A row whose own person is left empty belongs to whom it refers to otherwise.
    """
    referring = _referring(catalog)
    found = {
        table.name: mask
        for table in catalog
        if table.person is not None
        and (mask := _of_persons(rows(table), table.person, referring[table.name], theirs)).any()
    }
    reached = set(found)
    while reached:
        further: dict[str, Mask] = {}
        for owner, own_key, other, other_key in _references(catalog):
            if owner.name not in reached:
                continue
            keys = comparable(rows(owner)[own_key])
            gone = frozenset(keys[found[owner.name]].dropna()) - frozenset(keys[~found[owner.name]].dropna())
            mask = comparable(rows(other)[other_key]).isin(gone)
            before = found.get(other.name)
            if mask.any() and (before is None or (mask & ~before).any()):
                further[other.name] = mask if before is None else mask | before
        found |= further
        reached = set(further)
    return found


def _persons_cells(
    catalog: Catalog, rows: Rows, theirs: Callable[[str], bool], gone: Mapping[str, Mask]
) -> dict[str, dict[str, Mask]]:
    """Return by table and column which cells of other people's rows hold the key of these persons.

    `gone` are the persons' own rows, which count no more; tables and columns without any are left out.
    """
    found: dict[str, dict[str, Mask]] = {}
    for name, columns in _referring(catalog).items():
        table = catalog.table(name)
        if not columns or table is None:
            continue
        held = rows(table)
        own = gone.get(name, pd.Series(data=False, index=held.index))
        marks = {column: _belongs(held[column], theirs) & ~own for column in columns}
        if kept := {column: mask for column, mask in marks.items() if mask.any()}:
            found[name] = kept
    return found


def _referring(catalog: Catalog) -> dict[str, set[str]]:
    """Return by table the columns, besides its own person, that are joined to the person of another table."""
    persons = {(table.name, table.person) for table in catalog if table.person is not None}
    found: dict[str, set[str]] = {table.name: set() for table in catalog}
    for join in catalog.joins:
        left, right = (join.left_table, join.left_column), (join.right_table, join.right_column)
        for (name, column), other in ((left, right), (right, left)):
            if other in persons and (name, column) not in persons and name in found:
                found[name].add(column)
    return found


def _of_persons(frame: pd.DataFrame, person: str, referring: set[str], theirs: Callable[[str], bool]) -> Mask:
    """Return which rows belong to the persons: by the person's own column, or where that is empty by another."""
    mask = _belongs(frame[person], theirs)
    for column in referring:
        mask |= frame[person].isna() & _belongs(frame[column], theirs)
    return mask


def _references(catalog: Catalog) -> Iterator[tuple[Table, str, Table, str]]:
    """Yield owner, its key, and the table without persons whose column refers to that key.

    Between two keys the join may be noted either way; otherwise what is referred to belongs to many.
    """
    for join in catalog.joins:
        left, right = catalog.table(join.left_table), catalog.table(join.right_table)
        if left is None or right is None:
            continue
        if left.person is None:
            yield right, join.right_column, left, join.left_column
        if right.person is None and left.key == (join.left_column,):
            yield left, join.left_column, right, join.right_column


def erased_cells(table: Table, rows: pd.DataFrame, erased: Erased) -> dict[str, Mask]:
    """Return by column of free text which cells were erased; columns without any are left out."""
    found: dict[str, Mask] = {}
    for column in (column.name for column in table.columns if column.role == "text"):
        pairs = zip(rows[KEY].astype("str"), rows[column], strict=True)
        marks = [isinstance(text, str) and erased.cell(table.name, key, column, text) for key, text in pairs]
        if any(marks):
            found[column] = pd.Series(marks, index=rows.index)
    return found


def named_cells(table: Table, rows: pd.DataFrame, places: Iterable[tuple[int, str | None]]) -> Mapping[str, Mask]:
    """Return by column which cells the places mean (row number from 1, column or None for all free text)."""
    found: dict[str, Mask] = {}
    texts = [column.name for column in table.columns if column.role == "text"]
    numbered = numbers(rows)
    for row, column in places:
        for name in texts if column is None else [column]:
            mask = (numbered == row) & rows[name].notna()
            found[name] = found[name] | mask if name in found else mask
    return found


def _belongs(values: pd.Series, theirs: Callable[[str], bool]) -> Mask:
    texts = comparable(values)
    known = {text for text in texts.dropna().unique() if theirs(text)}
    return texts.isin(known)

"""The values of key columns, as they are compared across tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tools.tables.catalog import Table

StoredColumn = Callable[[Table, str], pd.Series]
_SHOWN = 50


@dataclass(frozen=True, eq=False)
class KeySet:
    """The distinct values of a column as sorted 64-bit hashes, and the texts of some of them.

    `density` is how many of the whole numbers from the least to the largest are there (of numbers a constant step
    apart, how many of those steps), 0 where not all are whole.
    """

    hashes: np.ndarray
    some: tuple[str, ...]
    density: float = 0.0

    def __len__(self) -> int:
        return len(self.hashes)

    def common(self, other: "KeySet") -> int:
        """Return how many values both have."""
        return len(np.intersect1d(self.hashes, other.hashes, assume_unique=True))

    def same(self, other: "KeySet") -> bool:
        """Return whether both have the very same values."""
        return len(self) == len(other) and bool((self.hashes == other.hashes).all())

    @cached_property
    def numeric(self) -> bool:
        """Whether the values seem to be written in digits alone."""
        return all(value.isdigit() for value in self.some)


class Keys:
    """The distinct values of identifier columns, read once, as they are compared across files."""

    def __init__(self, tables: Sequence[Table], column: StoredColumn) -> None:
        self._column = column
        self._found: dict[tuple[str, str], KeySet] = {}
        self._unique: dict[tuple[str, str], bool] = {}
        self._tables = {table.name: table for table in tables}

    def values(self, table: str, column: str) -> pd.Series:
        """Return a column's stored values in order."""
        return self._column(self._tables[table], column)

    def of(self, table: str, column: str) -> KeySet:
        """Return the distinct values of a column."""
        place = (table, column)
        if place not in self._found:
            known = comparable(self.values(table, column)).dropna()
            hashes, first = np.unique(pd.util.hash_array(known.array), return_index=True)
            self._unique[place] = len(hashes) == len(known)
            some = tuple(known.iloc[np.sort(first)[:_SHOWN]])
            whole = known.iloc[first] if all(value.isdigit() for value in some) else known.head(0)
            self._found[place] = KeySet(hashes, some, _density(whole))
        return self._found[place]

    def unique(self, table: str, column: str) -> bool:
        """Return whether no known value of the column comes twice."""
        self.of(table, column)
        return self._unique[table, column]


def _density(texts: pd.Series) -> float:
    """Return the share of the whole numbers in their range that these texts are, 0 where one is no such number.

    Of numbers that lie a constant step apart, such as hundreds, only every such step counts.
    """
    if not len(texts) or not texts.str.fullmatch(r"\d{1,15}").all():
        return 0.0
    numbers = texts.astype("int64")
    least, most = int(numbers.min()), int(numbers.max())
    step = max(1, int(np.gcd.reduce((numbers - least).to_numpy())))
    return len(numbers) / ((most - least) // step + 1)


def comparable(values: pd.Series) -> pd.Series:
    """Return keys as they are compared across files: text without case, blanks and leading zeros."""
    texts = values.astype("str").where(values.notna(), None)
    return texts.str.replace(r"\s+", "", regex=True).str.lower().str.replace(r"^0+(.)", r"\1", regex=True)

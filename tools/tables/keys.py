"""The values of key columns, as they are compared across tables."""

from collections.abc import Callable, Sequence

import pandas as pd

from tools.tables.catalog import Table

Rows = Callable[[Table], pd.DataFrame]


class Keys:
    """The distinct values of identifier columns, read once, as they are compared across files."""

    def __init__(self, tables: Sequence[Table], rows: Rows) -> None:
        self._rows = rows
        self._frames: dict[str, pd.DataFrame] = {}
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        self._tables = {table.name: table for table in tables}

    def frame(self, table: str) -> pd.DataFrame:
        """Return the table's stored rows."""
        if table not in self._frames:
            self._frames[table] = self._rows(self._tables[table])
        return self._frames[table]

    def of(self, table: str, column: str) -> frozenset[str]:
        """Return the distinct values of a column."""
        place = (table, column)
        if place not in self._found:
            self._found[place] = frozenset(comparable(self.frame(table)[column]).dropna().unique())
        return self._found[place]

    def unique(self, table: str, column: str) -> bool:
        """Return whether no known value of the column comes twice."""
        return len(self.of(table, column)) == int(self.frame(table)[column].notna().sum())


def comparable(values: pd.Series) -> pd.Series:
    """Return keys as they are compared across files: text without case, outer blanks and leading zeros."""
    texts = values.astype("str").where(values.notna(), None)
    return texts.str.strip().str.lower().str.replace(r"^0+(?=.)", "", regex=True)

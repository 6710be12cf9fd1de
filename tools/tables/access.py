"""How expressions reach the rows of a workspace: views over its tables, and the running of what is asked."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from tools.arguments import Where
from tools.errors import AnalysisError
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.conditions import predicate
from tools.tables.engines.held import Engines
from tools.tables.latest import LATEST
from tools.tables.parquet import ROW, path_of
from tools.tables.presence import NO, YES, target
from tools.tables.values import join_key
from tools.tables.view import View, build, find_column, find_table, resolve

if TYPE_CHECKING:
    import ibis.expr.types as ir

Stamp = tuple[tuple[int, int, int], ...]


class Access:
    """The tables of one catalog as expressions; the caller sees to it that one thread uses it at a time."""

    def __init__(self, directory: Path, catalog: Catalog, databases: Mapping[str, str]) -> None:
        self.catalog = catalog
        self._directory = directory
        self.engines = Engines(directory, databases)
        self._views: dict[str, ir.Table] = {}
        self._unique: dict[tuple[str, str], bool] = {}

    def close(self) -> None:
        """Close the connections to databases; a later question opens them again."""
        self._views.clear()
        self.engines.close()

    def view(self, table: Table, references: Iterable[str], where: Where = ()) -> View:
        """Return the rows that satisfy the conditions, with the columns referred to."""
        view = self.prepared(table, [*references, *(condition.column for condition in where)])
        for condition in where:
            view = view.filtered(predicate(view[condition.column], view.columns[condition.column], condition))
        return view

    def prepared(self, table: Table, references: Iterable[str]) -> View:
        """Return all rows with the columns referred to; raises AnalysisError for text that nobody has cleaned."""
        wanted = list(references)
        view = build(self.catalog, table, wanted, self.rows, self.is_unique)
        for reference in wanted:
            _refuse_unscrubbed(self.catalog, table, reference)
        return view

    def rows(self, table: Table) -> "ir.Table":
        """Return a table's stored rows, with what other tables tell of them."""
        if table.name not in self._views:
            stored = self._views[table.name] = self.engines.rows(table, len(self._views))
            for number, column in enumerate(column for column in table.columns if column.present_in):
                stored = self._with_presence(stored, column, f"presence{number}")
            self._views[table.name] = stored
        return self._views[table.name]

    def _with_presence(self, stored: "ir.Table", column: Column, key: str) -> "ir.Table":
        """Return the rows with a yes for each whose key stands in another table, a no for every other."""
        name, there = target(column)
        others = self.rows(find_table(self.catalog, name))
        known = others.filter(others[there].notnull()).select(**{key: join_key(others[there])}).distinct()
        joined = stored.left_join(known, join_key(stored[column.present_by]) == known[key])
        return joined.mutate(**{column.name: joined[key].notnull().ifelse(YES, NO)}).drop(key)

    def size(self, table: Table) -> int:
        """Return how many rows a table has: of one in a database, as many as when the present questions began."""
        return table.rows if not table.source else self.engines.size(table, self.rows(table))

    def confirm(self, table: Table) -> None:
        """Raise AnalysisError when a database's table has other rows than when the questions began."""
        if table.source:
            self.engines.confirm(table, self.rows(table))

    def stamp(self, table: Table, references: Iterable[str]) -> Stamp | None:
        """Return what changes when the stored rows behind these columns do.

        None where they are not known to change or stay: in a database, or when a file is gone.
        """
        tables = {table.name: table}
        for reference in references:
            found = resolve(self.catalog, table, reference).table
            tables[found.name] = found
            for column in found.columns:
                if column.present_in:
                    other = find_table(self.catalog, target(column)[0])
                    tables[other.name] = other
        if any(found.source for found in tables.values()):
            return None
        try:
            files = [path_of(self._directory, tables[name]).stat() for name in sorted(tables)]
        except OSError:
            return None
        return tuple((file.st_ino, file.st_mtime_ns, file.st_size) for file in files)

    def at(self, rows: "ir.Table", places: NDArray[np.intp]) -> "ir.Table":
        """Return the rows of these places in storage."""
        import ibis  # noqa: PLC0415 - loaded with the connection

        wanted = ibis.memtable(pa.table({"place": places.astype("int64")}))
        return rows.semi_join(wanted, rows[ROW] == wanted["place"])

    def in_order(self, table: Table, references: Iterable[str]) -> bool:
        """Return whether a query gives the rows as they are stored: of one file, which DuckDB reads in order."""
        found = [resolve(self.catalog, table, name) for name in references]
        own = all(
            one.table.name == table.name and not one.column.present_in and one.column.name != LATEST
            for one in found
        )
        return own and not table.source

    def one_row_each(self, table: Table) -> bool:
        """Return whether every stored row is another person's, so that counting rows counts people."""
        if table.person is None or table.source or (column := table.column(table.person)) is None:
            return False
        return column.missing == 0 and column.distinct == table.rows and self.is_unique(table.name, column.name)

    def is_unique(self, table: str, column: str) -> bool:
        """Return whether no two rows share a key, as keys are compared across tables."""
        if (table, column) not in self._unique:
            found = find_table(self.catalog, table)
            key = join_key(self.rows(found)[find_column(found, column).name])
            counts = self.run(self.rows(found).aggregate(values=key.count(), distinct=key.nunique()))
            self._unique[table, column] = bool(counts["values"][0] == counts["distinct"][0])
        return self._unique[table, column]

    def run(self, expression: "ir.Table") -> pd.DataFrame:
        """Return the rows of an expression; raises AnalysisError when they cannot be read."""
        try:
            return expression.to_pyarrow().to_pandas()  # type: ignore[no-any-return]
        except duckdb.Error as error:
            raise AnalysisError("The rows changed or cannot be read at the moment; ask again.") from error
        except Exception as error:
            if all(not table.source for table in self.catalog):
                raise
            raise AnalysisError(
                "The database that holds the table does not answer this, or tables of two databases were joined."
            ) from error


def _refuse_unscrubbed(catalog: Catalog, table: Table, reference: str) -> None:
    """Raise AnalysisError for free text of a table in a database: nobody has taken personal data out of it."""
    found = resolve(catalog, table, reference)
    if found.table.source and found.column.role == "text":
        raise AnalysisError(
            f"`{found.column.name}` is free text in a database, which is not read. Ingest it with a query instead."
        )

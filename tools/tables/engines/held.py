"""The connections of a workspace: DuckDB over its own files, and each database that holds tables of its own."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tools.errors import AnalysisError
from tools.tables.catalog import Table
from tools.tables.engines.address import Source, connect, release, stored_table
from tools.tables.engines.plain import readable, within_reach
from tools.tables.errors import TableError
from tools.tables.parquet import path_of
from tools.tables.suggest import listed

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend
    from ibis.backends.duckdb import Backend

SPILL = "tables/spill"  # what does not fit into memory while computing stays inside the workspace
_THREADS = 2
_PINNED_SECONDS = 60.0


class Engines:
    """Opens each connection when it is first needed and gives tables as expressions over it.

    `databases` are addresses by the names that `Table.source` uses; they may hold passwords.
    """

    def __init__(self, directory: Path, databases: Mapping[str, str]) -> None:
        self._directory = directory
        self._databases = {name.casefold(): address for name, address in databases.items()}
        self._own: Backend | None = None
        self._others: dict[str, BaseBackend] = {}
        self._pins: dict[str, tuple[int, float]] = {}

    def rows(self, table: Table, number: int) -> "ir.Table":
        """Return the table's rows; raises AnalysisError when they cannot be reached or lack a column."""
        found = self._remote(table) if table.source else self._stored(table, f"t{number}")
        stored = [column.name for column in table.columns if not column.present_in]
        lost = [name for name in stored if name not in found.columns]
        if lost:
            raise AnalysisError(
                f"The catalog names columns that `{table.name}` does not hold: {listed(lost[:5])}."
            )
        return within_reach(found, table) if table.source else found

    def size(self, table: Table, rows: "ir.Table") -> int:
        """Return how many rows the table has: of one in a database, as many as when the present questions began.

        While a turn asks on, its rows are counted once; `unchanged` tells whether the count still holds.
        """
        if not table.source:
            return table.rows
        now = time.monotonic()
        count, used = self._pins.get(table.name, (-1, 0.0))
        if count < 0 or now - used > _PINNED_SECONDS:
            count = int(rows.count().to_pyarrow().as_py())
        self._pins[table.name] = (count, now)
        return count

    def confirm(self, table: Table, rows: "ir.Table") -> None:
        """Raise AnalysisError when a database's table has other rows than when the questions began."""
        if not table.source or int(rows.count().to_pyarrow().as_py()) == self._pins[table.name][0]:
            return
        del self._pins[table.name]
        raise AnalysisError(f"`{table.name}` changed while it was read; ask again.")

    def close(self) -> None:
        """Close the connections; a later question opens them again."""
        if self._own is not None:
            self._own.disconnect()
        for connection in self._others.values():
            release(connection)
        self._own, self._others = None, {}

    def _stored(self, table: Table, name: str) -> "ir.Table":
        path = path_of(self._directory, table)
        if not path.is_file():
            raise AnalysisError(f"The rows of `{table.name}` are not stored; it has to be ingested again.")
        if self._own is None:
            import ibis  # noqa: PLC0415 - its import takes two seconds, which only computing should cost

            self._own = ibis.duckdb.connect(threads=_THREADS, temp_directory=str(self._directory / SPILL))
        try:
            return self._own.read_parquet(path, table_name=name)
        except duckdb.Error as error:
            raise AnalysisError("The stored rows cannot be read; the file has to be ingested again.") from error

    def _remote(self, table: Table) -> "ir.Table":
        source = Source.parse(table.source)
        address = self._databases.get(source.database.casefold())
        if address is None:
            raise AnalysisError(
                f"`{table.name}` stays in the database `{source.database}`, whose address is not set here."
            )
        try:
            if source.database not in self._others:
                self._others[source.database] = connect(address)
            return readable(stored_table(self._others[source.database], address, source.table))
        except TableError as error:
            raise AnalysisError(f"The database of `{table.name}` cannot be reached at the moment.") from error

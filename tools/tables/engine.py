"""The one place where numbers come out of tables: counts, sums and quantiles by group, pushed to the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

import duckdb
import numpy as np
import pandas as pd

from tools.arguments import Grouping, Where
from tools.errors import AnalysisError
from tools.tables import groups as grouping
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.conditions import predicate
from tools.tables.measures import MeasureKind, aggregate
from tools.tables.notation import from_yaml
from tools.tables.parquet import KEY, ROW, path_of
from tools.tables.suggest import listed
from tools.tables.values import is_number, join_key, numeric, text, usable
from tools.tables.view import PERSON, View, build, find_column, find_table, resolve

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

CATALOG = "catalog.yaml"
SPILL = "tables/spill"  # what does not fit into memory while computing stays inside the workspace
_THREADS = 2
PerAggregate = Literal["count", "sum", "mean", "max", "min"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number wanted per group; `name` becomes its column.

    `rows` counts rows; `people` distinct persons; `count` rows with a usable value in `column`; `true` rows whose
    `column` is (or, for a multi-select, contains) `value`, by default its positive value; `squares` is the sum of
    squares. Statistics use usable values only: neither empty nor a sentinel.
    """

    name: str
    kind: MeasureKind
    column: str | None = None
    value: str | None = None
    quantile: float | None = None


class Tables:
    """The tables of a workspace as its catalog describes them; safe to use from several threads."""

    def __init__(self, directory: Path, catalog: Catalog) -> None:
        self.catalog = catalog
        self._directory = directory
        self._lock = RLock()
        self._connection: Backend | None = None
        self._views: dict[str, ir.Table] = {}
        self._unique: dict[tuple[str, str], bool] = {}
        self._people: dict[str, np.ndarray] = {}

    @classmethod
    def open(cls, directory: Path) -> "Tables":
        """Return the tables of the workspace; an empty catalog when nothing was ingested."""
        path = directory / CATALOG
        catalog = from_yaml(path.read_text(encoding="utf-8")) if path.is_file() else Catalog()
        return cls(directory, catalog)

    def groups(
        self, table: str, measures: Sequence[Measure], *, by: Sequence[Grouping] = (), where: Where = ()
    ) -> pd.DataFrame:
        """Return one row per group (one row in all without `by`) in natural order.

        Group columns are named by `Grouping.column` and hold text labels; dates are the ISO start of their period;
        empty cells are the group "(missing)". A row counts in each option of a multi-select. Then one column per
        measure: counts as integers, statistics as floats, extremes of dates and texts as text.
        """
        found = find_table(self.catalog, table)
        wanted = [measure.column for measure in measures if measure.column] + [group.column for group in by]
        with self._lock:
            view = self._view(found, wanted, where)
            cuts = [grouping.cut(view, group, self._run) for group in by]
            for index, cut in enumerate(cuts):
                view = cut.applied(view, f"g{index}")
            numbers = {f"m{index}": aggregate(view, found, measure) for index, measure in enumerate(measures)}
            keys = [f"g{index}" for index in range(len(by))]
            result = self._run(view.expression.aggregate(by=keys, **numbers))
        return grouping.labelled(result, cuts, [measure.name for measure in measures])

    def frame(self, table: str, columns: Sequence[str], where: Where = ()) -> pd.DataFrame:
        """Return the columns of the rows in stored order; sentinels of numbers and dates come back missing."""
        found = find_table(self.catalog, table)
        with self._lock:
            view = self._view(found, columns, where)
            for reference in columns:
                _refuse_personal(view.columns[reference])
            picked = {view.names[name]: _stored(view, name) for name in columns}
            ordered = view.expression.order_by(ROW).select(**picked)
            result = self._run(ordered)
        result.columns = list(columns)
        return result

    def per(
        self, table: str, entity: str, aggregate: PerAggregate, metric: str | None, where: Where = ()
    ) -> pd.DataFrame:
        """Return `entity` and `value`: one row per value of the entity column (rows without one left out)."""
        found = find_table(self.catalog, table)
        with self._lock:
            view = self._view(found, [entity, *([metric] if metric else [])], where)
            named = view.expression.mutate(entity=text(view[entity])).filter(view[entity].notnull())
            if aggregate == "count" and metric is None:
                value: ir.Value = named.count()
            elif metric is None:
                raise AnalysisError(f"`{aggregate}` per `{entity}` needs a column to aggregate.")
            else:
                number = numeric(named[view.names[metric]], view.columns[metric])
                value = getattr(number, aggregate)()
            return self._run(named.aggregate(by="entity", value=value).order_by("entity"))

    def row_keys(self, table: str, where: Where = ()) -> frozenset[str]:
        """Return the row keys of the rows that satisfy the conditions."""
        with self._lock:
            view = self._view(find_table(self.catalog, table), (), where)
            return frozenset(self._run(view.expression.select(KEY))[KEY])

    def mask(self, table: str, where: Where = ()) -> np.ndarray:
        """Return one boolean per stored row, in stored order: whether it satisfies the conditions."""
        found = find_table(self.catalog, table)
        with self._lock:
            rows = self._run(self._view(found, (), where).expression.select(ROW))[ROW]
        mask = np.zeros(found.rows, dtype=bool)
        mask[rows.to_numpy()] = True
        return mask

    def people(self, table: str) -> np.ndarray:
        """Return a code per stored row, in stored order, for the person it belongs to; -1 where it has none."""
        found = find_table(self.catalog, table)
        with self._lock:
            if found.name not in self._people:
                view = self._view(found, (), ())
                if PERSON in view.expression.columns:
                    rows = self._run(view.expression.order_by(ROW).select(PERSON))
                    self._people[found.name] = pd.factorize(rows[PERSON])[0].astype(np.int64)
                else:
                    rowwise = np.arange(found.rows) if found.rows_are_people else np.full(found.rows, -1)
                    self._people[found.name] = rowwise.astype(np.int64)
            return self._people[found.name]

    def version(self, table: str) -> str:
        """Return the version of the table's rows; it changes when any cell does."""
        return find_table(self.catalog, table).version

    def column(self, table: str, reference: str) -> Column:
        """Return the catalog entry that `column` or `table::column` names, seen from `table`."""
        return resolve(self.catalog, find_table(self.catalog, table), reference).column

    def _view(self, table: Table, references: Iterable[str], where: Where) -> View:
        wanted = [*references, *(condition.column for condition in where)]
        view = build(self.catalog, table, wanted, self._rows, self._is_unique)
        for condition in where:
            view = view.filtered(predicate(view[condition.column], view.columns[condition.column], condition))
        return view

    def _rows(self, table: Table) -> "ir.Table":
        if table.name not in self._views:
            import ibis  # noqa: PLC0415 - its import takes two seconds, which only computing should cost

            path = path_of(self._directory, table)
            if not path.is_file():
                raise AnalysisError(f"The rows of `{table.name}` are not stored; it has to be ingested again.")
            if self._connection is None:
                spill = str(self._directory / SPILL)
                self._connection = ibis.duckdb.connect(threads=_THREADS, temp_directory=spill)
            rows = _read(self._connection, path, f"t{len(self._views)}")
            lost = [column.name for column in table.columns if column.name not in rows.columns]
            if lost:
                raise AnalysisError(
                    f"The catalog names columns that `{table.name}` does not hold: {listed(lost[:5])}."
                )
            self._views[table.name] = rows
        return self._views[table.name]

    def _is_unique(self, table: str, column: str) -> bool:
        if (table, column) not in self._unique:
            found = find_table(self.catalog, table)
            key = join_key(self._rows(found)[find_column(found, column).name])
            counts = self._run(self._rows(found).aggregate(values=key.count(), distinct=key.nunique()))
            self._unique[table, column] = bool(counts["values"][0] == counts["distinct"][0])
        return self._unique[table, column]

    def _run(self, expression: "ir.Table") -> pd.DataFrame:
        try:
            return expression.to_pyarrow().to_pandas()  # type: ignore[no-any-return]
        except duckdb.Error as error:
            raise AnalysisError("The rows changed or cannot be read at the moment; ask again.") from error


def _read(connection: "Backend", path: Path, name: str) -> "ir.Table":
    try:
        return connection.read_parquet(path, table_name=name)
    except duckdb.Error as error:
        raise AnalysisError("The stored rows cannot be read; the file has to be ingested again.") from error


def _refuse_personal(column: Column) -> None:
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data; its values are never shown.")


def _stored(view: View, reference: str) -> "ir.Value":
    column = view.columns[reference]
    value = view[reference]
    return usable(value, column) if is_number(column) or column.storage == "date" else value

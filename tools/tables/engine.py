"""The one place where numbers come out of tables: counts, sums and quantiles by group, pushed to the engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from tools.tables.engines.held import Engines
from tools.tables.measures import MeasureKind, aggregate
from tools.tables.notation import from_yaml
from tools.tables.parquet import KEY, ROW
from tools.tables.values import is_number, join_key, numeric, text, usable
from tools.tables.view import PERSON, View, build, find_column, find_table, resolve

if TYPE_CHECKING:
    import ibis.expr.types as ir

CATALOG = "catalog.yaml"
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

    def __init__(self, directory: Path, catalog: Catalog, databases: Mapping[str, str] | None = None) -> None:
        self.catalog = catalog
        self._engines = Engines(directory, databases or {})
        self._lock = RLock()
        self._views: dict[str, ir.Table] = {}
        self._unique: dict[tuple[str, str], bool] = {}
        self._people: dict[str, np.ndarray] = {}

    @classmethod
    def open(cls, directory: Path, databases: Mapping[str, str] | None = None) -> "Tables":
        """Return the tables of the workspace; an empty catalog when nothing was ingested.

        `databases` are the addresses of those that hold tables of their own, by the names the catalog uses.
        """
        path = directory / CATALOG
        catalog = from_yaml(path.read_text(encoding="utf-8")) if path.is_file() else Catalog()
        return cls(directory, catalog, databases)

    def close(self) -> None:
        """Close the connections to databases; a later question opens them again."""
        with self._lock:
            self._views.clear()
            self._engines.close()

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
            told = {measure.kind for measure in measures}
            once = "people" in told and self._one_row_each(found)
            people = replace(found, person=None, rows_are_people=True) if once else found
            numbers = {
                f"m{index}": aggregate(view, people if measure.kind == "people" else found, measure)
                for index, measure in enumerate(measures)
            }
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
            size = self._engines.size(found, self._rows(found))
            rows = self._run(self._view(found, (), where).expression.select(ROW))[ROW].to_numpy()
            self._engines.confirm(found, self._rows(found))
        mask = np.zeros(size, dtype=bool)
        mask[rows] = True
        return mask

    def people(self, table: str) -> np.ndarray:
        """Return a code per stored row, in stored order, for the person it belongs to; -1 where it has none."""
        found = find_table(self.catalog, table)
        with self._lock:
            size = self._engines.size(found, self._rows(found))
            known = self._people.get(found.name)
            if known is None or len(known) != size:
                view = self._view(found, (), ())
                if PERSON in view.expression.columns:
                    rows = self._run(view.expression.order_by(ROW).select(PERSON))
                    self._engines.confirm(found, self._rows(found))
                    known = pd.factorize(rows[PERSON])[0].astype(np.int64)
                else:
                    rowwise = np.arange(size) if found.rows_are_people else np.full(size, -1)
                    known = rowwise.astype(np.int64)
                self._people[found.name] = known
            return known

    def persons(self, table: str) -> np.ndarray:
        """Return for each stored row, in stored order, the key of its person as other tables know them, else None.

        Where rows are people without a key, the row's number is the key, which no other table knows.
        """
        found = find_table(self.catalog, table)
        with self._lock:
            view = self._view(found, (), ())
            if PERSON in view.expression.columns:
                keys = self._run(view.expression.order_by(ROW).select(PERSON))[PERSON]
                return keys.astype(object).where(keys.notna(), None).to_numpy()
            size = self._engines.size(found, self._rows(found))
        numbered = [str(row) if found.rows_are_people else None for row in range(size)]
        return np.array(numbered, dtype=object)

    def version(self, table: str) -> str:
        """Return the version of the table's rows; it changes when any cell does.

        Of a table that stays in its database, it changes with the number of rows and when it is described anew.
        """
        found = find_table(self.catalog, table)
        if not found.source:
            return found.version
        with self._lock:
            return f"{found.version}-{self._engines.size(found, self._rows(found))}"

    def column(self, table: str, reference: str) -> Column:
        """Return the catalog entry that `column` or `table::column` names, seen from `table`."""
        return resolve(self.catalog, find_table(self.catalog, table), reference).column

    def _view(self, table: Table, references: Iterable[str], where: Where) -> View:
        wanted = [*references, *(condition.column for condition in where)]
        view = build(self.catalog, table, wanted, self._rows, self._is_unique)
        for reference in wanted:
            _refuse_unscrubbed(self.catalog, table, reference)
        for condition in where:
            view = view.filtered(predicate(view[condition.column], view.columns[condition.column], condition))
        return view

    def _rows(self, table: Table) -> "ir.Table":
        if table.name not in self._views:
            self._views[table.name] = self._engines.rows(table, len(self._views))
        return self._views[table.name]

    def _one_row_each(self, table: Table) -> bool:
        """Return whether every stored row is another person's, so that counting rows counts people."""
        if table.person is None or table.source or (column := table.column(table.person)) is None:
            return False
        return column.missing == 0 and column.distinct == table.rows and self._is_unique(table.name, column.name)

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


def _refuse_personal(column: Column) -> None:
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data; its values are never shown.")


def _stored(view: View, reference: str) -> "ir.Value":
    column = view.columns[reference]
    value = view[reference]
    return usable(value, column) if is_number(column) or column.storage == "date" else value

"""The one place where numbers come out of tables: counts, sums and quantiles by group, pushed to the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Grouping, Where
from tools.errors import AnalysisError
from tools.tables import groups as grouping
from tools.tables.access import Access
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.few_blanks import Blank, Blanks
from tools.tables.measures import PAIRED, MeasureKind, aggregate
from tools.tables.members import Codes, Mask, Members
from tools.tables.memory import Memory
from tools.tables.parquet import KEY, LINE, ROW
from tools.tables.values import is_number, numeric, text, usable
from tools.tables.view import View, find_table, resolve
from tools.tables.written import Written

if TYPE_CHECKING:
    import ibis.expr.types as ir

PerAggregate = Literal["count", "sum", "mean", "max", "min", "distinct"]
_GROUP_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Measure:
    """One number wanted per group; `name` becomes its column.

    `rows` counts rows; `people` distinct persons; `count` rows with a usable value in `column`; `true` rows whose
    `column` is (or, for a multi-select, contains) `value`, by default its positive value, or `any_of` several;
    `squares` is the sum of squares, `products` that of the products with the column that `value` names. `before`,
    `same` and `both` set a date against the one whose column `value` names. Statistics use usable values only:
    neither empty nor a sentinel.
    """

    name: str
    kind: MeasureKind
    column: str | None = None
    value: str | None = None
    quantile: float | None = None
    any_of: tuple[str, ...] = ()


class Tables:
    """The tables of a workspace as its catalog describes them; safe to use from several threads.

    What was computed from stored rows is remembered: they do not change as long as the catalog does not.
    """

    def __init__(self, directory: Path, catalog: Catalog, databases: Mapping[str, str] | None = None) -> None:
        self.catalog = catalog
        self._access = Access(directory, catalog, databases or {})
        self._lock = RLock()
        self._members = Members(self._access)
        self._blanks = Blanks(self._members, catalog)
        self._groups: Memory[pd.DataFrame] = Memory(_GROUP_BYTES)

    @classmethod
    def open(cls, directory: Path, databases: Mapping[str, str] | None = None) -> "Tables":
        """Return the tables of the workspace; an empty catalog when nothing was ingested.

        `databases` are the addresses of those that hold tables of their own, by the names the catalog uses.
        """
        return cls(directory, Written(directory).edited(), databases)

    def close(self) -> None:
        """Close the connections to databases; a later question opens them again."""
        with self._lock:
            self._access.close()

    def groups(
        self, table: str, measures: Sequence[Measure], *, by: Sequence[Grouping] = (), where: Where = ()
    ) -> pd.DataFrame:
        """Return one row per group (one row in all without `by`) in natural order.

        Group columns are named by `Grouping.column` and hold text labels; dates are the ISO start of their period;
        empty cells are the group "(missing)". A row counts in each option of a multi-select. Then one column per
        measure: counts as integers, statistics as floats, extremes of dates and texts as text.
        """
        found = find_table(self.catalog, table)
        named = [measure.column for measure in measures if measure.column] + [group.column for group in by]
        named += [measure.value for measure in measures if measure.kind in PAIRED and measure.value]
        with self._lock:
            stamp = self._access.stamp(found, [*named, *(condition.column for condition in where)])
            asked = (found.name, stamp, tuple(measures), tuple(by), repr(tuple(where)))
            if stamp is not None and (known := self._groups.get(asked)) is not None:
                return known.copy()
            result = self._grouped(found, measures, by, named, where)
            if stamp is not None:
                self._groups.keep(asked, result.copy(), int(result.memory_usage(deep=True).sum()))
            return result

    def _grouped(
        self, found: Table, measures: Sequence[Measure], by: Sequence[Grouping], named: Sequence[str], where: Where
    ) -> pd.DataFrame:
        view = self._access.view(found, named, where)
        cuts = [grouping.cut(view, group, self._access.run) for group in by]
        for index, cut in enumerate(cuts):
            view = cut.applied(view, f"g{index}")
        told = {measure.kind for measure in measures}
        once = "people" in told and self._access.one_row_each(found)
        people = replace(found, person=None, rows_are_people=True) if once else found
        numbers = {
            f"m{index}": aggregate(view, people if measure.kind == "people" else found, measure)
            for index, measure in enumerate(measures)
        }
        keys = [f"g{index}" for index in range(len(by))]
        found_groups = view.expression.aggregate(by=keys, **numbers)
        said = {key: cut.said(found_groups[key]) for key, cut in zip(keys, cuts, strict=True)}
        result = self._access.run(found_groups.mutate(**said) if said else found_groups)
        return grouping.labelled(result, cuts, [measure.name for measure in measures])

    def frame(
        self, table: str, columns: Sequence[str], where: Where = (), at: NDArray[np.intp] | None = None
    ) -> pd.DataFrame:
        """Return the columns of the rows in stored order; sentinels of numbers and dates come back missing.

        `at` takes the rows of these places only, counted over all stored rows of a table that is kept here.
        """
        found = find_table(self.catalog, table)
        with self._lock:
            view = self._access.view(found, columns, where)
            for reference in columns:
                _refuse_personal(view.columns[reference])
            picked = {view.names[name]: _stored(view, name) for name in columns}
            referred = [*columns, *(condition.column for condition in where)]
            known = self._access.in_order(found, referred) and at is None
            picking = view.expression if at is None else self._access.at(view.expression, at)
            ordered = picking if known else picking.order_by(ROW)
            result = self._access.run(ordered.select(**picked))
        result.columns = list(columns)
        return result

    def per(
        self, table: str, entity: str, aggregate: PerAggregate, metric: str | None, where: Where = ()
    ) -> pd.DataFrame:
        """Return `entity` and `value`: one row per value of the entity column (rows without one left out)."""
        found = find_table(self.catalog, table)
        with self._lock:
            view = self._access.view(found, [entity, *([metric] if metric else [])], where)
            named = view.expression.mutate(entity=text(view[entity])).filter(view[entity].notnull())
            if aggregate == "count" and metric is None:
                value: ir.Value = named.count()
            elif metric is None:
                raise AnalysisError(f"`{aggregate}` per `{entity}` needs a column to aggregate.")
            elif aggregate == "distinct":
                value = named[view.names[metric]].nunique()
            else:
                number = numeric(named[view.names[metric]], view.columns[metric])
                value = getattr(number, aggregate)()
            return self._access.run(named.aggregate(by="entity", value=value).order_by("entity"))

    def row_keys(self, table: str, where: Where = ()) -> frozenset[str]:
        """Return the row keys of the rows that satisfy the conditions."""
        with self._lock:
            view = self._access.view(find_table(self.catalog, table), (), where)
            return frozenset(self._access.run(view.expression.select(KEY))[KEY])

    def numbers(self, table: str) -> NDArray[np.int64]:
        """Return the number of each stored row in its file, from 1, by which texts are cited; in stored order."""
        found = find_table(self.catalog, table)
        with self._lock:
            rows = self._access.rows(found)
            known = self._access.run(rows.order_by(ROW).select(LINE))[LINE] if LINE in rows.columns else None
            return np.arange(1, self._access.size(found) + 1) if known is None else known.to_numpy(dtype=np.int64)

    def mask(self, table: str, where: Where = ()) -> Mask:
        """Return one boolean per stored row, in stored order: whether it satisfies the conditions."""
        return self.masks(table, [where])[0]

    def masks(self, table: str, wheres: Sequence[Where]) -> list[Mask]:
        """Return for each of several sets of conditions which rows satisfy it, with few passes over the rows."""
        with self._lock:
            return self._members.masks(find_table(self.catalog, table), wheres)

    def people(self, table: str) -> Codes:
        """Return a code per stored row, in stored order, for the person it belongs to; -1 where it has none."""
        with self._lock:
            return self._members.people(find_table(self.catalog, table))

    def blanks(self, table: str, k: int) -> Mapping[str, Blank]:
        """Return by column the empty cells of those in which fewer than k people have one."""
        with self._lock:
            return self._blanks.of(find_table(self.catalog, table), k)

    def filled_masks(self, table: str, wheres: Sequence[Where], k: int) -> list[Mask]:
        """Return the masks as if each of such empty cells held its column's most frequent value."""
        with self._lock:
            return self._blanks.masks(find_table(self.catalog, table), wheres, k)

    def leaves_out_blanks(self, table: str, where: Where, k: int) -> bool:
        """Return whether the conditions on columns with such cells leave out nobody but whose they are."""
        with self._lock:
            return self._blanks.leave_out_only(find_table(self.catalog, table), where, k)

    def counting_people(self, table: str, k: int) -> Codes:
        """Return the people of the stored rows, `ASIDE` for those with such an empty cell."""
        with self._lock:
            return self._blanks.people(find_table(self.catalog, table), k)

    def persons(self, table: str) -> NDArray[np.object_]:
        """Return for each stored row, in stored order, the key of its person as other tables know them, else None.

        Where rows are people without a key, the row's number is the key, which no other table knows.
        """
        with self._lock:
            return self._members.persons(find_table(self.catalog, table))

    def version(self, table: str) -> str:
        """Return the version of the table's rows; it changes when any cell does.

        Of a table that stays in its database, it changes with the number of rows and when it is described anew.
        """
        found = find_table(self.catalog, table)
        if not found.source:
            return found.version
        with self._lock:
            return f"{found.version}-{self._access.size(found)}"

    def column(self, table: str, reference: str) -> Column:
        """Return the catalog entry that `column` or `table::column` names, seen from `table`."""
        return resolve(self.catalog, find_table(self.catalog, table), reference).column


def _refuse_personal(column: Column) -> None:
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data; its values are never shown.")


def _stored(view: View, reference: str) -> "ir.Value":
    column = view.columns[reference]
    value = view[reference]
    return usable(value, column) if is_number(column) or column.storage == "date" else value

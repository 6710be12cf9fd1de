"""How rows are cut into groups, what the groups are called, and the order in which people read them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from tools.arguments import Grouping
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.tables.values import (
    MISSING,
    PERIODS,
    WEEKDAYS,
    Grain,
    as_number,
    complete,
    folded,
    is_number,
    numeric,
    options,
    period,
    started,
    text,
    text_of,
)
from tools.tables.view import View

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DAYS_BY_DAY = 62
_DAYS_BY_MONTH = 1830


@dataclass(frozen=True, slots=True)
class Cut:
    """One grouping made ready: the column, the grain of a date, the labels of number ranges by code."""

    grouping: Grouping
    column: Column
    grain: Grain | None = None
    edges: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    spelling: Mapping[str, str] = field(default_factory=dict)

    def applied(self, view: View, name: str) -> View:
        """Return the view with the group as column `name`; a multi-select makes one row per option."""
        value = view[self.grouping.column]
        if self.column.role == "multi_select":
            return View(self._chosen(view.expression, value, name), view.columns, view.names)
        return View(view.expression.mutate(**{name: self._key(value)}), view.columns, view.names)

    def said(self, key: "ir.Value") -> "ir.Value":
        """Return what `applied` put into a group's column as it is labelled: the periods of dates as text."""
        return period(key, self.grain) if self.grain and self.grain in PERIODS else key

    def _chosen(self, rows: "ir.Table", value: "ir.Value", name: str) -> "ir.Table":
        """Return one row per row and option: each different cell is split once, and not in every row."""
        cell, split = f"{name}cell", f"{name}split"
        rows = rows.mutate(**{cell: text(value).fill_null("")})
        cells = rows.select(cell).distinct()
        chosen = cells.select(**{split: cells[cell], name: options(cells[cell], self.column)}).unnest(name)
        return rows.inner_join(chosen, rows[cell] == chosen[split]).drop(cell, split)

    def _key(self, value: "ir.Value") -> "ir.Value":
        if self.edges or self.labels:
            number = numeric(value, self.column)
            code: Any = number.isnull().ifelse(-1, 0)
            for edge in self.edges:
                code = code + (number > edge).fill_null(False).ifelse(1, 0)
            return code
        if self.grain:
            return started(value, self.grain)
        if is_number(self.column):
            return value
        if self.spelling:
            return folded(value)
        return text_of(value) if complete(self.column) else text(value)

    def label(self, key: Any) -> str:
        """Return the group's name for people."""
        if key == "" or pd.isna(key):
            return MISSING
        if self.labels:
            return MISSING if int(str(key)) < 0 else self.labels[int(str(key))]
        if self.grain == "weekday":
            return WEEKDAYS[int(str(key))]
        if isinstance(key, float):
            return str(int(key)) if key.is_integer() else repr(key)
        return self.spelling.get(str(key), str(key))

    def place(self, key: Any, label: str) -> tuple[int, float, str]:
        """Return where the group of that label stands among the others; "(missing)" comes last."""
        if label == MISSING:
            return (2, 0.0, "")
        if self.labels or self.grain == "weekday":
            return (0, float(str(key)), "")
        order = [name.strip().lower() for name in self.column.order]
        if order:
            known = label.strip().lower()
            return (0, float(order.index(known)), "") if known in order else (1, 0.0, label)
        number = as_number(label) if is_number(self.column) else None
        return (0, number or 0.0, label)


def cut(view: View, group: Grouping, run: "Callable[[ir.Table], pd.DataFrame]") -> Cut:
    """Return how to cut the view's rows by this grouping; `run` fetches what the labels need."""
    column = view.columns[group.column]
    if "personal" in column.marks:
        raise AnalysisError(f"`{column.name}` holds personal data and cannot be used to form groups.")
    if group.grain and column.storage != "date":
        raise AnalysisError(f"`{column.name}` is {column.storage}, not a date; it cannot be cut by {group.grain}.")
    if column.storage == "date":
        return Cut(group, column, grain=group.grain or _fitting_grain(view[group.column], run))
    if group.in_ranges:
        return _binned(view, group, column, run)
    return Cut(group, column, spelling=_spelling(column))


def labelled(result: pd.DataFrame, cuts: Sequence[Cut], names: Sequence[str]) -> pd.DataFrame:
    """Return the result in natural order with group columns and measures under their own names."""
    keys = [list(result[f"g{index}"]) for index in range(len(cuts))]
    labels = [[cut.label(key) for key in values] for cut, values in zip(cuts, keys, strict=True)]
    places = [
        tuple(cut.place(key, label) for cut, key, label in zip(cuts, row, named, strict=True))
        for row, named in zip(zip(*keys, strict=True), zip(*labels, strict=True), strict=True)
    ]
    order = sorted(range(len(places)), key=places.__getitem__) if cuts else list(range(len(result)))
    columns: list[pd.Series[Any]] = [pd.Series([values[row] for row in order], dtype="str") for values in labels]
    columns += [result[f"m{index}"].iloc[order].reset_index(drop=True) for index in range(len(names))]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = [cut_.grouping.column for cut_ in cuts] + list(names)
    return frame


def _binned(view: View, group: Grouping, column: Column, run: "Callable[[ir.Table], pd.DataFrame]") -> Cut:
    number = numeric(view[group.column], column)
    edges = tuple(sorted(set(group.edges))) or _quantiles(view, number, group.bins or 2, run)
    coded = Cut(group, column, edges=edges, labels=("",) * (len(edges) + 1))
    rows = coded.applied(view, "code").expression
    ranges = run(
        rows.aggregate(
            by="code",
            low=numeric(rows[view.names[group.column]], column).min(),
            high=numeric(rows[view.names[group.column]], column).max(),
        )
    )
    labels = [""] * (len(edges) + 1)
    for code, low, high in ranges.itertuples(index=False):
        if code >= 0:
            labels[int(code)] = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return Cut(group, column, edges=edges, labels=tuple(labels))


def _quantiles(
    view: View, number: "ir.NumericValue", parts: int, run: "Callable[[ir.Table], pd.DataFrame]"
) -> tuple[float, ...]:
    shares = [step / parts for step in range(1, parts)]
    quantiles = run(view.expression.aggregate(**{f"q{i}": number.quantile(s) for i, s in enumerate(shares)}))
    return tuple(sorted({float(edge) for edge in quantiles.iloc[0] if pd.notna(edge)}))


def _fitting_grain(value: "ir.Column", run: "Callable[[ir.Table], pd.DataFrame]") -> Grain:
    """Return days for up to two months, months for up to five years, else years."""
    ends = run(value.name("moment").as_table().aggregate(first=value.min(), last=value.max()))
    first, last = ends["first"][0], ends["last"][0]
    if pd.isna(first) or pd.isna(last):
        return "month"
    days = (last - first).days
    return "day" if days <= _DAYS_BY_DAY else "month" if days <= _DAYS_BY_MONTH else "year"


def _spelling(column: Column) -> Mapping[str, str]:
    """Return the first spelling of each value where some differ in case only, which then are one group."""
    first = {name.strip().lower(): name for name, _ in reversed(column.values)}
    return first if len(first) < len(column.values) else {}

"""How rows are cut into groups, what the groups are called, and the order in which people read them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from tools.arguments import Grouping
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.tables.values import (
    MISSING,
    WEEKDAYS,
    Grain,
    as_number,
    complete,
    folded,
    is_number,
    numeric,
    options,
    period,
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

    def applied(self, view: View, name: str) -> View:
        """Return the view with the group as column `name`; a multi-select makes one row per option."""
        value = view[self.grouping.column]
        expression = view.expression.mutate(**{name: self._key(value)})
        if self.column.role == "multi_select":
            expression = expression.unnest(name)
        return View(expression, view.columns, view.names)

    def _key(self, value: "ir.Value") -> "ir.Value":
        if self.column.role == "multi_select":
            return options(value, self.column)
        if self.edges or self.labels:
            number = numeric(value, self.column)
            code: Any = number.isnull().ifelse(-1, 0)
            for edge in self.edges:
                code = code + (number > edge).fill_null(False).ifelse(1, 0)
            return code
        if self.grain:
            return period(value, self.grain)
        if is_number(self.column):
            return value
        if _spelled_differently(self.column):
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
        spelling = {name.strip().lower(): name for name, _ in reversed(self.column.values)}
        if _spelled_differently(self.column):
            return spelling.get(str(key), str(key))
        return str(key)

    def place(self, key: Any) -> tuple[int, float, str]:
        """Return where the group stands among the others; "(missing)" comes last."""
        label = self.label(key)
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
    if group.bins:
        return _binned(view, group, column, run)
    return Cut(group, column)


def labelled(result: pd.DataFrame, cuts: Sequence[Cut], names: Sequence[str]) -> pd.DataFrame:
    """Return the result in natural order with group columns and measures under their own names."""
    keys = [list(result[f"g{index}"]) for index in range(len(cuts))]
    places = [tuple(cut.place(key) for cut, key in zip(cuts, row, strict=True)) for row in zip(*keys, strict=True)]
    order = sorted(range(len(places)), key=places.__getitem__) if cuts else list(range(len(result)))
    columns: list[pd.Series[Any]] = []
    for cut_, values in zip(cuts, keys, strict=True):
        columns.append(pd.Series([cut_.label(values[row]) for row in order], dtype="str"))
    columns += [result[f"m{index}"].iloc[order].reset_index(drop=True) for index in range(len(names))]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = [cut_.grouping.column for cut_ in cuts] + list(names)
    return frame


def _binned(view: View, group: Grouping, column: Column, run: "Callable[[ir.Table], pd.DataFrame]") -> Cut:
    number = numeric(view[group.column], column)
    shares = [step / (group.bins or 2) for step in range(1, group.bins or 2)]
    quantiles = run(view.expression.aggregate(**{f"q{i}": number.quantile(s) for i, s in enumerate(shares)}))
    edges = tuple(sorted({float(edge) for edge in quantiles.iloc[0] if pd.notna(edge)}))
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


def _fitting_grain(value: "ir.Column", run: "Callable[[ir.Table], pd.DataFrame]") -> Grain:
    """Return days for up to two months, months for up to five years, else years."""
    ends = run(value.name("moment").as_table().aggregate(first=value.min(), last=value.max()))
    first, last = ends["first"][0], ends["last"][0]
    if pd.isna(first) or pd.isna(last):
        return "month"
    days = (last - first).days
    return "day" if days <= _DAYS_BY_DAY else "month" if days <= _DAYS_BY_MONTH else "year"


def _spelled_differently(column: Column) -> bool:
    """Return whether the same value occurs in several spellings of case, which then are one group."""
    names = [name.strip().lower() for name, _ in column.values]
    return len(set(names)) < len(names)

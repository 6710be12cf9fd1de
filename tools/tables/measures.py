"""Each kind of measure as an expression over a view."""

from typing import TYPE_CHECKING, Literal, Protocol

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.tables.catalog import Column, Table
from tools.tables.conditions import predicate
from tools.tables.values import folded, is_number, numeric, text, unknown, usable
from tools.tables.view import PERSON, View

if TYPE_CHECKING:
    import ibis.expr.types as ir

MeasureKind = Literal[
    "rows",
    "people",
    "count",
    "true",
    "sum",
    "mean",
    "squares",
    "products",
    "median",
    "quantile",
    "min",
    "max",
    "distinct",
    "before",
    "same",
    "both",
]
COMPARED: frozenset[MeasureKind] = frozenset({"before", "same", "both"})
"""Kinds that set a date against another one, whose column stands in `value`."""
PAIRED: frozenset[MeasureKind] = COMPARED | {"products"}
"""All kinds of two columns, the second of which stands in `value`."""

_DAY = len("2024-01-31")  # a date without a time of day


class Wanted(Protocol):
    """What a measure says about itself."""

    @property
    def kind(self) -> MeasureKind: ...  # noqa: D102
    @property
    def column(self) -> str | None: ...  # noqa: D102
    @property
    def value(self) -> str | None: ...  # noqa: D102
    @property
    def quantile(self) -> float | None: ...  # noqa: D102
    @property
    def any_of(self) -> tuple[str, ...]: ...  # noqa: D102


def aggregate(view: View, table: Table, measure: Wanted) -> "ir.Scalar":
    """Return the measure as an aggregate; raises AnalysisError when the column cannot carry it."""
    if measure.kind == "rows":
        return view.expression.count()
    if measure.kind == "people":
        return _people(view, table)
    if measure.column is None:
        raise AnalysisError(f"`{measure.kind}` needs a column.")
    column, value = view.columns[measure.column], view[measure.column]
    if measure.kind == "count":
        return (~unknown(value, column)).sum().fill_null(0).cast("int64")
    if measure.kind in COMPARED:
        return _compared(view, measure)
    if measure.kind == "products" and measure.value is not None:
        other = numeric(view[measure.value], view.columns[measure.value])
        return (numeric(value, column) * other).sum()
    if measure.kind == "true":
        return _true(value, column, measure.value, measure.any_of)
    if measure.kind == "distinct" and "personal" in column.marks and column.name != table.person:
        raise AnalysisError(f"`{column.name}` holds personal data; its values are not counted.")
    if measure.kind == "distinct":
        return usable(folded(value) if column.storage == "text" else value, column).nunique()
    if measure.kind in ("min", "max") and not is_number(column) and "personal" not in column.marks:
        known = text(usable(value, column))
        return known.min() if measure.kind == "min" else known.max()
    return _statistic(numeric(value, column), measure)


def _people(view: View, table: Table) -> "ir.Scalar":
    if table.rows_are_people and table.person is None:
        return view.expression.count()
    if PERSON in view.expression.columns:
        return view.expression[PERSON].nunique()
    rows = view.expression.count().cast("float64")
    return rows.nullif(rows)


def _true(value: "ir.Value", column: Column, wanted: str | None, any_of: tuple[str, ...]) -> "ir.Scalar":
    wanted = wanted if wanted is not None else column.positive
    if wanted is None:
        raise AnalysisError(f"Say which value of `{column.name}` counts.")
    one = Condition(column=column.name, value=wanted)
    several = Condition(column=column.name, op="in", value=list(any_of))
    hit = predicate(value, column, several if any_of else one)
    return hit.sum().fill_null(0).cast("int64")


def _compared(view: View, measure: Wanted) -> "ir.Scalar":
    """Return in how many rows one date lies before another, is the same, or both are known."""
    pair = [(view[name], view.columns[name]) for name in (measure.column, measure.value) if name is not None]
    if len(pair) != 2 or any(column.storage != "date" for _, column in pair):
        raise AnalysisError(f"`{measure.kind}` compares two date columns.")
    (one, first), (two, second) = pair
    known = ~unknown(one, first) & ~unknown(two, second)
    if _days_only(first) or _days_only(second):
        one, two = one.cast("date"), two.cast("date")  # a day without a time is no midnight
    test = {"before": one < two, "same": one == two, "both": known}[measure.kind]
    return (known & test).sum().fill_null(0).cast("int64")


def _days_only(column: Column) -> bool:
    """Return whether the dates of a column have no time of day, as its first and its last one tell."""
    return all(len(end) <= _DAY for end in (column.minimum or "", column.maximum or ""))


def _statistic(number: "ir.NumericValue", measure: Wanted) -> "ir.Scalar":
    if measure.kind == "squares":
        return (number * number).sum()
    if measure.kind == "quantile":
        share = 0.5 if measure.quantile is None else measure.quantile
        if not 0 <= share <= 1:
            raise AnalysisError(f"A quantile lies between 0 and 1, not {share}.")
        return number.quantile(share)
    simple = {
        "sum": number.sum,
        "mean": number.mean,
        "median": number.median,
        "min": number.min,
        "max": number.max,
    }
    return simple[measure.kind]()

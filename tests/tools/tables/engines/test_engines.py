"""One suite of engine calls, the same numbers wherever the rows are."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from tests.tools.tables.engines.conftest import ENGINES, orders
from tools.arguments import Condition, Grouping
from tools.errors import AnalysisError
from tools.tables.engine import Measure, Tables

Call = Callable[[Tables], pd.DataFrame | np.ndarray]
_MEASURES = (
    Measure("rows", "rows"),
    Measure("people", "people"),
    Measure("known", "count", "amount"),
    Measure("back", "true", "returned", "yes"),
    Measure("sum", "sum", "amount"),
    Measure("mean", "mean", "amount"),
    Measure("squares", "squares", "amount"),
    Measure("visits", "mean", "visits"),
    Measure("least", "min", "amount"),
    Measure("most", "max", "amount"),
    Measure("regions", "distinct", "region"),
)
_QUANTILES = (
    Measure("median", "median", "amount"),
    Measure("quarter", "quantile", "amount", quantile=0.25),
)


def _where(column: str, op: str, value: str | float | list[str] | None = None) -> tuple[Condition, ...]:
    return (Condition.model_validate({"column": column, "op": op, "value": value}),)


def _groups(column: str, *, grain: str | None = None, bins: int | None = None) -> Call:
    by = [Grouping.model_validate({"column": column, "grain": grain, "bins": bins})]
    return lambda tables: tables.groups("orders", _MEASURES, by=by)


CALLS: dict[str, Call] = {
    "all": lambda tables: tables.groups("orders", _MEASURES),
    "quantiles": lambda tables: tables.groups("orders", _QUANTILES, by=[Grouping(column="plan")]),
    "spellings": _groups("region"),
    "options": _groups("channels"),
    "ordered": _groups("plan"),
    "yes and no": _groups("newsletter"),
    "months": _groups("ordered_at", grain="month"),
    "weeks": _groups("ordered_at", grain="week"),
    "quarters": _groups("ordered_at", grain="quarter"),
    "weekdays": _groups("ordered_at", grain="weekday"),
    "hours": _groups("ordered_at", grain="hour"),
    "bins": _groups("amount", bins=4),
    "two": lambda tables: tables.groups(
        "orders", _MEASURES[:4], by=[Grouping(column="plan"), Grouping(column="returned")]
    ),
    "sentinel": lambda tables: tables.groups("orders", _MEASURES, where=_where("visits", "missing")),
    "option": lambda tables: tables.groups("orders", _MEASURES, where=_where("channels", "=", "mail")),
    "contains": lambda tables: tables.groups("orders", _MEASURES, where=_where("region", "contains", "Ü")),
    "several": lambda tables: tables.groups("orders", _MEASURES, where=_where("plan", "in", ["small", "Large"])),
    "above": lambda tables: tables.groups("orders", _MEASURES, where=_where("amount", ">", 75.5)),
    "level": lambda tables: tables.groups("orders", _MEASURES, where=_where("plan", ">=", "medium")),
    "year": lambda tables: tables.groups("orders", _MEASURES, where=_where("ordered_at", "=", "2024")),
    "since": lambda tables: tables.groups("orders", _MEASURES, where=_where("ordered_at", ">=", "2024-05-02")),
    "not": lambda tables: tables.groups("orders", _MEASURES, where=_where("region", "!=", "north")),
    "subscribed": lambda tables: tables.groups("orders", _MEASURES, where=_where("newsletter", "=", "yes")),
    "per person": lambda tables: tables.per("orders", "customer_id", "sum", "amount"),
    "orders per person": lambda tables: tables.per("orders", "customer_id", "count", None),
    "rows": lambda tables: tables.frame("orders", ["plan", "amount", "visits", "ordered_at"]),
    "mask": lambda tables: tables.mask("orders", _where("amount", ">", 100)),
    "people": lambda tables: tables.people("orders"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("call", CALLS)
def test_the_numbers_are_the_same_wherever_the_rows_are(
    copied: Tables, elsewhere: Callable[[str], Tables], engine: str, call: str
) -> None:
    expected, found = CALLS[call](copied), CALLS[call](elsewhere(engine))
    if isinstance(expected, pd.DataFrame) and isinstance(found, pd.DataFrame):
        pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-6, atol=1e-9)
    else:
        assert np.array_equal(found, expected)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_table_is_understood_as_if_it_had_been_copied(
    copied: Tables, elsewhere: Callable[[str], Tables], engine: str
) -> None:
    [here], [there] = copied.catalog, elsewhere(engine).catalog
    assert (there.rows, there.key, there.person, there.time) == (here.rows, here.key, here.person, here.time)
    for column, other in zip(here.columns, there.columns, strict=True):
        assert (other.name, other.role, other.unit, other.marks) == (
            column.name,
            column.role,
            column.unit,
            column.marks,
        )
        assert (other.distinct, other.missing) == (column.distinct, column.missing)
        assert dict(other.values) == dict(column.values)
        assert (other.minimum, other.maximum) == (column.minimum, column.maximum)


@pytest.mark.parametrize("engine", ENGINES)
def test_personal_data_of_a_database_is_out_of_reach(elsewhere: Callable[[str], Tables], engine: str) -> None:
    tables = elsewhere(engine)
    with pytest.raises(AnalysisError, match="personal data"):
        tables.frame("orders", ["email"])
    with pytest.raises(AnalysisError, match="personal data"):
        tables.groups("orders", [Measure("rows", "rows")], by=[Grouping(column="email")])
    with pytest.raises(AnalysisError, match="free text"):
        tables.groups("orders", [Measure("rows", "rows")], where=_where("remark", "contains", "late"))
    with pytest.raises(AnalysisError, match="free text"):
        tables.frame("orders", ["remark"])
    assert "@" not in tables.catalog.tables[0].columns[2].name + repr(tables.catalog)


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_of_the_rows_is_kept(elsewhere: Callable[[str], Tables], engine: str) -> None:
    workspace = elsewhere(engine)._access.engines._directory
    content = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())
    assert orders()["email"][0].encode() not in content
    assert b"not-a-secret" not in content
    assert not list(workspace.glob("tables/*.parquet"))

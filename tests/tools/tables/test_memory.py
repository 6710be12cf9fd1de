"""What is remembered of stored rows: the same answers, bounded, and forgotten when the rows change."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.arguments import Condition, Grouping
from tools.tables.engine import Measure, Tables
from tools.tables.memory import Memory

ORDERS = "shop/orders.csv"
ROWS = [Measure("n", "rows")]
WANTS = "Which do you use? (all that apply)"


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory = Memory[str](30)
    for name in ("one", "two", "three"):
        memory.keep(name, name, 10)
    memory.get("one")
    memory.keep("four", "four", 10)

    assert [memory.get(name) for name in ("one", "two", "three", "four")] == ["one", None, "three", "four"]


def test_a_result_larger_than_everything_is_not_kept() -> None:
    memory = Memory[str](30)
    memory.keep("small", "small", 10)
    memory.keep("huge", "huge", 31)

    assert (memory.get("small"), memory.get("huge")) == ("small", None)


def test_several_conditions_at_once_select_what_each_selects_alone(tables: Tables, tmp_path: Path) -> None:
    region = "shop/customers.csv::region"
    wheres = [
        (),
        (Condition(column="bought", value="yes"),),
        (Condition(column="bought", value="yes"), Condition(column=region, value="south")),
        (Condition(column=WANTS, value="mail"),),
        (Condition(column="bought", value="yes"),),
    ]
    together = tables.masks(ORDERS, wheres)

    tables.close()
    for where, mask in zip(wheres, together, strict=True):
        keys = tables.row_keys(ORDERS, where)
        assert int(mask.sum()) == len(keys)
    assert together[0].all()
    assert np.array_equal(together[1], together[4])


def test_an_answer_that_a_caller_changes_stays_as_it_was(tables: Tables) -> None:
    first = tables.groups(ORDERS, ROWS, by=[Grouping(column="bought")])
    expected = first.copy()
    first["n"] = 0
    mask = tables.mask(ORDERS, (Condition(column="bought", value="yes"),))
    mask[:] = False

    pd.testing.assert_frame_equal(tables.groups(ORDERS, ROWS, by=[Grouping(column="bought")]), expected)
    assert tables.mask(ORDERS, (Condition(column="bought", value="yes"),)).any()


def test_rows_written_anew_are_read_anew(tables: Tables) -> None:
    where = (Condition(column="bought", value="yes"),)
    before = tables.groups(ORDERS, ROWS, where=where)["n"][0]
    path = next((tables._access._directory / "tables").glob("shop-orders*.parquet"))
    rows = pd.read_parquet(path)
    rows["bought"] = "yes"
    rows.to_parquet(path, index=False)

    assert before < len(rows)
    assert tables.groups(ORDERS, ROWS, where=where)["n"][0] == len(rows)
    assert tables.mask(ORDERS, where).all()


@pytest.mark.parametrize(("grain", "label"), [("quarter", "2024-Q4"), ("year", "2025"), ("week", "2024-11-18")])
def test_periods_are_named_by_their_beginning(
    tables: Tables, orders: pd.DataFrame, grain: str, label: str
) -> None:
    found = tables.groups(ORDERS, ROWS, by=[Grouping.model_validate({"column": "placed at", "grain": grain})])
    at = orders["placed at"]
    names = {
        "quarter": at.dt.year.astype("str") + "-Q" + at.dt.quarter.astype("str"),
        "year": at.dt.year.astype("str"),
        "week": (at - pd.to_timedelta(at.dt.day_of_week, "D")).dt.strftime("%Y-%m-%d"),
    }
    assert dict(zip(found["placed at"], found["n"], strict=True)) == names[grain].value_counts().to_dict()
    assert label in set(found["placed at"])


def test_options_are_counted_beside_another_grouping(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(ORDERS, ROWS, by=[Grouping(column=WANTS), Grouping(column="bought")])
    counts = {(option, bought): n for option, bought, n in found.itertuples(index=False)}
    assert counts["mail", "yes"] == (orders[WANTS].str.contains("mail") & (orders["bought"] == "yes")).sum()
    assert counts["(missing)", "(missing)"] == (orders[WANTS].isna() & orders["bought"].isna()).sum()

"""Which share of people or sales has a row of a kind, and lists of the sales that were taken back."""

import numpy as np
import pandas as pd
import pytest

from tools.tables.engine import Tables
from tools.tables.readers import read_tables
from tools.tables.store import TableStore


def _lines() -> pd.DataFrame:
    draws = np.random.default_rng(3)
    orders = np.repeat(np.arange(1, 401), draws.integers(1, 4, 400))
    bread = draws.choice(["rye", "spelt", "baguette"], len(orders), p=[0.2, 0.3, 0.5])
    return pd.DataFrame(
        {
            "Order ID": [f"CA-2024-{number:06d}" for number in orders],
            "Customer ID": [f"C{number % 120:05d}" for number in orders],
            "Order Date": pd.Timestamp("2024-01-01") + pd.to_timedelta(orders % 300, unit="D"),
            "Bread": bread,
            "Sales": np.round(draws.gamma(4, 6, len(orders)), 2),
        }
    )


def test_who_has_no_such_row_comes_before_who_has_one(tmp_path, tabled):
    lines = _lines()
    told = tabled(tmp_path, "lines.csv", lines)(
        "query_table",
        table="lines.csv",
        metric="Bread",
        value="rye",
        per="Customer ID",
        per_aggregate="none",
        aggregate="share",
    ).findings
    everybody = lines["Customer ID"].nunique()
    rye = lines[lines["Bread"] == "rye"]["Customer ID"].nunique()
    assert [finding.value for finding in told[:2]] == pytest.approx([1 - rye / everybody, rye / everybody])
    assert told[0].customers == everybody - rye


def test_a_share_of_customers_counts_each_of_them_once(tmp_path, tabled):
    lines = _lines()
    ask = tabled(tmp_path, "lines.csv", lines)
    told = ask(
        "query_table",
        table="lines.csv",
        aggregate="share",
        metric="Bread",
        value="rye",
        per="Customer ID",
        per_aggregate="any",
    ).findings[0]
    rye = lines[lines["Bread"] == "rye"]["Customer ID"].nunique()
    assert told.value == pytest.approx(rye / lines["Customer ID"].nunique())
    assert f"{rye} of {lines['Customer ID'].nunique()}" in told.statement


def test_rows_that_are_counted_tell_which_share_of_all_people_is_behind_them(tmp_path, tabled):
    lines = _lines()
    ask = tabled(tmp_path, "lines.csv", lines)
    where = [{"column": "Bread", "op": "=", "value": "rye"}]
    found = ask("query_table", table="lines.csv", aggregate="count", where=where).findings
    share = next(one for one in found if one.label == "share of customers")
    rye = lines[lines["Bread"] == "rye"]["Customer ID"].nunique()
    assert share.value == pytest.approx(rye / lines["Customer ID"].nunique())


def test_a_list_of_returned_orders_says_of_lines_whether_theirs_was_returned(tmp_path):
    lines = _lines()
    returned = pd.DataFrame({"Order ID": lines["Order ID"].unique()[::9]}).assign(Returned="Yes")
    store = TableStore(tmp_path / "ws", scrub=str)
    for name, frame in (("lines.csv", lines), ("returns.csv", returned)):
        frame.to_csv(tmp_path / name, index=False)
        for raw in read_tables(tmp_path / name, name=name):
            store.put(raw)
    store.finish()
    table = Tables.open(tmp_path / "ws").catalog.table("lines.csv")
    assert table is not None
    made = table.column("has return")
    assert made is not None
    assert (made.role, made.positive) == ("segment", "yes")
    assert dict(made.values)["yes"] == int(lines["Order ID"].isin(returned["Order ID"]).sum())
    assert table.outcome is None

"""The engine against plain pandas on the same rows."""

from pathlib import Path

import pandas as pd
import pytest

from tools.arguments import Condition, Grouping
from tools.errors import AnalysisError
from tools.tables.engine import Measure, Tables

ORDERS = "shop/orders.csv"
CUSTOMERS = "shop/customers.csv"
SPEND = 'Spend "net"\n[EUR]'
WANTS = "Which do you use? (all that apply)"


def usable(orders: pd.DataFrame) -> pd.Series:
    return orders[SPEND].where(orders[SPEND] != 999)


def test_statistics_leave_sentinels_out(tables: Tables, orders: pd.DataFrame) -> None:
    kinds = ("sum", "mean", "median", "min", "max", "count", "squares")
    row = tables.groups(ORDERS, [Measure(kind, kind, SPEND) for kind in kinds]).iloc[0]
    spend = usable(orders)
    for kind in ("sum", "mean", "median", "min", "max", "count"):
        assert row[kind] == pytest.approx(getattr(spend, kind)())
    assert row["squares"] == pytest.approx((spend**2).sum())


def test_quantiles_are_exact(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(ORDERS, [Measure("q", "quantile", SPEND, quantile=0.9)])
    assert found["q"][0] == pytest.approx(usable(orders).quantile(0.9))


def test_rows_and_people_per_group(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(ORDERS, [Measure("n", "rows"), Measure("p", "people")], by=[Grouping(column="bought")])
    expected = orders.fillna({"bought": "(missing)"}).groupby("bought")["customer"].agg(["size", "nunique"])
    assert list(found["bought"]) == ["no", "yes", "(missing)"]
    for group, rows, people in found.itertuples(index=False):
        assert (rows, people) == tuple(expected.loc[group])


def test_people_are_unknown_without_a_person(tables: Tables, tmp_path: Path) -> None:
    from dataclasses import replace

    table = replace(tables.catalog.tables[0], person=None)
    anonymous = Tables(tmp_path, replace(tables.catalog, tables=(table,)))
    assert pd.isna(anonymous.groups(ORDERS, [Measure("p", "people")])["p"][0])


def test_each_row_is_a_person_when_the_catalog_says_so(tables: Tables, tmp_path: Path) -> None:
    from dataclasses import replace

    table = replace(tables.catalog.tables[0], person=None, rows_are_people=True)
    survey = Tables(tmp_path, replace(tables.catalog, tables=(table,)))
    assert survey.groups(ORDERS, [Measure("p", "people")])["p"][0] == 400


def test_true_counts_the_positive_value(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(ORDERS, [Measure("t", "true", "bought"), Measure("share", "mean", "bought")])
    assert found["t"][0] == (orders["bought"] == "yes").sum()
    assert found["share"][0] == pytest.approx((orders["bought"] == "yes").sum() / orders["bought"].notna().sum())


def test_a_multi_select_counts_in_each_option_even_one_with_commas(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column=WANTS)])
    counts = dict(zip(found[WANTS], found["n"], strict=True))
    cells = orders[WANTS]
    assert counts == {
        "mail": cells.str.contains("mail").sum(),
        "phone": cells.str.contains("phone").sum(),
        "Setup (files, env)": cells.str.contains("Setup").sum(),
        "(missing)": cells.isna().sum(),
    }


def test_an_option_is_matched_whole(tables: Tables, orders: pd.DataFrame) -> None:
    where = (Condition(column=WANTS, value="setup (files, env)"),)
    assert tables.mask(ORDERS, where).sum() == orders[WANTS].str.contains("Setup").sum()
    with pytest.raises(AnalysisError, match="Setup"):
        tables.mask(ORDERS, (Condition(column=WANTS, value="Setup"),))


def test_spellings_of_one_value_are_one_group_in_the_order_of_the_scale(
    tables: Tables, orders: pd.DataFrame
) -> None:
    found = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column="size")])
    assert list(found["size"]) == ["small", "big", "huge"]
    assert found["n"][0] == (orders["size"].str.lower() == "small").sum()


@pytest.mark.parametrize(
    ("grain", "pattern"), [("month", "%Y-%m"), ("day", "%Y-%m-%d"), ("year", "%Y"), ("hour", "%H")]
)
def test_dates_are_grouped_by_grain(tables: Tables, orders: pd.DataFrame, grain: str, pattern: str) -> None:
    by = [Grouping.model_validate({"column": "placed at", "grain": grain})]
    found = tables.groups(ORDERS, [Measure("n", "rows")], by=by)
    expected = orders["placed at"].dt.strftime(pattern).value_counts().sort_index()
    assert list(found["placed at"]) == list(expected.index)
    assert list(found["n"]) == list(expected)


def test_weeks_start_on_monday_and_weekdays_have_names(tables: Tables, orders: pd.DataFrame) -> None:
    weeks = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column="placed at", grain="week")])
    assert {pd.Timestamp(week).day_name() for week in weeks["placed at"]} == {"Monday"}
    days = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column="placed at", grain="weekday")])
    assert next(iter(days["placed at"])) == "Monday"
    assert dict(zip(days["placed at"], days["n"], strict=True)) == dict(
        orders["placed at"].dt.day_name().value_counts()
    )


def test_a_date_without_a_grain_gets_a_fitting_one(tables: Tables) -> None:
    found = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column="placed at")])
    assert found["placed at"][0] == "2024-11"


def test_numbers_are_cut_into_groups_of_equal_size(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.groups(
        ORDERS, [Measure("n", "rows"), Measure("m", "mean", SPEND)], by=[Grouping(column=SPEND, bins=4)]
    )
    known = usable(orders).dropna()
    assert found[SPEND].iloc[-1] == "(missing)"
    assert abs(found["n"][:4] - len(known) / 4).max() <= 1
    assert list(found["m"][:4]) == sorted(found["m"][:4])
    assert found[SPEND][0].startswith(f"{known.min():g} to ")


def test_a_joined_column_groups_and_filters(tables: Tables, orders: pd.DataFrame) -> None:
    region = f"{CUSTOMERS}::region"
    found = tables.groups(ORDERS, [Measure("n", "rows")], by=[Grouping(column=region)])
    number = orders["customer"].astype(int)
    expected = number.map(lambda n: "(missing)" if n > 49 else "north" if n % 3 else "south").value_counts()
    assert dict(zip(found[region], found["n"], strict=True)) == dict(expected)
    assert tables.mask(ORDERS, (Condition(column=region, value="South"),)).sum() == expected["south"]


def test_a_join_that_multiplies_rows_is_refused(tables: Tables) -> None:
    with pytest.raises(AnalysisError, match="multiply rows"):
        tables.groups(CUSTOMERS, [Measure("n", "rows")], by=[Grouping(column=f"{ORDERS}::bought")])


def test_aggregates_per_entity(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.per(ORDERS, "customer", "sum", SPEND).set_index("entity")["value"]
    expected = orders.assign(spend=usable(orders)).groupby("customer")["spend"].sum(min_count=1)
    pd.testing.assert_series_equal(
        found, expected, check_names=False, check_dtype=False, check_index_type=False, rtol=1e-9
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition(column="bought", op="!=", value="yes"), lambda o: o["bought"] == "no"),
        (Condition(column="bought", op="=", value="TRUE"), lambda o: o["bought"] == "yes"),
        (Condition(column="bought", op="missing"), lambda o: o["bought"].isna()),
        (Condition(column=SPEND, op=">", value=100), lambda o: (o[SPEND] > 100) & (o[SPEND] != 999)),
        (Condition(column=SPEND, op="=", value="999"), lambda o: o[SPEND] == 999),
        (Condition(column=SPEND, op="missing"), lambda o: o[SPEND] == 999),
        (Condition(column="size", op=">=", value="big"), lambda o: o["size"].isin(["big", "huge"])),
        (Condition(column="size", op="in", value=["BIG", "huge"]), lambda o: o["size"].isin(["big", "huge"])),
        (Condition(column="placed at", value="2025-01"), lambda o: o["placed at"].dt.strftime("%Y%m") == "202501"),
        (Condition(column="placed at", op="<=", value="2024"), lambda o: o["placed at"].dt.year <= 2024),
        (Condition(column=WANTS, op="contains", value="MAIL"), lambda o: o[WANTS].str.contains("mail", na=False)),
    ],
)  # fmt: skip
def test_conditions(tables: Tables, orders: pd.DataFrame, condition: Condition, expected) -> None:
    assert list(tables.mask(ORDERS, (condition,))) == list(expected(orders).fillna(False))


def test_frame_keeps_row_order_and_blanks_sentinels(tables: Tables, orders: pd.DataFrame) -> None:
    found = tables.frame(ORDERS, [SPEND, "size"])
    assert list(found["size"]) == list(orders["size"])
    assert found[SPEND].isna().sum() == (orders[SPEND] == 999).sum()


def test_row_keys_name_the_selected_rows(tables: Tables, orders: pd.DataFrame) -> None:
    keys = tables.row_keys(ORDERS, (Condition(column="size", value="huge"),))
    assert keys == {f"k{row}" for row in orders.index[orders["size"] == "huge"]}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda t: t.groups("shop/order.csv", []), "shop/orders.csv"),
        (lambda t: t.frame(ORDERS, ["Spend net"]), "Spend"),
        (lambda t: t.mask(ORDERS, (Condition(column="size", value="hug"),)), "huge"),
        (lambda t: t.mask(ORDERS, (Condition(column="placed at", value="soon"),)), "not a date"),
        (lambda t: t.mask(ORDERS, (Condition(column=SPEND, op=">", value="lots"),)), "numbers"),
        (lambda t: t.groups(ORDERS, [Measure("m", "mean", "size")]), "no sum, mean"),
        (lambda t: t.groups(ORDERS, [], by=[Grouping(column="size", grain="month")]), "not a date"),
        (lambda t: t.frame(CUSTOMERS, ["email"]), "personal"),
        (lambda t: t.groups(CUSTOMERS, [], by=[Grouping(column="email")]), "personal"),
        (lambda t: t.mask(CUSTOMERS, (Condition(column="email", value="a"),)), "personal"),
    ],
)
def test_errors_say_what_would_work(tables: Tables, call, says: str) -> None:
    with pytest.raises(AnalysisError, match=says):
        call(tables)


def test_the_name_of_the_empty_group_selects_it(tables: Tables, orders: pd.DataFrame) -> None:
    where = (Condition(column="bought", value="(missing)"),)
    assert tables.mask(ORDERS, where).sum() == orders["bought"].isna().sum()


def test_odd_rows_are_counted_and_not_wrong_in_silence(tmp_path: Path) -> None:
    from tools.tables.readers import RawTable
    from tools.tables.store import TableStore

    odd = pd.DataFrame({"nothing": [None] * 3, "same": [1.0] * 3, "n": [1.0, float("nan"), 3.0]})
    filled = TableStore(tmp_path, scrub=str)
    filled.put(RawTable(name="odd.csv", frame=odd))
    filled.finish()
    tables = Tables.open(tmp_path)
    found = tables.groups(
        "odd.csv", [Measure("n", "rows"), Measure("m", "mean", "n")], by=[Grouping(column="nothing")]
    )
    assert found.to_dict("records") == [{"nothing": "(missing)", "n": 3, "m": 2.0}]


def test_rows_that_are_gone_or_damaged_are_reported(tables: Tables, tmp_path: Path) -> None:
    for path in (tmp_path / "tables").iterdir():
        path.write_bytes(b"PAR1 nothing")
    with pytest.raises(AnalysisError, match="ingested again"):
        Tables.open(tmp_path).mask(ORDERS)
    for path in (tmp_path / "tables").iterdir():
        path.unlink()
    with pytest.raises(AnalysisError, match="ingested again"):
        Tables.open(tmp_path).mask(ORDERS)


def test_several_threads_get_the_same_numbers(tables: Tables) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(tables.groups, ORDERS, [Measure("s", "sum", SPEND)]) for _ in range(12)]
        assert len({round(call.result()["s"][0], 6) for call in calls}) == 1

"""Sales of several lines, some taken back: who stayed away, what is left, months not over, amounts of zero."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.results import Report

END = pd.Timestamp("2024-06-12")


def till() -> pd.DataFrame:
    """Return 700 receipts of 120 cardholders in one to four lines; every twelfth receipt takes a sale back."""
    draws = np.random.default_rng(5)
    rows = []
    for receipt in range(700):
        card = int(draws.integers(120))
        # Every third cardholder only came in the first months.
        reach = 150 if card % 3 == 0 else 524
        day = END - pd.Timedelta(days=524) + pd.Timedelta(days=int(draws.integers(reach + 1)))
        back = receipt % 12 == 5
        rows += [
            {
                "receipt_no": f"{'CN' if back else 'K'}{receipt:05}",
                "customer_id": f"M{card:03}",
                "sold_on": day,
                "pieces": (-1 if back else 1) * int(draws.integers(1, 6)),
                "unit_price": round(float(draws.uniform(1, 30)), 2),
                "tip": 0.0 if draws.random() < 0.6 else round(float(draws.uniform(1, 5)), 2),
            }
            for _ in range(int(draws.integers(1, 5)))
        ]
    rows.append(rows[-1] | {"receipt_no": "K99999", "sold_on": END, "pieces": 2})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return till()


@pytest.fixture
def shop(tmp_path: Path, tabled, rows):
    return tabled(tmp_path, "till.csv", rows)


def sold(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["pieces"] > 0].assign(paid=rows["pieces"] * rows["unit_price"])


def test_who_bought_nothing_lately_is_counted_with_what_they_had_brought(shop, rows):
    report = shop("customer_worth", table="till.csv", silent={"days": 180})
    quiet = sold(rows).groupby("customer_id")["sold_on"].max() <= END - pd.Timedelta(days=180)
    net = rows.assign(paid=rows["pieces"] * rows["unit_price"]).groupby("customer_id")["paid"].sum()
    net = net.reindex(quiet.index)

    share, revenue = report.findings[:2]
    assert share.customers == int(quiet.sum())
    assert share.value == pytest.approx(quiet.mean())
    assert revenue.value == pytest.approx(net[quiet].sum() / net.sum())


def test_since_a_named_day_says_the_same_as_that_many_days(shop):
    by_days = shop("customer_worth", table="till.csv", silent={"days": 100})
    since = (END - pd.Timedelta(days=99)).date().isoformat()
    by_date = shop("customer_worth", table="till.csv", silent={"since": since})

    assert [finding.value for finding in by_date.findings] == [finding.value for finding in by_days.findings]


def test_revenue_of_lines_is_quantity_times_price(shop, rows):
    report = shop("query_table", table="till.csv", aggregate="sum", metric="revenue")

    assert report.findings[0].value == pytest.approx((rows["pieces"] * rows["unit_price"]).sum())


def test_leaving_returns_out_withholds_nothing_though_few_people_only_returned(shop, rows):
    report = shop(
        "query_table",
        table="till.csv",
        aggregate="count",
        metric="receipt_no",
        value=">=2",
        per="customer_id",
        per_aggregate="distinct",
        where=[{"column": "cancelled or returned", "op": "=", "value": "no"}],
    )
    orders = sold(rows).groupby("customer_id")["receipt_no"].nunique()

    assert report.findings[0].value == int((orders >= 2).sum())


def by_month(shop, since: str, until: str) -> Report:
    return shop(
        "query_table",
        table="till.csv",
        aggregate="sum",
        metric="revenue",
        by=[{"column": "sold_on", "grain": "month"}],
        period={"since": since, "until": until},
        order="natural",
    )


def test_a_month_that_is_not_over_is_set_beside_as_many_days_of_the_one_before(shop, rows):
    report = by_month(shop, "2024-05-01", "2024-06-30")
    paid = (rows["pieces"] * rows["unit_price"]).groupby(rows["sold_on"].dt.to_period("D")).sum()
    told = " ".join(finding.statement for finding in report.findings)
    values = [finding.value for finding in report.findings if finding.label == "total revenue"]

    assert "incomplete: the data ends on 2024-06-12" in told
    assert any(value == pytest.approx(paid["2024-05-01":"2024-05-12"].sum()) for value in values)


def test_all_months_are_told_when_they_are_no_more_than_twelve(shop, rows):
    report = by_month(shop, "2023-06-01", "2024-05-31")
    told = " ".join(finding.statement for finding in report.findings)

    assert all(str(month) in told for month in pd.period_range("2023-06", "2024-05", freq="M"))


def test_a_typical_amount_says_how_many_are_zero(shop, rows):
    report = shop("query_table", table="till.csv", aggregate="median", metric="tip")
    zero = next(finding for finding in report.findings if finding.label == "share with a tip of 0")

    assert zero.value == pytest.approx((rows["tip"] == 0).mean())


def test_the_median_of_what_is_not_zero_stands_beside_it(tmp_path, tabled):
    draws = np.random.default_rng(2)
    gifts = np.where(draws.random(400) < 0.5, 0.0, draws.gamma(2, 20, 400).round(2))
    ask = tabled(tmp_path, "donors.csv", pd.DataFrame({"donor_id": range(1000, 1400), "gift_eur": gifts}))
    report = ask("query_table", table="donors.csv", aggregate="mean", metric="gift_eur")

    assert any(finding.value == pytest.approx(np.median(gifts[gifts != 0])) for finding in report.findings)


def test_a_sum_over_some_rows_is_told_as_a_part_of_all(shop, rows):
    paid = rows["pieces"] * rows["unit_price"]
    some = [{"column": "unit_price", "op": ">", "value": 28}]
    report = shop("query_table", table="till.csv", aggregate="sum", metric="revenue", where=some)
    part = next(finding for finding in report.findings if finding.label == "share of the total revenue")

    assert part.value == pytest.approx(paid[rows["unit_price"] > 28].sum() / paid.sum())

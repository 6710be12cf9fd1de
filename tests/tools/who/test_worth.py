"""customer_worth on a simulated hotel: guests, stays and prices with planted habits."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError

START = pd.Timestamp("2023-01-01")


def stays(*, guests: int = 300, weeks: int = 80, seed: int = 1) -> pd.DataFrame:
    """Guests come at a gamma rate, pay at a level of their own, and stay away for good by and by."""
    generator = np.random.default_rng(seed)
    rows = []
    for guest in range(guests):
        begun = generator.uniform(0, weeks * 0.6)
        rate, leaving = generator.gamma(0.8, 1 / 8), generator.beta(0.9, 2.5)
        level = 300 / generator.gamma(3.7)
        now = begun
        while now < weeks:
            price = round(level * generator.gamma(6, 1 / 6), 2)
            rows.append((f"G{guest:04}", START + pd.Timedelta(days=int(now * 7)), price))
            if now > begun and generator.random() < leaving:
                break
            now += generator.exponential(1 / max(rate, 1e-4))
    return pd.DataFrame(rows, columns=["guest_id", "arrival_date", "bill_eur"])


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return stays()


@pytest.fixture
def hotel(tmp_path: Path, tabled, rows):
    return tabled(tmp_path, "stays.csv", rows)


def named(report, label):
    return next(finding for finding in report.findings if finding.label == label)


def test_segments_come_first_and_say_rule_size_interval_and_revenue(hotel):
    first = hotel("customer_worth", table="stays.csv").findings[0]

    assert first.label == "share of the segment best"
    assert "95% interval" in first.statement
    assert "they bring" in first.statement
    assert first.interval[0] < first.value < first.interval[1]


def test_the_top_fifth_is_told_with_its_part_of_revenue(hotel, rows):
    report = hotel("customer_worth", table="stays.csv", aspect="concentration")
    spend = rows.groupby("guest_id")["bill_eur"].sum().sort_values(ascending=False)

    top = report.findings[0]

    assert top.value == pytest.approx(spend.head(round(len(spend) / 5)).sum() / spend.sum())
    assert top.n == spend.size
    assert top.interval[0] < top.value < top.interval[1]
    assert report.charts[0].rows[0]["value"] > report.charts[0].rows[1]["value"]


def test_one_time_buyers_are_counted_by_days(hotel, rows):
    days = rows.drop_duplicates(["guest_id", "arrival_date"]).groupby("guest_id").size()

    told = hotel("customer_worth", table="stays.csv", aspect="once").findings[0]

    assert told.value == pytest.approx((days == 1).mean())


def test_the_expected_value_has_an_interval_and_is_checked_on_held_back_time(hotel):
    report = hotel("customer_worth", table="stays.csv", aspect="value")

    value, check = report.findings[0], named(report, "expected over actual purchases")

    assert value.label == "expected value"
    assert value.interval[0] < value.value < value.interval[1]
    assert 0.75 < check.value < 1.3
    assert any("no margin" in caveat for caveat in report.caveats)


def test_a_return_rate_is_compared_with_the_period_before(hotel, rows):
    told = hotel("customer_worth", table="stays.csv", aspect="returning").findings[0]

    quarters = rows["arrival_date"].dt.to_period("Q")
    who = rows.groupby(quarters)["guest_id"].agg(set)
    before, after = who[pd.Period("2024Q1")], who[pd.Period("2024Q2")]
    assert told.value == pytest.approx(len(before & after) / len(before))
    assert "a quarter earlier" in told.statement


def test_conditions_limit_the_purchases(hotel):
    where = [{"column": "bill_eur", "op": "<", "value": 300}]

    report = hotel("customer_worth", table="stays.csv", where=where, aspect="once")

    assert report.findings[0].n < 300


def test_no_group_under_the_threshold_is_told(tmp_path, tabled):
    few = pd.DataFrame(
        {
            "client_id": [f"c{number % 12}" for number in range(60)],
            "ordered_on": [START + pd.Timedelta(days=(number * 5) % 360) for number in range(60)],
            "total_eur": [float(10 + number % 7) for number in range(60)],
        }
    )

    report = tabled(tmp_path, "orders.csv", few)("customer_worth", table="orders.csv")

    assert all(f.customers is None or f.customers in (0, 12) or 5 <= f.customers <= 7 for f in report.findings)
    assert any("is not estimated" in line for line in report.missing)


def test_without_money_purchases_are_counted_and_it_is_said(tmp_path, tabled, rows):
    report = tabled(tmp_path, "stays.csv", rows.drop(columns="bill_eur"))("customer_worth", table="stays.csv")

    assert any("only purchases are counted" in line for line in report.missing)
    assert not any(finding.unit == "money" for finding in report.findings)


def test_a_table_that_sums_up_by_customer_gives_the_same_expectation(tmp_path, tabled, rows):
    days = rows.groupby(["guest_id", "arrival_date"], as_index=False)["bill_eur"].sum()
    by = days.groupby("guest_id")["arrival_date"]
    first, last, end = by.min(), by.max(), rows["arrival_date"].max()
    summary = pd.DataFrame(
        {
            "guest_id": first.index,
            "frequency": by.size().to_numpy() - 1,
            "recency": ((last - first).dt.days / 7).round(4).to_numpy(),
            "T": ((end - first).dt.days / 7).round(4).to_numpy(),
        }
    )
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    summed = tabled(tmp_path / "one", "guests.csv", summary)("customer_worth", table="guests.csv", aspect="value")
    told = tabled(tmp_path / "two", "stays.csv", rows)("customer_worth", table="stays.csv", aspect="value")

    expected = [named(report, "expected purchases").value for report in (summed, told)]
    assert expected[0] == pytest.approx(expected[1], rel=0.01)


def test_a_table_without_purchases_says_what_it_takes(ask):
    with pytest.raises(AnalysisError, match="one row per purchase with a person and a date"):
        ask("customer_worth", table="survey.csv")


def test_a_list_of_people_with_the_day_they_joined_holds_no_purchases(tmp_path, tabled):
    joined = [START + pd.Timedelta(days=number % 300) for number in range(200)]
    members = pd.DataFrame(
        {"member_id": [f"m{number:03}" for number in range(200)], "joined": joined, "plan": ["day", "year"] * 100}
    )

    with pytest.raises(AnalysisError, match="holds no purchases"):
        tabled(tmp_path, "members.csv", members)("customer_worth", table="members.csv")

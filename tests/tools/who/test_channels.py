"""channel_fit: the verdict, ties, and the cost of a fit customer, against counts by hand."""

import numpy as np
import pandas as pd
import pytest


def guests(rates: dict[str, float], each: int = 300) -> pd.DataFrame:
    rows = []
    for source, rate in rates.items():
        for place in range(each):
            came = "yes" if place < rate * each else "no"
            rows.append({"source": source, "booked again": came, "acquisition cost": 4.0 + (place % 3)})
    frame = pd.DataFrame(rows)
    frame.insert(0, "guest_id", np.arange(len(frame)) + 1)
    return frame


AGAIN = {"metric": "booked again", "value": "yes"}


def test_the_best_channel_comes_first_with_the_cost_of_a_fit_customer(tabled, tmp_path):
    frame = guests({"fair": 0.2, "friends": 0.6, "search": 0.3})
    report = tabled(tmp_path, "guests.csv", frame)("channel_fit", table="guests.csv", **AGAIN)
    verdict, best = report.findings[:2]

    assert verdict.value == "friends"
    assert best.value == pytest.approx(0.6)
    assert "8.33 spent per fit customer" in best.statement.replace("$", "")
    assert report.charts[0].rows[0]["label"] == "friends"


def test_channels_within_chance_are_a_tie(tabled, tmp_path):
    frame = guests({"fair": 0.31, "friends": 0.3, "search": 0.32})
    report = tabled(tmp_path, "guests.csv", frame)("channel_fit", table="guests.csv", **AGAIN)

    assert report.findings[0].value == "tie"
    assert "No group of source is ahead" in report.findings[0].statement


def test_where_the_outcome_is_a_loss_the_lowest_rate_fits_best(tabled, tmp_path):
    frame = guests({"fair": 0.2, "friends": 0.6}).rename(columns={"booked again": "churned"})
    report = tabled(tmp_path, "guests.csv", frame)("channel_fit", table="guests.csv", metric="churned")

    assert report.findings[0].value == "fair"


def test_one_channel_asked_about_is_judged_beside_the_others(tabled, tmp_path):
    frame = guests({"fair": 0.2, "friends": 0.6})
    only = [{"column": "source", "value": "fair"}]
    report = tabled(tmp_path, "guests.csv", frame)("channel_fit", table="guests.csv", where=only, **AGAIN)

    assert report.findings[0].value == "friends"


def test_costs_may_stand_in_a_table_of_spending_beside_the_customers(tabled, tmp_path):
    frame = guests({"fair": 0.2, "friends": 0.6}).drop(columns="acquisition cost")
    months = pd.DataFrame({"source": ["fair", "friends"] * 6, "month": range(12), "cost": [50.0, 30.0] * 6})
    ask = tabled(tmp_path, "guests.csv", frame, {"spending.csv": months})
    report = ask("channel_fit", table="guests.csv", **AGAIN)

    assert "1 spent per fit customer" in report.findings[1].statement


def test_costs_may_stand_in_a_table_with_one_row_for_each_channel(tabled, tmp_path):
    frame = guests({"fair": 0.2, "friends": 0.6}).drop(columns="acquisition cost")
    spent = pd.DataFrame({"source": ["fair", "friends"], "spend": [300.0, 180.0]})
    report = tabled(tmp_path, "guests.csv", frame, {"spending.csv": spent})(
        "channel_fit", table="guests.csv", **AGAIN
    )

    assert "spent per fit customer" in report.findings[1].statement

"""Outcomes that only a date tells: blank where it has not happened yet."""

import pandas as pd
import pytest

HOUSEHOLDS = "households.csv"


def trials(days: int = 300) -> pd.DataFrame:
    """Three households a day; one in three takes the box 20 days after the tasting, if the file reaches so far."""
    tasted = pd.to_datetime("2024-01-01") + pd.to_timedelta([number // 3 for number in range(3 * days)], unit="D")
    taken = tasted + pd.Timedelta(days=20)
    last = tasted.max()
    happened = [number % 3 == 0 and day <= last for number, day in enumerate(taken)]
    return pd.DataFrame(
        {
            "household_id": range(1, 3 * days + 1),
            "tasted_on": tasted.strftime("%Y-%m-%d"),
            "district": ["north", "south"] * (3 * days // 2),
            "converted_on": [
                day.strftime("%Y-%m-%d") if yes else "" for day, yes in zip(taken, happened, strict=True)
            ],
        }
    )


def test_a_date_that_only_some_have_says_to_whom_it_happened(tabled, tmp_path):
    report = tabled(tmp_path, HOUSEHOLDS, trials())("query_table", table=HOUSEHOLDS, aggregate="share")

    assert report.findings[0].value == pytest.approx(280 / 900)
    assert "converted" in report.findings[0].statement


def test_the_rate_among_those_who_had_the_time_is_told_beside_it(tabled, tmp_path):
    report = tabled(tmp_path, HOUSEHOLDS, trials())("query_table", table=HOUSEHOLDS, aggregate="share")

    assert report.findings[1].value == pytest.approx(1 / 3)
    assert any("it may still happen" in caveat for caveat in report.caveats)


def test_a_status_that_says_what_happened_needs_no_date(tabled, tmp_path):
    frame = trials()
    frame["result"] = ["lapsed" if day == "" else "converted" for day in frame["converted_on"]]
    report = tabled(tmp_path, HOUSEHOLDS, frame)("profile_segment", table=HOUSEHOLDS)

    assert "Result" in report.findings[0].statement

"""Answers that rest on a second table name it, and say until when it tells anything."""

import pandas as pd
import pytest


@pytest.fixture
def pitches(tmp_path, tabled):
    """400 pitches from January to May; every fourth is won 60 days later, so that wins go on until July."""
    came = pd.Series(pd.date_range("2024-01-01", "2024-05-31", periods=400)).dt.normalize()
    pitches = pd.DataFrame(
        {"pitch_id": [f"p{number:04d}k" for number in range(400)], "came_on": came, "via": ["fair", "web"] * 200}
    )
    won = pitches.iloc[::4]
    contracts = pd.DataFrame({"pitch_id": won["pitch_id"], "signed_on": won["came_on"] + pd.Timedelta(days=60)})
    contracts.loc[contracts.index[:3], "signed_on"] = pd.Timestamp("2023-12-30")
    return tabled(tmp_path, "pitches.csv", pitches, {"contracts.csv": contracts.reset_index(drop=True)})


def test_a_rate_names_both_tables(pitches):
    report = pitches("query_table", table="pitches.csv", aggregate="share", metric="has contract")

    assert report.findings[0].value == pytest.approx(0.25)
    assert {finding.table for finding in report.findings} == {"pitches.csv", "contracts.csv"}
    assert "have a contract" in report.findings[0].statement


def test_wins_after_the_last_pitch_show_no_loss_of_skill(pitches):
    by = [{"column": "signed_on", "grain": "month"}]
    report = pitches("query_table", table="contracts.csv", aggregate="count", by=by)

    assert any("pitches.csv ends on 2024-05-31" in note for note in report.caveats)


def test_the_newest_have_had_less_time(pitches):
    by = [{"column": "came_on", "grain": "month"}]
    report = pitches("query_table", table="pitches.csv", aggregate="share", metric="has contract", by=by)

    assert any("less time for a contract" in note for note in report.caveats)


def test_dates_of_two_tables_are_set_in_order(pitches):
    fields = ["signed_on", "pitches.csv::came_on"]
    report = pitches("check_data", table="contracts.csv", check="order", fields=fields)

    assert (report.findings[0].value, report.findings[1].n) == (3, 100)
    assert {finding.table for finding in report.findings} == {"pitches.csv", "contracts.csv"}

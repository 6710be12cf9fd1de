"""The net promoter score: in all, by group, over time, and its two camps beside a mean."""

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError


def answers(column: str) -> pd.DataFrame:
    """A year of answers: promoters fall from 60% to 30%; the rest are half passives, half detractors."""
    rows = []
    for month in range(1, 13):
        promoters = 12 if month <= 6 else 6
        passives = (20 - promoters) // 2
        scores = [10] * promoters + [8] * passives + [3] * (20 - promoters - passives)
        rows += [
            {
                "guest_no": len(rows) + place,
                "asked_on": f"2024-{month:02d}-15",
                "room": "AB"[place % 2],
                column: score,
            }
            for place, score in enumerate(scores, start=1)
        ]
    frame = pd.DataFrame(rows)
    frame.loc[frame.index[-1], [column]] = 0
    return frame


@pytest.fixture(scope="module")
def survey(tmp_path_factory, tabled):
    call = tabled(tmp_path_factory.mktemp("survey"), "answers.csv", answers("nps"))
    return lambda **asked: call("query_table", table="answers.csv", metric="nps", **asked)


def test_the_score_is_promoters_less_detractors(survey):
    report = survey(aggregate="promoters")

    assert report.findings[0].value == pytest.approx((108 - 66) / 240)
    assert "17.5 points (45.0% promoters less 27.5% detractors" in report.findings[0].statement


def test_each_period_has_its_score(survey):
    report = survey(aggregate="promoters", by=[{"column": "asked_on", "grain": "quarter"}])
    told = " ".join(finding.statement for finding in report.findings)

    assert "40.0 points" in told
    assert "-5.0 points" in told
    assert "factor" not in told


def test_other_answers_have_no_such_score(survey):
    with pytest.raises(AnalysisError, match="from 0 to 10"):
        survey(aggregate="promoters", per="room")


def test_groups_have_scores_and_a_test_of_them(survey):
    report = survey(aggregate="promoters", by=[{"column": "room"}])

    assert [finding.unit for finding in report.findings[:3]] == ["points"] * 3
    assert any(finding.p_value is not None for finding in report.findings)


def test_the_mean_of_such_answers_is_told_with_both_camps(survey):
    told = {finding.label: finding.value for finding in survey(aggregate="mean").findings}

    assert told["share of promoters"] == pytest.approx(108 / 240)
    assert told["share of detractors"] == pytest.approx(66 / 240)


def test_other_measures_from_0_to_10_have_no_camps(tmp_path, tabled):
    ask = tabled(tmp_path, "answers.csv", answers("visits"))
    report = ask("query_table", table="answers.csv", aggregate="mean", metric="visits")

    assert not any("promoters" in finding.label for finding in report.findings)


def test_every_one_of_twelve_periods_is_told(tmp_path, tabled):
    draws = np.random.default_rng(5)
    days = pd.date_range("2024-01-01", "2024-12-28").repeat(3)
    frame = pd.DataFrame({"sale": range(len(days)), "on": days.strftime("%Y-%m-%d")})
    frame["paid"] = draws.gamma(3, 20, len(days)).round(2)
    call = tabled(tmp_path, "sales.csv", frame)
    by = [{"column": "on", "grain": "month"}]
    report = call("query_table", table="sales.csv", aggregate="sum", metric="paid", by=by)
    told = " ".join(finding.statement for finding in report.findings[:12])

    sums = frame.groupby(frame["on"].str[:7])["paid"].sum()
    assert [f"{paid:,.2f}" in told for paid in sums] == [True] * 12

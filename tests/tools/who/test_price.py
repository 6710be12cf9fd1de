"""willingness_to_pay: questions recognised in other words, points, demand, ties, stated beside paid."""

import numpy as np
import pandas as pd
import pytest

LONG = (
    "At what price would the pass be so low that you would doubt its quality?",
    "At what price is the pass a bargain, a great deal for the money?",
    "At what price does the pass start to get expensive, but you would still consider it?",
    "At what price is the pass too expensive to consider?",
)
SHORT = ("VW_tooexpensive", "VW_cheap", "VW_expensive", "VW_toocheap")


def answers(count: int = 300) -> np.ndarray:
    draws = np.random.default_rng(9)
    return np.sort(np.round(np.array([20, 30, 38, 52]) + draws.normal(0, 6, (count, 4)), 1), axis=1)


def labels(report):
    return {finding.label: finding for finding in report.findings}


def test_the_four_questions_are_found_by_meaning_whatever_their_order(tabled, tmp_path):
    values = answers()
    asked = pd.DataFrame({"respondent": np.arange(300) + 1, **dict(zip(LONG, values.T, strict=True))})
    coded = pd.DataFrame(
        {"respondent": np.arange(300) + 1, **dict(zip(SHORT, values.T[[3, 1, 2, 0]], strict=True))}
    )
    (tmp_path / "b").mkdir()
    first = tabled(tmp_path, "pass survey.csv", asked)("willingness_to_pay", table="pass survey.csv")
    second = tabled(tmp_path / "b", "vw.csv", coded)("willingness_to_pay", table="vw.csv")
    points = [finding.value for finding in first.findings]

    assert points == pytest.approx([finding.value for finding in second.findings])
    assert len(points) == 4
    assert points[2] < points[0] < points[3]
    assert all(finding.interval[0] <= finding.value <= finding.interval[1] for finding in first.findings)
    assert first.charts


def test_stated_is_set_beside_paid(tabled, tmp_path):
    frame = pd.DataFrame(
        {"respondent": np.arange(300) + 1, **dict(zip(SHORT, answers().T[[3, 1, 2, 0]], strict=True))}
    )
    frame["price paid"] = np.round(np.random.default_rng(1).normal(60, 3, 300), 2)
    report = tabled(tmp_path, "vw.csv", frame)("willingness_to_pay", table="vw.csv")

    assert "above the range called acceptable" in labels(report)["median price paid"].statement


def test_demand_has_the_revenue_price_first_and_says_a_tie(tabled, tmp_path):
    frame = pd.DataFrame(
        {
            "respondent": np.arange(200) + 1,
            "Would you buy the box at 10?": ["Yes"] * 160 + ["No"] * 40,
            "Would you buy the box at 20?": ["Yes"] * 84 + ["No"] * 116,
            "Would you buy the box at 40?": ["Yes"] * 10 + ["No"] * 190,
        }
    )
    report = tabled(tmp_path, "box.csv", frame)("willingness_to_pay", table="box.csv")

    assert report.findings[0].value == 20
    assert "not told apart from 10" in report.findings[0].statement
    assert [finding.value for finding in report.findings[1:]] == pytest.approx([0.8, 0.42, 0.05])


def test_a_table_without_price_questions_says_so(ask):
    report = ask("willingness_to_pay", table="club/members.csv")

    assert not report.findings
    assert "No table asks people about prices" in report.missing[0]


def test_what_is_good_value_is_the_cheap_side_where_no_other_question_is(tabled, tmp_path):
    named = ("too_cheap", "good_value", "getting_expensive", "too_expensive")
    frame = pd.DataFrame({"respondent": np.arange(300) + 1, **dict(zip(named, answers().T, strict=True))})
    report = tabled(tmp_path, "vw.csv", frame)("willingness_to_pay", table="vw.csv")

    assert "optimal price point" in report.findings[0].statement

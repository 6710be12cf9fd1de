"""Trends: tested as a whole, spikes with their size, and whether the periods can be compared at all."""

import numpy as np
import pandas as pd
import pytest

MONTH = [{"column": "seen_on", "grain": "month"}]


def clinic(seed: int = 1) -> pd.DataFrame:
    """Two years of patients. Nobody's chance to return changes, but young ones, who seldom return, become more."""
    draws = np.random.default_rng(seed)
    rows = []
    for month in range(24):
        for _ in range(150 if month != 13 else 420):
            young = draws.random() < 0.2 + 0.6 * month / 23
            day = (
                pd.Timestamp("2023-01-01")
                + pd.DateOffset(months=month)
                + pd.Timedelta(days=int(draws.integers(28)))
            )
            rows.append(
                {
                    "patient_id": len(rows) + 1,
                    "seen_on": day.date().isoformat(),
                    "group": "young" if young else "old",
                    "room": draws.choice(["A", "B"]),
                    "returned": "yes" if draws.random() < (0.2 if young else 0.7) else "no",
                    "wait": round(float(draws.gamma(4, 5)), 1),
                }
            )
    frame = pd.DataFrame(rows)
    last = {"seen_on": "2025-01-03", "group": "old", "room": "A", "returned": "yes", "wait": 20.0}
    tail = pd.DataFrame([{"patient_id": len(frame) + 1 + place, **last} for place in range(12)])
    return pd.concat([frame, tail], ignore_index=True)


@pytest.fixture(scope="module")
def patients(tmp_path_factory, tabled):
    call = tabled(tmp_path_factory.mktemp("clinic"), "patients.csv", clinic())
    return lambda **asked: call("query_table", table="patients.csv", by=MONTH, **asked)


def test_a_fall_that_the_mix_makes_is_told_as_one(patients):
    report = patients(aggregate="share", metric="returned", value="yes")
    held = next(finding for finding in report.findings if "mix of group" in finding.label)

    assert held.interval[0] < 0 < held.interval[1]
    assert "the share of old went from 79.3% to 20.7%" in held.statement
    assert any("different patients" in caveat for caveat in report.caveats)


def test_the_series_is_tested_as_a_whole(patients):
    report = patients(aggregate="share", metric="returned", value="yes")
    whole = next(finding for finding in report.findings if finding.label.startswith("typical change per period"))

    assert "falls (Cochran-Armitage test, p < 0.001" in whole.statement
    assert whole.interval[1] < 0
    assert "24 complete periods" in whole.statement


def test_what_stays_the_same_is_not_called_a_trend(patients):
    report = patients(aggregate="mean", metric="wait")
    whole = next(finding for finding in report.findings if finding.label.startswith("typical change per period"))

    assert "does not change in one direction beyond chance" in whole.statement
    assert any("No shift in the mix" in caveat for caveat in report.caveats)


def test_a_spike_comes_with_its_size(patients):
    report = patients(aggregate="count")
    spike = next(finding for finding in report.findings if "stands out" in finding.statement)

    assert spike.segment == {"seen on": "2024-02"}
    assert "2.80 times as much" in spike.statement
    assert spike.value == pytest.approx(270, abs=1)


def test_the_incomplete_last_period_is_in_no_test(patients):
    report = patients(aggregate="count")

    assert any("2025-01, is incomplete" in caveat for caveat in report.caveats)
    assert not any("stands out" in f.statement and "2025-01" in f.statement for f in report.findings)


def test_people_who_stand_in_both_periods_are_counted(ask):
    report = ask(
        "query_table",
        table="club/visits.csv",
        aggregate="mean",
        metric="minutes",
        by=[{"column": "on", "grain": "quarter"}],
    )

    assert any("also in 2024-Q1" in caveat for caveat in report.caveats)


def wave(seed: int, young: float, start: int = 0) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    is_young = draws.random(500) < young
    content = draws.random(500) < np.where(is_young, 0.3, 0.7)
    return pd.DataFrame(
        {
            "guest_no": np.arange(500) + 1000 + start,
            "age_band": np.where(is_young, "under 40", "40 or more"),
            "content": np.where(content, "yes", "no"),
        }
    )


@pytest.mark.parametrize(("start", "told"), [(5000, "not a panel"), (0, "the same guests are compared")])
def test_two_surveys_are_told_apart_by_their_people_and_their_mix(tmp_path, two_tables, start, told):
    ask = two_tables(tmp_path, {"may.csv": wave(1, 0.2), "june.csv": wave(2, 0.8, start)})
    report = ask("compare_segments", table="june.csv", contrast_table="may.csv", metric="content", value="yes")

    assert told in " ".join(report.caveats)
    assert "With the mix of age band held the same" in report.findings[1].statement
    assert abs(report.findings[1].value) < abs(report.findings[0].value) / 2

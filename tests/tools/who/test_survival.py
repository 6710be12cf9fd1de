"""survival_curves: known hazards come back, censoring counts, dates and durations agree, groups are tested."""

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError

LAST = pd.Timestamp("2024-12-31")


def leases(number: int = 900, seed: int = 6) -> pd.DataFrame:
    """Tenants leave after an exponential time with median 300 days (furnished) or 700 (not); seen until LAST."""
    generator = np.random.default_rng(seed)
    furnished = generator.random(number) < 0.5
    start = LAST - pd.to_timedelta(generator.integers(30, 1500, number), unit="D")
    stay = np.ceil(generator.exponential(np.where(furnished, 300, 700) / np.log(2)))
    end = start + pd.to_timedelta(stay, unit="D")
    ended = end <= LAST
    return pd.DataFrame(
        {
            "tenant_id": np.arange(number) + 1,
            "furnished": np.where(furnished, "furnished", "empty"),
            "start_date": start.strftime("%Y-%m-%d"),
            "end_date": pd.Series(end.strftime("%Y-%m-%d")).where(ended),
        }
    )


@pytest.fixture
def houses(tmp_path, tabled):
    return tabled(tmp_path, "tenants.csv", leases())


def medians(report):
    return {f.filter: f for f in report.findings if f.label == "median time"}


def test_medians_of_groups_lie_at_the_planted_times_in_spite_of_censoring(houses):
    report = houses("survival_curves", table="tenants.csv", by={"column": "furnished"})

    found = medians(report)

    assert found['"furnished" = "furnished"'].value == pytest.approx(300, rel=0.2)
    assert found['"furnished" = "empty"'].value == pytest.approx(700, rel=0.25)
    assert found['"furnished" = "empty"'].interval[0] < 700 < found['"furnished" = "empty"'].interval[1]


def test_the_test_between_groups_comes_first(houses):
    first = houses("survival_curves", table="tenants.csv", by={"column": "furnished"}).findings[0]

    assert first.unit == "p"
    assert first.p_value < 0.001
    assert "log-rank" in first.statement


def test_those_who_stay_are_said_and_curves_are_drawn(houses):
    report = houses("survival_curves", table="tenants.csv")

    assert any("count as long as they were followed" in caveat for caveat in report.caveats)
    values = [row["value"] for row in report.charts[0].rows]
    assert report.charts[0].kind == "line"
    assert values == sorted(values, reverse=True)


def test_a_duration_column_with_an_outcome_gives_the_same_as_two_dates(tmp_path, tabled, houses):
    frame = leases()
    end = pd.to_datetime(frame["end_date"])
    known = pd.DataFrame(
        {
            "tenant_id": frame["tenant_id"],
            "tenure_days": (end.fillna(end.max()) - pd.to_datetime(frame["start_date"])).dt.days,
            "churned": np.where(end.notna(), "yes", "no"),
        }
    )
    known = known[known["tenure_days"] >= 0]
    (tmp_path / "other").mkdir()

    report = tabled(tmp_path / "other", "people.csv", known)("survival_curves", table="people.csv")
    dated = houses("survival_curves", table="tenants.csv")

    assert report.findings[0].value == pytest.approx(dated.findings[0].value, abs=2)


def test_a_small_group_is_not_told(tmp_path, tabled):
    frame = leases(300)
    frame.loc[:2, "furnished"] = "castle"

    report = tabled(tmp_path, "tenants.csv", frame)(
        "survival_curves", table="tenants.csv", by={"column": "furnished"}
    )

    assert not any("castle" in finding.statement for finding in report.findings)


def test_a_table_without_a_length_of_time_says_what_it_takes(ask):
    with pytest.raises(AnalysisError, match="a length of time"):
        ask("survival_curves", table="survey.csv")

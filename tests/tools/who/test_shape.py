"""typical_value: humps are told with shares and groups, and a mean that describes nobody is called that."""

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError


def swimmers(count: int = 900, seed: int = 1) -> pd.DataFrame:
    """Members swim forty minutes, school classes a hundred and forty; half buy nothing at the kiosk."""
    draws = np.random.default_rng(seed)
    school = draws.random(count) < 0.4
    return pd.DataFrame(
        {
            "swimmer_id": np.arange(count) + 1,
            "ticket": np.where(school, "school", "member"),
            "lane": draws.choice(["one", "two", "three"], count),
            "minutes": np.round(np.where(school, draws.normal(140, 12, count), draws.normal(40, 10, count)), 1),
            "kiosk_spend": np.where(draws.random(count) < 0.5, 0.0, np.round(draws.lognormal(1.5, 0.6, count), 2)),
            "distance": np.round(draws.lognormal(6, 0.8, count), 1),
            "water_temperature": np.round(draws.normal(27, 1, count), 2),
        }
    )


@pytest.fixture(scope="module")
def pool(tmp_path_factory, tabled):
    return tabled(tmp_path_factory.mktemp("pool"), "swimmers.csv", swimmers())


def test_two_humps_are_told_with_share_interval_and_median(pool):
    report = pool("typical_value", table="swimmers.csv", metric="minutes")
    headline, lower, upper = report.findings[:3]

    assert "no single minutes is typical" in headline.statement.lower()
    assert lower.value == pytest.approx(0.6, abs=0.05)
    assert lower.interval[0] < lower.value < lower.interval[1]
    assert "median of 39.90" in lower.statement
    assert "median of 139.80" in upper.statement
    assert lower.value + upper.value == pytest.approx(1)


def test_groups_take_the_place_of_the_mean(pool):
    report = pool("typical_value", table="swimmers.csv", metric="minutes")
    told = [finding.statement for finding in report.findings[3:]]

    assert "0.0% come within a tenth of it" in told[0]
    assert any("ticket" in statement.lower() and "school" in statement for statement in told[1:])
    assert not any("where lane" in statement for statement in told)
    assert "describes nobody" in report.caveats[0]


def test_many_noughts_are_told_apart_from_the_rest(pool):
    report = pool("typical_value", table="swimmers.csv", metric="kiosk_spend")
    pile = report.findings[1]

    assert pile.value == pytest.approx(0.5, abs=0.05)
    assert "the median of the others" in pile.statement


def test_a_skewed_measure_is_told_by_its_median(pool):
    report = pool("typical_value", table="swimmers.csv", metric="distance")

    assert "told by the median, not the mean" in report.findings[0].statement
    assert report.findings[0].interval[0] < report.findings[0].value < report.findings[0].interval[1]


def test_without_a_measure_all_are_judged(pool):
    report = pool("typical_value", table="swimmers.csv")

    assert report.findings[0].value == 3
    assert "water temperature" not in report.findings[0].statement
    assert len(report.charts) == 2


def test_a_mean_between_two_humps_carries_the_warning(pool):
    mean = pool("query_table", table="swimmers.csv", aggregate="mean", metric="minutes")
    compared = pool("compare_segments", table="swimmers.csv", metric="minutes", by={"column": "lane"})
    even = pool("query_table", table="swimmers.csv", aggregate="mean", metric="water_temperature")

    assert any("two humps" in caveat for caveat in mean.caveats)
    assert any("two humps" in caveat for caveat in compared.caveats)
    assert not any("two humps" in caveat for caveat in even.caveats)


def test_a_category_has_no_typical_value(pool):
    with pytest.raises(AnalysisError, match="holds no amounts"):
        pool("typical_value", table="swimmers.csv", metric="ticket")


def test_a_small_group_is_not_even_counted(pool):
    one = [{"column": "distance", "op": ">", "value": 4000}]
    report = pool("typical_value", table="swimmers.csv", metric="minutes", where=one)

    assert not report.findings
    assert report.missing[0].endswith("and there are fewer.")

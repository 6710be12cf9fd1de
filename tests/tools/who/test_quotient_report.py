"""Quotients and sums of several columns as the tools tell them, against the same figures by hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.tools.who.conftest import Ask, about


@pytest.fixture(scope="module")
def sales() -> pd.DataFrame:
    generator = np.random.default_rng(3)
    n = 600
    turnover = np.round(generator.gamma(2.0, 60.0, n), 2)
    gain = np.round(turnover * generator.normal(0.2, 0.1, n), 2)
    return pd.DataFrame(
        {
            "slip": [f"S{place:04}" for place in range(n)],
            "sold_on": pd.date_range("2023-01-01", periods=n, freq="D").strftime("%Y-%m-%d"),
            "aisle": generator.choice(["Dairy", "Bread", "Fruit"], n),
            "turnover": turnover,
            "gain": np.where(np.arange(n) % 50 == 7, np.nan, gain),
            "card_fee": np.round(generator.gamma(1.0, 2.0, n), 2),
            "cash_fee": np.round(generator.gamma(1.0, 3.0, n), 2),
        }
    )


@pytest.fixture
def asked(tabled: Callable[..., Ask], tmp_path: Path, sales: pd.DataFrame) -> Ask:
    return about(tabled(tmp_path, "sales.csv", sales), "sales.csv")


def test_a_quotient_is_that_of_the_sums_over_the_rows_with_both(asked: Ask, sales: pd.DataFrame) -> None:
    known = sales.dropna()
    report = asked(metric="gain % turnover", aggregate="mean")
    first = report.findings[0]
    assert first.value == pytest.approx(known.gain.sum() / known.turnover.sum())
    assert (first.unit, first.n) == ("share", len(known))
    assert f"{known.turnover.sum():,.2f}" in first.statement
    assert first.interval is not None


def test_groups_are_ranked_by_their_quotients_with_the_whole_beside(asked: Ask, sales: pd.DataFrame) -> None:
    known = sales.dropna()
    sums = known.groupby("aisle")[["gain", "turnover"]].sum()
    report = asked(metric="gain % turnover", aggregate="mean", by=[{"column": "aisle"}])
    values = [finding.value for finding in report.findings[:4]]
    expected = sorted(sums.gain / sums.turnover, reverse=True)
    assert values == pytest.approx([*expected, known.gain.sum() / known.turnover.sum()])


def test_a_quotient_is_followed_over_time(asked: Ask, sales: pd.DataFrame) -> None:
    years = sales.dropna().assign(year=lambda rows: rows.sold_on.str[:4]).groupby("year")[["gain", "turnover"]]
    expected = set((years.sum().gain / years.sum().turnover).round(9))
    report = asked(metric="gain % turnover", aggregate="mean", by=[{"column": "sold_on", "grain": "year"}])
    assert expected <= {round(finding.value, 9) for finding in report.findings if isinstance(finding.value, float)}


def test_groups_are_compared_on_a_quotient(asked: Ask, sales: pd.DataFrame) -> None:
    known = sales.dropna()
    dairy, bread = (known[known.aisle == name] for name in ("Dairy", "Bread"))
    report = asked(
        "compare_segments",
        metric="gain % turnover",
        where=[{"column": "aisle", "value": "Dairy"}],
        contrast=[{"column": "aisle", "value": "Bread"}],
    )
    gap = dairy.gain.sum() / dairy.turnover.sum() - bread.gain.sum() / bread.turnover.sum()
    assert report.findings[0].value == pytest.approx(gap)
    assert report.findings[0].unit == "points"


def test_columns_are_added_up_row_by_row(asked: Ask, sales: pd.DataFrame) -> None:
    both = sales.card_fee + sales.cash_fee
    report = asked(metric="card_fee + cash_fee", aggregate="median")
    assert report.findings[0].value == pytest.approx(both.median())
    total = asked(metric="card_fee + cash_fee", aggregate="sum")
    assert total.findings[0].value == pytest.approx(both.sum())


def test_a_sum_of_columns_selects_rows(asked: Ask, sales: pd.DataFrame) -> None:
    report = asked(aggregate="count", where=[{"column": "card_fee + cash_fee", "op": ">", "value": 6}])
    assert report.findings[0].value == int((sales.card_fee + sales.cash_fee > 6).sum())

"""Who bought in one year and not in another, the few largest, and people by group, against figures by hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.tools.who.conftest import Ask, about


@pytest.fixture(scope="module")
def gifts() -> pd.DataFrame:
    generator = np.random.default_rng(5)
    n = 900
    days = pd.Timestamp("2022-01-01") + pd.to_timedelta(generator.integers(0, 730, n), unit="D")
    return pd.DataFrame(
        {
            "gift_id": [f"G{place:04}" for place in range(n)],
            "donor_id": [f"D{code:03}" for code in generator.zipf(1.5, n) % 300],
            "gift_date": days.strftime("%Y-%m-%d"),
            "appeal": generator.choice(["Winter", "Spring"], n),
            "amount": np.round(generator.gamma(2.0, 20.0, n), 2),
        }
    )


@pytest.fixture
def asked(tabled: Callable[..., Ask], tmp_path: Path, gifts: pd.DataFrame) -> Ask:
    return about(tabled(tmp_path, "gifts.csv", gifts), "gifts.csv")


def test_who_stayed_away_with_what_had_been_theirs(asked: Ask, gifts: pd.DataFrame) -> None:
    year = gifts.gift_date.str[:4]
    first, second = (set(gifts[year == name].donor_id) for name in ("2022", "2023"))
    gone = gifts[(year == "2022") & gifts.donor_id.isin(first - second)].amount.sum()
    report = asked(
        "customer_worth",
        period={"since": "2022-01-01", "until": "2022-12-31"},
        silent={"since": "2023-01-01", "until": "2023-12-31"},
    )
    share, theirs, stayed, new = (report.findings[at].value for at in (0, 1, 2, 3))
    assert share == pytest.approx(len(first - second) / len(first))
    assert theirs == pytest.approx(gone / gifts[year == "2022"].amount.sum())
    assert stayed == pytest.approx(len(first & second) / len(first))
    assert new == pytest.approx(len(second - first) / len(second))
    assert f"{len(first - second)} of the {len(first)}" in report.findings[0].statement


def test_the_few_largest_are_told_by_their_sums_and_not_by_name(asked: Ask, gifts: pd.DataFrame) -> None:
    sums = gifts.groupby("donor_id").amount.sum().nlargest(3)
    report = asked(metric="amount", per="donor_id", per_aggregate="sum", aggregate="top_share", value="3 largest")
    assert report.findings[0].value == pytest.approx(sums.sum() / gifts.amount.sum())
    assert all(f"{value:,.2f}" in report.findings[0].statement for value in sums)
    told = " ".join(finding.statement for finding in report.findings)
    assert not any(name in told for name in gifts.donor_id.unique())
    assert any("is not told" in note for note in report.caveats)


def test_people_are_counted_once_in_each_group(asked: Ask, gifts: pd.DataFrame) -> None:
    donors = gifts.groupby("appeal").donor_id.nunique().sort_values(ascending=False)
    report = asked(metric="donor_id", aggregate="distinct", by=[{"column": "appeal"}])
    assert [finding.value for finding in report.findings] == [*donors, gifts.donor_id.nunique()]
    assert any("several groups" in note for note in report.caveats)

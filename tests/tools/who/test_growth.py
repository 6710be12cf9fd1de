"""Which groups grew: counts and sums of two stretches of time against those by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

LATER = {"since": "2024-01-01", "until": "2024-06-30"}
EARLIER = {"since": "2023-01-01", "until": "2023-06-30"}


def _sales() -> pd.DataFrame:
    draws = np.random.default_rng(5)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(draws.integers(0, 546, 900), unit="D")
    late = days >= pd.Timestamp("2024-01-01")
    tea = np.where(late, draws.random(900) < 0.6, draws.random(900) < 0.2)
    return pd.DataFrame(
        {
            "order_no": np.arange(5000, 5900),
            "buyer_id": [f"B{number % 300:04d}" for number in range(900)],
            "sold_on": days,
            "drink": np.where(tea, "tea", "coffee"),
            "paid": np.round(draws.gamma(3, 4, 900), 2),
        }
    )


@pytest.mark.parametrize("aggregate", ["count", "sum"])
def test_groups_are_ranked_by_what_they_gained(tmp_path: Path, tabled: Callable[..., Any], aggregate: str) -> None:
    sales = _sales()
    metric = {"metric": "paid"} if aggregate == "sum" else {}
    report = tabled(tmp_path, "sales.csv", sales)(
        "query_table",
        table="sales.csv",
        aggregate=aggregate,
        by=[{"column": "drink"}],
        period=LATER,
        against=EARLIER,
        **metric,
    )
    spans = [sales[sales["sold_on"].between(span["since"], span["until"])] for span in (EARLIER, LATER)]
    values = [span.groupby("drink")["paid"].agg(aggregate) for span in spans]
    gain = (values[1] - values[0]).sort_values(ascending=False)
    assert [finding.value for finding in report.findings[:2]] == pytest.approx(gain.tolist())
    assert "drink is tea rises" in report.findings[0].statement
    assert "largest rise of 2 groups" in report.findings[0].statement


def test_data_that_begins_within_the_earlier_time_is_said(tmp_path: Path, tabled: Callable[..., Any]) -> None:
    sales = _sales()
    report = tabled(tmp_path, "sales.csv", sales[sales["sold_on"] >= "2023-03-10"])(
        "query_table", table="sales.csv", by=[{"column": "drink"}], period=LATER, against=EARLIER
    )
    assert any("begins on 2023-03-" in caveat for caveat in report.caveats)

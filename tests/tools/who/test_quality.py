"""What is said of columns that hold nothing usable, and of many columns at once."""

from pathlib import Path

import numpy as np
import pandas as pd


def people(rows: int = 60) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:04d}" for number in range(rows)],
            "plan": [["basic", "plus"][number % 2] for number in range(rows)],
            "spend": [1e300 * (number + 1) for number in range(rows)],
        }
    )


def test_numbers_too_large_to_be_computed_with_have_no_range(tabled, tmp_path: Path) -> None:
    ask = tabled(tmp_path, "customers.csv", people())

    told = " ".join(
        finding.statement for finding in ask("describe_data", table="customers.csv", metric="spend").findings
    )

    assert "in 0 of 60 rows" in told
    assert "run from" not in told
    assert "nan" not in told.lower()


def test_the_distribution_of_nothing_is_said_to_be_missing(tabled, tmp_path: Path) -> None:
    report = tabled(tmp_path, "customers.csv", people())(
        "query_table", table="customers.csv", aggregate="distribution", metric="spend"
    )

    assert not report.findings
    assert "usable" in report.missing[0]


def test_the_amounts_with_most_zeros_are_named_first(tabled, tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    amounts = {f"cost_{place}": draw.integers(1, 90, 60).astype(float) for place in range(12)}
    frame = people().drop(columns="spend").assign(**amounts)
    frame.loc[:9, "cost_3"] = 0.0
    frame.loc[:29, "cost_7"] = 0.0

    findings = tabled(tmp_path, "customers.csv", frame)("describe_data", table="customers.csv").findings
    zeros = [finding for finding in findings if "exactly 0" in finding.statement]

    assert [finding.value for finding in zeros] == [0.5, 10 / 60]
    assert ["cost 7" in finding.statement.lower() for finding in zeros] == [True, False]

"""Rows that repeat others, values that cannot be, numbers that stand out: counted, and told of at a glance."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def votes() -> pd.DataFrame:
    random = np.random.default_rng(5)
    asked = random.integers(0, 9, 400)
    useful = np.minimum(asked, random.integers(0, 9, 400))
    useful[:3] = asked[:3] + 1
    frame = pd.DataFrame(
        {
            "review_id": range(400),
            "user": [f"u{n % 90:03d}" for n in range(400)],
            "useful_up": useful,
            "useful_total": asked,
            "written": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(400), "D"),
            "price": random.integers(20, 60, 400).astype(float),
        }
    )
    frame.loc[10:13, "price"] = 0.0
    frame.loc[20:25, "price"] = 9000.0
    return pd.concat([frame, frame.iloc[:5].assign(review_id=range(400, 405))], ignore_index=True)


def told(report: object) -> str:
    return " ".join(finding.statement for finding in report.findings)  # type: ignore[attr-defined]


def test_rows_that_agree_in_named_columns_are_counted_beyond_the_first(tabled, tmp_path: Path, votes) -> None:
    ask = tabled(tmp_path, "reviews.csv", votes)
    first, *_ = ask("check_data", table="reviews.csv", check="copies", fields=["user", "written"]).findings
    assert first.value == 5


def test_rows_that_agree_but_for_their_number_are_copies(tabled, tmp_path: Path, votes) -> None:
    exact, copies = tabled(tmp_path, "reviews.csv", votes)(
        "check_data", table="reviews.csv", check="copies"
    ).findings
    assert (exact.value, copies.value) == (0, 5)
    assert "further copies" in copies.statement


def test_a_part_above_its_whole_is_found_and_counted(tabled, tmp_path: Path, votes) -> None:
    ask = tabled(tmp_path, "reviews.csv", votes)
    first, *_ = ask("check_data", table="reviews.csv", check="impossible").findings
    assert (first.value, "useful up" in first.statement.lower()) == (6, True)


def test_of_two_named_columns_the_rows_with_the_first_above_are_counted(tabled, tmp_path: Path, votes) -> None:
    ask = tabled(tmp_path, "reviews.csv", votes)
    first, *_ = ask(
        "check_data", table="reviews.csv", check="above", fields=["useful_up", "useful_total"]
    ).findings
    assert first.value == 6


def test_nothing_impossible_is_said_as_such(tabled, tmp_path: Path, votes) -> None:
    sound = votes.assign(useful_up=votes[["useful_up", "useful_total"]].min(axis=1), price=30.0)
    [only] = tabled(tmp_path, "reviews.csv", sound)("check_data", table="reviews.csv", check="impossible").findings
    assert only.value == 0


@pytest.fixture
def priced(votes) -> pd.DataFrame:
    wide = pd.concat([votes] * 3, ignore_index=True).assign(review_id=range(3 * len(votes)))
    wide.loc[(wide["price"] == 9000) & (wide.index > 40), "price"] = 30.0
    return wide


def test_far_prices_are_told_with_the_mean_of_the_others(tabled, tmp_path: Path, priced) -> None:
    ask = tabled(tmp_path, "reviews.csv", priced)
    report = ask("query_table", table="reviews.csv", aggregate="mean", metric="price")
    without = next(finding for finding in report.findings if "without these" in finding.statement)
    assert without.value == pytest.approx(priced["price"][priced["price"] < 9000].mean())


def test_prices_of_nothing_are_counted(tabled, tmp_path: Path, priced) -> None:
    ask = tabled(tmp_path, "reviews.csv", priced)
    assert "price is 0 in 12 rows" in told(ask("describe_data", table="reviews.csv", metric="price")).lower()


def test_what_is_wrong_with_a_table_stands_together(tabled, tmp_path: Path, votes) -> None:
    said = told(tabled(tmp_path, "reviews.csv", votes)("check_data", table="reviews.csv", check="any"))
    assert "lies above" in said
    assert "further copies" in said


def test_codes_that_the_dictionary_does_not_explain_are_counted(tabled, tmp_path: Path, votes) -> None:
    kinds = votes.assign(kind=[1, 2, 3, 2, 1] * 81)
    ask = tabled(tmp_path, "reviews.csv", kinds, told={"kind": "1 = new, 2 = used"})
    [found] = ask("check_data", table="reviews.csv", check="codes").findings
    assert (found.value, "3 (81)" in found.statement) == (81, True)
    assert "does not explain" in told(ask("check_data", table="reviews.csv", check="any"))


@pytest.mark.parametrize(
    ("dictionary", "expected"),
    [
        ({"kind": "1 = new, 2 = used, 3 = let"}, "explains every code of kind"),
        ({}, "no dictionary explains codes"),
    ],
)
def test_no_code_without_an_explanation_is_said_as_such(
    tabled, tmp_path: Path, votes, dictionary: dict[str, str], expected: str
) -> None:
    kinds = votes.assign(kind=[1, 2, 3, 2, 1] * 81)
    ask = tabled(tmp_path, "reviews.csv", kinds, told=dictionary)
    [only] = ask("check_data", table="reviews.csv", check="codes").findings
    assert (only.value, expected in only.statement.lower()) == (0, True)


def test_days_without_rows_are_counted(tabled, tmp_path: Path, votes) -> None:
    ask = tabled(tmp_path, "reviews.csv", votes[votes["review_id"] % 50 != 7])
    [gap] = ask("check_data", table="reviews.csv", check="gaps").findings
    assert gap.value == 8
    assert "1 day from" in gap.statement

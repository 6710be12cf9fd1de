"""Tables that name nobody: a row may still be about a person, unless the catalog says that rows are things."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.engine import Tables


def visits(rows: int = 300) -> pd.DataFrame:
    draw = np.random.default_rng(8)
    frame = pd.DataFrame(
        {
            "branch": draw.choice(["north", "south", "east"], rows),
            "room": draw.choice(["a", "b", "c", "d"], rows),
            "minutes": draw.integers(5, 90, rows),
        }
    )
    return pd.concat([frame, pd.DataFrame({"branch": ["attic"] * 3, "room": ["a"] * 3, "minutes": [7, 8, 9]})])


def stores() -> pd.DataFrame:
    names = [f"Hall {letter}" for letter in "ABCDEFGH"]
    return pd.DataFrame({"store": names, "square_metres": range(100, 180, 10), "region": ["north", "south"] * 4})


BRANCH = [{"column": "branch", "op": "=", "value": "attic"}]


def test_a_mean_over_three_rows_is_withheld_and_their_number_is_told(tabled, tmp_path: Path) -> None:
    ask = tabled(tmp_path, "visits.csv", visits())

    mean = ask("query_table", table="visits.csv", aggregate="mean", metric="minutes", where=BRANCH)
    count = ask("query_table", table="visits.csv", aggregate="count", where=BRANCH)

    assert not mean.findings
    assert mean.withheld
    assert count.findings[0].value == 3


def test_a_grouping_hides_the_few_and_one_more(tabled, tmp_path: Path) -> None:
    report = tabled(tmp_path, "visits.csv", visits())(
        "query_table", table="visits.csv", aggregate="mean", metric="minutes", by=[{"column": "branch"}]
    )
    shown = {value for finding in report.findings for value in finding.segment.values()}

    assert "attic" not in shown
    assert len(shown & {"north", "south", "east"}) == 2
    assert not any("attic" in str(row) for chart in report.charts for row in chart.rows)


def test_the_few_are_not_found_by_leaving_them_out(tabled, tmp_path: Path) -> None:
    ask = tabled(tmp_path, "visits.csv", visits())
    others = [{"column": "branch", "op": "!=", "value": "attic"}]

    whole = ask("query_table", table="visits.csv", aggregate="mean", metric="minutes")
    rest = ask("query_table", table="visits.csv", aggregate="mean", metric="minutes", where=others)

    assert whole.findings
    assert not rest.findings


def test_few_things_may_be_told_of(tabled, tmp_path: Path) -> None:
    report = tabled(tmp_path, "stores.csv", stores())(
        "query_table", table="stores.csv", aggregate="mean", metric="square_metres", by=[{"column": "region"}]
    )

    assert {finding.n for finding in report.findings[:2]} == {4}


@pytest.mark.parametrize(
    ("name", "frame", "things"), [("visits.csv", visits(), False), ("stores.csv", stores(), True)]
)
def test_the_catalog_says_which_it_is_and_why(
    tabled, tmp_path: Path, name: str, frame: pd.DataFrame, things: bool
) -> None:
    tabled(tmp_path, name, frame)
    table = Tables.open(tmp_path).catalog.table(name)

    assert table is not None
    assert table.rows_are_things is things
    assert ("things" if things else "few rows") in table.reason


def test_one_line_in_the_catalog_changes_it(tabled, tmp_path: Path) -> None:
    tabled(tmp_path, "visits.csv", visits())
    path = tmp_path / "catalog.yaml"
    path.write_text(path.read_text().replace("entity: visit", "entity: visit\n    rows_are_things: true"))
    table = Tables.open(tmp_path).catalog.table("visits.csv")

    assert table is not None
    assert not table.may_be_people

"""Two questions that each tell of many people must not together tell of a few: empty cells, people behind rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.tools.who.conftest import Ask
from tools.results import Report

NOT_NORTH = {"column": "town", "op": "!=", "value": "North"}
NORTH = {"column": "town", "value": "North"}


def patients() -> pd.DataFrame:
    """600 patients; 100 have no telephone, three of them in the north; 99 of them have no e-mail either."""
    number = np.arange(600)
    bare = number < 100
    return pd.DataFrame(
        {
            "patient_id": [f"P{place:04d}" for place in number],
            "town": np.where(bare, np.where(number < 3, "North", "South"), np.where(number % 2, "North", "South")),
            "phone_kind": [None if place < 100 else ("mobile", "landline")[place % 2] for place in number],
            "mail_kind": [None if place < 100 and place != 50 else "private" for place in number],
            "age": 20 + number % 60,
        }
    )


def sales() -> pd.DataFrame:
    """Sales of 100 customers: two bought nothing but one thing, one of them in the north."""
    rows = []
    for place in range(600):
        customer = place % 100
        rows.append(
            {
                "order_no": f"O{place:05d}",
                "customer_id": f"C{customer:03d}",
                "town": "North" if customer % 2 else "South",
                "category": "garden" if customer in (7, 8) else ["garden", "tools", "lamps"][(place // 100) % 3],
                "amount": 10.0 + place % 40,
                "ordered_on": str(pd.Timestamp("2024-01-01") + pd.Timedelta(days=place % 300))[:10],
            }
        )
    return pd.DataFrame(rows)


def told(report: Report) -> set[float]:
    return {float(finding.value) for finding in report.findings if isinstance(finding.value, int | float)}


@pytest.fixture
def clinic(tabled: Callable[..., Ask], tmp_path: Path) -> Callable[..., Report]:
    ask = tabled(tmp_path, "patients.csv", patients())
    return lambda *where: ask("query_table", table="patients.csv", aggregate="count", where=list(where))


@pytest.fixture
def shop(tabled: Callable[..., Ask], tmp_path: Path) -> Callable[..., Report]:
    ask = tabled(tmp_path, "sales.csv", sales())

    def asked(*where: dict[str, Any], **more: Any) -> Report:
        return ask("query_table", table="sales.csv", where=list(where), **{"aggregate": "count", **more})

    return asked


@pytest.mark.parametrize("first", [True, False])
def test_empty_cells_are_not_counted_apart_by_leaving_a_group_out(
    clinic: Callable[..., Report], *, first: bool
) -> None:
    blank = {"column": "phone_kind", "op": "missing"}
    before = clinic(blank) if first else None
    rest = clinic(blank, NOT_NORTH)
    after = before or clinic(blank)

    assert not {100.0, 97.0} <= told(rest) | told(after)


def test_two_columns_of_empty_cells_are_a_group_like_any_other(clinic: Callable[..., Report]) -> None:
    phone, mail = {"column": "phone_kind", "op": "missing"}, {"column": "mail_kind", "op": "missing"}
    one, both = clinic(phone), clinic(phone, mail)

    assert not {100.0, 99.0} <= told(one) | told(both)


def test_how_many_cells_of_a_column_are_empty_is_told(clinic: Callable[..., Report]) -> None:
    assert 100.0 in told(clinic({"column": "phone_kind", "op": "missing"}))


def test_whose_every_row_is_left_out_is_not_counted_by_the_people_behind_the_rest(
    shop: Callable[..., Report],
) -> None:
    everyone = shop(NORTH)
    rest = shop(NORTH, {"column": "category", "op": "!=", "value": "garden"})

    assert 50.0 in told(everyone)
    assert 49.0 not in told(rest)
    assert told(rest)  # the rows themselves may be told of


def test_people_behind_rows_of_many_are_told(shop: Callable[..., Report]) -> None:
    assert 50.0 in told(shop(NORTH)) & told(shop({"column": "town", "value": "South"}))

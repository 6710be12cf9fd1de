"""Dates that stand in three columns, and which date says when a row happened."""

import pandas as pd
import pytest

from tools.tables.draft import draft
from tools.tables.drafting.made import with_made
from tools.tables.readers import RawTable


def _drafted(**columns: list[object]):
    raw = with_made(RawTable(name="stays.csv", frame=pd.DataFrame(columns).convert_dtypes()))
    return raw.frame, draft(raw, "v")


@pytest.mark.parametrize(
    ("prefix", "day", "months", "name"),
    [
        ("arrival_date_", "day_of_month", ["March", "July"], "arrival date"),
        ("", "day", [3, 7], "date"),
        ("Visit", "Day", ["Mar", "Jul"], "visit date"),
    ],
)
def test_year_month_and_day_are_one_date(prefix, day, months, name):
    frame, table = _drafted(
        **{
            f"{prefix}year" if prefix != "Visit" else "VisitYear": [2023, 2024] * 20,
            f"{prefix}month" if prefix != "Visit" else "VisitMonth": months * 20,
            f"{prefix}{day}": [number % 28 + 1 for number in range(40)],
            "guests": [1, 2, 3, 4] * 10,
        }
    )

    assert str(frame[name][1].date()) == "2024-07-02"
    assert table.time == name


def test_days_that_no_calendar_has_make_no_date():
    frame, _ = _drafted(year=[2023] * 40, month=[13] * 40, day=[1, 2] * 20)

    assert "date" not in frame.columns


def test_when_a_status_was_set_is_not_when_the_row_happened():
    days = pd.date_range("2024-01-01", periods=40)
    _, table = _drafted(status_date=list(days), arrived=list(days + pd.Timedelta(days=3)), rooms=[1, 2] * 20)

    assert table.time == "arrived"

"""Records in JSON as programs write them: one a line, nested, ragged, by column or by key."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tools.tables.readers import RawTable, is_table, read_tables

Written = Callable[[str, bytes | str], Path]


def _read(path: Path) -> RawTable:
    assert is_table(path)
    [table] = read_tables(path, name=path.name)
    return table


def _events() -> list[dict[str, object]]:
    return [
        {
            "who": f"p{n}",
            "value": {"offer id": "a"} if n % 3 else {"offer_id": "b", "sum": n / 2},
            "via": ["web", "app"][: n % 3],
        }
        for n in range(40)
    ]


def test_one_object_a_line_is_a_table_whatever_the_ending(written: Written) -> None:
    table = _read(written("events.json", "\n".join(map(json.dumps, _events()))))
    assert len(table.frame) == 40
    assert table.frame["value.sum"].notna().sum() == 14
    assert table.lists == {"via": ";"}


def test_one_field_in_two_spellings_is_one_column_and_said_so(written: Written) -> None:
    table = _read(written("events.json", json.dumps(_events())))
    assert [name for name in table.frame if "offer" in name] == ["value.offer id"]
    assert table.frame["value.offer id"].notna().all()
    assert any("offer_id" in note for note in table.notes)


def test_two_spellings_side_by_side_stay_two_columns(written: Written) -> None:
    rows = [{"net sum": n, "net_sum": n + 1, "kind": "ab"[n % 2]} for n in range(20)]
    assert list(_read(written("sums.json", json.dumps(rows))).frame) == ["net sum", "net_sum", "kind"]


@pytest.mark.parametrize(
    "held",
    [
        {"age": {str(n): n for n in range(9)}, "plan": {str(n): "ab"[n % 2] for n in range(9)}},
        {"columns": ["age", "plan"], "data": [[n, "ab"[n % 2]] for n in range(9)]},
        {f"u{n}": {"age": n, "plan": "ab"[n % 2]} for n in range(9)},
    ],
)
def test_columns_and_rows_by_key_are_read_as_rows(written: Written, held: object) -> None:
    frame = _read(written("held.json", json.dumps(held))).frame
    assert len(frame) == 9
    assert list(frame["age"]) == list(range(9))


def test_lists_in_brackets_are_several_answers(written: Written) -> None:
    rows = "\n".join(f'{n},"{{TV,""Cable TV"",{"Wifi" if n % 2 else "Oven"}}}"' for n in range(30))
    table = _read(written("flats.csv", f"id,amenities\n{rows}\n"))
    assert table.frame["amenities"][1] == "TV; Cable TV; Wifi"
    assert table.lists["amenities"] == ";"


def _column(written: Written, name: str, values: list[str]) -> pd.Series:
    rows = "\n".join(f"{value},{n % 3}" for n, value in enumerate(values))
    return _read(written("moments.csv", f"{name},kind\n{rows}\n")).frame[name]


@pytest.mark.parametrize(
    ("name", "values", "first"),
    [
        ("Time", ["939340800", "1351209600", "1200000000"], "1999-10-08"),
        ("created_ms", ["1451606400000", "1483228800000", "1500000000000"], "2016-01-01"),
        ("joined", ["20170131", "20180201", "20161130", "0"], "2017-01-31"),
        ("billing_month", ["201705", "201706", "201712"], "2017-05-01"),
        ("order date", ["42736", "42740", "43100"], "2017-01-01"),
    ],
)
def test_whole_numbers_that_are_dates_are_read_as_such(
    written: Written, name: str, values: list[str], first: str
) -> None:
    found = _column(written, name, values)
    assert found[0] == pd.Timestamp(first)
    assert found.notna().sum() == len([value for value in values if value != "0"])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("amount", ["201705", "201706", "201712"]),
        ("zip", ["42736", "42740", "43100"]),
        ("Time", ["12", "700", "714"]),
    ],
)
def test_whole_numbers_that_nothing_calls_dates_stay_numbers(
    written: Written, name: str, values: list[str]
) -> None:
    assert pd.api.types.is_integer_dtype(_column(written, name, values))

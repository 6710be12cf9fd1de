"""Large columns and files are read in bulk, with the very same result as cell by cell."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.catalog import Column, Table
from tools.tables.draft import draft
from tools.tables.identity import repeats, row_hashes, row_keys
from tools.tables.readers import RawTable, read_tables
from tools.tables.readers.bulk import read_bulk
from tools.tables.readers.columns import column_of
from tools.tables.readers.even import parse_even

ROWS = 8000
_DRAW = np.random.default_rng(4)
_SECONDS = pd.Timestamp("2024-02-20") + pd.to_timedelta(_DRAW.integers(0, 9_000_000, ROWS), unit="s")
CELLS = {
    "whole": [str(number) for number in _DRAW.integers(-9_000_000, 9_000_000, ROWS)],
    "fraction": [f"{number:.4f}" for number in _DRAW.normal(0, 50, ROWS)],
    "gaps": [f" {number}" if number % 7 else "n/a" for number in range(ROWS)],
    "moment": [f"{moment:%Y-%m-%dT%H:%M:%S}.250" if n % 3 else "" for n, moment in enumerate(_SECONDS)],
    "code": [f"K-{number:06d}" for number in range(ROWS)],
    "padded": [f"{number:07d}" for number in range(ROWS)],
    "remark": [f"remark\u00a0number {number} " if number % 50 else "unknown" for number in range(ROWS)],
}


@pytest.mark.parametrize("name", CELLS)
def test_a_column_read_in_bulk_is_what_it_is_cell_by_cell(name: str) -> None:
    cells = pd.Series(CELLS[name], dtype="str")
    slowly = column_of(name, cells.astype(object))
    quickly = column_of(name, cells)
    assert (name == "padded") == (read_bulk(cells) is None)
    pd.testing.assert_series_equal(quickly.values, slowly.values, check_names=False)
    assert quickly.reason == slowly.reason


@pytest.mark.parametrize(
    "cells",
    [
        [f"{number},50" for number in range(ROWS)],
        [f"{number:,} €" for number in range(ROWS)],
        [f"2024-02-30 {number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}" for number in range(ROWS)],
        [str(1_600_000_000 + number) for number in range(ROWS)],
        [f"{number // 60}:{number % 60:02d}" for number in range(ROWS)],
        [f"{number % 31 + 1}.{number % 12 + 1}.{1900 + number % 120}" for number in range(ROWS)],
    ],
)
def test_what_is_not_plainly_written_is_left_to_the_careful_reader(cells: list[str]) -> None:
    assert read_bulk(pd.Series(cells, dtype="str")) is None


def test_a_large_file_keeps_line_breaks_and_quotes_inside_cells(written: Callable[[str, str], Path]) -> None:
    lines = [f'{n},"said ""no"" twice,\nthen left {n}",{n / 4}' for n in range(60_000)]
    text = "number,note,amount\n" + "\n".join(lines)
    assert parse_even(text, ",", 3) is not None
    [table] = read_tables(written("large.csv", text), name="large.csv")
    assert table.frame["note"][41] == 'said "no" twice,\nthen left 41'
    assert table.frame["amount"].sum() == sum(n / 4 for n in range(60_000))


def test_a_large_file_with_a_short_row_is_read_with_care(written: Callable[[str, str], Path]) -> None:
    lines = [f"{n},note {n},{n / 4}" for n in range(60_000)]
    lines[777] = "777,short"
    [table] = read_tables(written("large.csv", "number,note,amount\n" + "\n".join(lines)), name="large.csv")
    assert len(table.frame) == 60_000
    assert pd.isna(table.frame["amount"][777])
    assert table.notes


def test_rows_keep_the_keys_that_they_had() -> None:
    frame = pd.DataFrame(
        {
            "amount": pd.array([1.5, 2.0, None, 1.5], dtype="Float64"),
            "count": pd.array([1, None, 3, 1], dtype="Int64"),
            "day": [pd.Timestamp(2024, 1, 2), pd.NaT, pd.Timestamp(2024, 1, 2, 10), pd.Timestamp(2024, 1, 2)],
            "note": pd.Series(["a", None, "ü", "a"], dtype="str"),
        }
    )
    expected = pd.util.hash_pandas_object(frame.astype("str"), index=False)
    assert (row_hashes(frame) == expected.to_numpy()).all()
    keys = list(row_keys(frame, Table(name="t", rows=4, columns=())))
    assert keys[3] == f"{keys[0]}.2"
    assert list(repeats(frame)) == [False, False, False, True]


def test_counts_of_a_column_with_many_values_are_exact_where_they_are_shown() -> None:
    texts = ["mail;phone"] * 300 + [f"mail;other {n % 40};note {n}" for n in range(12_000)]
    raw = RawTable(name="t.csv", frame=pd.DataFrame({"Wants (all that apply)": pd.Series(texts, dtype="str")}))
    column: Column = draft(raw, "v").columns[0]
    assert column.role == "multi_select"
    assert dict(column.values)["mail"] == 12_300
    assert column.distinct == 2 + 40 + 12_000

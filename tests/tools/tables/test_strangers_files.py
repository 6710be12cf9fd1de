"""Files as strangers export them: remarks above, groups of columns, totals below."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tools.tables.draft import draft
from tools.tables.readers import RawTable, read_tables

Written = Callable[[str, bytes | str], Path]


def _read(written: Written, text: str) -> RawTable:
    [table] = read_tables(written("file.csv", text), name="file.csv")
    return table


def test_a_remark_with_a_date_above_the_header_is_no_first_line_of_it(written: Written) -> None:
    rows = "\n".join(
        f"{1000 + n};{n}.234,50 €;0{n % 9 + 1}.03.2023;{'ja' if n % 2 else 'nein'}" for n in range(1, 30)
    )
    text = f"Export of the shop\nGenerated;2025-02-03;;\n\nKundennr;Umsatz;Eintritt;Aktiv\n{rows}\n"
    table = _read(written, text)
    assert list(table.frame.columns) == ["Kundennr", "Umsatz", "Eintritt", "Aktiv"]
    assert table.frame["Umsatz"][0] == 1234.5


def test_two_header_lines_with_groups_stay_two(written: Written) -> None:
    rows = "\n".join(f"K{n},Bern,{n % 7},{n * 3.5}" for n in range(30))
    table = _read(written, f"Customer,,Orders,\nid,city,count,value\n{rows}\n")
    assert list(table.frame.columns) == ["Customer id", "Customer city", "Orders count", "Orders value"]


def test_years_over_merged_cells_head_the_columns_below(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["2024", None, "2025", None],
        ["units", "value"] * 2,
        *([n, n * 2.5, n + 1, n * 3] for n in range(20)),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    book.save(tmp_path / "book.xlsx")
    [table] = read_tables(tmp_path / "book.xlsx", name="book.xlsx")
    assert list(table.frame.columns) == ["2024 units", "2024 value", "2025 units", "2025 value"]
    assert len(table.frame) == 20


def test_units_below_the_header_and_remarks_at_the_end_are_no_rows(written: Written) -> None:
    rows = "\n".join(f"Ort {n};{n * 10},5;{n}" for n in range(1, 31))
    text = f"Filiale;Umsatz;Kunden\n;in EUR;Anzahl\n{rows}\nSumme;4650,0;465\nQuelle: Kasse;;\n* vorläufig;;\n"
    table = _read(written, text)
    assert len(table.frame) == 30
    assert table.frame["Umsatz"][0] == 10.5
    assert sum("left out" in note for note in table.notes) == 3


def test_a_first_row_with_a_name_is_a_row_although_its_numbers_are_missing(written: Written) -> None:
    rows = "\n".join(f"Ort {n},{n},{n * 2}" for n in range(30))
    assert len(_read(written, f"place,orders,sales\nOrt X,k.A.,n/a\n{rows}\n").frame) == 31


@pytest.mark.parametrize("last", ["Total,,420,1050.0", "Gesamt:,,420,1050.0", "Sum,,0,0"])
def test_a_row_of_totals_is_left_out_and_the_note_says_so(written: Written, last: str) -> None:
    rows = "\n".join(f"{'NSE'[n % 3]},2024-{n % 12 + 1:02d},{n},{n * 2.5}" for n in range(30))
    table = _read(written, f"region,month,orders,revenue\n{rows}\n{last}\n")
    assert len(table.frame) == 30
    assert any("totals" in note for note in table.notes)


@pytest.mark.parametrize("last", ["Total,2024-03,7,3", "East,,435,1087.5"])
def test_a_last_row_that_adds_nothing_up_stays(written: Written, last: str) -> None:
    rows = "\n".join(f"{'NSE'[n % 3]},2024-{n % 12 + 1:02d},{n},{n * 2.5}" for n in range(30))
    assert len(_read(written, f"brand,month,orders,revenue\n{rows}\n{last}\n").frame) == 31


def test_a_code_for_unknown_does_not_hide_that_a_column_is_an_age(written: Written) -> None:
    rows = "\n".join(f"M{n},{999 if n % 7 == 0 else 20 + n % 50}" for n in range(140))
    age = draft(_read(written, f"member,age\n{rows}\n"), "v").column("age")
    assert age is not None
    assert (age.unit, dict(age.sentinels)) == ("age", {"999": 20})

"""Files as people bring them: encodings, delimiters, headers, dates and numbers of several customs."""

import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from tests.tools.tables.conftest import Written
from tools.tables.readers import RawTable, TableError, is_table, read_tables


def read(path: Path) -> RawTable:
    (table,) = read_tables(path, name=path.name)
    return table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(written: Written, encoding: str) -> None:
    table = read(written("a.csv", "Größe,Straße\n1,Müllerweg\n2,Königsallee\n".encode(encoding)))
    assert list(table.frame.columns) == ["Größe", "Straße"]
    assert list(table.frame["Straße"]) == ["Müllerweg", "Königsallee"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(written: Written, mark: str) -> None:
    lines = [["plan", "note", "seats"], ["pro", '"a, b; c | d\te"', "3"], ["free", "none", "5"]]
    table = read(written("a.csv", "\n".join(mark.join(line) for line in lines)))
    assert list(table.frame.columns) == ["plan", "note", "seats"]
    assert table.frame["note"][0] == "a, b; c | d\te"
    assert list(table.frame["seats"]) == [3, 5]


def test_blank_separated_columns_without_a_header(written: Written) -> None:
    rows = "".join(f"  {n:05d} 20240{n % 9 + 1}1{n % 9}  {n % 4}   {n * 1.5:6.2f}\n" for n in range(1, 60))
    path = written("sales.txt", rows)
    table = read(path)
    assert is_table(path)
    assert not table.header
    assert list(table.frame.columns) == ["column 1", "column 2", "column 3", "column 4"]
    assert table.frame["column 1"][0] == "00001"
    assert table.frame["column 2"][0] == pd.Timestamp("2024-02-11")
    assert table.frame["column 4"].sum() == pytest.approx(sum(n * 1.5 for n in range(1, 60)))


def test_fixed_width_with_empty_cells(written: Written) -> None:
    lines = ["name        city      amount"] + [
        f"{f'Person {n}':<12}{'Bonn' if n % 2 else '':<10}{n:>6}" for n in range(1, 20)
    ]
    table = read(written("a.txt", "\n".join(lines)))
    assert list(table.frame.columns) == ["name", "city", "amount"]
    assert table.frame["city"].isna().sum() == 9
    assert table.frame["amount"].sum() == sum(range(1, 20))


def test_prose_is_not_a_table(written: Written) -> None:
    text = "We spoke to Anna, who leads a team.\n\nShe said, in short, that it was slow.\nThen we left.\n" * 20
    assert not is_table(written("notes.txt", text))


def test_a_header_with_questions_over_lines_is_one_line_and_unique(written: Written) -> None:
    text = '"How many\n people?  ",How many people?,Why?\n1,2,because\n3,4,"so\nso"\n'
    table = read(written("a.csv", text))
    assert list(table.frame.columns) == ["How many people?", "How many people? (2)", "Why?"]
    assert table.frame["Why?"][1] == "so\nso"


def test_titles_above_and_headers_repeated_inside_are_skipped_with_a_note(written: Written) -> None:
    text = "Report of March,,\n,,\nplan,city,seats\npro,Bonn,1\nplan,city,seats\nfree,Kiel,2\n"
    table = read(written("a.csv", text))
    assert list(table.frame.columns) == ["plan", "city", "seats"]
    assert list(table.frame["seats"]) == [1, 2]
    assert len(table.notes) == 2


def test_a_header_over_two_rows_is_joined(written: Written) -> None:
    text = "Customer,,Order,\nid,city,date,amount\n" + "".join(
        f"c{n},Bonn,2024-01-0{n},{n}.5\n" for n in range(1, 8)
    )
    names = list(read(written("a.csv", text)).frame.columns)
    assert names == ["Customer id", "Customer city", "Order date", "Order amount"]


def test_a_file_without_a_header_keeps_its_first_row(written: Written) -> None:
    text = "".join(f"{n},north,{n * 2}.5,yes\n{n + 1},south,{n}.5,no\n" for n in range(1, 20, 2))
    table = read(written("a.csv", text))
    assert not table.header
    assert len(table.frame) == 20


def test_ragged_rows_are_kept(written: Written) -> None:
    table = read(written("a.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n"))
    assert list(table.frame["a"]) == [1, 4, 6, 10]
    assert any("fewer" in note for note in table.notes)
    assert any("more" in note for note in table.notes)
    assert 9 in set(table.frame.iloc[:, 3].dropna())


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.234,50", "12,5", "7"], [1234.5, 12.5, 7]),
        (["1,234.50", "12.5", "7"], [1234.5, 12.5, 7]),
        (["$1,200", "$3", "($4)"], [1200, 3, -4]),
        (["12 %", "3.5 %"], [0.12, 0.035]),
        (["1 200,5 €", "3,0 €"], [1200.5, 3]),
        (["1'200", "300"], [1200, 300]),
        (["  7", "12  ", "n/a", " "], [7, 12, None, None]),
        (["12 months", "1 month"], [12, 1]),
        (["5-", "3"], [-5, 3]),
    ],
)
def test_numbers(written: Written, cells: list[str], values: list[float | None]) -> None:
    text = "id\tamount\n" + "".join(f"r{n}\t{cell}\n" for n, cell in enumerate(cells))
    found = read(written("a.tsv", text)).frame["amount"]
    assert [None if pd.isna(value) else pytest.approx(value) for value in found] == values


def test_a_currency_or_percent_sign_tells_the_unit(written: Written) -> None:
    table = read(written("a.csv", "a,b,c\n$5,1%,1\n$6,2%,2\n"))
    assert dict(table.units) == {"a": "money", "b": "share"}


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["13/01/2024", "02/01/2024"], pd.Timestamp("2024-01-13")),
        (["01/13/2024", "01/02/2024"], pd.Timestamp("2024-01-13")),
        (["03.02.2024", "04.02.2024"], pd.Timestamp("2024-02-03")),
        (["2024/08/01 2:46:09 PM GMT+3", "2024/08/01 12:01:00 AM GMT+3"], pd.Timestamp("2024-08-01 14:46:09")),
        (["5 Mar 2024", "12 Oct 2024"], pd.Timestamp("2024-03-05")),
        (["March 5, 2024", "May 1, 2024"], pd.Timestamp("2024-03-05")),
        (["5. Dezember 2024", "1. Mai 2024"], pd.Timestamp("2024-12-05")),
        (["2024-03-05T10:00:00Z", "2024-03-05 11:00"], pd.Timestamp("2024-03-05 10:00:00")),
        (
            ["Tue Feb 24 11:35:52 -0800 2015", "Tue Feb 24 11:15:59 -0800 2015"],
            pd.Timestamp("2015-02-24 11:35:52"),
        ),
    ],
)
def test_dates(written: Written, cells: list[str], first: pd.Timestamp) -> None:
    text = "who\twhen\n" + "".join(f"r{n}\t{cell}\n" for n, cell in enumerate(cells))
    assert read(written("a.tsv", text)).frame["when"][0] == first


def test_an_undecidable_order_of_day_and_month_is_said(written: Written) -> None:
    table = read(written("a.tsv", "who\twhen\na\t03/04/2024\nb\t05/06/2024\nc\t01/02/2024\n"))
    assert "guess" in table.reasons["when"]


def test_rows_that_run_forward_decide_the_order_of_day_and_month(written: Written) -> None:
    days = [f"{day:02d}/{month:02d}/2024" for month in range(1, 7) for day in (1, 5, 9, 12)]
    table = read(written("a.tsv", "who\twhen\n" + "".join(f"x{n}\t{day}\n" for n, day in enumerate(days))))
    assert table.frame["when"].is_monotonic_increasing


@pytest.mark.parametrize(
    "cells", [["1.4.12", "10.4.3"], ["00123", "00999"], ["12345678901234567", "12345678901234568"]]
)
def test_versions_and_identifiers_stay_text(written: Written, cells: list[str]) -> None:
    table = read(written("a.csv", "who,what\n" + "".join(f"r{n},{cell}\n" for n, cell in enumerate(cells))))
    assert list(table.frame["what"]) == cells


def test_yes_no_columns_stay_text_in_any_spelling(written: Written) -> None:
    text = "n,a,b,c,d\n" + "".join(f"x{n},{n % 2},{'ja' if n % 2 else 'nein'},Y,true\n" for n in range(9))
    table = read(written("a.csv", text))
    assert list(table.frame["a"][:2]) == ["0", "1"]
    assert set(table.frame["b"]) == {"ja", "nein"}


def test_a_few_slips_in_a_number_column_are_missing_and_said(written: Written) -> None:
    text = "n,v\n" + "".join(f"x{n},{n}.5\n" for n in range(200)) + "y,oops\n"
    table = read(written("a.csv", text))
    assert table.frame["v"].isna().sum() == 1
    assert "no numbers" in table.reasons["v"]


def test_each_sheet_of_a_workbook_is_a_table(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    first.title = "Orders"
    first.append(["Export", None, None])
    first.append(["id", "paid", "when"])
    first.append(["o1", 12.5, pd.Timestamp("2024-03-01")])
    first.append(["o2", 3, pd.Timestamp("2024-03-02 10:30:00")])
    second = book.create_sheet("Customers")
    second.append(["id", "vip"])
    second.append([1, True])
    second.append([2, False])
    book.create_sheet("Empty")
    book.save(tmp_path / "a.xlsx")
    orders, customers = read_tables(tmp_path / "a.xlsx", name="a.xlsx")
    assert (orders.name, customers.name) == ("a.xlsx/Orders", "a.xlsx/Customers")
    assert list(orders.frame["paid"]) == [12.5, 3]
    assert orders.frame["when"][1] == pd.Timestamp("2024-03-02 10:30:00")
    assert list(customers.frame["vip"]) == ["true", "false"]


def test_records_of_json_and_yaml(written: Written) -> None:
    records = [{"name": "A", "uses": ["x", "y"], "size": {"staff": n}} for n in range(4)]
    for path in (
        written("a.json", json.dumps(records)),
        written("a.jsonl", "\n".join(map(json.dumps, records))),
        written("a.yaml", json.dumps(records)),
    ):
        assert is_table(path)
        table = read(path)
        assert list(table.frame.columns) == ["name", "uses", "size.staff"]
        assert table.frame["uses"][0] == "x; y"
        assert table.lists == {"uses": ";"}


def test_json_that_lists_words_is_no_table(written: Written) -> None:
    assert not is_table(written("a.json", '["one", "two"]'))


def test_parquet_keeps_types(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"n": [1, 2], "f": [1.5, None], "t": pd.to_datetime(["2024-01-01", None]), "b": [True, False]}
    )
    frame.to_parquet(tmp_path / "a.parquet")
    table = read(tmp_path / "a.parquet")
    assert list(table.frame["b"]) == ["true", "false"]
    assert table.frame["t"].isna().sum() == 1
    assert table.frame["f"][0] == 1.5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"a,b,c\n", "no rows"),
        ("a.csv", bytes(range(256)) * 50, "binary"),
        ("a.xlsx", b"not a workbook", "xlsx"),
        ("a.parquet", b"PAR1 nothing", "Parquet"),
        ("a.json", b"{broken", "records"),
    ],
)
def test_what_cannot_be_read_says_why(written: Written, name: str, content: bytes, says: str) -> None:
    with pytest.raises(TableError, match=says):
        read_tables(written(name, content), name=name)

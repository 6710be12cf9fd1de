"""Units, roles, names and other words of columns that are easily misread."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.tools.tables.conftest import Written
from tools.tables.catalog import Column, Table
from tools.tables.draft import draft
from tools.tables.readers import RawTable, read_tables

Row = Callable[[random.Random, int], str]


@pytest.fixture
def drafted(written: Written) -> Callable[..., Table]:
    def make(name: str, header: str, row: Row, rows: int = 200) -> Table:
        chance = random.Random(7)
        lines = [*([header] if header else []), *(row(chance, number) for number in range(rows))]
        (raw,) = read_tables(written(name, "\n".join(lines) + "\n"), name=name)
        return draft(raw, "v")

    return make


def column(header: str, values: list[object]) -> Column:
    return draft(
        RawTable(name="a.csv", frame=pd.DataFrame({header: values, "kind": ["x", "y"] * 30})), "v"
    ).columns[0]


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Happy (1-5)", "score"), ("Wie war es? 1 bis 5", "score"), ("mood 0 to 10", "score"), ("Zone 1-3", None)],
)
def test_a_header_that_gives_the_ends_of_a_scale_holds_scores(header: str, unit: str | None) -> None:
    assert column(header, [1 + number % 5 for number in range(60)]).unit == unit


@pytest.mark.parametrize(
    "header",
    [
        "visits_last_90_days",
        "logins past 12 months",
        "orders 30d",
        "calls per week",
        "Besuche letzte 30 Tage",
        "absences",
    ],
)
def test_a_stretch_of_time_is_no_unit_of_what_is_counted(header: str) -> None:
    assert column(header, [number % 17 for number in range(60)]).unit == "count"


@pytest.mark.parametrize("header", ["days_since_last_visit", "Tage seit Kauf"])
def test_what_is_counted_in_days_is_in_days(header: str) -> None:
    assert column(header, [number % 17 for number in range(60)]).unit == "days"


@pytest.mark.parametrize(
    ("header", "currency"),
    [("fare_usd", "$"), ("Importe (EUR)", "€"), ("Preis in CHF", "CHF"), ("price per unit", ""), ("£ paid", "£")],
)
def test_the_currency_stands_in_the_header(header: str, currency: str) -> None:
    found = column(header, [number * 1.25 for number in range(60)])

    assert (found.unit, found.currency) == ("money", currency)


def test_the_currency_stands_in_the_cells(drafted: Callable[..., Table]) -> None:
    table = drafted("a.csv", "kind;gross", lambda chance, n: f"{'ab'[n % 2]};{n % 50},90 €")

    assert (table.columns[1].unit, table.columns[1].currency) == ("money", "€")


def test_a_duration_with_colons_is_minutes_and_a_time_of_the_day_is_not(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        return f"{number % 3}:{number % 60:02},{chance.randint(8, 17):02}:{chance.randint(0, 59):02},b"

    wait, opened, _ = drafted("a.csv", "wait hh:mm,opened,kind", row).columns

    assert (wait.storage, wait.unit, wait.label, wait.maximum) == (
        "number",
        "duration",
        "wait hh:mm in minutes",
        "179",
    )
    assert opened.storage == "text"


@pytest.mark.parametrize("header", ["ZIP", "code postal", "SKU"])
def test_codes_are_no_amounts(header: str) -> None:
    assert column(header, [10000 + number % 23 * 391 for number in range(60)]).role == "segment"


def test_people_with_codes_are_told_apart(drafted: Callable[..., Table]) -> None:
    table = drafted(
        "Termine.csv",
        "Termin-Nr;Patient;am",
        lambda c, n: f"{n + 70};P{c.randint(1, 60):03};{n % 28 + 1:02}.03.2024",
    )

    assert (table.person, table.key, table.entity) == ("Patient", ("Termin-Nr",), "appointment")
    assert {"visit", "termin", "cita"} <= set(table.entity_words)


@pytest.mark.parametrize(
    ("name", "entity", "word"),
    [
        ("Buchungen.csv", "booking", "stay"),
        ("donativos.csv", "donation", "gift"),
        ("relevés.csv", "reading", "relevés"),
        ("Schadenfälle.csv", "claim", "case"),
        ("students.csv", "student", "pupil"),
    ],
)
def test_a_row_has_an_english_noun_and_others(
    drafted: Callable[..., Table], name: str, entity: str, word: str
) -> None:
    table = drafted(name, "no,kind", lambda chance, n: f"{n},{'ab'[n % 2]}")

    assert table.entity == entity
    assert word in table.entity_words


def test_a_key_names_its_rows_where_nothing_else_does(drafted: Callable[..., Table]) -> None:
    assert drafted("export.csv", "crate_id,kind", lambda chance, n: f"{n},{'ab'[n % 2]}").entity == "crate"


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Jahresbeitrag", "fee"),
        ("Preis", "price"),
        ("ciudad", "city"),
        ("wait_minutes", "wartezeit"),
        ("plan", "tarif"),
    ],
)
def test_a_header_in_one_language_has_the_words_of_the_others(header: str, word: str) -> None:
    values: list[object] = ["a", "b", "c"] * 20 if word in ("city", "tarif") else [n * 1.5 for n in range(60)]

    assert word in column(header, values).words


def test_columns_without_a_header_have_plain_names(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        when = f"2024{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        paid, tip = chance.uniform(1, 30), chance.random()
        return f"{chance.randint(1, 60):05} {when} {chance.randint(1, 6)} {paid:.2f} {tip:.2f}"

    table = drafted("till.txt", "", row)

    assert [c.label for c in table.columns] == ["customer", "date", "quantity", "amount 1", "amount 2"]
    assert "spend" in table.columns[3].words


@pytest.mark.parametrize(
    ("header", "label"), [("ICD", "ICD"), ("Résilié", "Résilié"), ("MonthlyFee", "monthly fee")]
)
def test_short_forms_and_foreign_headers_keep_their_spelling(header: str, label: str) -> None:
    assert column(header, ["a", "b", "c"] * 20).label == label


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Total Time Spent on Website", "duration"), ("minutes_spent", "duration"), ("amount_spent", "money")],
)
def test_time_spent_is_no_money(header: str, unit: str) -> None:
    assert column(header, [number * 7 % 2000 for number in range(60)]).unit == unit


def test_what_a_description_calls_a_header_tells_what_it_is(tmp_path: Path) -> None:
    rows = [
        f"{hashlib.sha256(str(at).encode()).hexdigest()[:24]},{20 + at % 50},{1 + at % 22}" for at in range(300)
    ]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(["mno,bd,city", *rows, *rows[:5]]))
    told = {"bd": "age. Note: some are odd", "mno": "user id"}
    table = draft(read_tables(path, name="members.csv")[0], "v1", told)
    found = {column.name: (column.role, column.unit) for column in table.columns}
    assert found == {"mno": ("id", None), "bd": ("measure", "age"), "city": ("segment", None)}
    assert table.person == "mno"


def test_amounts_without_a_word_for_money_few_identifiers_and_days_as_rows(tmp_path: Path) -> None:
    rows = [
        f"2024-{1 + at // 84:02d}-{1 + at // 3 % 28:02d},{at % 3 + 1},{900 + at * 17 % 4000},{at % 16 + 1}"
        for at in range(900)
    ]
    path = tmp_path / "train.csv"
    path.write_text("\n".join(["Date,STORE_ID,pledged,Product_Category_2", *rows]))
    table = draft(read_tables(path, name="train.csv")[0], "v1")
    found = {column.name: (column.role, column.unit) for column in table.columns}
    assert found["STORE_ID"] == ("segment", None)
    assert found["pledged"] == ("measure", "money")
    assert found["Product_Category_2"][0] == "segment"
    assert table.entity == "day"


def test_a_number_called_what_a_row_is_counts_nothing(tmp_path: Path) -> None:
    rows = [f"{1 + at * 37 % 500},{at % 60 - 5},{'ABC'[at % 3]}" for at in range(300)]
    path = tmp_path / "flights.csv"
    path.write_text("\n".join(["flight,dep_delay,origin", *rows]))
    column = draft(read_tables(path, name="flights.csv")[0], "v1").column("flight")
    assert column is not None
    assert column.role == "id"


def test_rows_with_free_text_are_called_what_their_file_is(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        return f"{number},A bright room number {number} near the harbour and the market,{chance.randint(40, 200)}"

    assert drafted("listings.csv", "id,description,price", row).entity == "listing"


def test_an_amount_called_as_the_rows_are_is_no_identifier(tmp_path):
    path = tmp_path / "salaries.csv"
    rows = [f"{40_000 + 137 * (number * 7 % 90)},{'xy'[number % 2]}" for number in range(120)]
    path.write_text("\n".join(["salary,rank", *rows]))

    column = draft(read_tables(path, name="salaries.csv")[0], "v1").column("salary")

    assert (column.role, column.unit) == ("measure", "money")

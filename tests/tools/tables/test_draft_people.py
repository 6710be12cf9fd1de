"""Which whole numbers are people and which count them, with and without a header; the tables are made up here."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tools.tables.catalog import Catalog, Table
from tools.tables.draft import draft
from tools.tables.engine import Tables
from tools.tables.readers import RawTable, read_tables
from tools.tables.relate import relate
from tools.tables.store import TableStore

Cells = Sequence[object]
Row = Callable[[random.Random, int], Cells]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    def make(name: str, header: str, row: Row, rows: int = 600, mark: str = ";") -> RawTable:
        chance = random.Random(11)
        body = [mark.join(map(str, row(chance, number))) for number in range(rows)]
        path = tmp_path / name
        path.write_text("\n".join(filter(None, [header, *body])) + "\n", encoding="utf-8")
        return read_tables(path, name=f"shop/{name}")[0]

    return make


def related(*raws: RawTable) -> Catalog:
    frames = {raw.name: raw.frame for raw in raws}
    return relate([draft(raw, "v1") for raw in raws], lambda table, column: frames[table.name][column])


def role(table: Table, name: str) -> str:
    column = table.column(name)
    assert column is not None
    return column.role


def day(chance: random.Random) -> str:
    return f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def code(chance: random.Random) -> int:
    return chance.randint(1, 200)


def price(chance: random.Random) -> str:
    return f"{chance.uniform(2, 90):.2f}"


@pytest.mark.parametrize(
    ("header", "person"),
    [
        ("order_id;Kunde;Datum;Betrag", "Kunde"),
        ("order_id;member;date;amount", "member"),
        ("receipt;client no;date;total", "client no"),
        ("id;client;jour;montant", "client"),
        ("pedido;código de cliente;fecha;importe", "código de cliente"),
        ("Bon;Mitgliedsnr;Tag;Betrag", "Mitgliedsnr"),
        ("order_id;customer_id;date;amount", "customer_id"),
        ("order_id;num_cliente;fecha;importe", "num_cliente"),
    ],
)
def test_repeated_numbers_under_a_header_for_one_person_are_people(
    read: Callable[..., RawTable], header: str, person: str
) -> None:
    table = draft(read("o.csv", header, lambda c, i: (i + 1, code(c), day(c), price(c))), "v1")
    assert (table.person, role(table, person)) == (person, "id")


def test_a_clock_time_per_row_does_not_hide_people(read: Callable[..., RawTable]) -> None:
    table = draft(
        read(
            "o.csv",
            "member;time;amount",
            lambda c, i: (code(c), f"2024-03-{i // 24 + 1:02} {i % 24:02}:30", 5 + i),
        ),
        "v1",
    )
    assert table.person == "member"


@pytest.mark.parametrize(
    "header",
    ["number of customers", "customer age", "customers served per day", "household size", "members in household",
     "customer count", "nombre de clients", "Anzahl Kunden", "visitors", "customer value"],
)  # fmt: skip
def test_numbers_about_people_stay_measures(read: Callable[..., RawTable], header: str) -> None:
    table = draft(
        read("b.csv", f"branch;{header};date", lambda c, i: (f"north {i % 9}", code(c) % 70, day(c))), "v1"
    )
    assert (table.person, role(table, header)) == (None, "measure")


def test_one_row_a_day_counts_people(read: Callable[..., RawTable]) -> None:
    row: Row = lambda c, i: (f"2024-{i // 28 + 1:02}-{i % 28 + 1:02}", code(c), price(c))  # noqa: E731
    table = draft(read("days.csv", "date;customer;sales", row, 300), "v1")
    assert (table.person, role(table, "customer")) == (None, "measure")


def test_counts_around_their_mean_do_not_name_people(read: Callable[..., RawTable]) -> None:
    row: Row = lambda c, i: (day(c), c.choice("ABCD"), int(c.gauss(120, 15)), price(c))  # noqa: E731
    table = draft(read("days.csv", "date;branch;customer;sales", row, 900), "v1")
    assert (table.person, role(table, "customer")) == (None, "measure")


def test_a_key_of_another_table_confirms_an_ambiguous_header(read: Callable[..., RawTable]) -> None:
    orders = read("o.csv", "Kunden;Datum;Betrag", lambda c, i: (code(c), day(c), price(c)))
    people = read("k.csv", "Kundennummer;Region", lambda c, i: (i + 1, c.choice(["Nord", "Süd"])), 200)
    assert draft(orders, "v1").person is None
    catalog = related(orders, people)
    assert catalog.tables[0].person == "Kunden"
    assert [(join.left_column, join.right_column) for join in catalog.joins] == [("Kunden", "Kundennummer")]


RAW: list[tuple[Row, str, list[str]]] = [
    (lambda c, i: (f"{code(c):05}", day(c), c.randint(1, 9), price(c)), ";",
     ["customer", "date", "quantity", "amount"]),
    (lambda c, i: (price(c), code(c), day(c), c.randint(1, 9)), ",", ["amount", "customer", "date", "quantity"]),
    (lambda c, i: (f"{code(c):05}", day(c).replace("-", ""), c.randint(1, 9), f"{c.uniform(2, 90):7.2f}"), " ",
     ["customer", "date", "quantity", "amount"]),
    (lambda c, i: (i + 1, f"{code(c):05}", day(c), price(c), c.randint(1, 9)), "\t",
     ["identifier", "customer", "date", "amount", "quantity"]),
    (lambda c, i: (day(c), code(c), c.randint(1, 900), c.randint(1, 9), price(c)), ",",
     ["date", "customer", "identifier", "quantity", "amount"]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "mark", "labels"), RAW)
def test_a_transaction_file_without_a_header_gets_plain_names(
    read: Callable[..., RawTable], row: Row, mark: str, labels: list[str]
) -> None:
    table = draft(read("raw.txt", "", row, mark=mark), "v1")
    units = {column.label: column.unit for column in table.columns}
    assert [column.label for column in table.columns] == labels
    assert (units["amount"], units["quantity"]) == ("money", "count")
    assert table.time == next(column.name for column in table.columns if column.label == "date")
    assert table.person == next(column.name for column in table.columns if column.label == "customer")


def test_amounts_add_up_per_inferred_person(read: Callable[..., RawTable], tmp_path: Path) -> None:
    raw = read("raw.txt", "", RAW[1][0], mark=",")
    store = TableStore(tmp_path / "space", scrub=str)
    store.put(raw)
    table = next(iter(store.finish()))
    found = Tables.open(tmp_path / "space").per(table.name, "column 2", "sum", "column 1")
    expected = raw.frame.groupby("column 2")["column 1"].sum()
    assert found.set_index("entity")["value"].sum() == pytest.approx(expected.sum())
    assert len(found) == len(expected)


def test_a_file_without_a_header_borrows_from_its_sibling_of_the_same_shape(read: Callable[..., RawTable]) -> None:
    row: Row = lambda c, i: (code(c), day(c), c.randint(1, 9), price(c))  # noqa: E731
    later: Row = lambda c, i: (1000 + code(c), day(c).replace("2024", "2025"), c.randint(1, 9), price(c))  # noqa: E731
    headed = read("first.csv", "member_id;day;bottles;paid", row)
    bare = read("second.csv", "", later)
    table = related(headed, bare).tables[1]
    assert [column.label for column in table.columns] == ["member id", "day", "bottles", "paid"]
    assert (table.like, table.person, table.columns[3].unit) == ("shop/first.csv", "column 1", "money")


def test_siblings_that_disagree_lend_nothing(read: Callable[..., RawTable]) -> None:
    row: Row = lambda c, i: (code(c), day(c), c.randint(1, 9), price(c))  # noqa: E731
    later: Row = lambda c, i: (1000 + code(c), day(c), c.randint(1, 9), price(c))  # noqa: E731
    one = read("first.csv", "member_id;day;bottles;paid", row)
    other = read("other.csv", "driver_id;day;parcels;toll", row)
    table = related(one, other, read("second.csv", "", later)).tables[2]
    assert (table.like, table.columns[2].label) == (None, "quantity")


def test_firms_that_name_the_customer_who_orders_for_them_are_no_customers(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    rows = (
        f"A{number:02d},Firm {number},{'shop' if number % 2 else 'mill'},C{number:03d}" for number in range(30)
    )
    path.write_text("account_id,company,kind,customer_id\n" + "\n".join(rows), encoding="utf-8")

    table = draft(read_tables(path, name="accounts.csv")[0], "v1")

    assert table.entity == "account"
    assert not table.rows_are_people


def test_leaving_outranks_one_option_of_many(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    rows = (f"C{n:03d},{'yes' if n % 3 else 'no'},{'no' if n % 4 else 'yes'},{n % 7}" for n in range(80))
    path.write_text("customer_id,newsletter_subscribed,cancelled,visits\n" + "\n".join(rows), encoding="utf-8")

    table = draft(read_tables(path, name="customers.csv")[0], "v1")

    assert [column.name for column in table.columns if column.role == "outcome"] == ["cancelled"]


def test_releases_of_four_numbers_are_no_network_addresses(read: Callable[..., RawTable]) -> None:
    def row(chance: random.Random, _number: int) -> Cells:
        part = chance.randint(1, 9)
        return f"2.23.{part}.76", f"10.0.{part}.1"

    found = draft(read("marks.csv", "reviewCreatedVersion;last_address", row), "v1")
    released, addressed = found.column("reviewCreatedVersion"), found.column("last_address")
    assert released is not None
    assert addressed is not None
    assert ("personal" in released.marks, "personal" in addressed.marks) == (False, True)

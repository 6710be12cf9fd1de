"""Lines of sales: what a row is, which letters an order number keeps, what a line came to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.tables.catalog import Table
from tools.tables.draft import draft
from tools.tables.drafting.made import with_made
from tools.tables.readers import read_tables

Drafted = Callable[[str, str, Callable[[int], str]], Table]


@pytest.fixture
def drafted(tmp_path: Path) -> Drafted:
    def make(name: str, header: str, row: Callable[[int], str]) -> Table:
        path = tmp_path / name
        path.write_text("\n".join([header, *map(row, range(240))]) + "\n")
        return draft(with_made(read_tables(path, name=name)[0]), "v1")

    return make


def made(table: Table, name: str) -> str:
    column = table.column(name)
    return column.made if column is not None else ""


def test_the_number_of_a_cancelled_sale_keeps_its_letter(drafted: Drafted) -> None:
    def row(number: int) -> str:
        letter, pieces = ("C", -2) if number % 80 == 3 else ("", 1 + number % 4)
        return f"{letter}{7100 + number // 3},SOAP {number % 9},{pieces},{1 + number % 5}.5"

    table = drafted("export.csv", "ReceiptNo,Article,Pieces,UnitPrice", row)
    numbers = table.column("ReceiptNo")
    assert numbers is not None
    assert (numbers.storage, numbers.missing) == ("text", 0)


def test_whole_numbers_of_invoices_are_no_amount_that_would_be_revenue(drafted: Drafted) -> None:
    table = drafted(
        "export.csv",
        "Invoice,Item,Quantity,Price",
        lambda at: f"{7100 + at // 3},SOAP {at % 9},{1 + at % 4},2.{at % 9}",
    )
    assert made(table, "revenue") == "Quantity x Price"


def test_a_price_without_a_quantity_is_what_a_line_came_to(drafted: Drafted) -> None:
    row = "o{0},p{1},{2}.5,{3}.25"
    table = drafted(
        "order_items.csv",
        "order_id,product_id,price,freight_value",
        lambda at: row.format(at // 2, at % 31, 3 + at % 17, at % 4),
    )
    assert made(table, "revenue") == "price, one piece a line"


@pytest.mark.parametrize(
    ("header", "entity"),
    [("order_id,product_id,price", "order line"), ("basket_no,article,amount", "basket line")],
)
def test_rows_that_share_a_sale_and_name_what_was_bought_are_its_lines(
    drafted: Drafted, header: str, entity: str
) -> None:
    table = drafted("items.csv", header, lambda at: f"o{at // 2},p{at % 31},{3 + at % 17}.5")
    assert table.entity == entity
    assert not table.rows_are_things


def test_payments_of_an_order_are_no_lines_of_it(drafted: Drafted) -> None:
    table = drafted(
        "payments.csv", "order_id,payment_type,payment_value", lambda at: f"o{at // 2},card,{3 + at % 17}.5"
    )
    assert table.entity == "transaction"


def test_names_of_goods_are_called_products_before_their_codes(drafted: Drafted) -> None:
    table = drafted(
        "export.csv",
        "Invoice,StockCode,Description,Quantity",
        lambda at: f"{7100 + at // 3},{at % 9}A,SOAP {at % 9},{1 + at % 4}",
    )
    assert [column.name for column in table.columns if "product" in column.words] == ["Description"]

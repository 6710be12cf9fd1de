"""Columns made of others: what a line came to, what was taken back, how long it took."""

from collections.abc import Callable

import pandas as pd
import pytest

from tools.tables.catalog import Column, Table
from tools.tables.draft import draft
from tools.tables.drafting.made import REVENUE, TAKEN_BACK, with_made
from tools.tables.readers import RawTable
from tools.tables.sales import reversal, sale_of_lines, whole_amounts

Made = Callable[..., tuple[pd.DataFrame, Table]]


@pytest.fixture
def made() -> Made:
    def make(**columns: list[object]) -> tuple[pd.DataFrame, Table]:
        raw = with_made(
            RawTable(name="sales.csv", frame=pd.DataFrame(columns).convert_dtypes(dtype_backend="numpy_nullable"))
        )
        return raw.frame, draft(raw, "v")

    return make


def lines(count: int = 60) -> dict[str, list[object]]:
    return {
        "Beleg Nr": [str(4000 + number // 2) for number in range(count)],
        "Kundennummer": [700 + number % 23 for number in range(count)],
        "Menge": [1 + number % 5 for number in range(count)],
        "Einzelpreis": [round(2.5 + number % 7, 2) for number in range(count)],
    }


def column(table: Table, name: str) -> Column:
    found = table.column(name)
    assert found is not None
    return found


def test_revenue_is_quantity_times_unit_price(made: Made) -> None:
    told = lines()
    frame, table = made(**told)
    expected = [q * p for q, p in zip(told["Menge"], told["Einzelpreis"], strict=True)]  # type: ignore[operator]
    assert frame[REVENUE].tolist() == pytest.approx(expected)
    assert column(table, REVENUE).unit == "money"
    assert column(table, REVENUE).made == "Menge x Einzelpreis"
    assert [found.name for found in whole_amounts(table)] == [REVENUE]


def test_an_amount_that_the_file_holds_is_not_made_again(made: Made) -> None:
    frame, _ = made(**lines(), Betrag=[9.5 + number for number in range(60)])
    assert REVENUE not in frame


@pytest.mark.parametrize(
    "change",
    [
        {"Menge": [-2 if number % 10 == 0 else 3 for number in range(60)]},
        {"Beleg Nr": [f"{'ST' if number % 10 == 0 else ''}{4000 + number}" for number in range(60)]},
        {"Zustand": ["storniert" if number % 10 == 0 else "versendet" for number in range(60)]},
        {"statut": ["annulée" if number % 10 == 0 else ("livrée", "payée")[number % 2] for number in range(60)]},
    ],
)
def test_sales_that_were_taken_back_are_told_by_sign_prefix_or_status(
    made: Made, change: dict[str, list[object]]
) -> None:
    frame, table = made(**{**lines(), **change})
    assert [value == "yes" for value in frame[TAKEN_BACK]] == [number % 10 == 0 for number in range(60)]
    assert (found := reversal(table)) is not None
    assert found.name == TAKEN_BACK
    assert table.outcome != TAKEN_BACK


@pytest.mark.parametrize("state", ["Non Refund", "Refundable", "not returned"])
def test_what_could_be_refunded_was_not(made: Made, state: str) -> None:
    frame, _ = made(**lines(), terms=[state if number % 10 == 0 else "plain" for number in range(60)])
    assert TAKEN_BACK not in frame


def test_letters_that_all_or_most_numbers_begin_with_say_nothing(made: Made) -> None:
    frame, _ = made(**{**lines(), "Beleg Nr": [f"R{4000 + number}" for number in range(60)]})
    assert TAKEN_BACK not in frame


def test_letters_of_places_before_all_numbers_say_nothing(made: Made) -> None:
    frame, _ = made(
        **{**lines(), "Beleg Nr": [f"{'CR' if number % 10 else 'R'}-{4000 + number}" for number in range(60)]}
    )
    assert TAKEN_BACK not in frame


def test_a_sale_at_a_loss_was_not_taken_back(made: Made) -> None:
    frame, _ = made(**lines(), Sales=[9.5] * 60, Profit=[-1.5 if number % 5 == 0 else 2.0 for number in range(60)])
    assert TAKEN_BACK not in frame


def test_days_between_two_dates_are_made_in_the_order_they_happen(made: Made) -> None:
    start = pd.Timestamp("2024-03-01")
    frame, table = made(
        shipped_on=[start + pd.Timedelta(days=number + number % 4) for number in range(50)],
        ordered_on=[start + pd.Timedelta(days=number) for number in range(50)],
    )
    assert frame["days from ordered to shipped"].tolist() == [number % 4 for number in range(50)]
    assert column(table, "days from ordered to shipped").unit == "days"


def test_a_repeated_invoice_number_is_the_sale_of_its_lines(made: Made) -> None:
    _, table = made(**{**lines(), "Invoice": [str(9000 + number // 2) for number in range(60)]})
    assert sale_of_lines(table) is not None
    assert column(table, "Invoice").role == "id"

"""Figures made of several columns: what a reference may write, and what is computed for it."""

from collections.abc import Callable
from typing import Any

import pytest

from tools.results import Report
from tools.tables.catalog import Column, Table
from tools.tables.formula import made_column, parse, pieces, renamed

Tabled = Callable[..., Callable[..., Report]]


@pytest.fixture
def visits() -> Table:
    def number(name: str, **more: Any) -> Column:
        return Column(name=name, label=name.replace("_", " "), role="measure", storage="number", **more)

    return Table(
        name="visits.csv",
        rows=40,
        columns=(
            number("bar_spend", unit="money", currency="€"),
            number("shop_spend", unit="money", currency="€"),
            number("guests", unit="count"),
            number("Home / Away", unit="count"),
            Column(name="club", label="club", role="segment", storage="text"),
        ),
    )


def test_a_formula_is_read_back_as_it_is_written(visits: Table) -> None:
    for reference in ("bar_spend + shop_spend", "bar_spend - shop_spend", "1000 * bar_spend / guests"):
        found = parse(reference, visits)
        assert found is not None
        assert found.written() == reference


def test_a_header_that_looks_like_a_formula_is_a_column(visits: Table) -> None:
    assert parse("Home / Away", visits) is None
    assert parse("Home / Away + guests", visits) is None


def test_words_and_unknown_names_make_no_formula(visits: Table) -> None:
    assert parse("bar_spend + club", visits) is None
    assert parse("bar_spend / heads", visits) is None
    assert parse("bar_spend + bar_spend", visits) is None


def test_a_made_column_has_the_unit_of_its_parts(visits: Table) -> None:
    both, each, part = (
        made_column(visits, found)
        for reference in ("bar_spend + shop_spend", "bar_spend / guests", "bar_spend % shop_spend")
        if (found := parse(reference, visits)) is not None
    )
    assert (both.unit, both.currency) == ("money", "€")
    assert (each.label, each.unit) == ("bar spend per guest", "money")
    assert (part.label, part.unit) == ("share of bar spend in shop spend", "share")


def test_the_names_in_a_reference_are_told_and_replaced() -> None:
    assert pieces("100 * a + b / c") == ("100 * a + b / c", "a", "b", "c")
    assert renamed("100 * a + b / c", str.upper) == "100 * A + B / C"

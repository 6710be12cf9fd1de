"""Questions over lines of sales: what was taken back, orders of several lines, who stayed away, months."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.taken_back import asked_without
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog

KEPT = {"column": "cancelled or returned", "op": "=", "value": "no"}


@pytest.fixture
def till() -> Catalog:
    """Lines of receipts with a made revenue and a made yes or no for what was taken back."""

    return catalog(
        "till.csv",
        "transaction",
        column("receipt_no", "id", distinct=400),
        column("client_id", "id", distinct=130),
        column("sold_on", "time", "date", minimum="2022-01-04", maximum="2024-06-12", distinct=500),
        column("shop", "segment", values=["Mill Lane", "Quay"]),
        column("pieces", "measure", "number", unit="count", minimum="-9", distinct=18),
        column("unit_price", "measure", "number", unit="money", distinct=300),
        column("revenue", "measure", "number", unit="money", distinct=700, made="pieces x unit_price"),
        column(
            "cancelled or returned",
            "segment",
            "boolean",
            values=["no", "yes"],
            positive="yes",
            made="pieces below zero",
            words=("return", "returned", "refund", "credit note", "cancellation"),
        ),
        rows=960,
        person="client_id",
        key=(),
    )


@pytest.mark.parametrize(
    ("question", "rest", "how"),
    [
        ("Leaving returns out, what was revenue?", "what was revenue?", "out"),
        ("What was revenue? Ignore cancelled orders.", "What was revenue?", "out"),
        ("What was revenue without refunds and credit notes?", "What was revenue?", "out"),
        ("What was revenue (returns not counted)?", "What was revenue?", "out"),
        ("What were gross sales in May?", "What were sales in May?", "out"),
        ("Wie hoch war der Umsatz ohne Stornierungen?", "Wie hoch war der Umsatz?", "out"),
        ("Quel est le chiffre d'affaires hors avoirs ?", "Quel est le chiffre d'affaires?", "out"),
        ("What was revenue net of returns?", "What was revenue?", "net"),
        ("What were net sales (returns deducted) per shop?", "What were sales per shop?", "net"),
        ("Wie hoch war der Nettoumsatz?", "Wie hoch war der umsatz?", "net"),
        ("How many lines are returns?", "How many lines are returns?", None),
        ("What share of orders was cancelled?", "What share of orders was cancelled?", None),
    ],
)
def test_what_is_said_of_sales_taken_back_is_told_from_the_question(
    till: Catalog, question: str, rest: str, how: str | None
) -> None:
    asked = asked_without(question, till)

    assert (asked.text.casefold(), asked.how) == (rest.casefold(), how)


def test_a_question_stays_as_it_is_where_no_table_tells_what_was_taken_back(gym: Catalog) -> None:
    question = "What was revenue without refunds?"

    assert asked_without(question, gym).text == question


@pytest.mark.parametrize(
    "question",
    ["What was the total revenue, returns left out?", "Without credit notes, how much revenue did we make?"],
)
def test_sales_taken_back_are_left_out_where_the_question_says_so(
    till: Catalog, planned: Planner, question: str
) -> None:
    call = first(planned(till, question))

    assert (call["aggregate"], call["metric"], call["where"]) == ("sum", "revenue", [KEPT])


def test_net_revenue_keeps_every_line_and_says_so(till: Catalog, planned: Planner) -> None:
    plan = planned(till, "What is total revenue net of returns?")

    assert "where" not in first(plan)
    assert any("deducted" in note for note in plan.notes)


def test_a_typical_receipt_is_the_sum_of_its_lines_without_returns(till: Catalog, planned: Planner) -> None:
    call = first(planned(till, "What does a typical order come to?"))

    assert (call["aggregate"], call["metric"], call["per"]) == ("median", "revenue", "receipt_no")
    assert call["where"] == [KEPT]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many customers placed only one order?", "1"),
        ("How many customers bought once and never again?", "1"),
        ("How many customers made exactly two purchases?", "2"),
        ("How many customers have more than one order?", ">=2"),
        ("Combien de clients n'ont passé qu'une seule commande ?", "1"),
        ("Wie viele Kunden haben nur einmal bestellt?", "1"),
    ],
)
def test_orders_of_a_customer_are_different_receipts(
    till: Catalog, planned: Planner, question: str, value: str
) -> None:
    call = first(planned(till, question))

    assert (call["per"], call["per_aggregate"], call["metric"], call["value"]) == (
        "client_id",
        "distinct",
        "receipt_no",
        value,
    )


def test_orders_are_counted_and_not_their_lines(till: Catalog, planned: Planner) -> None:
    assert first(planned(till, "How many orders were there?"))["metric"] == "receipt_no"
    assert "metric" not in first(planned(till, "How many lines are there?"))


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("How many customers have not ordered in the last 180 days?", {"days": 180}),
        ("Which part of our customers hasn't bought anything in the last six months of the data?", {"days": 180}),
        ("How many customers have not ordered for 90 days?", {"days": 90}),
        ("How many customers haven't ordered since March 2024?", {"since": "2024-03-01"}),
        ("How many clients placed no order in the past year?", {"days": 365}),
        ("Wie viele Kunden haben seit sechs Monaten nicht mehr bestellt?", {"days": 180}),
    ],
)
def test_who_stayed_away_is_asked_by_how_long(
    till: Catalog, planned: Planner, question: str, silent: dict[str, Any]
) -> None:
    plan = planned(till, question)

    assert first(plan)["silent"] == silent
    assert "period" not in first(plan)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("Revenue collapses in May 2024. What happened?", {"since": "2024-04-01", "until": "2024-05-31"}),
        ("Did revenue fall in the latest month?", {"since": "2024-05-01", "until": "2024-06-30"}),
        ("How did revenue in May 2024 compare with April 2024?", {"since": "2024-04-01", "until": "2024-05-31"}),
    ],
)
def test_a_fall_is_told_beside_the_month_before(
    till: Catalog, planned: Planner, question: str, period: dict[str, str]
) -> None:
    call = first(planned(till, question))

    assert call["period"] == period
    assert call["by"] == [{"column": "sold_on", "grain": "month"}]


def test_lines_without_a_customer_are_those_whose_number_is_missing(till: Catalog, planned: Planner) -> None:
    (table,) = till.tables
    columns = tuple(replace(c, missing=70) if c.name == "client_id" else c for c in table.columns)
    lines = Catalog(tables=(replace(table, columns=columns),))

    assert first(planned(lines, "How many lines have no customer?"))["where"] == [
        {"column": "client_id", "op": "missing"}
    ]


def test_a_share_of_revenue_is_a_sum_told_as_a_part(till: Catalog, planned: Planner) -> None:
    call = first(planned(till, "What share of revenue does each shop bring?"))

    assert (call["aggregate"], call["metric"], call["by"]) == ("sum", "revenue", [{"column": "shop"}])

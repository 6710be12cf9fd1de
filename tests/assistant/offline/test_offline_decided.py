"""Who does best where no measure is named, and rows told apart by an adjective: halves of a measure."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog


def _credits(outcome: str = "Repaid") -> Catalog:
    return Catalog(
        tables=(
            table(
                "credits.csv",
                "customer",
                column("ref", "id"),
                column("purpose", "segment", values=["car", "kitchen", "wedding"]),
                column("branch", "segment", values=["Ulm", "Bonn"]),
                column("amount_eur", "measure", "number", unit="money", minimum="100", maximum="9000"),
                column("yearly_income", "measure", "number", unit="number", minimum="100", maximum="90000"),
                column("age", "measure", "number", unit="age", minimum="18", maximum="90"),
                column("call_seconds", "measure", "number", unit="duration", minimum="0", maximum="900"),
                column(outcome, "outcome", "boolean", ["0", "1"], positive="1"),
                rows=3000,
                rows_are_people=True,
            ),
        )
    )


@pytest.mark.parametrize(
    ("outcome", "question", "order"),
    [
        ("Converted", "Which purpose should we push?", "highest"),
        ("Converted", "Which purpose should we stop?", "lowest"),
        ("Defaulted", "Which purpose should we lend for?", "lowest"),
        ("Defaulted", "Which branch is the worst?", "highest"),
    ],
)
def test_the_best_have_the_best_outcome(planned: Planner, outcome: str, question: str, order: str) -> None:
    asked = planned(_credits(outcome), question).calls[0].arguments
    assert asked["metric"] == outcome
    assert asked["order"] == order


def test_a_claim_about_the_best_customers_compares_them_with_the_others(planned: Planner) -> None:
    plan = planned(_credits("Converted"), "Customers in Ulm are our best customers. True?")
    assert plan.calls[0].tool == "compare_segments"
    assert plan.calls[0].arguments["metric"] == "Converted"
    assert not plan.missing


@pytest.mark.parametrize(
    ("question", "halved"),
    [
        ("Do bigger credits convert more often?", "amount_eur"),
        ("Do richer customers convert more often?", "yearly_income"),
        ("Do older customers convert more often?", "age"),
        ("Customers with long calls convert more often.", "call_seconds"),
    ],
)
def test_an_adjective_tells_rows_apart_by_the_halves_of_a_measure(
    planned: Planner, question: str, halved: str
) -> None:
    plan = planned(_credits("Converted"), question)
    asked = plan.calls[0].arguments
    assert asked["metric"] == "Converted"
    assert asked["by"] == {"column": halved, "bins": 2}
    assert any("median" in note for note in plan.notes)


def test_of_two_adjectives_the_second_is_measured(planned: Planner) -> None:
    asked = planned(_credits("Converted"), "Do richer customers take bigger credits?").calls[0].arguments
    assert asked["metric"] == "amount_eur"
    assert asked["by"] == {"column": "yearly_income", "bins": 2}


def test_how_large_rows_are_is_missing_where_nothing_tells(planned: Planner) -> None:
    parts = (column("no", "id"), column("town", "segment", values=["Ulm", "Bonn"]))
    left = column("left", "outcome", "boolean", ["0", "1"], positive="1")
    catalog = Catalog(tables=(table("a.csv", "account", *parts, left, rows=500, rows_are_people=True),))
    assert not planned(catalog, "Do bigger accounts leave more often?").calls


def test_which_time_is_no_stretch_of_time(planned: Planner) -> None:
    plan = planned(_credits("Converted"), "Which customers did we call more than five times?")
    assert not any("call_seconds" in str(call.arguments) for call in plan.calls)

"""Who does best where no measure is named, and rows told apart by an adjective: halves of a measure."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


def _credits(outcome: str = "Repaid") -> Catalog:
    return catalog(
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
    accounts = catalog("a.csv", "account", *parts, left, rows=500, rows_are_people=True)
    assert "what makes accounts bigger" in missed(planned(accounts, "Do bigger accounts leave more often?"))


def test_which_time_is_no_stretch_of_time(planned: Planner) -> None:
    plan = planned(_credits("Converted"), "Which customers did we call more than five times?")
    assert "compare with five" in missed(plan)


def _flights() -> Catalog:
    scores = ["0", "1", "2", "3", "4", "5"]
    return catalog(
        "flights.csv",
        "customer",
        column("ref", "id"),
        column("Cabin", "segment", values=["Business", "Economy"]),
        column("Gate service", "ordinal", "number", scores, unit="score"),
        column("Seat service", "ordinal", "number", scores, unit="score"),
        column("Flight Distance", "measure", "number", unit="number"),
        column("quiet (1-5)", "ordinal", "number", scores[1:], unit="score"),
        column("verdict", "outcome", values=["satisfied", "unhappy"], positive="satisfied"),
        column(
            "unhappy because",
            "segment",
            values=["too loud", "dirty"],
            missing=900,
            marks=frozenset({"leakage"}),
        ),
        rows=1400,
        rows_are_people=True,
    )


def test_what_sets_a_group_apart_is_a_portrait_of_it(planned: Planner) -> None:
    call = planned(_flights(), "What sets satisfied Business passengers apart from the rest?").calls[0]
    assert call.tool == "profile_segment"
    assert {item["column"] for item in call.arguments["where"]} == {"verdict", "Cabin"}


def test_which_of_many_differs_most_between_the_values_of_an_outcome_is_a_portrait(planned: Planner) -> None:
    asked = "Which of the service ratings differs most between satisfied and unhappy passengers?"
    call = planned(_flights(), asked).calls[0]
    assert call.tool == "profile_segment"


def test_a_comparative_without_a_noun_names_what_is_measured(planned: Planner) -> None:
    asked = planned(_flights(), "Do passengers in Business fly further than those in Economy?").calls[0].arguments
    assert asked["metric"] == "Flight Distance"


def test_a_reason_of_the_successes_is_neither_the_outcome_nor_a_trait_of_the_others(planned: Planner) -> None:
    asked = "Are passengers who find it loud (quiet 1 or 2) satisfied less often than the others?"
    call = planned(_flights(), asked).calls[0].arguments
    assert call["metric"] == "verdict"
    assert [item["column"] for item in call["where"]] == ["quiet (1-5)"]


def test_a_group_compared_on_nothing_that_is_held_is_not_counted_instead(planned: Planner) -> None:
    parts = (column("no", "id"), column("flyer", "segment", "boolean", ["No", "Yes"], positive="Yes"))
    flyers = catalog("a.csv", "customer", *parts, rows=500, rows_are_people=True)
    assert "a measure to compare them by" in missed(planned(flyers, "Do flyers want it more than the others?"))


def test_a_claim_to_be_acted_upon_is_set_against_the_others(planned: Planner) -> None:
    asked = "Passengers in Business are nearly always satisfied. Should we fly everybody in Business?"
    call = planned(_flights(), asked).calls[0]
    assert call.tool == "compare_segments"
    assert call.arguments["metric"] == "verdict"


@pytest.mark.parametrize(
    ("description", "value"),
    [("1 means that it came on time", "0"), ("1 means that it has NOT reached on time, 0 that it has", None)],
)
def test_a_description_may_deny_what_a_header_says(planned: Planner, description: str, value: str | None) -> None:
    reached = column("Reached.on.Time", "outcome", "boolean", ["0", "1"], positive="1", description=description)
    parts = (column("no", "id"), column("block", "segment", values=["A", "F"]))
    orders = catalog("orders.csv", "order", *parts, reached, rows=500)
    asked = planned(orders, "What share of orders came late?").calls[0].arguments
    assert asked["metric"] == "Reached.on.Time"
    assert asked.get("value") == value


@pytest.mark.parametrize(
    "question",
    ["Which customers should we target?", "Who should we call first?", "Wen sollen wir ansprechen?"],
)
def test_those_to_be_approached_are_like_those_who_were_won(planned: Planner, question: str) -> None:
    assert planned(_credits("Converted"), question).calls[0].tool == "find_lookalikes"


def test_of_a_trait_that_is_named_the_best_value_is_approached(planned: Planner) -> None:
    asked = planned(_credits("Converted"), "Which branch should we call first?").calls[0]
    assert (asked.tool, asked.arguments["order"]) == ("query_table", "highest")

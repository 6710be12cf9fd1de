"""Outcomes under their everyday names: wished for, turned down, shown up for, paid back; and what is sold."""

import pytest

from assistant.comparing import compares_first
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def offers() -> Catalog:
    """An offer of dental cover to the customers of a bank."""
    return catalog(
        "offers.csv",
        "customer",
        column("client_no", "id"),
        column("sex", "segment", values=["F", "M"], marks=frozenset({"protected"})),
        column(
            "Prior_Cover",
            "segment",
            "boolean",
            ["0", "1"],
            positive="1",
            description="had dental cover already",
        ),
        column("Dental_Status", "segment", values=["good", "poor"]),
        column("region", "segment", values=["North", "South", "East"]),
        column(
            "letter_sent",
            "segment",
            "boolean",
            ["No", "Yes"],
            positive="Yes",
            marks=frozenset({"leakage"}),
        ),
        column("Taken", "outcome", "boolean", ["0", "1"], positive="1", description="1: took the cover"),
        rows=4000,
        rows_are_people=True,
    )


def _single(entity: str, header: str, positive: str, *values: str) -> Catalog:
    columns = (column("ref", "id"), column("site", "segment", values=["A-town", "B-ville"]))
    outcome = column(header, "outcome", "boolean", list(values), positive=positive)
    return catalog("rows.csv", entity, *columns, outcome, rows=900, rows_are_people=True)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What share of customers said no?", "0"),
        ("What share of customers turned the cover down?", "0"),
        ("What share of customers rejected it?", "0"),
        ("What share of customers want it?", None),
        ("What share of customers in the South took it?", None),
        ("Quelle part des clients ont dit oui ?", None),
        ("Welcher Anteil der Kunden hat abgelehnt?", "0"),
    ],
)
def test_a_yes_or_no_to_an_offer_is_its_outcome(
    planned: Planner, offers: Catalog, question: str, value: str | None
) -> None:
    asked = planned(offers, question).calls[0].arguments
    assert asked["metric"] == "Taken"
    assert asked.get("value", "1") == (value or "1")


@pytest.mark.parametrize(
    "question", ["Who wants the dental cover?", "Who turned down the dental cover?", "Wer will das Angebot?"]
)
def test_what_is_sold_is_no_condition(planned: Planner, offers: Catalog, question: str) -> None:
    plan = planned(offers, question)
    told = [item for call in plan.calls for item in call.arguments.get("where", ())]
    assert plan.calls
    assert {item["column"] for item in told} <= {"Taken"}


def test_what_was_had_before_is_a_condition_where_it_is_said(planned: Planner, offers: Catalog) -> None:
    asked = planned(offers, "Do customers with prior cover take it less often?").calls[0].arguments
    assert asked["metric"] == "Taken"
    assert asked["where"][0]["column"] == "Prior_Cover"


@pytest.mark.parametrize(
    ("catalog", "question", "value"),
    [
        (_single("visit", "No-show", "Yes", "No", "Yes"), "What share of patients showed up?", "No"),
        (_single("visit", "No-show", "Yes", "No", "Yes"), "What share of patients missed it?", None),
        (_single("customer", "Defaulted", "1", "0", "1"), "What share of clients paid it back?", "0"),
        (_single("customer", "Loan_Repaid", "1", "0", "1"), "What share of customers defaulted?", "0"),
    ],
)
def test_a_word_for_the_contrary_asks_for_the_no(
    planned: Planner, catalog: Catalog, question: str, value: str | None
) -> None:
    asked = planned(catalog, question).calls[0].arguments
    assert asked["metric"] == catalog.tables[0].columns[-1].name
    assert asked.get("value") == value


def test_the_wish_of_whoever_asks_is_no_outcome(planned: Planner, offers: Catalog) -> None:
    asked = planned(offers, "I want to know how many customers live in the North").calls[0].arguments
    assert [item["column"] for item in asked["where"]] == ["region"]


def test_where_nothing_of_the_kind_is_recorded_an_everyday_word_is_named_as_missing(planned: Planner) -> None:
    town = column("town", "segment", values=["Ulm", "Bonn"])
    people = catalog("people.csv", "customer", column("no", "id"), town, rows=50)
    plan = planned(people, "How many customers defaulted?")
    assert "no column or value for defaulted" in missed(plan)


@pytest.mark.parametrize(
    ("message", "learns"),
    [
        ("Do men say yes more often than women? Should we take women off the call list?", True),
        ("Do men say yes more often than women?", False),
        ("Which gender should we target?", False),
    ],
)
def test_a_comparison_is_told_from_what_is_to_be_done_about_it(message: str, learns: bool) -> None:
    assert compares_first(message) is learns


def test_a_trait_that_a_comparison_is_by_is_no_basis_for_choosing(planned: Planner, offers: Catalog) -> None:
    plan = planned(offers, "Do men say yes more often than women? Should we stop calling women?")
    assert plan.calls
    assert any("no basis for choosing" in note for note in plan.notes)

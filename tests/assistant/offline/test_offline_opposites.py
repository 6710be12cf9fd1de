"""The no of a column of yes and no under names of its own, and nouns for rows that nothing identifies."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog, Table


@pytest.fixture
def visits() -> Catalog:
    return catalog(
        "site_log.csv",
        "row",
        column("Weekend", "segment", "boolean", ["TRUE", "FALSE"], positive="TRUE"),
        column("IsActiveMember", "segment", "boolean", ["1.0", "0.0"], positive="1.0"),
        column("Device", "segment", values=["Phone", "Laptop"]),
        column("Booked", "outcome", "boolean", ["TRUE", "FALSE"], positive="TRUE", words=("convert",)),
        rows=5000,
    )


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("How many inactive members are there?", ("IsActiveMember", "0.0")),
        ("How many weekday sessions are there?", ("Weekend", "FALSE")),
    ],
)
def test_the_opposite_of_a_header_is_its_no(
    planned: Planner, visits: Catalog, question: str, condition: tuple[str, str]
) -> None:
    plan = planned(visits, question)

    assert [(item["column"], item["value"]) for item in plan.calls[0].arguments["where"]] == [condition]
    assert not plan.missing


def test_inactive_and_active_ones_are_compared(planned: Planner, visits: Catalog) -> None:
    arguments = planned(visits, "Do inactive members convert less often than active ones?").calls[0].arguments

    assert arguments["metric"] == "Booked"
    assert {item["value"] for item in arguments["where"]} == {"0.0"}


def test_a_noun_for_a_kind_of_row_means_the_rows_that_nothing_identifies(
    planned: Planner, visits: Catalog
) -> None:
    plan = planned(visits, "How many sessions came from a phone?")

    assert plan.calls[0].arguments["aggregate"] == "count"
    assert not plan.missing


def test_a_table_whose_rows_are_called_so_is_meant_before_one_that_nothing_identifies(
    planned: Planner, visits: Catalog
) -> None:
    sessions = Table(
        name="sessions.csv",
        rows=900,
        entity="session",
        key=("session_id",),
        columns=(column("session_id", "id"), column("Device", "segment", values=["Phone", "Laptop"])),
    )
    plan = planned(Catalog(tables=(*visits.tables, sessions)), "How many sessions were there?")

    assert plan.calls[0].arguments["table"] == "sessions.csv"


def test_prices_that_a_survey_asks_for_are_not_added_to_each_other(planned: Planner, visits: Catalog) -> None:
    asked = ("At which price would it be too cheap to trust?", "At which price would it be too dear to buy?")
    survey = Table(
        name="survey.csv",
        rows=600,
        entity="respondent",
        columns=tuple(column(name, "measure", "number", unit="money") for name in asked),
    )
    plan = planned(Catalog(tables=(*visits.tables, survey)), "What is the total revenue?")

    (call,) = plan.calls
    assert "+" not in call.arguments["metric"]

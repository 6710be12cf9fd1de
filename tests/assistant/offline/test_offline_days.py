"""Days: when something first and last happened, and what was before and after one."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def stays() -> Catalog:
    return catalog(
        "bookings.csv",
        "booking",
        column("booking_id", "id"),
        column("arrival", "time", "date", minimum="2022-01-03", maximum="2023-11-20"),
        column("room", "segment", values=["single", "double"]),
        column("state", "segment", values=["done", "open", "cancelled"]),
        column("total", "measure", "number", unit="money"),
        column("minutes", "measure", "number", unit="duration"),
        rows=2000,
    )


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("When was the first booking?", "min"),
        ("When was the most recent booking?", "max"),
        ("When was the first and when the last booking?", "min"),
        ("When was the last arrival?", "max"),
        ("What period do the bookings cover?", "min"),
        ("How far back do our bookings go?", "min"),
    ],
)
def test_the_first_and_the_last_are_days_and_no_course(
    planned: Planner, stays: Catalog, question: str, end: str
) -> None:
    (call,) = planned(stays, question).calls

    assert (call.arguments["aggregate"], call.arguments["metric"]) == (end, "arrival")


@pytest.mark.parametrize(
    "question",
    [
        "What is the average total before 1 May 2023 and since then?",
        "What is the average total before and after 1 May 2023?",
        "What is the average total before 1 May 2023 compared with afterwards?",
    ],
)
def test_the_time_before_a_day_and_since_then_are_both_told(
    planned: Planner, stays: Catalog, question: str
) -> None:
    calls = planned(stays, question).calls

    assert [call.arguments["period"] for call in calls] == [{"until": "2023-04-30"}, {"since": "2023-05-01"}]
    assert {call.arguments["metric"] for call in calls} == {"total"}


def test_a_total_of_minutes_is_a_sum_where_it_is_called_so(planned: Planner, stays: Catalog) -> None:
    assert planned(stays, "What were the total minutes in 2023?").calls[0].arguments["aggregate"] == "sum"
    assert planned(stays, "How many minutes does a booking take?").calls[0].arguments["aggregate"] != "sum"


def test_another_form_of_a_value_that_only_helps_the_verb_names_nothing(planned: Planner, stays: Catalog) -> None:
    arguments = planned(stays, "How did the share of state open develop per year?").calls[0].arguments

    assert (arguments["metric"], arguments["value"]) == ("state", "open")

"""Bands of a number that a question lists, and which of two dates it means."""

from typing import Any

import pytest

from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column, group, number
from tools.tables.catalog import Catalog

LENGTH = "days from reserved to class"


@pytest.fixture
def studio() -> Catalog:
    """Places in yoga classes that people reserve, and may stay away from."""
    return catalog(
        "places.csv",
        "appointment",
        column("PlaceId", "id", distinct=900),
        column("GuestKey", "id", distinct=400),
        column("ReservedOn", "time", "date", minimum="2023-01-02", maximum="2023-09-30"),
        column("ClassDay", "time", "date", minimum="2023-03-01", maximum="2023-09-30"),
        column("Age", "measure", "number", unit="age", distinct=60, minimum="14", maximum="80"),
        number("Weight", "number"),
        group("Teacher", "Ada", "Bo"),
        column("No-show", "segment", "boolean", values=("No", "Yes"), positive="Yes"),
        column(LENGTH, "measure", "number", unit="days", distinct=60, minimum="0", maximum="90", words=("ahead",)),
        rows=900,
        key=("PlaceId",),
        person="GuestKey",
    )


def grouping(plan: Plan) -> dict[str, Any]:
    by = plan.calls[0].arguments["by"]
    return by if isinstance(by, dict) else by[0]


@pytest.mark.parametrize(
    ("question", "name", "edges"),
    [
        (
            "What is the no-show rate for places taken same-day, 1-7, 8-30 and more than 30 days ahead?",
            LENGTH,
            [1, 8, 30],
        ),
        (
            "How does the no-show rate differ between people aged under 20, 20 to 39 and 40 or older?",
            "Age",
            [20, 40],
        ),
        ("What is the no-show rate by weight: 0-50, 51-80 and over 80?", "Weight", [51, 80]),
        ("What is the no-show rate at ages 20-29, 40-49 and over 60?", "Age", [20, 29, 40, 49, 60]),
    ],
)
def test_bands_that_a_question_lists_are_its_groups(
    planned: Planner, studio: Catalog, question: str, name: str, edges: list[float]
) -> None:
    plan = planned(studio, question)
    assert grouping(plan)["column"] == name
    assert [round(edge, 6) for edge in grouping(plan)["edges"]] == edges
    assert plan.calls[0].arguments["metric"] == "No-show"
    assert "where" not in plan.calls[0].arguments
    assert not plan.missing


def test_the_date_beside_the_grain_is_the_one_meant(planned: Planner, studio: Catalog) -> None:
    call = planned(studio, "How does the no-show rate develop by month of the class?").calls[0].arguments
    assert call["by"] == [{"column": "ClassDay", "grain": "month"}]
    call = planned(studio, "How does the no-show rate develop by month?").calls[0].arguments
    assert call["by"] == [{"column": "ReservedOn", "grain": "month"}]

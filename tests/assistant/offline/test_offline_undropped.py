"""What a question says is read or named as missing: bands, denials, joined values, days, dates, lengths."""

from typing import Any

import pytest

from assistant.offline.bands import bands, parted
from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog

NUMBERS = [str(number) for number in range(1, 11)]


@pytest.fixture
def visits() -> Catalog:
    return catalog(
        "visits.csv",
        "visit",
        column("visit_no", "id", distinct=1200),
        column("guest_ref", "id", distinct=400),
        column("opened_on", "time", "date", minimum="2023-01-01", maximum="2024-12-30"),
        column("closed_on", "time", "date", missing=90, minimum="2023-01-02", maximum="2024-12-31"),
        column("Age band", "ordinal", values=["0-17", "18-34", "35-59", "60+"]),
        column("income", "ordinal", values=["<20k", "20-40k", "40-60k", "60k+"]),
        column("Frequency", "segment", values=["Less than once a week", "Once a week", "2-3 times a week"]),
        column("Booked via", "segment", values=["Phone", "Online", "App", "Walk-in"]),
        column("Stage", "segment", values=["Stage 1", "Stage 2", "Stage 3", "Stage 4"]),
        column("code", "segment", values=["P1", "P2", "P3"]),
        column("No-show", "segment", "boolean", ["N", "Y"], positive="Y"),
        column("extras", "multi_select", values=["sauna", "pool", "towel"], separator=";", missing=70),
        column("wait_min", "measure", "number", unit="duration", minimum="0", maximum="120"),
        column("points", "ordinal", "number", NUMBERS, unit="score", missing=200, minimum="1", maximum="10"),
        column("kwh_2022", "measure", "number", unit="number"),
        column("kwh_2023", "measure", "number", unit="number"),
        rows=1200,
        person="guest_ref",
    )


def _where(plan: Plan) -> dict[str, Any]:
    assert plan.calls, plan.missing
    conditions = plan.calls[0].arguments.get("where", [])
    return {f"{item['column']} {item['op']}": item.get("value") for item in conditions}


@pytest.mark.parametrize(
    ("question", "named", "chosen"),
    [
        ("How many visits are of guests aged 35 or older?", "Age band", ["35-59", "60+"]),
        ("How many visits are of guests under 18?", "Age band", ["0-17"]),
        ("How many visits have an income of 40k or more?", "income", ["40-60k", "60k+"]),
        ("How many visits have an income below 40,000?", "income", ["<20k", "20-40k"]),
        ("How many guests come at least twice a week?", "Frequency", ["2-3 times a week"]),
        ("How many visits are at stage 3 or above?", "Stage", ["Stage 3", "Stage 4"]),
    ],
)
def test_a_limit_on_bands_chooses_the_bands_within_it(
    planned: Planner, visits: Catalog, question: str, named: str, chosen: list[str]
) -> None:
    assert _where(planned(visits, question)) == {f"{named} in": chosen}


def test_a_limit_within_a_band_is_named_as_missing(planned: Planner, visits: Catalog) -> None:
    assert "only in bands" in missed(planned(visits, "How many visits are of guests over 40?"))


def test_bands_of_different_units_are_none() -> None:
    assert bands(column("how often", "segment", values=["Once a week", "Once a month"])) == ()


def test_touching_bands_leave_their_upper_end_to_the_next() -> None:
    known = bands(column("income", "ordinal", values=["<20k", "20-40k", "40-60k", "60k+"]))

    assert parted(known, [("<", 40_000)]) == (["<20k", "20-40k"], [])
    assert parted(known, [("<", 30_000)]) == (["<20k"], ["20-40k"])


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("How many visits were booked neither by phone nor online?", [("!=", "Phone"), ("!=", "Online")]),
        ("How many visits were not booked by phone or online?", [("!=", "Phone"), ("!=", "Online")]),
        ("How many visits were booked by phone or online?", [("in", ["Phone", "Online"])]),
        ("How many visits are outside the app?", [("!=", "App")]),
    ],
)
def test_values_joined_by_or_are_denied_or_meant_together(
    planned: Planner, visits: Catalog, question: str, conditions: list[tuple[str, Any]]
) -> None:
    asked = planned(visits, question).calls[0].arguments

    assert [(item["op"], item["value"]) for item in asked["where"]] == conditions
    assert not asked.get("by")


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("What share of P1 and P2 visits?", {"code in": ["P1", "P2"]}),
        ("How many visits have both sauna and pool as extras?", {"extras =": "pool"}),
        ("How many guests use none of these extras?", {"extras missing": None}),
        ("How many visits are still open?", {"closed_on missing": None}),
        ("How many visits waited longer than 1 hour?", {"wait_min >": 60.0}),
        ("How many visits have not been closed yet?", {"closed_on missing": None}),
        ("How many visits waited at most 2 hours?", {"wait_min <=": 120.0}),
        ("How many guests come once a week at most?", {"Frequency in": ["Less than once a week", "Once a week"]}),
        ("How many visits gave 9 or 10?", {"points in": ["9", "10"]}),
        (
            "How many visits were closed in March 2024?",
            {"closed_on >=": "2024-03-01", "closed_on <=": "2024-03-31"},
        ),
    ],
)
def test_each_condition_is_read(
    planned: Planner, visits: Catalog, question: str, conditions: dict[str, Any]
) -> None:
    assert _where(planned(visits, question)) == conditions


def test_both_options_of_several_answers_have_to_be_chosen(planned: Planner, visits: Catalog) -> None:
    asked = planned(visits, "How many visits have both sauna and pool as extras?").calls[0]

    assert asked.tool == "query_table"
    assert [item["value"] for item in asked.arguments["where"]] == ["sauna", "pool"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What share of visits did not show up?", "Y"),
        ("What share of visits are no-shows?", "Y"),
        ("What share of visits showed up?", "N"),
    ],
)
def test_a_header_that_denies_turns_what_is_said(
    planned: Planner, visits: Catalog, question: str, value: str
) -> None:
    asked = planned(visits, question).calls[0].arguments

    assert (asked["metric"], asked.get("value", "Y")) == ("No-show", value)


@pytest.mark.parametrize(
    "question",
    [
        "How many visits were made for two dogs?",
        "How many visits had 7 in them?",
        "How many visits do not fly?",
    ],
)
def test_a_number_or_denial_that_nothing_takes_up_is_no_count_of_all(
    planned: Planner, visits: Catalog, question: str
) -> None:
    plan = planned(visits, question)

    assert plan.missing
    assert not plan.calls


def test_shares_of_several_values_are_taken_in_each_group(planned: Planner, visits: Catalog) -> None:
    asked = planned(visits, "Share of visits booked online or via the app by stage").calls[0].arguments

    assert (asked["metric"], sorted(asked["values"])) == ("Booked via", ["App", "Online"])
    assert [item["column"] for item in asked["by"]] == ["Stage"]


def test_shares_of_scores_are_taken_in_each_group(planned: Planner, visits: Catalog) -> None:
    asked = planned(visits, "Share of visits with 9 or 10 points by stage").calls[0].arguments
    assert (asked["metric"], asked["values"]) == ("points", ["9", "10"])
    assert [item["column"] for item in asked["by"]] == ["Stage"]
    assert not asked.get("where")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many visits were there on Saturdays?", {"by": [{"column": "opened_on", "grain": "weekday"}]}),
        ("How many different guests are there?", {"aggregate": "distinct", "metric": "guest_ref"}),
        ("What is the total kwh in 2023?", {"aggregate": "sum", "metric": "kwh_2023"}),
    ],
)
def test_days_people_and_years_are_read(
    planned: Planner, visits: Catalog, question: str, expected: dict[str, Any]
) -> None:
    asked = planned(visits, question).calls[0].arguments

    assert {name: asked.get(name) for name in expected} == expected
    assert "period" not in asked

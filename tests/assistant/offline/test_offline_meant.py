"""People and values meant by words that stand nowhere in the data: parents, the phone, a partner, "CC"."""

from typing import Any

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first, missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def club() -> Catalog:
    return catalog(
        "club.csv",
        "member",
        column("member_no", "id"),
        column("Kidhome", "measure", "number", ["0", "1", "2"], unit="number", minimum="0", maximum="2"),
        column("Teenhome", "measure", "number", ["0", "1"], unit="number", minimum="0", maximum="1"),
        column("visits", "measure", "number", unit="count", minimum="0", maximum="30"),
        column("smoker", "segment", values=["No", "Yes"], positive="Yes", storage="boolean"),
        column("household", "segment", values=["Single", "Married", "Living together", "Divorced"]),
        column("login_device", "segment", values=["Phone", "Desktop PC", "Mobile Phone", "Tablet"]),
        column("pay_mode", "segment", values=["Credit Card", "CC", "Cash on Delivery", "COD", "Voucher"]),
        column("cancelled", "outcome", values=["No", "Yes"], positive="Yes", words=("churn",)),
        rows=2000,
        rows_are_people=True,
    )


@pytest.mark.parametrize(
    ("question", "name", "values"),
    [
        ("How many members pay by credit card in total?", "pay_mode", ["Credit Card", "CC"]),
        ("How many members pay cash on delivery?", "pay_mode", ["Cash on Delivery", "COD"]),
        ("How many members log in on the phone?", "login_device", ["Phone", "Mobile Phone"]),
        ("How many members with a partner do we have?", "household", ["Married", "Living together"]),
    ],
)
def test_values_that_are_meant_together_are_counted_together(
    question: str, name: str, values: list[str], club: Catalog, planned: Planner
) -> None:
    (condition,) = first(planned(club, question))["where"]

    assert (condition["column"], condition["op"], set(condition["value"])) == (name, "in", set(values))


def test_values_counted_together_are_told(club: Catalog, planned: Planner) -> None:
    (note,) = planned(club, "How many members pay by credit card?").notes

    assert "Credit Card, CC" in note


def test_a_single_value_of_a_sort_stays_one(club: Catalog, planned: Planner) -> None:
    assert first(planned(club, "How many members log in by computer?"))["where"] == [
        {"column": "login_device", "op": "=", "value": "Desktop PC"}
    ]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("How many parents are there?", {"column": "Kidhome", "op": ">", "value": 0}),
        ("How many members have children?", {"column": "Kidhome", "op": ">", "value": 0}),
        ("How many childless members are there?", {"column": "Kidhome", "op": "=", "value": 0}),
    ],
)
def test_who_has_children_is_told_by_their_number(
    question: str, condition: dict[str, Any], club: Catalog, planned: Planner
) -> None:
    assert first(planned(club, question))["where"] == [condition]


def test_who_has_either_of_two_is_compared_with_everybody_else(club: Catalog, planned: Planner) -> None:
    compared = first(planned(club, "Do members with children or teenagers at home cancel less often?"))

    assert compared["metric"] == "cancelled"
    assert compared["where"] == [{"column": "Kidhome + Teenhome", "op": ">", "value": 0}]
    assert "contrast" not in compared  # everybody else has none


def test_either_of_two_is_counted_once(club: Catalog, planned: Planner) -> None:
    counted = first(planned(club, "How many members have children or teenagers?"))

    assert counted["where"] == [{"column": "Kidhome + Teenhome", "op": ">", "value": 0}]


@pytest.mark.parametrize(
    "question",
    [
        "What is the average number of visits of smokers and of non-smokers?",
        "What is the cancellation rate of smokers and of non-smokers?",
    ],
)
def test_both_answers_of_a_yes_or_no_are_told(question: str, club: Catalog, planned: Planner) -> None:
    assert first(planned(club, question))["by"] == [{"column": "smoker"}]


def test_those_without_are_told_as_well(club: Catalog, planned: Planner) -> None:
    call = planned(club, "What is the cancellation rate of members with children, and of those without?").calls[0]

    assert call.tool == "compare_segments"
    assert call.arguments["where"] == [{"column": "Kidhome", "op": ">", "value": 0}]


@pytest.mark.parametrize(
    ("bands", "first", "second"),
    [
        ("visits (0-5 against 6 or more)", ("in", ["0", "1", "2", "3", "4", "5"]), (">=", 6.0)),
        ("visits (1-2 against 3 and more)", ("in", ["1", "2"]), (">=", 3.0)),
    ],
)
def test_a_claim_is_looked_into_within_bands(
    bands: str, first: tuple[str, Any], second: tuple[str, Any], club: Catalog, planned: Planner
) -> None:
    calls = planned(club, f"Smokers cancel more often. Check it by {bands}.").calls
    among = [call.arguments["among"] for call in calls if "among" in call.arguments]

    assert len(calls) == 3
    assert [(each["op"], each["value"]) for (each,) in among] == [first, second]


def test_a_column_that_is_only_named_is_looked_into(club: Catalog, planned: Planner) -> None:
    question = "Do members who log in by computer cancel more than those on the phone? Look at the kids, too."
    (call,) = planned(club, question).calls

    assert call.arguments["strata"] == {"column": "Kidhome"}
    assert call.arguments["contrast"][0]["value"] == ["Phone", "Mobile Phone"]


@pytest.fixture
def funnel() -> Catalog:
    late: dict[str, Any] = {"marks": frozenset({"leakage"}), "missing": 2500}
    return catalog(
        "leads.csv",
        "lead",
        column("lead_id", "id"),
        column("campaign_size", "segment", values=["small", "large"]),
        column("region", "segment", values=["EMEA", "APAC"]),
        column("industry", "segment", values=["Retail", "Health"], **late),
        column("style", "segment", values=["fast", "slow"], label="decision style", **late),
        column("won", "outcome", values=["N", "Y"], positive="Y"),
        rows=3000,
        rows_are_people=True,
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which industry has the best win rate?",
        "Which industry and which decision style have the best win rate?",
        "What is the win rate by decision style?",
    ],
)
def test_no_rate_is_told_by_what_is_known_of_successes_only(
    question: str, funnel: Catalog, planned: Planner
) -> None:
    assert "known only after the outcome" in missed(planned(funnel, question)).splitlines()[0]


def test_what_is_said_of_the_second_is_asked_of_both(funnel: Catalog, planned: Planner) -> None:
    calls = planned(funnel, "Which campaign size and which region have the best win rate?").calls

    assert [call.arguments["by"] for call in calls] == [[{"column": "campaign_size"}], [{"column": "region"}]]
    assert {call.arguments["metric"] for call in calls} == {"won"}


def test_channel_and_cost_that_no_column_holds_are_missing(club: Catalog, planned: Planner) -> None:
    plan = planned(club, "Which marketing channel brought our best members, and what did it cost to win one?")

    assert len([line for line in missed(plan).splitlines() if "not in the data" in line]) == 2


def test_net_promoter_scores_are_compared_as_such(planned: Planner) -> None:
    scale = tuple(str(number) for number in range(11))
    survey = catalog(
        "survey.csv",
        "respondent",
        column("answer", "id"),
        column("country", "segment", values=["Austria", "Poland"]),
        column("nps", "measure", "number", scale, unit="score", minimum="0", maximum="10"),
        rows=900,
        rows_are_people=True,
    )
    plan = planned(survey, "Is the NPS of Austria higher than that of Poland?")
    assert not plan.missing
    (call,) = plan.calls

    assert call.tool == "compare_segments"
    assert call.arguments["promoters"] is True

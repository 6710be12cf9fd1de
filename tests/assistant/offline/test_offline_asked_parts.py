"""Questions of several parts: what a later part takes from an earlier one, and what no column can answer."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.clauses import split
from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import column
from tools.tables.catalog import Catalog


def called(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    return [(call.tool, dict(call.arguments)) for call in plan.calls]


def equal(column: str, value: object) -> dict[str, object]:
    return {"column": column, "op": "=", "value": value}


@pytest.mark.parametrize(
    "question",
    [
        "What is our churn rate, and how does it differ between Premium members and the others?",
        "What share of members cancelled, and how does that differ between Premium members and everyone else?",
        "How high is the cancellation rate? How does it compare between Premium members and the rest?",
    ],
)
def test_it_stands_for_what_was_measured_before(question: str, gym: Catalog, planned: Planner) -> None:
    whole, apart = called(planned(gym, question))

    assert (whole[0], whole[1]["metric"]) == ("query_table", "cancelled")
    assert (apart[0], apart[1]["metric"]) == ("compare_segments", "cancelled")
    assert apart[1]["where"] == [equal("MembershipPlan", "Premium")]


def test_what_differs_between_two_groups_is_told_of_both(gym: Catalog, planned: Planner) -> None:
    question = "What is the average monthly fee, and how does it differ between Basic and Premium members?"
    _, (tool, arguments) = called(planned(gym, question))

    assert (tool, arguments["metric"]) == ("compare_segments", "monthly_fee")
    assert arguments["where"] == [equal("MembershipPlan", "Basic")]
    assert arguments["contrast"] == [equal("MembershipPlan", "Premium")]


@pytest.mark.parametrize(
    "size",
    [
        "what share of members is that",
        "how many members is that",
        "what share of the base has one",
        "how many are they",
    ],
)
def test_a_part_that_points_back_asks_for_the_size_of_the_group(size: str, gym: Catalog, planned: Planner) -> None:
    question = f"Do members with a personal trainer leave less, and {size}?"
    _, (tool, arguments) = called(planned(gym, question))

    assert (tool, arguments["aggregate"]) == ("query_table", "count")
    assert arguments["where"] == [equal("personal_trainer", "Yes")]
    assert "metric" not in arguments


def test_a_part_without_a_verb_is_about_the_group_before(gym: Catalog, planned: Planner) -> None:
    question = (
        "Who are our Premium members? How many, what share of all members, and what is the median age there "
        "against all members?"
    )
    calls = called(planned(gym, question))
    premium = [equal("MembershipPlan", "Premium")]

    assert [arguments.get("where") for _, arguments in calls] == [premium, premium, None, premium]
    assert [arguments.get("metric") for _, arguments in calls[2:]] == ["age", "age"]


def test_a_question_of_its_own_is_not_about_the_group_before(gym: Catalog, planned: Planner) -> None:
    question = "Do Premium members leave less than the others? How many members do we have?"

    tool, arguments = called(planned(gym, question))[-1]

    assert (tool, arguments) == ("query_table", {"table": "gym_members.csv", "aggregate": "count"})


def test_their_rate_is_that_of_the_outcome_in_the_group(gym: Catalog, planned: Planner) -> None:
    question = "Take Premium members at Riverside: how many are still with us, and what is their rate?"
    (_, count), (_, rate) = called(planned(gym, question))

    assert equal("cancelled", "No") in count["where"]
    assert (rate["aggregate"], rate["metric"]) == ("share", "cancelled")
    assert {item["column"] for item in rate["where"]} == {"MembershipPlan", "home_branch"}


@pytest.mark.parametrize("asked", ["Give the rate by plan.", "What is the rate for each plan?"])
def test_a_rate_of_nothing_is_that_of_what_people_were_asked_to_have_done(
    asked: str, gym: Catalog, planned: Planner
) -> None:
    told = called(planned(gym, f"Who has a personal trainer? {asked}"))

    assert any(
        arguments.get("metric") == "personal_trainer" and arguments.get("by") == [{"column": "MembershipPlan"}]
        for _, arguments in told
    ), told


def test_a_definition_answers_who_is_alike(gym: Catalog, planned: Planner) -> None:
    question = (
        "Which members look most like those who left? Take Premium members at Riverside: how many are still "
        "with us?"
    )

    assert [tool for tool, _ in called(planned(gym, question))] == ["query_table"]


@pytest.mark.parametrize(
    "check",
    ["Check it by home branch.", "Look home branch by home branch.", "Give both rates for each home branch."],
)
def test_a_claim_is_looked_into_where_it_is_to_be_checked(check: str, gym: Catalog, planned: Planner) -> None:
    question = f"Members with a personal trainer leave more. Should we stop selling trainers? {check}"
    plan = planned(gym, question)
    ((tool, arguments),) = called(plan)

    assert tool == "compare_segments"
    assert arguments["strata"] == {"column": "home_branch"}
    assert any("does not show that the one causes the other" in note for note in plan.notes)


def test_a_claim_without_advice_gets_no_sermon(gym: Catalog, planned: Planner) -> None:
    assert not planned(gym, "Do members with a personal trainer leave more than the others?").notes


@pytest.mark.parametrize(
    "question",
    [
        "Are members equally satisfied in every home branch?",
        "Is the satisfaction score the same in each home branch?",
    ],
)
def test_whether_groups_are_alike_is_told_with_the_whole(question: str, gym: Catalog, planned: Planner) -> None:
    calls = called(planned(gym, question))

    assert [arguments["metric"] for _, arguments in calls] == ["SatisfactionScore", "SatisfactionScore"]
    assert ["by" in arguments for _, arguments in calls] == [True, False]


def test_sizes_of_groups_that_are_told_anyway_are_asked_once(bakery: Catalog, planned: Planner) -> None:
    plan = planned(bakery, "Which two shops get the most orders, and how many orders each?")

    assert len(plan.calls) == 1
    assert not plan.missing


def test_groups_after_for_are_asked_about_one_by_one() -> None:
    assert split("Churn rate overall, for seniors and for those with a partner, with the lift of seniors.") == [
        "Churn rate overall",
        "Churn rate for seniors",
        "Churn rate for those with a partner",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What did a member cost us per branch?",
        "What do the trainers cost us?",
        "What do our members earn?",
        "How much did we spend on courses, and what do members earn?",
    ],
)
def test_what_no_column_holds_is_answered_by_no_other_figure(
    question: str, gym: Catalog, planned: Planner
) -> None:
    assert "not in the data" in missed(planned(gym, question))


def test_the_half_that_the_data_holds_is_answered(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "What is our cancellation rate, and what does a member cost us?")

    assert [arguments["metric"] for _, arguments in called(plan)] == ["cancelled"]
    assert plan.missing == ("No column holds what that costs us: it is not in the data.",)


def test_groups_are_compared_on_what_happens_not_on_what_they_are(gym: Catalog, planned: Planner) -> None:
    question = "Do Riverside members take a personal trainer more often than Airport members? Is it significant?"
    ((tool, arguments),) = called(planned(gym, question))

    assert (tool, arguments["metric"], arguments["value"]) == ("compare_segments", "personal_trainer", "Yes")
    assert arguments["where"] == [equal("home_branch", "Riverside")]
    assert arguments["contrast"] == [equal("home_branch", "Airport")]


def test_time_spent_is_no_money_spent(gym: Catalog, planned: Planner) -> None:
    (table,) = gym.tables
    hours = column("time_spent_training", "measure", "number", unit="duration")
    timed = Catalog(tables=(replace(table, columns=(*table.columns, hours)),))

    assert planned(timed, "What did a member cost us per branch?").missing


def test_saying_yes_is_no_call_for_words(saas: Catalog, planned: Planner) -> None:
    plan = planned(saas, "What share of customers said yes?")

    assert "holds nothing that this share could count" in missed(plan)

"""Who does something, by a column that is named: groups ranked by their rate, and claims about all groups."""

from typing import Any

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import asked, missed
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog


def only(planned: Planner, catalog: Catalog, question: str) -> dict[str, Any]:
    """Return the arguments of the one call that a question comes to."""
    (call,) = planned(catalog, question).calls
    assert call.tool == "query_table"
    return dict(call.arguments)


@pytest.mark.parametrize(
    "question",
    [
        "Who cancels? Top two branches with rate and lift, and what share of all cancellations is the first one?",
        "Who leaves? The branches with the highest rate.",
        "Who churned? Top two home branches with lift.",
    ],
)
def test_who_it_befalls_is_told_by_the_groups_that_are_ranked(
    question: str, gym: Catalog, planned: Planner
) -> None:
    asked = only(planned, gym, question)

    assert (asked["aggregate"], asked["metric"], asked["order"]) == ("share", "cancelled", "highest")
    assert asked["by"] == [{"column": "home_branch"}]


@pytest.mark.parametrize("verb", ["buys", "is on"])
def test_the_value_that_people_are_asked_for_is_what_happens(verb: str, saas: Catalog, planned: Planner) -> None:
    question = (
        f"Who {verb} the Enterprise plan? Top two countries with rate and lift, "
        "and what share of all Enterprise customers is the first one?"
    )
    plan = planned(saas, question)
    asked = only(planned, saas, question)

    assert (asked["metric"], asked["value"]) == ("plan", "Enterprise")
    assert (asked["by"], asked["order"]) == ([{"column": "country"}], "highest")
    assert "where" not in asked
    assert plan.notes == ()  # buying the plan is recorded: nobody stands in for the buyers


def test_the_most_common_groups_are_not_ranked_by_a_rate(gym: Catalog, planned: Planner) -> None:
    calls = asked(planned(gym, "How many members do we have? Top two branches."))

    assert [call["aggregate"] for call in calls] == ["count", "distribution"]
    assert (calls[1]["metric"], calls[1]["limit"]) == ("home_branch", 2)


@pytest.mark.parametrize(
    "question",
    [
        "Is the churn rate 12% at all branches?",
        "Our churn rate is 12%. Is it so in all of our branches?",
        "Is the cancellation rate the same for all branches?",
    ],
)
def test_a_rate_that_is_claimed_of_all_groups_is_told_of_each(
    question: str, gym: Catalog, planned: Planner
) -> None:
    asked = [dict(call.arguments) for call in planned(gym, question).calls]
    (grouped,) = [each for each in asked if "by" in each]

    assert (grouped["metric"], grouped["by"]) == ("cancelled", [{"column": "home_branch"}])
    assert grouped["order"] == "lowest"


def test_values_set_against_each_other_are_compared_on_what_happens(planned: Planner) -> None:
    answers = ["Settled with a refund", "Settled with advice", "Turned down"]
    question = "Are claims settled with a refund reopened less than those settled with advice?"
    call = planned(
        Catalog(
            tables=(
                table(
                    "claims.csv",
                    "claim",
                    column("claim_id", "id"),
                    column("answer", "outcome", values=answers, positive="Turned down"),
                    column("reopened", "segment", values=["No", "Yes"], positive="Yes"),
                    rows=4000,
                ),
            )
        ),
        question,
    ).calls[0]

    assert (call.tool, call.arguments["metric"]) == ("compare_segments", "reopened")
    assert call.arguments["where"] == [{"column": "answer", "op": "=", "value": answers[0]}]
    assert call.arguments["contrast"] == [{"column": "answer", "op": "=", "value": answers[1]}]


def test_a_claim_on_what_no_column_measures_counts_no_rows_instead(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "Our profit margin is about 13%. Is it so in all of our branches?")

    assert "does not hold a measure" in missed(plan)

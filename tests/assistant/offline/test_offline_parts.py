"""Questions of two parts, times a thing is done, a person's sum of orders, and groups ranked by a measure."""

from typing import Any

import pytest

from assistant.offline.clauses import split
from assistant.offline.compose import compose
from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.results import finding, quote
from tools.results import Report
from tools.tables.catalog import Catalog

_NOTHING = "Nothing said about parking was found."


def last(plan: Plan) -> dict[str, Any]:
    return dict(plan.calls[-1].arguments)


@pytest.mark.parametrize(
    "end",
    [
        ", and how does it differ by which home branch they use?",
        ", and how does that vary across home branches?",
        ", and does it change by home branch?",
        ", in total and for each home branch?",
        ", overall and by home branch?",
        ", and by home branch?",
        ", split by home branch?",
    ],
)
def test_a_second_part_groups_the_measure_of_the_first(gym: Catalog, planned: Planner, end: str) -> None:
    call = last(planned(gym, f"What share of members has cancelled{end}"))

    assert (call["aggregate"], call["metric"], call["by"]) == ("share", "cancelled", [{"column": "home_branch"}])


def test_how_often_is_a_mean_where_a_column_holds_the_visits(gym: Catalog, planned: Planner) -> None:
    call = last(planned(gym, "How often do members visit per week?"))

    assert (call["aggregate"], call["metric"]) == ("mean", "visits_per_week")


def test_how_often_an_outcome_happens_stays_a_share(gym: Catalog, planned: Planner) -> None:
    call = last(planned(gym, "How often do female members cancel?"))

    assert (call["aggregate"], call["metric"]) == ("share", "cancelled")


def test_the_mean_amount_of_something_is_no_sum(bakery: Catalog, planned: Planner) -> None:
    call = last(planned(bakery, "What is the mean amount of an order?"))

    assert call["aggregate"] == "mean"


def test_a_buyer_is_a_person_where_rows_are_orders(bakery: Catalog, planned: Planner) -> None:
    call = last(planned(bakery, "How much does a typical buyer spend over the period?"))

    assert (call["aggregate"], call["per"], call["per_aggregate"]) == ("median", "client_no", "sum")


def test_the_spread_of_orders_is_counted_per_person(bakery: Catalog, planned: Planner) -> None:
    call = last(planned(bakery, "Distribution of the number of orders per customer"))

    assert (call["aggregate"], call["per"], call["per_aggregate"]) == ("distribution", "client_no", "count")


def test_a_measure_after_by_ranks_the_groups(gym: Catalog, planned: Planner) -> None:
    call = last(
        planned(gym, "Top two home branches by cancellation rate, with rate, lift and share of all leavers")
    )

    assert (call["metric"], call["by"], call["order"], call["limit"]) == (
        "cancelled",
        [{"column": "home_branch"}],
        "highest",
        2,
    )


def test_a_list_of_statistics_is_no_second_question() -> None:
    assert len(split("Which two plans leave most, with rate, lift and share of all leavers?")) == 1


def test_a_search_that_found_nothing_is_told_only_where_no_words_are_shown() -> None:
    counted, empty = Report(findings=(finding("One.", "F1"),)), Report(missing=(_NOTHING,))

    assert _NOTHING in compose([counted, empty])
    assert _NOTHING not in compose([counted, Report(evidence=(quote("Parking is fine.", "E1"),)), empty])

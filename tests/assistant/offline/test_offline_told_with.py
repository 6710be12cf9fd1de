"""Several figures of the same groups, shares of rows by group, and two years set beside each other."""

import pytest

from assistant.offline.clauses import split
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import only
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def stays() -> Catalog:
    return catalog(
        "stays.csv",
        "booking",
        column("booking_no", "id"),
        column("booked_on", "time", "date", minimum="2015-07-01", maximum="2017-08-31"),
        column("market_segment", "segment", values=["Online", "Groups", "Direct", "Corporate"]),
        column("nightly_rate", "measure", "number", unit="money"),
        column("cancelled", "outcome", values=["No", "Yes"], positive="Yes", words=("cancellation",)),
        rows=4000,
    )


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        (
            "Top three market segments with share of bookings and cancellation rate.",
            ["Top three market segments by share of bookings", "cancellation rate by market segments"],
        ),
        (
            "Show the five largest cities with number of orders, average basket and return rate",
            [
                "Show the five largest cities by number of orders",
                "average basket by cities",
                "return rate by cities",
            ],
        ),
        ("How many customers pay with cards and cash?", ["How many customers pay with cards and cash?"]),
    ],
)
def test_each_figure_of_the_same_groups_is_asked_for(question: str, clauses: list[str]) -> None:
    assert split(question) == clauses


def test_the_share_of_rows_by_group_counts_the_rows_of_each(planned: Planner, stays: Catalog) -> None:
    plan = planned(stays, "Share of bookings by market segment")

    assert plan.calls[0].arguments["aggregate"] == "count"
    assert plan.calls[0].arguments["by"] == [{"column": "market_segment"}]


def test_a_fall_between_two_years_sets_the_years_beside_each_other(planned: Planner, stays: Catalog) -> None:
    arguments = planned(stays, "Bookings fall from 2016 to 2017.").calls[0].arguments

    assert arguments["by"] == [{"column": "booked_on", "grain": "year"}]
    assert arguments["period"] == {"since": "2016-01-01", "until": "2017-12-31"}


def test_no_share_is_taken_of_rows_that_were_chosen_by_it(planned: Planner, stays: Catalog) -> None:
    call = only(planned(stays, "Which market segment is worth more, without the cancelled bookings?"))

    assert (call["metric"], call["by"]) == ("nightly_rate", {"column": "market_segment"})
    assert call["where"] == [{"column": "cancelled", "op": "=", "value": "No"}]

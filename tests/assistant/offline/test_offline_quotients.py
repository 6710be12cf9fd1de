"""Questions for quotients of two sums: by name, by what stands between two numbers, over tables of many trades."""

from typing import Any

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import column, group, number
from tools.tables.catalog import Catalog, Column, Table


def catalog(name: str, *columns: Column, **more: Any) -> Catalog:
    day = column("day", "time", "date", minimum="2023-01-01", maximum="2024-12-31", distinct=700)
    return Catalog(tables=(Table(name=name, rows=3000, time="day", columns=(day, *columns), **more),))


@pytest.fixture
def trades() -> dict[str, Catalog]:
    return {
        "bakery": catalog(
            "bakery_days.csv",
            group("branch", "Mill Lane", "Quay"),
            number("takings", "money"),
            number("earnings_total_sales", "money"),
            number("profit", "money"),
            number("customers"),
        ),
        "posts": catalog(
            "post_stats.csv",
            group("network", "Tube", "Gram"),
            number("impressions"),
            number("clicks"),
            number("ad_spend_eur", "money"),
            number("signups"),
        ),
        "desk": catalog(
            "helpdesk.csv",
            group("team", "North", "South"),
            number("tickets_received"),
            number("tickets_solved"),
            number("handling_minutes", "duration"),
        ),
        "hall": catalog(
            "venues.csv",
            group("hall", "Big", "Small"),
            number("seats_available"),
            number("seats_sold"),
            number("bar_revenue", "money"),
        ),
        "cover": catalog(
            "covers.csv",
            group("region", "East", "West"),
            number("earned_premium", "money"),
            number("claims_paid", "money"),
            number("claim_count"),
        ),
        "laden": catalog(
            "filialen.csv",
            group("Stadt", "Kiel", "Jena"),
            number("Umsatz", "money"),
            number("Personalkosten", "money"),
            number("Kundenzahl"),
        ),
    }


@pytest.mark.parametrize(
    ("trade", "question", "metric"),
    [
        ("bakery", "What is our profit margin by branch?", "profit % earnings_total_sales"),
        ("bakery", "Which branch has the lowest margin?", "profit % earnings_total_sales"),
        ("posts", "What is the click-through rate per network?", "clicks % impressions"),
        ("posts", "CTR by network", "clicks % impressions"),
        ("posts", "What does a click cost us?", "ad_spend_eur / clicks"),
        ("posts", "Cost per signup by network?", "ad_spend_eur / signups"),
        ("posts", "How many clicks do we get per 1000 impressions?", "1000 * clicks / impressions"),
        ("posts", "signups divided by clicks", "signups % clicks"),
        ("desk", "What share of the tickets received was solved, by team?", "tickets_solved % tickets_received"),
        ("desk", "Handling minutes per solved ticket", "handling_minutes / tickets_solved"),
        ("hall", "What is the occupancy of each hall?", "seats_sold % seats_available"),
        ("hall", "How many of the available seats were sold?", "seats_sold % seats_available"),
        ("hall", "Bar revenue per seat sold by hall", "bar_revenue / seats_sold"),
        ("cover", "What is the loss ratio in each region?", "claims_paid % earned_premium"),
        ("cover", "What does an average claim cost?", "claims_paid / claim_count"),
        ("cover", "claims paid as a percentage of premium", "claims_paid % earned_premium"),
        ("laden", "Wie hoch ist der Umsatz pro Kunde nach Stadt?", "Umsatz / Kundenzahl"),
        ("laden", "Wie hoch ist die Personalkostenquote?", "Personalkosten % Umsatz"),
    ],
)
def test_a_quotient_of_two_numbers_is_asked_for(
    planned: Planner, trades: dict[str, Catalog], trade: str, question: str, metric: str
) -> None:
    plan = planned(trades[trade], question)
    assert plan.missing == ()
    assert plan.calls[0].tool == "query_table"
    assert plan.calls[0].arguments["metric"] == metric
    assert plan.calls[0].arguments["aggregate"] == "mean"


@pytest.mark.parametrize(
    ("trade", "question"),
    [
        ("bakery", "Average profit per month"),
        ("bakery", "Profit per branch"),
        ("hall", "Bar revenue by hall"),
        ("desk", "How many tickets were solved?"),
        ("posts", "Which network is ahead by a wide margin in clicks?"),
    ],
)
def test_one_number_by_groups_or_time_is_no_quotient(
    planned: Planner, trades: dict[str, Catalog], trade: str, question: str
) -> None:
    for call in planned(trades[trade], question).calls:
        assert not {"/", "%"} & set(str(call.arguments.get("metric", "")).split())


def test_a_column_that_holds_the_rate_is_taken_before_it_is_made(planned: Planner) -> None:
    held = catalog(
        "shops.csv", number("sales", "money"), number("profit", "money"), number("profit_margin", "share")
    )
    call = planned(held, "What is our average profit margin?").calls[0]
    assert call.arguments["metric"] == "profit_margin"


def test_what_is_divided_is_told(planned: Planner, trades: dict[str, Catalog]) -> None:
    notes = planned(trades["cover"], "What is our loss ratio?").notes
    assert any("claims paid divided by the sum of earned premium" in note for note in notes)

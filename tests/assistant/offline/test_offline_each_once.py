"""Shares of people and of orders over lines of sales, ranges of time and what follows from their words."""

from typing import Any

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog


@pytest.fixture
def counter() -> Catalog:
    """Lines of a bakery's orders by customers, with a quality code that is a number."""
    return Catalog(
        tables=(
            table(
                "order_lines.csv",
                "transaction",
                column("order_no", "id", distinct=400),
                column("client_id", "id", distinct=130),
                column("sold_on", "time", "date", minimum="2022-01-04", maximum="2024-06-12", distinct=500),
                column("Shop", "segment", values=["Mill Lane", "Quay"]),
                column("Bread", "segment", values=["Rye", "Sourdough", "Baguette"]),
                column("district", "segment", "number", values=["3", "1", "7"]),
                column("revenue", "measure", "number", unit="money", distinct=700),
                rows=960,
                person="client_id",
                key=(),
            ),
            table(
                "orders_sent_back.csv",
                "order",
                column("order_no", "id", distinct=40),
                column("sent back", "constant", values=["Yes"]),
                rows=40,
            ),
        )
    )


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("What share of our customers bought rye?", "client_id"),
        ("What percentage of all customers bought sourdough?", "client_id"),
        ("What share of orders contain a baguette?", "order_no"),
    ],
)
def test_a_share_of_people_or_orders_counts_each_once(
    counter: Catalog, planned: Planner, question: str, unit: str
):
    told = first(planned(counter, question))
    assert (told["aggregate"], told["per"], told["per_aggregate"]) == ("share", unit, "any")
    assert told["metric"] == "Bread"


def test_people_of_a_period_are_a_share_of_all_people(counter: Catalog, planned: Planner):
    told = first(planned(counter, "What share of customers ordered in 2023?"))
    assert (told["per"], told["per_aggregate"]) == ("client_id", "any")
    assert told["period"] == {"since": "2023-01-01", "until": "2023-12-31"}


def test_a_share_of_lines_stays_one_of_rows(counter: Catalog, planned: Planner):
    told = first(planned(counter, "What share of lines is rye?"))
    assert (told["aggregate"], told["metric"], told["value"]) == ("share", "Bread", "Rye")
    assert "per" not in told


def test_orders_a_customer_places_are_not_looked_for_in_a_list_of_a_few(counter: Catalog, planned: Planner):
    told = first(planned(counter, "How many orders does a customer place on average?"))
    assert told["table"] == "order_lines.csv"
    assert (told["aggregate"], told["metric"], told["per"]) == ("mean", "order_no", "client_id")


def _by(told: dict[str, Any]) -> list[str]:
    return [item["grain"] for item in told["by"]]


@pytest.mark.parametrize(
    ("question", "grain", "period"),
    [
        ("How did revenue develop from January to March 2024?", "month", ("2024-01-01", "2024-03-31")),
        ("Did revenue fall between 2022 and 2024?", "year", ("2022-01-01", "2024-12-31")),
        ("How did revenue change from 2022 to 2023?", "year", ("2022-01-01", "2023-12-31")),
        ("Orders fall from April to June 2023. Are we losing customers?", "month", ("2023-04-01", "2023-06-30")),
    ],
)
def test_a_range_is_split_by_what_its_ends_are(counter, planned: Planner, question: str, grain: str, period):
    told = first(planned(counter, question))
    assert told["period"] == {"since": period[0], "until": period[1]}
    assert _by(told) == [grain]


def test_codes_are_the_values_of_a_column_of_codes(counter: Catalog, planned: Planner):
    told = first(planned(counter, "Top three district codes with share of all lines."))
    assert told["metric"] == "district"


def test_what_is_paid_each_month_needs_no_dates(planned: Planner):
    staff = table(
        "staff.csv",
        "employee",
        column("staff_id", "id"),
        column(
            "MonthlyIncome", "measure", "number", unit="money", label="monthly income", words=("earn", "earns")
        ),
        rows=900,
        rows_are_people=True,
    )
    told = first(planned(Catalog(tables=(staff,)), "What does a typical employee earn per month?"))
    assert (told["aggregate"], told["metric"]) == ("median", "MonthlyIncome")
    assert "by" not in told


@pytest.mark.parametrize(
    ("question", "grain"),
    [
        ("When did orders spike, and by how much against the day before?", "day"),
        ("When did rye orders peak and how many compared with the previous week?", "week"),
    ],
)
def test_what_a_spike_is_set_against_says_the_steps(counter: Catalog, planned: Planner, question: str, grain: str):
    calls = planned(counter, question).calls
    assert len(calls) == 1
    assert [item["grain"] for item in calls[0].arguments["by"]] == [grain]


def test_a_file_that_is_named_is_the_one_that_is_checked(counter: Catalog, planned: Planner):
    told = first(planned(counter, "Any duplicates in the orders sent back file?"))
    assert told["table"] == "orders_sent_back.csv"


def test_they_are_those_above_a_limit_on_what_is_shared(counter: Catalog, planned: Planner):
    calls = planned(
        counter, "How many lines have revenue above 300, and what share of revenue do they bring?"
    ).calls
    assert calls[1].arguments["where"] == [{"column": "revenue", "op": ">", "value": 300.0}]


def test_a_code_behind_its_column_is_its_value(counter: Catalog, planned: Planner):
    told = first(planned(counter, "How many lines in district 7 have revenue over 40?"))
    assert {"column": "district", "op": "=", "value": "7"} in told["where"]


def test_only_limits_all_that_is_asked_before_it(counter: Catalog, planned: Planner):
    told = first(planned(counter, "What is the average revenue by district, Quay only?"))
    assert told["where"] == [{"column": "Shop", "op": "=", "value": "Quay"}]
    assert told["by"] == [{"column": "district"}]


def test_several_figures_of_groups_whose_name_has_a_number(counter: Catalog, planned: Planner):
    calls = planned(counter, "Top two district codes with share of revenue and average revenue.").calls
    assert [call.arguments["aggregate"] for call in calls] == ["sum", "mean"]
    assert [call.arguments["by"] for call in calls] == [[{"column": "district"}]] * 2


@pytest.fixture
def skies() -> Catalog:
    """Ratings of airlines' flights by travellers, with a delay."""
    return Catalog(
        tables=(
            table(
                "ratings.csv",
                "review",
                column("traveller_id", "id", distinct=200),
                column("rated_on", "time", "date", minimum="2022-01-04", maximum="2024-06-12"),
                column("carrier", "segment", values=["UA", "AA", "DL"]),
                column("rating", "measure", "number", unit="score", minimum="1", maximum="5", distinct=9),
                column("arr_delay", "measure", "number", unit="number", distinct=300, label="arrival delay"),
                rows=4000,
                person="traveller_id",
                key=(),
            ),
        )
    )


def test_ratings_that_are_counted_are_rows(skies: Catalog, planned: Planner):
    told = first(planned(skies, "How many ratings does a traveller give on average?"))
    assert (told["aggregate"], told["per"]) == ("mean", "traveller_id")
    assert "metric" not in told


def test_the_initials_of_words_that_ask_are_no_code(skies: Catalog, planned: Planner):
    told = first(planned(skies, "Which carrier has the worst average arrival delay?"))
    assert "where" not in told
    assert (told["by"], told["metric"], told["order"]) == ([{"column": "carrier"}], "arr_delay", "highest")


def test_a_limit_in_a_share_of_rows_is_not_one_on_groups(skies: Catalog, planned: Planner):
    told = first(planned(skies, "What share of reviews had an arrival delay above 15, by carrier?"))
    assert told["where"] == [{"column": "arr_delay", "op": ">", "value": 15.0}]
    assert "having" not in told

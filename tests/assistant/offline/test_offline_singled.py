"""Questions about single people behind many rows: the few largest, losses on people, when they stayed away."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog

YEARS = {
    2022: {"since": "2022-01-01", "until": "2022-12-31"},
    2023: {"since": "2023-01-01", "until": "2023-12-31"},
}


@pytest.fixture
def gifts() -> Catalog:
    return catalog(
        "gifts.csv",
        "donation",
        column("gift_id", "id", distinct=4000),
        column("donor_id", "id", distinct=900),
        column("given_on", "time", "date", minimum="2021-01-01", maximum="2023-12-31", distinct=900),
        column("appeal", "segment", values=["Winter", "Spring"]),
        column("amount", "measure", "number", unit="money", distinct=200, minimum="1", maximum="900"),
        rows=4000,
        entity_words=("gift",),
        person="donor_id",
    )


@pytest.fixture
def sales() -> Catalog:
    return catalog(
        "sales_lines.csv",
        "sale",
        column("client_no", "id", distinct=500),
        column("sold_on", "time", "date", minimum="2021-01-03", maximum="2023-12-30", distinct=900),
        column("range", "segment", values=["Oak", "Pine"]),
        column("turnover", "measure", "number", unit="money", distinct=900, minimum="1", maximum="900"),
        column("profit", "measure", "number", unit="money", distinct=900, minimum="-90", maximum="400"),
        rows=4000,
        key=(),
        person="client_no",
    )


@pytest.mark.parametrize(
    ("question", "few"),
    [
        ("Which five donors gave most?", "5 largest"),
        ("What do our ten largest donors give, and what part of all money is that?", "10 largest"),
        ("Top 3 donors by amount", "3 largest"),
    ],
)
def test_the_few_who_gave_most_are_told_by_their_part(
    planned: Planner, gifts: Catalog, question: str, few: str
) -> None:
    plan = planned(gifts, question)
    assert plan.missing == ()
    assert len(plan.calls) == 1
    arguments = plan.calls[0].arguments
    assert (arguments["aggregate"], arguments["value"]) == ("top_share", few)
    assert (arguments["per"], arguments["per_aggregate"], arguments["metric"]) == ("donor_id", "sum", "amount")


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [
        ("What is the largest sum a single donor has given?", "max"),
        ("What is the highest amount by one donor?", "max"),
        ("What is the lowest amount that a single donor gave?", "min"),
    ],
)
def test_one_person_by_itself_is_the_sum_of_its_rows(
    planned: Planner, gifts: Catalog, question: str, aggregate: str
) -> None:
    call = planned(gifts, question).calls[0]
    assert call.tool == "query_table"
    assert (call.arguments["per"], call.arguments["aggregate"]) == ("donor_id", aggregate)


@pytest.mark.parametrize(
    "question",
    [
        "With what share of clients do we make a loss?",
        "On what percentage of our customers are we losing money?",
        "How many customers are unprofitable?",
    ],
)
def test_a_loss_on_people_is_a_profit_below_zero_over_their_rows(
    planned: Planner, sales: Catalog, question: str
) -> None:
    arguments = planned(sales, question).calls[0].arguments
    assert (arguments["per"], arguments["per_aggregate"]) == ("client_no", "sum")
    assert (arguments["metric"], arguments["value"]) == ("profit", "<0")


def test_a_loss_on_rows_is_a_condition(planned: Planner, sales: Catalog) -> None:
    arguments = planned(sales, "How many sales were made at a loss, by range?").calls[0].arguments
    assert {"column": "profit", "op": "<", "value": 0} in arguments["where"]


@pytest.mark.parametrize(
    ("question", "bought", "silent"),
    [
        ("How many donors gave in 2022 but not in 2023?", 2022, 2023),
        ("How many donors gave in 2022 and then nothing in 2023? What share is that?", 2022, 2023),
        ("How much had the donors brought in 2022 who did not come back in 2023?", 2022, 2023),
        ("How many new donors gave in 2023 who had not given in 2022?", 2023, 2022),
        ("Wie viele Spender kamen 2022, aber nicht 2023?", 2022, 2023),
    ],
)
def test_two_periods_of_which_one_is_denied_tell_who_stayed_away(
    planned: Planner, gifts: Catalog, question: str, bought: int, silent: int
) -> None:
    plan = planned(gifts, question)
    assert plan.missing == ()
    assert [call.tool for call in plan.calls] == ["customer_worth"]
    arguments = plan.calls[0].arguments
    assert (arguments["period"], arguments["silent"]) == (YEARS[bought], YEARS[silent])


def test_figures_side_by_side_share_their_groups(planned: Planner, gifts: Catalog) -> None:
    plan = planned(gifts, "Who gives to us? Share of the amount and number of donors by appeal.")
    told = [(call.arguments["aggregate"], call.arguments["by"]) for call in plan.calls]
    assert told == [("sum", [{"column": "appeal"}]), ("distinct", [{"column": "appeal"}])]


def test_all_the_years_of_a_table_limit_nothing(planned: Planner, sales: Catalog) -> None:
    arguments = (
        planned(sales, "With what share of clients did we lose money over the three years?").calls[0].arguments
    )
    assert arguments.get("where") is None
    assert arguments["value"] == "<0"


def test_a_limit_behind_sales_is_one_on_what_was_paid(planned: Planner, gifts: Catalog) -> None:
    arguments = planned(gifts, "Which appeal gets the most gifts over 100, and how many each?").calls[0].arguments
    assert arguments["where"] == [{"column": "amount", "op": ">", "value": 100.0}]

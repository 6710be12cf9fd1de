"""Questions about lines of orders: the orders themselves, what was bought, and who is joined behind the orders."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first
from tests.assistant.offline.tables import column, group, number, table
from tools.tables.catalog import Catalog, Join


@pytest.fixture
def bakery() -> Catalog:
    """Lines of a wholesale bakery's orders, the orders, and the cafes that placed them."""
    return Catalog(
        tables=(
            table(
                "lines.csv",
                "order line",
                column("order_no", "id", distinct=400),
                column("bread", "segment", values=["Rye", "Sourdough", "Oat"], words=("product", "item")),
                column("baker_id", "id", distinct=12),
                number("revenue", "money"),
                number("loaves"),
                number("quantity"),
                rows=960,
                key=(),
            ),
            table(
                "orders.csv",
                "order",
                column("order_no", "id", distinct=400),
                column("cafe_id", "id", distinct=60),
                column("ordered_on", "time", "date", minimum="2023-01-04", maximum="2024-06-12"),
                rows=400,
            ),
            table(
                "cafes.csv",
                "customer",
                column("cafe_id", "id", distinct=60),
                group("district", "Docks", "Hill"),
                rows=60,
            ),
            table(
                "steps.csv",
                "event",
                column("visitor", "id", distinct=80),
                column("step", "segment", values=["coupon sent", "coupon opened", "coupon redeemed"]),
                column("coupon_id", "id", distinct=6),
                group("coupon_kind", "percent", "gift"),
                rows=700,
                key=(),
                person="visitor",
            ),
        ),
        joins=(
            Join(
                left_table="lines.csv",
                left_column="order_no",
                right_table="orders.csv",
                right_column="order_no",
                share=1,
            ),
            Join(
                left_table="orders.csv",
                left_column="cafe_id",
                right_table="cafes.csv",
                right_column="cafe_id",
                share=1,
            ),
        ),
    )


@pytest.mark.parametrize(
    "question", ["Which products make the most revenue?", "Which product brings in the most money?"]
)
def test_what_brings_in_most_is_the_thing_that_was_bought(
    bakery: Catalog, planned: Planner, question: str
) -> None:
    told = first(planned(bakery, question))
    assert (told["aggregate"], told["metric"], told["by"]) == ("sum", "revenue", [{"column": "bread"}])


@pytest.mark.parametrize(
    "question", ["Which bakers make the most revenue?", "Which three bakers have the most revenue?"]
)
def test_things_that_only_an_identifier_tells_apart_are_ranked(
    bakery: Catalog, planned: Planner, question: str
) -> None:
    assert first(planned(bakery, question))["by"] == [{"column": "baker_id"}]


def test_the_most_orders_are_different_orders_and_no_lines(bakery: Catalog, planned: Planner) -> None:
    told = first(planned(bakery, "Which bread is in the most orders?"))
    assert (told["aggregate"], told["metric"]) == ("distinct", "order_no")


def test_a_trait_of_the_buyers_behind_the_orders_splits_their_lines(bakery: Catalog, planned: Planner) -> None:
    told = first(planned(bakery, "What is the total revenue of sourdough by district?"))
    assert told["table"] == "lines.csv"
    assert told["by"] == [{"column": "cafes.csv::district"}]


@pytest.mark.parametrize(
    ("question", "by", "value"),
    [
        ("Which coupon is opened least often?", "coupon_id", "coupon opened"),
        ("Which coupon kind gets redeemed most often?", "coupon_kind", "coupon redeemed"),
    ],
)
def test_a_noun_behind_which_is_asked_for_and_no_part_of_a_value(
    bakery: Catalog, planned: Planner, question: str, by: str, value: str
) -> None:
    told = first(planned(bakery, question))
    assert told["by"] == [{"column": by}]
    assert told["where"] == [{"column": "step", "op": "=", "value": value}]


@pytest.mark.parametrize(
    "question", ["What do cafes in Docks buy most?", "What are the best selling products in Docks?"]
)
def test_what_is_bought_most_is_told_of_the_things_in_pieces(
    bakery: Catalog, planned: Planner, question: str
) -> None:
    told = first(planned(bakery, question))
    assert told["by"] == [{"column": "bread"}]
    assert told["where"] == [{"column": "cafes.csv::district", "op": "=", "value": "Docks"}]
    assert (told["aggregate"], told["metric"]) == ("sum", "quantity")


@pytest.mark.parametrize(
    "question",
    [
        "How many visitors never redeemed a single coupon?",
        "What share of visitors never redeemed any coupon?",
        "How many people have not redeemed a coupon?",
    ],
)
def test_who_never_did_something_are_people_without_any_such_row(
    bakery: Catalog, planned: Planner, question: str
) -> None:
    told = first(planned(bakery, question))
    assert (told["per"], told["per_aggregate"]) == ("visitor", "none")
    assert (told["metric"], told["value"]) == ("step", "coupon redeemed")
    assert "by" not in told


def test_people_are_counted_by_what_they_did_and_not_its_rows(bakery: Catalog, planned: Planner) -> None:
    told = first(planned(bakery, "How many visitors opened a coupon?"))
    assert (told["aggregate"], told["metric"]) == ("distinct", "visitor")
    assert "by" not in told


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("How many orders were there this year?", "2024-01-01"),
        ("How many orders were there this quarter?", "2024-04-01"),
        ("How many orders did we get in the current month?", "2024-06-01"),
        ("Wie viele Bestellungen gab es dieses Jahr?", "2024-01-01"),
    ],
)
def test_this_year_is_the_one_in_which_the_data_ends(
    bakery: Catalog, planned: Planner, question: str, since: str
) -> None:
    told = first(planned(bakery, question))
    assert (told["table"], told["period"]) == ("orders.csv", {"since": since, "until": "2024-06-12"})


def test_this_year_beside_last_year_is_split_by_the_calendar(bakery: Catalog, planned: Planner) -> None:
    told = first(planned(bakery, "How many orders were there this year and last year?"))
    assert told["period"] == {"since": "2023-01-01", "until": "2024-06-12"}
    assert told["by"] == [{"column": "ordered_on", "grain": "year"}]


def test_what_is_bought_most_often_counts_lines(bakery: Catalog, planned: Planner) -> None:
    told = first(planned(bakery, "What do cafes in Docks order most often?"))
    assert (told["table"], told["by"]) == ("lines.csv", [{"column": "bread"}])
    assert "metric" not in told


@pytest.mark.parametrize(
    ("question", "later", "earlier", "order"),
    [
        (
            "Which districts grew most this year?",
            {"since": "2024-01-01", "until": "2024-06-12"},
            {"since": "2023-01-01", "until": "2023-06-12"},
            "highest",
        ),
        (
            "Which districts are growing?",
            {"since": "2024-01-01", "until": "2024-03-31"},
            {"since": "2023-10-01", "until": "2023-12-31"},
            "highest",
        ),
        (
            "Which districts shrank between 2023 and 2024?",
            {"since": "2024-01-01", "until": "2024-06-12"},
            {"since": "2023-01-01", "until": "2023-06-12"},
            "lowest",
        ),
    ],
)
def test_what_grew_is_set_beside_an_earlier_time_up_to_the_same_day(
    bakery: Catalog, planned: Planner, question: str, later: object, earlier: object, order: str
) -> None:
    told = first(planned(bakery, question))
    assert (told["period"], told["against"], told["order"]) == (later, earlier, order)
    assert told["by"] == [{"column": "cafes.csv::district"}]


@pytest.fixture
def practice() -> Catalog:
    """Appointments with a status of their own, the invoices that some led to, and who gave them."""
    pairs = [("appt_id", "invoices.csv", "appt_id"), ("healer_id", "healers.csv", "healer_id")]
    return Catalog(
        tables=(
            table(
                "appointments.csv",
                "appointment",
                column("appt_id", "id", distinct=900),
                column("client", "id", distinct=200),
                column("healer_id", "segment", values=["H1", "H2", "H3"]),
                group("status", "attended", "cancelled"),
                rows=900,
                person="client",
            ),
            table(
                "invoices.csv",
                "invoice",
                column("invoice_no", "id", distinct=700),
                column("appt_id", "id", distinct=700),
                column("state", "outcome", values=["paid", "refunded"], positive="refunded"),
                rows=700,
            ),
            table(
                "healers.csv",
                "healer",
                column("healer_id", "id", distinct=3),
                column("healer_name", "id", distinct=3),
                rows=3,
            ),
        ),
        joins=tuple(
            Join(left_table="appointments.csv", left_column=left, right_table=there, right_column=key, share=1)
            for left, there, key in pairs
        ),
    )


def test_a_value_of_the_rows_is_meant_before_an_outcome_of_joined_ones(
    practice: Catalog, planned: Planner
) -> None:
    told = first(planned(practice, "How many appointments were cancelled?"))
    assert told["where"] == [{"column": "status", "op": "=", "value": "cancelled"}]


def test_things_are_told_by_the_name_that_a_joined_table_gives_them(practice: Catalog, planned: Planner) -> None:
    told = first(planned(practice, "How many appointments are there per healer id?"))
    assert told["by"] == [{"column": "healers.csv::healer_name"}]

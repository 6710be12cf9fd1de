"""Questions about what people did, by what another table knows of the people."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog, Join


@pytest.fixture
def orders_of_clients() -> Catalog:
    clients = table(
        "clients.csv",
        "client",
        column("client_id", "id"),
        column("plan", "segment", values=["Basic", "Plus", "Pro"]),
        column("size", "ordinal", values=["small", "medium", "large"], order=("small", "medium", "large")),
        column("has order", "outcome", "boolean", ["yes", "no"], positive="yes", label="order"),
        rows=320,
        rows_are_people=True,
    )
    orders = table(
        "orders.csv",
        "order",
        column("order_id", "id"),
        column("client_id", "id"),
        column("amount", "measure", "number", unit="money"),
        rows=1600,
        person="client_id",
    )
    join = Join(
        left_table="orders.csv",
        left_column="client_id",
        right_table="clients.csv",
        right_column="client_id",
        share=1,
    )
    return Catalog(tables=(clients, orders), joins=(join,))


def test_rows_of_two_groups_of_people_are_compared(planned: Planner, orders_of_clients: Catalog) -> None:
    asked = "Do plan Basic clients have a higher average amount than plan Plus ones?"

    (call,) = planned(orders_of_clients, asked).calls

    assert (call.tool, call.arguments["metric"]) == ("compare_segments", "amount")
    assert call.arguments["contrast"] == [{"column": "clients.csv::plan", "op": "=", "value": "Plus"}]


def test_from_a_level_says_whose_rows_are_meant(planned: Planner, orders_of_clients: Catalog) -> None:
    (call,) = planned(orders_of_clients, "What is the total amount from size small?").calls

    assert call.arguments["where"] == [{"column": "clients.csv::size", "op": "=", "value": "small"}]


def test_at_least_one_of_what_is_had_or_not_limits_no_groups(planned: Planner, orders_of_clients: Catalog) -> None:
    (call,) = planned(orders_of_clients, "What percentage of clients has at least one order, by plan?").calls

    assert call.arguments["metric"] == "has order"
    assert "having" not in call.arguments

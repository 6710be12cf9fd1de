"""Catalogs of invented companies, and tools with the declared arguments that answer with a fixed report."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from langchain_core.tools import BaseTool, StructuredTool

from assistant.offline.declared import Tool, describe
from assistant.offline.gathered import Plan
from assistant.offline.material import Material
from assistant.offline.plan import plan
from tests.assistant.offline.tables import catalog, column, table
from tools import TOOLS
from tools.tables.catalog import Catalog, Join


@pytest.fixture
def gym() -> Catalog:
    return catalog(
        "gym_members.csv",
        "member",
        column("member_id", "id"),
        column("joined_on", "time", "date", minimum="2023-01-02", maximum="2024-12-30"),
        column("MembershipPlan", "segment", values=["Basic", "Premium", "Family"], label="Membership plan"),
        column("home_branch", "segment", values=["Riverside", "Old Town", "Airport"]),
        column("gender", "segment", values=["female", "male"]),
        column("age", "measure", "number", unit="age"),
        column("monthly_fee", "measure", "number", unit="money"),
        column("visits_per_week", "measure", "number", unit="count"),
        column("personal_trainer", "segment", values=["No", "Yes"], positive="Yes"),
        column("SatisfactionScore", "ordinal", "number", ["1", "2", "3", "4", "5"], unit="score"),
        column("cancelled", "outcome", values=["No", "Yes"], positive="Yes", words=("churn",)),
        rows=1200,
        rows_are_people=True,
    )


@pytest.fixture
def saas() -> Catalog:
    accounts = table(
        "accounts.csv",
        "customer",
        column("customer_id", "id"),
        column("signup_date", "time", "date", minimum="2022-01-01", maximum="2024-06-01"),
        column("plan", "segment", values=["Free", "Team", "Enterprise"]),
        column("country", "segment", values=["Germany", "France", "United States"]),
        column("seats", "measure", "number", unit="count"),
        column("mrr", "measure", "number", unit="money", label="monthly recurring revenue"),
        column("churned", "outcome", "number", ["0", "1"], positive="1", words=("churn",)),
        rows=300,
        rows_are_people=True,
    )
    tickets = table(
        "support_tickets.csv",
        "ticket",
        column("ticket_id", "id"),
        column("customer_id", "id"),
        column("opened_at", "time", "date", minimum="2024-01-01", maximum="2024-06-30"),
        column("category", "segment", values=["Billing", "Login problem", "Slow dashboard"]),
        column("priority", "ordinal", values=["low", "medium", "high"], order=("low", "medium", "high")),
        column("resolution_hours", "measure", "number", unit="duration"),
        column("message", "text"),
        rows=5000,
        person="customer_id",
    )
    join = Join(
        left_table=tickets.name,
        left_column="customer_id",
        right_table=accounts.name,
        right_column="customer_id",
        share=0.99,
    )
    return Catalog(tables=(accounts, tickets), joins=(join,))


@pytest.fixture
def bakery() -> Catalog:
    return catalog(
        "bakery_orders.xlsx",
        "order",
        column("order_no", "id"),
        column("client_no", "id"),
        column("order_date", "time", "date", minimum="2023-01-01", maximum="2023-12-31"),
        column("shop", "segment", values=["Mitte", "Nord", "Hafen"]),
        column("product_group", "segment", values=["Bread", "Cakes", "Coffee"]),
        column("amount_eur", "measure", "number", unit="money", label="amount EUR"),
        column("payment", "segment", values=["cash", "card", "app"]),
        rows=9000,
        person="client_no",
    )


def _as_tool(analysis: Any) -> BaseTool:
    return StructuredTool(
        name=analysis.name,
        description=analysis.description,
        args_schema=analysis.arguments,
        func=lambda **_: "",
        metadata={"examples": list(analysis.examples), "title": analysis.title},
    )


@pytest.fixture(scope="session")
def registered() -> tuple[Tool, ...]:
    return describe([_as_tool(analysis) for analysis in TOOLS])


Planner = Callable[..., Plan]


@pytest.fixture
def planned(registered: tuple[Tool, ...]) -> Planner:
    def planned(
        catalog: Catalog,
        question: str,
        *earlier: str,
        facts: Mapping[str, Any] | None = None,
        tools: tuple[Tool, ...] | None = None,
    ) -> Plan:
        return plan(question, earlier, Material(catalog, tools or registered, facts or {}))

    return planned

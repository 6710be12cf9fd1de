"""Catalogs of invented companies, and tools with the declared arguments that answer with a fixed report."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from langchain_core.tools import BaseTool, StructuredTool

from assistant.offline.declared import Tool, describe
from assistant.offline.gathered import Plan
from assistant.offline.material import Material
from assistant.offline.plan import plan
from tools import TOOLS
from tools.tables.catalog import Catalog, Column, Join, Role, Storage, Table


def column(name: str, role: Role, storage: Storage = "text", values: Sequence[str] = (), **more: Any) -> Column:
    return Column(
        name=name,
        label=more.pop("label", name.replace("_", " ")),
        role=role,
        storage=storage,
        values=tuple((value, 100 - index) for index, value in enumerate(values)),
        distinct=more.pop("distinct", len(values) or 500),
        **more,
    )


@pytest.fixture
def gym() -> Catalog:
    table = Table(
        name="gym_members.csv",
        rows=1200,
        entity="member",
        rows_are_people=True,
        key=("member_id",),
        time="joined_on",
        outcome="cancelled",
        columns=(
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
        ),
    )
    return Catalog(tables=(table,))


@pytest.fixture
def saas() -> Catalog:
    accounts = Table(
        name="accounts.csv",
        rows=300,
        entity="customer",
        rows_are_people=True,
        key=("customer_id",),
        time="signup_date",
        outcome="churned",
        columns=(
            column("customer_id", "id"),
            column("signup_date", "time", "date", minimum="2022-01-01", maximum="2024-06-01"),
            column("plan", "segment", values=["Free", "Team", "Enterprise"]),
            column("country", "segment", values=["Germany", "France", "United States"]),
            column("seats", "measure", "number", unit="count"),
            column("mrr", "measure", "number", unit="money", label="monthly recurring revenue"),
            column("churned", "outcome", "number", ["0", "1"], positive="1", words=("churn",)),
        ),
    )
    tickets = Table(
        name="support_tickets.csv",
        rows=5000,
        entity="ticket",
        key=("ticket_id",),
        person="customer_id",
        time="opened_at",
        columns=(
            column("ticket_id", "id"),
            column("customer_id", "id"),
            column("opened_at", "time", "date", minimum="2024-01-01", maximum="2024-06-30"),
            column("category", "segment", values=["Billing", "Login problem", "Slow dashboard"]),
            column("priority", "ordinal", values=["low", "medium", "high"], order=("low", "medium", "high")),
            column("resolution_hours", "measure", "number", unit="duration"),
            column("message", "text"),
        ),
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
    table = Table(
        name="bakery_orders.xlsx",
        rows=9000,
        entity="order",
        key=("order_no",),
        person="client_no",
        time="order_date",
        columns=(
            column("order_no", "id"),
            column("client_no", "id"),
            column("order_date", "time", "date", minimum="2023-01-01", maximum="2023-12-31"),
            column("shop", "segment", values=["Mitte", "Nord", "Hafen"]),
            column("product_group", "segment", values=["Bread", "Cakes", "Coffee"]),
            column("amount_eur", "measure", "number", unit="money", label="amount EUR"),
            column("payment", "segment", values=["cash", "card", "app"]),
        ),
    )
    return Catalog(tables=(table,))


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

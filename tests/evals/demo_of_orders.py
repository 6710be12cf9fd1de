"""Questions about what the demo company sold, what it cost, and what support was asked."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from tests.assistant.demo.figures import DATA, Tables
from tests.evals.demo_items import by, count, item, share

_BOTH = ("orders.csv", "monthly_report.csv")  # they agree on sales; only refunds of one month differ


def orders(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about orders and what they brought."""
    o, cite = data.orders, ["orders.csv"]
    yield item(
        "trend",
        "How many orders were there in 2024?",
        [count("2024", o["ordered"].str[:4].eq("2024").sum())],
        cite=cite,
    )
    yield item(
        "misleading_average",
        "What is the average amount of an order, and the median?",
        [("mean", o["amount"].mean(), 0.01), ("median", o["amount"].median(), 0.01)],
        cite=cite,
        mention=[["two humps", "two groups", "neither mean nor median"]],
    )
    total = o.groupby("product")["amount"].sum()
    yield item("who_buys", "What is the total revenue?", [("revenue", o["amount"].sum(), 1)], any_of=_BOTH)
    yield item(
        "who_buys",
        "Which product brings the most revenue?",
        [(str(total.idxmax()), total.max(), 1)],
        cite=cite,
        mention=[[str(total.idxmax())]],
    )
    rates = o.groupby("product")["refund"].mean()
    yield item(
        "compare_sig",
        "Which product has the highest refund rate?",
        [(f"{rates.drop('Office wall').idxmax()} %", 100 * rates.drop("Office wall").max(), 0.1)],
        cite=cite,
        mention=[[str(rates.drop("Office wall").idxmax())]],
        note="eight office walls are too few to compare",
    )
    pods = o[o["product"] == "Plastic-free pods"]
    yield item(
        "who_buys",
        "How many customers have ordered plastic-free pods?",
        [count("customers", pods["customer_id"].nunique())],
        cite=cite,
    )
    window = o["customer_id"].map(data.customers.set_index("customer_id")["window_faces"])
    joined = o.assign(window_faces=window)
    yield item(
        "compare_sig",
        "What share of orders was refunded, by which way the customer's window faces?",
        by(joined, "window_faces", ("north", "south", "east", "west"), "refund"),
        cite=cite,
    )
    year = o.groupby(o["ordered"].str[:4])["amount"].sum()
    yield item(
        "trend",
        "How did revenue develop by year?",
        [(str(key), value, 1) for key, value in year.items()],
        any_of=_BOTH,
    )
    quarters = o.groupby(pd.PeriodIndex(o["ordered"], freq="Q").astype(str))["days_to_deliver"].mean()
    yield item(
        "trend",
        "How many days did delivery take on average in each quarter of 2024?",
        [(q, quarters[q], 0.02) for q in ("2024Q1", "2024Q2", "2024Q3", "2024Q4")],
        cite=cite,
    )
    spent = o.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    top = spent.head(round(0.1 * len(spent))).sum() / spent.sum()
    yield item(
        "rfm_clv",
        "What share of revenue comes from the top 10% of customers?",
        [("top 10 %", 100 * top, 0.5)],
        cite=cite,
    )


def tickets(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what support was asked."""
    t, cite = data.tickets, ["tickets.csv"]
    topics = t["topic"].value_counts()
    yield item(
        "theme_counts",
        "What are the three most frequent ticket topics?",
        [count(str(key), value) for key, value in topics.head(3).items()],
        cite=cite,
    )
    hours = t.groupby("topic")["hours_to_resolve"].median()
    yield item(
        "theme_counts",
        "What is the median time to resolve a ticket about pump noise?",
        [("hours", hours["Pump noise"], 0)],
        cite=cite,
    )
    yield item(
        "theme_counts",
        "What share of tickets was reopened, by topic?",
        [share(k, t.loc[t["topic"] == k, "reopened"] == "yes") for k in ("Late parcel", "Pump noise", "Refund")],
        cite=cite,
    )
    opened = t.assign(quarter=pd.PeriodIndex(t["opened"], freq="Q").astype(str))
    noise = opened[opened["topic"] == "Pump noise"].groupby("quarter").size()
    yield item(
        "trend",
        "How many tickets about pump noise were there in each quarter?",
        [count(q, noise[q]) for q in ("2025Q1", "2025Q2")],
        cite=cite,
        note="it doubles",
    )
    late = t[t["topic"] == "Late parcel"]
    yield item(
        "trend",
        "How many late parcel tickets were opened in 2023, and how many in 2024?",
        [count(y, late["opened"].str.startswith(y).sum()) for y in ("2023", "2024")],
        cite=cite,
    )
    reply = t.groupby("via")["first_reply_minutes"].median()
    yield item(
        "compare_sig",
        "What is the median of first reply minutes by via?",
        [(str(k), v, 0.5) for k, v in reply.items()],
        cite=cite,
    )


def money(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what it costs to win customers."""
    cost = data.costs.groupby("channel")["spend"].sum()
    cite = ["channel_costs.csv"]
    yield item(
        "who_buys",
        "How much did we spend on each channel?",
        [(str(key), value, 0.5) for key, value in cost.items()],
        cite=cite,
    )
    clicks = data.costs.groupby("channel")["clicks"].sum()
    yield item(
        "who_buys",
        "Which channel brought the most clicks?",
        [(str(clicks.idxmax()), clicks.max(), 0)],
        cite=cite,
        mention=[["Video ad"]],
    )
    booked = data.report.set_index("month")["refunds_booked"]
    yield item(
        "data_quality",
        "How many refunds were booked in November 2024 according to the monthly report?",
        [count("report", booked["2024-11"])],
        cite=["monthly_report.csv"],
        note="the orders of that month hold fewer",
    )
    firms = pd.read_csv(DATA / "accounts.csv")
    yield item(
        "who_buys",
        "How many accounts do we have?",
        [count("accounts", len(firms))],
        cite=["accounts.csv"],
        note="how many of them are shops (four) stays hidden, so how many are firms does too",
    )

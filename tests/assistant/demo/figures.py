"""The figures of the planted truths, by plain pandas over the files: nothing of the product takes part.

`python -m tests.assistant.demo.figures FOLDER` prints them as they stand in the datasheet.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[3] / "assistant" / "demo" / "data"
WOULD_PAY = "Would you pay more for plastic-free pods?"


@dataclass(frozen=True)
class Tables:
    """The tables that the truths stand in."""

    customers: pd.DataFrame
    orders: pd.DataFrame
    tickets: pd.DataFrame
    survey: pd.DataFrame
    costs: pd.DataFrame
    report: pd.DataFrame


def tables(folder: Path = DATA) -> Tables:
    """Return the tables of a folder; `left` is whether a customer cancelled."""
    customers = pd.read_csv(folder / "customers.csv")
    customers["left"] = customers["cancelled"] == "yes"
    orders = pd.read_csv(folder / "orders.csv")
    orders["refund"] = orders["refunded"] == "yes"
    names = ("tickets", "survey", "channel_costs", "monthly_report")
    return Tables(customers, orders, *(pd.read_csv(folder / f"{name}.csv") for name in names))


def figures(data: Tables) -> dict[str, float]:
    """Return each figure by its name; shares are percentages."""
    return {name: round(float(value), 2) for part in _PARTS for name, value in part(data)}


def _leaving(data: Tables) -> Iterator[tuple[str, float]]:
    customers = data.customers
    yield "customers", len(customers)
    yield "left %", 100 * customers["left"].mean()
    for window, group in customers.groupby("window_faces"):
        yield f"left, {window} %", 100 * group["left"].mean()
    for plan in ("Monthly", "Yearly"):
        of_plan = customers[customers["plan"] == f"{plan} refill"]
        yield f"left, {plan.lower()} %", 100 * of_plan["left"].mean()
        for window, group in of_plan.groupby("window_faces"):
            yield f"left, {plan.lower()}, {window} %", 100 * group["left"].mean()
    colours = customers.groupby("pot_colour")["left"].mean()
    yield "left, pot colours apart by points", 100 * (colours.max() - colours.min())


def _orders(data: Tables) -> Iterator[tuple[str, float]]:
    amount = data.orders["amount"]
    yield "orders", len(amount)
    yield "order mean", amount.mean()
    yield "order median", amount.median()
    yield "orders of 11 to 16 %", 100 * amount.between(11, 16).mean()
    yield "orders of 84 to 98 %", 100 * amount.between(84, 98).mean()
    yield "orders within 3 of the mean %", 100 * ((amount - amount.mean()).abs() <= 3).mean()
    window = data.orders["customer_id"].map(data.customers.set_index("customer_id")["window_faces"])
    north = window == "north"
    yield "refunded, north %", 100 * data.orders.loc[north, "refund"].mean()
    yield "refunded, not north %", 100 * data.orders.loc[~north, "refund"].mean()
    days = data.orders.groupby(data.orders["ordered"] >= "2024-10-01")["days_to_deliver"].mean()
    yield "days to deliver until 2024-09", days[False]
    yield "days to deliver since 2024-10", days[True]


def _say_and_do(data: Tables) -> Iterator[tuple[str, float]]:
    bought = set(data.orders.loc[data.orders["product"] == "Plastic-free pods", "customer_id"])
    say = data.survey[data.survey[WOULD_PAY] == "Yes"]
    yield "respondents", len(data.survey)
    yield "say yes", len(say)
    yield "say yes %", 100 * len(say) / len(data.survey)
    yield "say yes and ever bought", say["customer_id"].isin(bought).sum()
    yield "say yes and ever bought %", 100 * say["customer_id"].isin(bought).mean()
    others = data.survey[data.survey[WOULD_PAY] != "Yes"]
    yield "do not say yes and ever bought", others["customer_id"].isin(bought).sum()
    yield "do not say yes and ever bought %", 100 * others["customer_id"].isin(bought).mean()


def _themes(data: Tables) -> Iterator[tuple[str, float]]:
    opened = pd.PeriodIndex(data.tickets["opened"], freq="Q").astype(str)
    by_quarter = data.tickets.groupby([data.tickets["topic"], opened]).size()
    yield "tickets", len(data.tickets)
    yield "Pump noise, 2025Q1", by_quarter["Pump noise", "2025Q1"]
    yield "Pump noise, 2025Q2", by_quarter["Pump noise", "2025Q2"]
    late = data.tickets.loc[data.tickets["topic"] == "Late parcel", "opened"]
    yield "Late parcel until 2024-09", (late < "2024-10-01").sum()
    yield "Late parcel since 2024-10", (late >= "2024-10-01").sum()
    yield "Late parcel in 2025", (late >= "2025-01-01").sum()


def _groups(data: Tables) -> Iterator[tuple[str, float]]:
    customers = data.customers
    yield "customers in Sligo", (customers["city"] == "Sligo").sum()
    yield "newsletter subscribed", (customers["newsletter"] == "yes").sum()
    yield "newsletter confirmed", (customers["newsletter_opt_in"] == "yes").sum()
    yield "fax numbers", customers["fax"].notna().sum()


def _channels(data: Tables) -> Iterator[tuple[str, float]]:
    spend = data.costs.groupby("channel")["spend"].sum()
    won = data.customers.groupby("channel").size()
    stay = data.customers[~data.customers["left"]].groupby("channel").size()
    for channel in spend.index:
        yield f"cost of a new customer, {channel}", spend[channel] / won[channel]
        yield f"cost of one who stays, {channel}", spend[channel] / stay[channel]


def _two_books(data: Tables) -> Iterator[tuple[str, float]]:
    months = ("2024-10", "2024-11", "2024-12")
    booked = data.orders["ordered"].str[:7].isin(months)
    yield "refunds 2024Q4 in orders", data.orders.loc[booked, "refund"].sum()
    told = data.report[data.report["month"].isin(months)]
    yield "refunds 2024Q4 in the report", told["refunds_booked"].sum()


_PARTS = (_leaving, _orders, _say_and_do, _themes, _groups, _channels, _two_books)


if __name__ == "__main__":
    for name, value in figures(tables(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)).items():
        print(f"| {name} | {value:g} |")  # noqa: T201 - a report for people

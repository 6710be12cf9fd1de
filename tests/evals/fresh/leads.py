"""A maker of office software: its leads, and what each channel costs."""

from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from tests.evals.fresh.company import Ask, Company, Frames, Numbers, days, each, percents, spelled


def truth() -> Frames:
    """Return leads and monthly costs; a demo and a referral go with converting, and only buyers have a type."""
    rng = np.random.default_rng(66)
    size = 1100
    channel = rng.choice(["Trade fair", "Webinar", "Referral", "Cold call"], size, p=[0.25, 0.35, 0.15, 0.25])
    demo = rng.random(size) < 0.35
    base = (
        pd.Series(channel)
        .map({"Trade fair": 0.1, "Webinar": 0.12, "Referral": 0.34, "Cold call": 0.04})
        .to_numpy()
    )
    won = rng.random(size) < base + 0.22 * demo
    types = rng.choice(["Replacement", "First system", "Add-on"], size)
    leads = pd.DataFrame(
        {
            "lead": [f"L{10_000 + at}" for at in range(size)],
            "created": days(rng, "2024-01-01", "2024-12-31", size),
            "channel": channel,
            "country": rng.choice(["Denmark", "Norway", "Sweden", "Finland"], size, p=[0.3, 0.2, 0.35, 0.15]),
            "employees": rng.lognormal(3.5, 1.0, size).round().clip(1),
            "demo": demo,
            "type": np.where(won, types, ""),
            "won": won,
        }
    )
    months = pd.period_range("2024-01", "2024-12", freq="M").astype(str)
    level = {"Trade fair": 3200, "Webinar": 700, "Referral": 250, "Cold call": 1500}
    costs = pd.DataFrame(
        [(name, month, level[name] + int(rng.integers(-100, 100))) for name in level for month in months],
        columns=["channel", "month", "cost"],
    )
    return {"leads": leads, "costs": costs}


def write(folder: Path, frames: Frames) -> None:
    """One workbook with two sheets."""
    leads = frames["leads"].copy()
    leads["demo"] = spelled(leads["demo"], "yes", "no", 66)
    leads["won"] = spelled(leads["won"], "yes", "no", 67)
    leads["created"] = leads["created"].dt.strftime("%Y-%m-%d")
    names = {"lead": "Lead no", "demo": "Demo booked", "type": "Lead type", "won": "Converted"}
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in (("Leads", leads.rename(columns=names)), ("Channel costs", frames["costs"])):
        sheet = book.create_sheet(title)
        sheet.append([str(name).capitalize() for name in table.columns])
        for row in table.itertuples(index=False):
            sheet.append(list(row))
    book.save(folder / "sales.xlsx")


def _cost_each(frames: Frames) -> Numbers:
    costs = frames["costs"].groupby("channel")["cost"].sum()
    return each(costs / frames["leads"].groupby("channel")["won"].sum())


def _demo(frames: Frames) -> Numbers:
    return percents(frames["leads"]["won"], frames["leads"]["demo"])


def _countries(frames: Frames) -> Numbers:
    table = frames["leads"]
    return each(table[table["channel"] == "Webinar"]["country"].value_counts())


COMPANY = Company(
    "leads",
    truth,
    write,
    (
        Ask(
            "channels",
            "Which channel gets us customers most cheaply?",
            _cost_each,
            (("Referral",),),
            ("channel_fit",),
        ),
        Ask("one side", "Which lead type converts best?"),
        Ask("compare", "Do leads that booked a demo convert more often than leads that did not?", _demo),
        Ask(
            "lookalikes",
            "Which open leads resemble those that converted?",
            None,
            (("demo",), ("referral",)),
            ("find_lookalikes",),
        ),
        Ask("count per", "How many leads per country came from webinars?", _countries),
        Ask("readiness", "Which of our leads look ready to buy?", None, (("demo",),)),
    ),
)

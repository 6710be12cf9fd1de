"""A toy shop: its orders, and what the bookkeepers say about the same months."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import Ask, Company, Frames, Numbers, days, each


def truth() -> Frames:
    """Return orders of customers who buy at very different rates, and a ledger that does not quite agree."""
    rng = np.random.default_rng(110)
    size = 800
    rate = rng.gamma(0.8, 3.0, size)
    customer = np.repeat(np.arange(size) + 60_000, rng.poisson(rate) + (rng.random(size) < 0.6))
    count = len(customer)
    orders = pd.DataFrame(
        {
            "order": np.arange(count) + 1_000_000,
            "customer": customer,
            "date": days(rng, "2023-07-01", "2024-12-31", count),
            "category": rng.choice(
                ["puzzles", "dolls", "outdoor", "board games", "crafts"], count, p=[0.3, 0.12, 0.2, 0.28, 0.1]
            ),
            "channel": rng.choice(["shop", "web"], count, p=[0.4, 0.6]),
            "amount": rng.lognormal(3.1, 0.6, count).round(2),
        }
    )
    months = orders.groupby(orders["date"].dt.strftime("%Y-%m"))["amount"].sum()
    ledger = (months * rng.uniform(1.02, 1.06, len(months))).round(2)
    return {"orders": orders, "ledger": pd.DataFrame({"month": ledger.index, "amount": ledger.to_numpy()})}


def write(folder: Path, frames: Frames) -> None:
    """The same revenue under two names, days in one file and months in the other."""
    orders = frames["orders"].copy()
    orders["date"] = orders["date"].dt.strftime("%d %b %Y")
    names = {"order": "Order no", "customer": "Customer no", "date": "Order date", "amount": "Revenue (USD)"}
    orders.rename(columns=names).to_csv(folder / "shop_orders.csv", index=False)
    ledger = frames["ledger"].copy()
    ledger["month"] = ledger["month"] + "-01"
    ledger.rename(columns={"month": "Month", "amount": "Revenue (USD)"}).to_csv(
        folder / "bookkeeping.csv", index=False
    )


def _concentration(frames: Frames) -> Numbers:
    spent = frames["orders"].groupby("customer")["amount"].sum().sort_values(ascending=False)
    top = spent.head(int(np.ceil(len(spent) / 10)))
    return {"top tenth %": float(top.sum() / spent.sum() * 100)}


def _october(frames: Frames) -> Numbers:
    orders, ledger = frames["orders"], frames["ledger"]
    own = orders.loc[orders["date"].dt.strftime("%Y-%m") == "2024-10", "amount"].sum()
    return {"orders": float(own), "bookkeeping": float(ledger.loc[ledger["month"] == "2024-10", "amount"].sum())}


def _categories(frames: Frames) -> Numbers:
    counts = frames["orders"]["category"].value_counts()
    return each(counts[counts > 400])


def _once(frames: Frames) -> Numbers:
    return {"once %": float((frames["orders"]["customer"].value_counts() == 1).mean() * 100)}


COMPANY = Company(
    "toys",
    truth,
    write,
    (
        Ask("concentration", "What share of revenue comes from our top 10% of customers?", _concentration),
        Ask(
            "worth",
            "Which customers are worth the most to us?",
            None,
            (("recent", "recency", "often"),),
            ("customer_worth",),
        ),
        Ask(
            "two sources",
            "What was our revenue in October 2024?",
            _october,
            (("differ", "disagree", "two sources"),),
        ),
        Ask(
            "lifetime",
            "How many orders will a typical customer still place in the coming year?",
            None,
            (("expect",),),
            ("customer_worth",),
        ),
        Ask("having", "Which categories had more than 400 orders?", _categories),
        Ask("repeat", "What share of customers ordered only once?", _once),
    ),
)

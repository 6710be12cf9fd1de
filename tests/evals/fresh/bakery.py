"""A bakery that sends out boxes: its subscribers, and what was delivered to them."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import Ask, Company, Frames, Numbers, days, percents, spelled


def truth() -> Frames:
    """Return subscribers and deliveries."""
    rng = np.random.default_rng(11)
    size = 900
    box = rng.choice(["Small", "Family", "Gluten free"], size, p=[0.5, 0.35, 0.15])
    risk = pd.Series(box).map({"Small": 0.34, "Family": 0.18, "Gluten free": 0.1}).to_numpy()
    subscribers = pd.DataFrame(
        {
            "subscriber": [f"S-{2000 + at}" for at in range(size)],
            "started": days(rng, "2022-01-01", "2024-06-30", size),
            "box": box,
            "town": rng.choice(["Elmford", "Nettlebury", "Quayside"], size, p=[0.5, 0.3, 0.2]),
            "cancelled": rng.random(size) < risk,
            "weekly_price": pd.Series(box).map({"Small": 9.5, "Family": 16.9, "Gluten free": 14.2}),
            "people": rng.integers(1, 7, size),
        }
    )
    count = 4200
    deliveries = pd.DataFrame(
        {
            "delivery": np.arange(count) + 50_001,
            "subscriber": rng.choice(subscribers["subscriber"], count),
            "date": days(rng, "2024-01-01", "2024-06-30", count),
            "loaves": rng.integers(1, 5, count),
            "rating": np.where(rng.random(count) < 0.3, np.nan, rng.integers(2, 6, count)),
        }
    )
    return {"subscribers": subscribers, "deliveries": deliveries}


def write(folder: Path, frames: Frames) -> None:
    """Semicolons, truth values in two cases, day-first dates, and ratings that were not given."""
    subscribers = frames["subscribers"].copy()
    subscribers["started"] = subscribers["started"].dt.strftime("%d/%m/%Y")
    subscribers["cancelled"] = spelled(subscribers["cancelled"], "yes", "no", 11)
    subscribers["weekly_price"] = subscribers["weekly_price"].map("£{:.2f}".format)
    names = {"subscriber": "Subscriber ref", "people": "People in household", "weekly_price": "Weekly price"}
    subscribers.rename(columns=names).to_csv(folder / "subscribers.csv", sep=";", index=False)
    deliveries = frames["deliveries"].copy()
    deliveries["rating"] = deliveries["rating"].map(lambda value: "n/a" if pd.isna(value) else str(int(value)))
    names = {
        "subscriber": "Subscriber ref",
        "delivery": "Delivery",
        "date": "Delivered on",
        "rating": "Rating (1-5)",
    }
    deliveries.rename(columns=names).to_csv(folder / "deliveries.csv", index=False)


def _family(frames: Frames) -> Numbers:
    table = frames["subscribers"]
    return {"subscribers": int(((table["town"] == "Nettlebury") & (table["box"] == "Family")).sum())}


def _cancelled(frames: Frames) -> Numbers:
    return percents(frames["subscribers"]["cancelled"], frames["subscribers"]["box"])


def _rating(frames: Frames) -> Numbers:
    both = frames["deliveries"].merge(frames["subscribers"], on="subscriber")
    return {"mean rating": float(both.loc[both["town"] == "Quayside", "rating"].mean())}


def _often(frames: Frames) -> Numbers:
    return {"subscribers": int((frames["deliveries"]["subscriber"].value_counts() > 5).sum())}


def _loaves(frames: Frames) -> Numbers:
    table = frames["deliveries"]
    return {"loaves": int(table.loc[table["date"].dt.strftime("%Y-%m") == "2024-03", "loaves"].sum())}


COMPANY = Company(
    "bakery",
    truth,
    write,
    (
        Ask("filter", "How many subscribers in Nettlebury take the family box?", _family),
        Ask("group", "What is the cancellation rate for each box, and which one is highest?", _cancelled),
        Ask("join", "What's the average delivery rating from subscribers in Quayside?", _rating),
        Ask("having", "How many subscribers have had more than five deliveries?", _often),
        Ask("missing", "What share of subscribers have a nut allergy?"),
        Ask("period", "How many loaves did we deliver in March 2024?", _loaves),
    ),
)

"""A car-sharing club: members and trips, errands and day trips among them."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import Ask, Company, Frames, Numbers, days, each


def truth() -> Frames:
    """Return members and trips; trips last either a quarter of an hour or most of a day."""
    rng = np.random.default_rng(77)
    size, count = 700, 5200
    members = pd.DataFrame(
        {
            "member": np.arange(size) + 300_000,
            "plan": rng.choice(["Flex", "Basic", "Business"], size, p=[0.4, 0.45, 0.15]),
            "age_group": rng.choice(["18-29", "30-44", "45-64", "65+"], size),
        }
    )
    long = rng.random(count) < 0.35
    minutes = np.where(long, rng.normal(400, 45, count), rng.normal(22, 6, count)).clip(4).round()
    vehicle = rng.choice(["city car", "van", "electric"], count, p=[0.6, 0.15, 0.25])
    price = pd.Series(vehicle).map({"city car": 0.09, "van": 0.15, "electric": 0.11}).to_numpy()
    trips = pd.DataFrame(
        {
            "trip": np.arange(count) + 1,
            "member": rng.choice(members["member"], count),
            "start": days(rng, "2024-01-01", "2024-08-31", count),
            "trip_duration_min": minutes,
            "trip_distance_km": (minutes * rng.uniform(0.2, 0.5, count)).round(1),
            "vehicle": vehicle,
            "cost": (3 + minutes * price).round(2),
        }
    )
    return {"members": members, "trips": trips}


def write(folder: Path, frames: Frames) -> None:
    """Tabs in one file, JSON Lines in the other."""
    frames["members"].to_csv(folder / "members.tsv", sep="\t", index=False)
    trips = frames["trips"].copy()
    trips["start"] = trips["start"].dt.strftime("%Y-%m-%d")
    trips.rename(columns={"vehicle": "vehicle_type"}).to_json(folder / "trips.jsonl", orient="records", lines=True)


def _duration(frames: Frames) -> Numbers:
    return {"median": float(frames["trips"]["trip_duration_min"].median())}


def _length(frames: Frames) -> Numbers:
    return {"minutes": float(frames["trips"]["trip_duration_min"].mean())}


def _flex(frames: Frames) -> Numbers:
    table = frames["trips"].merge(frames["members"], on="member")
    return {"km": float(table.loc[table["plan"] == "Flex", "trip_distance_km"].sum())}


def _months(frames: Frames) -> Numbers:
    return each(frames["trips"]["start"].dt.strftime("%Y-%m").value_counts())


def _costs(frames: Frames) -> Numbers:
    return each(frames["trips"].groupby("vehicle")["cost"].median())


def _both(frames: Frames) -> Numbers:
    table = frames["trips"]
    used = [set(table.loc[table["vehicle"] == name, "member"]) for name in ("van", "electric")]
    return {"members": len(used[0] & used[1])}


COMPANY = Company(
    "cars",
    truth,
    write,
    (
        Ask(
            "shape",
            "Is the average trip duration a fair picture of our trips?",
            _duration,
            (("two", "hump", "peak", "bimodal"),),
        ),
        Ask("ambiguous", "How long is the average trip?", None, (("duration", "minutes"), ("distance", "km"))),
        Ask("join", "What distance did members on the Flex plan drive in total?", _flex),
        Ask("trend", "How did the number of trips develop month by month?", _months),
        Ask("group", "What's the median trip cost per vehicle type?", _costs),
        Ask("overlap", "How many members have used both a van and an electric car?", _both),
    ),
)

"""An energy supplier: its households, how long they stayed, and a column that hardly anybody filled."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import Ask, Company, Frames, Numbers


def truth() -> Frames:
    """Return households; with a smart meter they stay longer."""
    rng = np.random.default_rng(88)
    size = 1300
    smart = rng.random(size) < 0.4
    stay = rng.exponential(np.where(smart, 46, 24), size)
    watched = rng.uniform(6, 60, size)
    tariff = rng.choice(["Green", "Fixed", "Flexible"], size, p=[0.35, 0.4, 0.25])
    yearly = (rng.normal(3100, 700, size) - 300 * (tariff == "Green")).round()
    yearly[rng.random(size) < 0.05] = np.nan
    return {
        "households": pd.DataFrame(
            {
                "household": [f"H{at:05d}" for at in range(size)],
                "region": rng.choice(["North", "South", "Coast"], size, p=[0.45, 0.35, 0.2]),
                "tariff": tariff,
                "smart_meter": smart,
                "months": np.minimum(stay, watched).round().clip(1).astype(int),
                "left": stay <= watched,
                "kwh": yearly,
                "complaints": rng.poisson(0.9, size),
                "solar": np.where(rng.random(size) < 0.07, rng.uniform(2, 12, size).round(1), np.nan),
            }
        )
    }


def write(folder: Path, frames: Frames) -> None:
    """Parquet, with -1 where the consumption is not known."""
    table = frames["households"].copy()
    table["kwh"] = table["kwh"].fillna(-1).astype(int)
    table["left"] = table["left"].map({True: "yes", False: "no"})
    names = {
        "months": "months_with_us",
        "left": "has_left",
        "kwh": "yearly_consumption_kwh",
        "solar": "solar_panel_kwp",
    }
    table.rename(columns=names).to_parquet(folder / "households.parquet", index=False)


def survival(table: pd.DataFrame) -> pd.Series:
    """Return the share that is still there after each month (Kaplan and Meier 1958)."""
    months = np.arange(1, int(table["months"].max()) + 1)
    at_risk = np.array([(table["months"] >= month).sum() for month in months])
    gone = np.array([((table["months"] == month) & table["left"]).sum() for month in months])
    return pd.Series(np.cumprod(1 - gone / at_risk), index=months)


def _median(table: pd.DataFrame) -> float:
    curve = survival(table)
    return float(curve.index[curve.to_numpy() <= 0.5][0])


def _stay(frames: Frames) -> Numbers:
    return {"median months": _median(frames["households"])}


def _meters(frames: Frames) -> Numbers:
    table = frames["households"]
    return {
        "smart meter: median months": _median(table[table["smart_meter"]]),
        "without: median months": _median(table[~table["smart_meter"]]),
    }


def _green(frames: Frames) -> Numbers:
    table = frames["households"]
    chosen = (table["tariff"] == "Green") & (table["region"] == "North")
    return {"mean kWh": float(table.loc[chosen, "kwh"].mean())}


def _unhappy(frames: Frames) -> Numbers:
    table = frames["households"]
    return {"households": int(((table["complaints"] > 2) & table["left"]).sum())}


COMPANY = Company(
    "energy",
    truth,
    write,
    (
        Ask(
            "survival",
            "How long do households stay with us before they leave?",
            _stay,
            (("median",),),
            ("survival_curves",),
        ),
        Ask(
            "survival",
            "How much longer do households with a smart meter stay until they leave?",
            _meters,
            (),
            ("survival_curves",),
        ),
        Ask("coverage", "Which fields are mostly empty?", None, (("solar",),)),
        Ask("mean", "What's the mean yearly consumption of households on the green tariff in the north?", _green),
        Ask("filter", "How many households with more than two complaints have left?", _unhappy),
        Ask("missing", "What is the average income of the households that left?"),
    ),
)

"""A ski resort: passes sold in one winter, and who came back."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import Ask, Company, Frames, Numbers, each, percents, spelled


def truth() -> Frames:
    """Return guests; a hotel's guests come back more often only because they hold longer passes."""
    rng = np.random.default_rng(33)
    size = 2400
    bought = rng.choice(["web", "hotel", "kiosk"], size, p=[0.4, 0.4, 0.2])
    kinds = ["day", "week", "season"]
    shares = {"web": [0.75, 0.2, 0.05], "hotel": [0.12, 0.53, 0.35], "kiosk": [0.6, 0.3, 0.1]}
    kind = np.array([rng.choice(kinds, p=shares[place]) for place in bought])
    school = rng.random(size) < 0.3
    base = pd.Series(kind).map({"day": 0.22, "week": 0.45, "season": 0.72}).to_numpy()
    web = np.where(bought == "web", 0.1, 0.0)
    returned = rng.random(size) < base + web + 0.12 * school - 0.05
    spend = np.where(rng.random(size) < 0.45, 0.0, rng.lognormal(3.6, 0.9, size)).round(2)
    valley = np.array(["Birkental", "Hochmoos", "Lärchau", "Steinach"] * 600)
    valley[:200] = "Birkental"
    valley[200:400] = "Hochmoos"
    counts = pd.Series(valley).value_counts()
    gap = int(counts["Birkental"] - counts["Hochmoos"])
    moved = np.flatnonzero(valley == ("Birkental" if gap > 0 else "Hochmoos"))[: abs(gap)]
    valley[moved] = "Steinach"
    return {
        "guests": pd.DataFrame(
            {
                "guest": np.arange(size) + 1,
                "pass": kind,
                "nationality": rng.choice(
                    ["AT", "DE", "NL", "CZ", "PL", "UK"], size, p=[0.3, 0.28, 0.16, 0.12, 0.09, 0.05]
                ),
                "age": rng.integers(5, 78, size),
                "school": school,
                "bought": bought,
                "valley": rng.permutation(valley),
                "restaurants": spend,
                "returned": returned,
            }
        )
    }


def write(folder: Path, frames: Frames) -> None:
    """Headers as people write them, and every tenth row twice."""
    table = frames["guests"].copy()
    table["school"] = spelled(table["school"], "Y", "N", 33)
    table["returned"] = spelled(table["returned"], "true", "false", 34)
    names = {
        "guest": "Guest ID",
        "pass": "Pass type",
        "nationality": "Nationality",
        "age": "Age",
        "school": "Took ski school?",
        "bought": "Bought at",
        "valley": "Home valley",
        "restaurants": "Restaurant spend (EUR)",
        "returned": "Returned next season",
    }
    table = table.rename(columns=names)
    pd.concat([table, table.iloc[::10]]).to_csv(folder / "passes.csv", index=False)


def _returned(frames: Frames) -> Numbers:
    rates = percents(frames["guests"]["returned"], frames["guests"]["bought"])
    return {label: rates[label] for label in ("web %", "hotel %")}


def _passes(frames: Frames) -> Numbers:
    return each(frames["guests"]["pass"].value_counts())


def _spend(frames: Frames) -> Numbers:
    return {"median": float(frames["guests"]["restaurants"].median())}


def _school(frames: Frames) -> Numbers:
    rates = percents(frames["guests"]["returned"], frames["guests"]["pass"])
    return {label: rates[label] for label in ("day %", "season %")}


def _nationalities(frames: Frames) -> Numbers:
    return each(frames["guests"]["nationality"].value_counts().head(3))


def _valleys(frames: Frames) -> Numbers:
    counts = frames["guests"]["valley"].value_counts()
    if counts["Birkental"] != counts["Hochmoos"] or counts.nlargest(2).min() != counts["Hochmoos"]:
        raise ValueError(f"no tie at the top: {counts.to_dict()}")
    return {"Birkental": int(counts["Birkental"]), "Hochmoos": int(counts["Hochmoos"])}


COMPANY = Company(
    "ski",
    truth,
    write,
    (
        Ask(
            "reversal",
            "Do guests who bought their pass at the hotel come back more often than web buyers?",
            _returned,
            (("within", "inside", "each pass", "every pass", "revers", "turns", "simpson"),),
        ),
        Ask("distribution", "How are the pass types distributed among our guests?", _passes),
        Ask(
            "shape",
            "Does the average restaurant spend describe our guests well?",
            _spend,
            (("median", "half"), ("nothing", "zero", "0 EUR", "spent 0", "skew")),
        ),
        Ask(
            "drivers",
            "What goes together with guests returning the next season?",
            _school,
            (("pass type", "Pass type"),),
        ),
        Ask("top", "What are our top 3 nationalities by number of guests?", _nationalities),
        Ask(
            "tie",
            "Which home valley do most guests come from?",
            _valleys,
            (("Birkental",), ("Hochmoos",), ("tie", "tied", "equal", "same number", "as many", "both")),
        ),
    ),
)

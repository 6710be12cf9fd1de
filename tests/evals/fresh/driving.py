"""A driving school whose table and questions are German."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import SIGNIFICANT, Ask, Company, Frames, Numbers, comma, days, percents, spelled


def truth() -> Frames:
    """Return learners."""
    rng = np.random.default_rng(22)
    size = 760
    branch = rng.choice(["Nord", "Altstadt", "Bahnhof"], size, p=[0.4, 0.35, 0.25])
    pass_rate = pd.Series(branch).map({"Nord": 0.78, "Altstadt": 0.62, "Bahnhof": 0.55}).to_numpy()
    kind = rng.choice(["A", "B", "BE"], size, p=[0.25, 0.65, 0.1])
    base = pd.Series(kind).map({"A": 1750.0, "B": 2450.0, "BE": 900.0}).to_numpy()
    learners = pd.DataFrame(
        {
            "learner": np.arange(size) + 4100,
            "branch": branch,
            "class": kind,
            "age": np.clip(rng.gamma(3, 4, size) + 16.5, 17, 70).astype(int),
            "lessons": rng.poisson(26, size),
            "passed": rng.random(size) < pass_rate,
            "enrolled": days(rng, "2023-10-01", "2024-12-31", size),
            "price": (base + rng.normal(0, 300, size)).round(2),
            "heard": rng.choice(["Freunde", "Plakat", "Internet", "Schule"], size),
        }
    )
    return {"learners": learners}


def write(folder: Path, frames: Frames) -> None:
    """German headers, decimal commas, day-first dates, Latin-1."""
    table = frames["learners"]
    pd.DataFrame(
        {
            "Schüler-Nr": table["learner"],
            "Filiale": table["branch"],
            "Führerscheinklasse": table["class"],
            "Alter": table["age"],
            "Fahrstunden": table["lessons"],
            "Prüfung bestanden": spelled(table["passed"], "ja", "nein", 22),
            "Anmeldedatum": table["enrolled"].dt.strftime("%d.%m.%Y"),
            "Gesamtpreis (€)": table["price"].map(comma),
            "Aufmerksam geworden durch": table["heard"],
        }
    ).to_csv(folder / "fahrschueler.csv", sep=";", index=False, encoding="latin-1", errors="replace")


def _passed(frames: Frames) -> Numbers:
    return percents(frames["learners"]["passed"], frames["learners"]["branch"])


def _lessons(frames: Frames) -> Numbers:
    return {"Median": float(frames["learners"]["lessons"].median())}


def _failed(frames: Frames) -> Numbers:
    table = frames["learners"]
    return {"Schüler": int(((table["age"] > 30) & ~table["passed"]).sum())}


def _prices(frames: Frames) -> Numbers:
    means = frames["learners"].groupby("class")["price"].mean()
    return {"A": float(means["A"]), "B": float(means["B"])}


def _quarter(frames: Frames) -> Numbers:
    enrolled = frames["learners"]["enrolled"]
    return {"Anmeldungen": int(enrolled.between("2024-04-01", "2024-06-30").sum())}


COMPANY = Company(
    "driving",
    truth,
    write,
    (
        Ask("share", "Wie viel Prozent der Fahrschüler haben die Prüfung bestanden, je Filiale?", _passed),
        Ask("median", "Wie viele Fahrstunden braucht ein Schüler im Median?", _lessons),
        Ask("filter", "Wie viele Schüler über 30 haben die Prüfung nicht bestanden?", _failed),
        Ask(
            "compare",
            "Unterscheidet sich der durchschnittliche Gesamtpreis zwischen Klasse A und Klasse B signifikant?",
            _prices,
            (SIGNIFICANT,),
        ),
        Ask("period", "Wie viele Anmeldungen gab es im zweiten Quartal 2024?", _quarter),
        Ask("missing", "Welcher Fahrlehrer hat die höchste Durchfallquote?"),
    ),
)

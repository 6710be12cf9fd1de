"""A garden centre whose tables and questions are French: customers with or without a card, and purchases."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import SIGNIFICANT, Ask, Company, Frames, Numbers, comma, days, each, spelled


def truth() -> Frames:
    """Return customers and purchases; who has a card spends more."""
    rng = np.random.default_rng(55)
    size, count = 620, 2900
    customers = pd.DataFrame(
        {
            "customer": [f"C{30000 + at}" for at in range(size)],
            "town": rng.choice(["Tours", "Blois", "Amboise", "Saumur"], size, p=[0.4, 0.25, 0.2, 0.15]),
            "card": rng.random(size) < 0.46,
            "age": rng.integers(22, 84, size),
            "garden": rng.gamma(2, 160, size).round(),
        }
    )
    buyer = rng.choice(customers["customer"], count)
    card = pd.Series(buyer).map(customers.set_index("customer")["card"]).to_numpy()
    purchases = pd.DataFrame(
        {
            "purchase": np.arange(count) + 900_001,
            "customer": buyer,
            "date": days(rng, "2023-03-01", "2024-10-31", count),
            "section": rng.choice(
                ["Plantes", "Outils", "Décoration", "Semences"], count, p=[0.45, 0.2, 0.2, 0.15]
            ),
            "amount": (rng.lognormal(3.2, 0.7, count) * np.where(card, 1.25, 1.0)).round(2),
        }
    )
    return {"customers": customers, "purchases": purchases}


def write(folder: Path, frames: Frames) -> None:
    """French headers, decimal commas, day-first dates."""
    customers, purchases = frames["customers"], frames["purchases"]
    pd.DataFrame(
        {
            "N° client": customers["customer"],
            "Ville": customers["town"],
            "Carte de fidélité": spelled(customers["card"], "oui", "non", 55),
            "Âge": customers["age"],
            "Surface du jardin (m²)": customers["garden"].astype(int),
        }
    ).to_csv(folder / "clients.csv", sep=";", index=False)
    pd.DataFrame(
        {
            "N° achat": purchases["purchase"],
            "N° client": purchases["customer"],
            "Date d'achat": purchases["date"].dt.strftime("%d/%m/%Y"),
            "Rayon": purchases["section"],
            "Montant (€)": purchases["amount"].map(comma),
        }
    ).to_csv(folder / "achats.csv", sep=";", index=False)


def _joined(frames: Frames) -> pd.DataFrame:
    return frames["purchases"].merge(frames["customers"], on="customer")


def _cards(frames: Frames) -> Numbers:
    return {"clients": int(frames["customers"]["card"].sum())}


def _sections(frames: Frames) -> Numbers:
    return each(frames["purchases"].groupby("section")["amount"].sum())


def _tours(frames: Frames) -> Numbers:
    table = _joined(frames)
    return {"médiane": float(table.loc[table["town"] == "Tours", "amount"].median())}


def _seeds(frames: Frames) -> Numbers:
    table = frames["purchases"]
    month = table["date"].dt.strftime("%Y-%m") == "2024-04"
    return {"achats": int((month & (table["section"] == "Semences")).sum())}


def _spending(frames: Frames) -> Numbers:
    means = _joined(frames).groupby("card")["amount"].mean()
    return {"avec carte": float(means[True]), "sans carte": float(means[False])}


def _thrice(frames: Frames) -> Numbers:
    return {"clients": int((frames["purchases"]["customer"].value_counts() >= 3).sum())}


COMPANY = Company(
    "garden",
    truth,
    write,
    (
        Ask("count", "Combien de clients ont la carte de fidélité ?", _cards),
        Ask("group", "Quel est le montant total des achats par rayon ?", _sections),
        Ask("join", "Quel est le montant médian d'un achat pour les clients de Tours ?", _tours),
        Ask("period", "Combien d'achats de semences y a-t-il eu en avril 2024 ?", _seeds),
        Ask(
            "compare",
            "Les clients avec carte dépensent-ils plus par achat que ceux sans carte, et est-ce significatif ?",
            _spending,
            (SIGNIFICANT,),
        ),
        Ask("having", "Combien de clients ont acheté au moins trois fois ?", _thrice),
    ),
)

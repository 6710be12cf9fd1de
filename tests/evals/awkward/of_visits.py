"""A vineyard and a dentist: visits, orders, treatments."""

import random
from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.awkward.spelling import (
    Frames,
    chance,
    days,
    french,
    german,
    joined,
    lines,
    save,
)


def vineyard() -> Frames:
    """Members of a French wine club, and their orders."""
    rng = np.random.default_rng(202)
    size = 620
    tier = rng.choice(["Découverte", "Prestige", "Grand Cru"], size, p=[0.55, 0.3, 0.15])
    visited = chance(rng, np.full(size, 0.4))
    base = pd.Series(tier).map({"Découverte": 0.38, "Prestige": 0.22, "Grand Cru": 0.1}).to_numpy()
    cancelled = chance(rng, base - 0.14 * visited + 0.04)
    reasons = rng.choice(["prix", "déménagement", "livraison", "goût"], size, p=[0.45, 0.2, 0.25, 0.1])
    clients = pd.DataFrame(
        {
            "client": np.arange(5001, 5001 + size),
            "region": rng.choice(["Alsace", "Bourgogne", "Loire", "Provence"], size, p=[0.2, 0.35, 0.3, 0.15]),
            "joined": days(rng, "2017-01-01", "2022-09-30", size),
            "tier": tier,
            "spend": rng.lognormal(6.4, 0.8, size).round(2),
            "visited": visited,
            "cancelled": cancelled,
            "reason": np.where(cancelled, reasons, ""),
        }
    )
    count = 1500
    season = [6, 5, 7, 8, 9, 8, 4, 3, 10, 12, 15, 21]
    dates = days(rng, "2022-10-01", "2024-02-29", count * 3)
    weight = dates.dt.month.map(lambda month: season[month - 1]).to_numpy(dtype=float)
    chosen = rng.choice(len(dates), count, replace=False, p=weight / weight.sum())
    orders = pd.DataFrame(
        {
            "client": rng.choice(clients["client"], count),
            "date": dates.iloc[chosen].to_numpy(),
            "grape": rng.choice(["Riesling", "Pinot noir", "Chenin", "Syrah"], count, p=[0.3, 0.35, 0.2, 0.15]),
            "amount": rng.lognormal(5, 0.9, count).round(2),
            "boxes": rng.integers(1, 7, count),
        }
    )
    return {"clients": clients, "orders": orders}


def write_vineyard(folder: Path, frames: Frames) -> None:
    """French headers in cp1252, decimal commas, spaces between thousands, currency signs."""
    clients = frames["clients"]
    yes = {True: "oui", False: "non"}
    table = pd.DataFrame(
        {
            "N° client": clients["client"],
            "Région": clients["region"],
            "Date d'adhésion": clients["joined"].dt.strftime("%d/%m/%Y"),
            "Formule": clients["tier"],
            "Dépenses annuelles (€)": clients["spend"].map(french),
            "Visite au domaine": clients["visited"].map(yes),
            "Résilié": clients["cancelled"].map(yes),
            "Motif de résiliation": clients["reason"],
        }
    )
    save(folder / "clients.csv", lines(table, ";"), "cp1252")
    orders = frames["orders"]
    table = pd.DataFrame(
        {
            "Commande": [f"C{number:05d}" for number in range(1, len(orders) + 1)],
            "Adhérent": orders["client"],
            "Date": orders["date"].dt.strftime("%d/%m/%Y"),
            "Cépage": orders["grape"],
            "Montant": orders["amount"].map(french) + " €",
            "Cartons": orders["boxes"],
        }
    )
    save(folder / "commandes.csv", lines(table, ";"), "cp1252")


def dental() -> Frames:
    """Patients of a German dental practice, and their treatments."""
    rng = np.random.default_rng(303)
    size = 480
    insurance = rng.choice(["gesetzlich", "privat", "Selbstzahler"], size, p=[0.68, 0.24, 0.08])
    insurance[[40, 211, 377]] = "Ausland"
    reminder = chance(rng, np.full(size, 0.6))
    wait = np.where(insurance == "privat", rng.gamma(6, 2, size), rng.gamma(7, 3.4, size)).round()
    wait[rng.random(size) < 0.09] = np.nan
    distance = rng.gamma(2, 7, size).round(1)
    distance[rng.random(size) < 0.05] = np.nan
    extras = {"Prophylaxe": 0.45, "Bleaching": 0.18, "Schiene": 0.22, "Implantat": 0.08}
    patients = pd.DataFrame(
        {
            "patient": np.arange(70001, 70001 + size),
            "born": rng.integers(1940, 2012, size),
            "insurance": insurance,
            "first": days(rng, "2012-01-01", "2023-12-31", size),
            "distance": distance,
            "wait": wait,
            "reminder": reminder,
            "extras": joined(rng, extras, size, ", "),
            "left": chance(rng, np.where(reminder, 0.11, 0.39)),
        }
    )
    count = 1800
    fees = {"Kontrolle": 45, "Füllung": 120, "Krone": 680, "Wurzelbehandlung": 410, "Zahnreinigung": 95}
    kind = rng.choice(list(fees), count, p=[0.42, 0.2, 0.07, 0.09, 0.22])
    fee = pd.Series(kind).map(fees).to_numpy() * rng.lognormal(0, 0.35, count)
    treatments = pd.DataFrame(
        {
            "patient": rng.choice(patients["patient"], count),
            "date": days(rng, "2023-01-01", "2024-06-30", count),
            "kind": kind,
            "fee": fee.round(2),
        }
    )
    return {"patients": patients, "treatments": treatments}


def write_dental(folder: Path, frames: Frames) -> None:
    """UTF-16 with tabs, decimal commas, four ways to say unknown, and options joined by commas."""
    dice = random.Random(303)
    patients = frames["patients"]
    distance = [
        dice.choice(("-1", "?")) if missing else german(value, 1)
        for value, missing in zip(patients["distance"], patients["distance"].isna(), strict=True)
    ]
    wait = [
        dice.choice(("999", "unbekannt")) if missing else f"{value:.0f}"
        for value, missing in zip(patients["wait"], patients["wait"].isna(), strict=True)
    ]
    table = pd.DataFrame(
        {
            "Pat.-Nr.": patients["patient"],
            "Geburtsjahr": patients["born"],
            "Versicherung": patients["insurance"],
            "Erstbesuch": patients["first"].dt.strftime("%d.%m.%Y"),
            "Anfahrt (km)": distance,
            "Wartezeit (Min.)": wait,
            "Recall-Erinnerung": [
                dice.choice(("ja", "J") if flag else ("nein", "N")) for flag in patients["reminder"]
            ],
            "Zusatzleistungen": patients["extras"],
            "gekuendigt": patients["left"].map({True: "ja", False: "nein"}),
        }
    )
    save(folder / "patienten.txt", lines(table, "\t"), "utf-16")
    treatments = frames["treatments"]
    table = pd.DataFrame(
        {
            "Patient": treatments["patient"],
            "Datum": treatments["date"].dt.strftime("%d.%m.%Y"),
            "Behandlungsart": treatments["kind"],
            "Honorar (EUR)": treatments["fee"].map(german),
        }
    )
    save(folder / "behandlungen.csv", lines(table, ";"))

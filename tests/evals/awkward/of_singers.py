"""A ferry and a festival of choirs: crossings, registrations, tickets."""

import random
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from tests.evals.awkward.spelling import (
    Frames,
    chance,
    days,
    english,
    lines,
    mixed,
    save,
    spelled,
    words,
    workbook,
)


def ferry() -> Frames:
    """Season passes of a ferry line, its sailings day by day, and the monthly report of another office."""
    rng = np.random.default_rng(404)
    ports = {"Aberwick": 270, "Lindö": 270, "Skarholm": 210, "Port Ellery": 150}
    port = rng.permutation(np.repeat(list(ports), list(ports.values())))
    size = len(port)
    vehicle = rng.choice(["none", "bicycle", "car", "van"], size, p=[0.4, 0.22, 0.3, 0.08])
    base = pd.Series(vehicle).map({"none": 0.5, "bicycle": 0.58, "car": 0.76, "van": 0.7}).to_numpy()
    renewed = chance(rng, base - 0.18 * (port == "Skarholm"))
    passes = pd.DataFrame(
        {
            "pass": [f"FP-{number:04d}" for number in range(1, size + 1)],
            "port": port,
            "age": rng.integers(17, 88, size),
            "vehicle": vehicle,
            "price": (rng.integers(16, 60, size) * 50).astype(float),
            "bought": days(rng, "2023-11-01", "2024-04-30", size),
            "crossings": rng.poisson(np.where(renewed, 34, 19)),
            "renewed": renewed,
        }
    )
    dates = pd.date_range("2024-01-01", "2024-12-31")
    routes = {"Aberwick-Lindö": 210, "Lindö-Skarholm": 120, "Skarholm-Port Ellery": 80}
    rows = []
    for date in dates:
        summer = 1 + 1.1 * np.exp(-(((date.day_of_year - 200) / 45) ** 2))
        for route, mean in routes.items():
            rows.append((date, route, 6, int(rng.binomial(6, 0.03)), int(rng.poisson(mean * summer))))
    sailings = pd.DataFrame(rows, columns=["date", "route", "sailings", "cancelled", "passengers"])
    monthly = sailings.groupby(sailings["date"].dt.to_period("M"))["passengers"].sum()
    report = pd.DataFrame({"month": monthly.index.astype(str), "passengers": monthly.to_numpy()})
    report.loc[6, "passengers"] += 1184
    return {"passes": passes, "sailings": sailings, "report": report}


def write_ferry(folder: Path, frames: Frames) -> None:
    """One workbook of three sheets, a header over two lines, mixed dates, and a report that disagrees."""
    dice = random.Random(404)
    passes = frames["passes"]
    book = Workbook()
    notes = book.active
    notes.title = "Read me"
    for text in ("Season passes 2024", "Exported by the ticket office.", "kr = kroner, paid at the counter."):
        notes.append([text])
    sheet = book.create_sheet("Passes")
    sheet.append(["Holder", None, None, None, "Pass", None, "Season", None])
    sheet.append(
        ["Pass no", "Home port", "Age", "Vehicle", "Price paid (kr)", "Bought on", "Crossings", "Renewed"]
    )
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("E1:F1")
    sheet.merge_cells("G1:H1")
    for row in passes.itertuples(index=False):
        bought = dice.choice((row.bought.to_pydatetime(), row.bought.strftime("%d.%m.%Y")))
        age = dice.choice((int(row.age), f" {row.age} "))
        renewed = "Yes" if row.renewed else "No"
        price = english(row.price, 0)
        sheet.append([row[0], row.port, age, row.vehicle, price, bought, int(row.crossings), renewed])
    sheet = book.create_sheet("Sailings")
    sheet.append(["Date", "Route", "Sailings planned", "Sailings cancelled", "Passengers"])
    for row in frames["sailings"].itertuples(index=False):
        day: datetime = row.date.to_pydatetime()
        sheet.append([day, row.route, row.sailings, row.cancelled, row.passengers])
    workbook(folder / "season_passes.xlsx", book)
    report = frames["report"]
    table = pd.DataFrame(
        {"Month": report["month"], "Passengers": report["passengers"].map(lambda n: english(n, 0))}
    )
    save(folder / "harbour_office_report.csv", lines(table, ","))


def choir_festival() -> Frames:
    """Choirs registered for a festival, and the tickets sold for their concerts."""
    rng = np.random.default_rng(808)
    size = 260
    category = rng.choice(["youth", "mixed", "male voice", "chamber"], size, p=[0.25, 0.4, 0.12, 0.23])
    first = chance(rng, np.full(size, 0.45))
    singers = np.where(category == "chamber", rng.integers(8, 25, size), rng.integers(18, 71, size))
    choirs = pd.DataFrame(
        {
            "choir": [f"CH{number:03d}" for number in range(1, size + 1)],
            "country": rng.choice(["Wales", "Estonia", "Portugal", "Ghana"], size, p=[0.32, 0.28, 0.25, 0.15]),
            "category": category,
            "singers": singers,
            "fee": (singers * 32.5 + 200).round(2),
            "registered": days(rng, "2023-11-01", "2024-04-30", size),
            "first": first,
            "churned": chance(rng, np.where(first, 0.52, 0.24)),
        }
    )
    count = 2400
    names = np.concatenate([choirs["choir"], rng.choice(choirs["choir"], count - size)])
    tickets = pd.DataFrame(
        {
            "sale": np.arange(1, count + 1),
            "choir": rng.permutation(names),
            "concert": days(rng, "2024-07-05", "2024-07-14", count),
            "seats": rng.integers(1, 7, count),
            "price": rng.choice([12.0, 18.0, 25.0], count, p=[0.4, 0.4, 0.2]),
            "channel": rng.choice(["online", "box office", "partner"], count, p=[0.6, 0.3, 0.1]),
        }
    )
    return {"choirs": choirs, "tickets": tickets}


def write_choir_festival(folder: Path, frames: Frames) -> None:
    """Tabs, dates in three styles, numbers as figures and as words, Swiss thousands, and tickets in Parquet."""
    dice = random.Random(808)
    choirs = frames["choirs"]
    table = pd.DataFrame(
        {
            "Choir no.": choirs["choir"],
            "Country": choirs["country"],
            "Category": choirs["category"],
            "Singers": [words(value) if dice.random() < 0.3 else str(value) for value in choirs["singers"]],
            "Entry fee (CHF)": choirs["fee"].map(lambda value: english(value).replace(",", "'")),
            "Registered": mixed(choirs["registered"], dice),
            "First time here?": spelled(choirs["first"], dice),
            "Next year": choirs["churned"].map({True: "churned", False: "signed again"}),
        }
    )
    header, *rows = lines(table, "\t")
    save(folder / "registrations.tsv", [header, *rows[:130], header, *rows[130:]])
    names = {"sale": "sale_no", "choir": "performer", "concert": "concert_date", "price": "price_chf"}
    tickets = frames["tickets"].rename(columns=names)
    tickets.to_parquet(folder / "tickets.parquet", index=False)

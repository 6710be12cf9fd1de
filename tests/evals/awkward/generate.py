"""Write the table folders of eight invented companies, each awkward in its own ways.

`python -m tests.evals.awkward.generate FOLDER`. Every company has a function for its clean truth, from which
`answers.py` computes what is right, and one that writes the truth down as badly as real exports are written.
"""

import random
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

Frames = dict[str, pd.DataFrame]
Truth = Callable[[], Frames]
Writer = Callable[[Path, Frames], None]

TRUE = ("yes", "Y", "TRUE", "1", "t")
FALSE = ("no", "N", "FALSE", "0", "f")
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
UNITS = tuple(f"{SMALL} seventeen eighteen nineteen".split())
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
STAMP = (2025, 1, 1, 0, 0, 0)


def words(number: int) -> str:
    """Spell a number below a hundred."""
    if number < 20:
        return UNITS[number]
    tens, units = divmod(number, 10)
    return TENS[tens] + (f"-{UNITS[units]}" if units else "")


def english(value: float, decimals: int = 2) -> str:
    """Write a number as 1,234.50."""
    return f"{value:,.{decimals}f}"


def german(value: float, decimals: int = 2) -> str:
    """Write a number as 1.234,50."""
    return english(value, decimals).translate(str.maketrans(",.", ".,"))


def french(value: float, decimals: int = 2) -> str:
    """Write a number as 1 234,50, with the space that does not break."""
    return english(value, decimals).translate(str.maketrans(",.", "\xa0,"))


def days(rng: np.random.Generator, first: str, last: str, size: int) -> pd.Series:
    """Draw days between two dates, both included."""
    start = pd.Timestamp(first)
    span = (pd.Timestamp(last) - start).days + 1
    return pd.Series(start + pd.to_timedelta(rng.integers(0, span, size), unit="D"))


def spelled(flags: pd.Series, dice: random.Random) -> list[str]:
    """Spell a truth value in five ways."""
    return [dice.choice(TRUE if flag else FALSE) for flag in flags]


def mixed(dates: pd.Series, dice: random.Random) -> list[str]:
    """Write dates as ISO, day first, or with the month's name; none can be read as month first."""
    return [date.strftime(dice.choice(("%Y-%m-%d", "%d.%m.%Y", "%-d %B %Y"))) for date in dates]


def chance(rng: np.random.Generator, probability: np.ndarray) -> np.ndarray:
    """Draw true with the probability of each row."""
    return rng.random(len(probability)) < probability


def joined(rng: np.random.Generator, shares: dict[str, float], size: int, separator: str) -> list[str]:
    """Draw a multi-select answer: each option with its own share, at least one."""
    options = list(shares)
    rows = []
    for draw in rng.random((size, len(options))):
        chosen = [option for option, point in zip(options, draw, strict=True) if point < shares[option]]
        rows.append(separator.join(chosen or options[:1]))
    return rows


def lines(frame: pd.DataFrame, separator: str) -> list[str]:
    """Write a table of texts as lines, header first."""
    return frame.to_csv(sep=separator, index=False, lineterminator="\n").splitlines()


def save(path: Path, rows: list[str], encoding: str = "utf-8") -> None:
    """Write lines in an encoding."""
    path.write_bytes(("\n".join(rows) + "\n").encode(encoding))


def workbook(path: Path, book: Workbook) -> None:
    """Save a workbook whose bytes do not depend on the clock."""
    raw = BytesIO()
    book.save(raw)
    stamp = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*STAMP)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z(?=<)", stamp.encode(), data)
            new.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)


def library() -> Frames:
    """Members of a public library, and their loans."""
    rng = np.random.default_rng(101)
    size = 1400
    branch = rng.choice(["Central", "Harbour", "Northgate", "Mobile"], size, p=[0.45, 0.25, 0.18, 0.12])
    newsletter = chance(rng, np.full(size, 0.55))
    base = pd.Series(branch).map({"Central": 0.2, "Harbour": 0.32, "Northgate": 0.26, "Mobile": 0.48}).to_numpy()
    lapsed = chance(rng, base - 0.1 * newsletter + 0.05)
    visits = np.where(lapsed, rng.poisson(5, size), rng.poisson(16, size)).astype(float)
    visits[rng.random(size) < 0.06] = np.nan
    members = pd.DataFrame(
        {
            "card": [f"M{100001 + number}" for number in range(size)],
            "joined": days(rng, "2018-01-01", "2023-12-31", size),
            "branch": branch,
            "age_band": rng.choice(["child", "teen", "adult", "senior", ""], size, p=[0.2, 0.12, 0.4, 0.22, 0.06]),
            "newsletter": newsletter,
            "visits": visits,
            "fines": np.where(rng.random(size) < 0.78, 0, rng.gamma(2, 3, size)).round(2),
            "lapsed": lapsed,
        }
    )
    count = 2600
    kinds = ["Book", "Large print book", "Audiobook", "DVD", "Board game"]
    loans = pd.DataFrame(
        {
            "card": rng.choice(members["card"], count),
            "date": days(rng, "2023-07-01", "2024-12-31", count),
            "kind": rng.choice(kinds, count, p=[0.52, 0.14, 0.12, 0.13, 0.09]),
            "days_kept": rng.integers(1, 43, count),
        }
    )
    return {"members": members, "loans": loans}


def write_library(folder: Path, frames: Frames) -> None:
    """Semicolons, cp1252, a header on every page, double rows, 999 for unknown, and a dictionary."""
    dice = random.Random(101)
    members = frames["members"]
    table = pd.DataFrame(
        {
            "CardNumber": members["card"],
            "Joined on": members["joined"].dt.strftime("%d/%m/%Y"),
            "Branch": members["branch"],
            "AgeBand": members["age_band"].replace("", "?"),
            "Newsletter": spelled(members["newsletter"], dice),
            "VisitsLY": members["visits"].fillna(999).astype(int),
            "Fines owed (£)": members["fines"].map(english),
            "Status": members["lapsed"].map({True: "lapsed", False: "active"}),
        }
    )
    header, *rows = lines(table, ";")
    lapsed_rows = [row for row in rows if row.endswith("lapsed")]
    for row in dice.sample(lapsed_rows, 41):
        rows.insert(dice.randrange(len(rows)), row)
    pages = [line for start in range(0, len(rows), 400) for line in (header, *rows[start : start + 400])]
    save(folder / "members.csv", pages, "cp1252")
    loans = frames["loans"]
    table = pd.DataFrame(
        {
            "Borrower": loans["card"],
            "Out": loans["date"].dt.strftime("%d.%m.%Y"),
            "Item type": loans["kind"],
            "Days kept": loans["days_kept"],
        }
    )
    save(folder / "loans.csv", lines(table, ";"), "cp1252")
    notes = [
        ("members.csv", "CardNumber", "number on the library card; Borrower in loans.csv"),
        ("members.csv", "Joined on", "day, month, year"),
        ("members.csv", "AgeBand", "child, teen, adult or senior; ? when not asked"),
        ("members.csv", "Newsletter", "member receives the e-mail newsletter"),
        ("members.csv", "VisitsLY", "visits last year as counted by the gate; 999 means not counted"),
        ("members.csv", "Status", "lapsed: the card was not renewed"),
        ("loans.csv", "Out", "day the loan began"),
    ]
    dictionary = pd.DataFrame(notes, columns=["file", "column", "description"])
    save(folder / "data_dictionary.csv", lines(dictionary, ","))


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


def coworking() -> Frames:
    """Members of a coworking house, and their check-ins."""
    rng = np.random.default_rng(505)
    size = 760
    plan = rng.choice(["Hot desk", "Fixed desk", "Studio"], size, p=[0.5, 0.33, 0.17])
    billing = rng.choice(["monthly", "annual"], size, p=[0.6, 0.4])
    base = pd.Series(plan).map({"Hot desk": 0.5, "Fixed desk": 0.42, "Studio": 0.38}).to_numpy()
    left = chance(rng, base - 0.34 * (billing == "annual"))
    fee = pd.Series(plan).map({"Hot desk": 140, "Fixed desk": 290, "Studio": 760}).to_numpy()
    interests = {"networking": 0.5, "yoga": 0.28, "podcast room": 0.21, "mentoring": 0.36, "bike parking": 0.15}
    desks = np.where(plan == "Studio", rng.integers(2, 9, size), rng.choice([1, 1, 1, 2, 3], size))
    members = pd.DataFrame(
        {
            "member": [f"CW-{number:04d}" for number in range(1, size + 1)],
            "plan": plan,
            "billing": billing,
            "desks": desks,
            "fee": (fee * rng.lognormal(0, 0.15, size)).round(2),
            "signup": days(rng, "2019-01-01", "2023-12-31", size),
            "team": rng.integers(1, 30, size),
            "interests": joined(rng, interests, size, ", "),
            "left": left,
            "refunded": left & chance(rng, np.full(size, 0.93)),
            "exit_score": np.where(left, rng.integers(1, 11, size), np.nan),
        }
    )
    count = 3000
    checkins = pd.DataFrame(
        {
            "member": rng.choice(members["member"], count),
            "date": days(rng, "2024-01-01", "2024-06-30", count),
            "site": rng.choice(["North Loft", "Canal House", "Old Mill"], count, p=[0.44, 0.34, 0.22]),
            "hours": rng.gamma(5, 1, count).round(1),
        }
    )
    return {"members": members, "checkins": checkins}


def write_coworking(folder: Path, frames: Frames) -> None:
    """Parquet with numbers as words and columns known only after the outcome; check-ins without a header."""
    members = frames["members"]
    table = pd.DataFrame(
        {
            "member_ref": members["member"],
            "plan": members["plan"],
            "billing": members["billing"],
            "desks": members["desks"].map(words),
            "monthly_fee_eur": members["fee"],
            "signup_date": members["signup"],
            "team_size": members["team"],
            "interests": members["interests"],
            "attrition_flag": members["left"].map({True: "left", False: "stayed"}),
            "deposit_refunded": members["refunded"].map({True: "yes", False: "no"}),
            "exit_survey_score": members["exit_score"],
        }
    )
    table.to_parquet(folder / "members.parquet", index=False)
    checkins = frames["checkins"].assign(date=frames["checkins"]["date"].dt.strftime("%Y-%m-%d"))
    save(folder / "checkins.csv", lines(checkins, ",")[1:])
    notes = [
        (1, "member", "member_ref of the member who checked in"),
        (2, "day", "day of the check-in"),
        (3, "site", "house in which the member checked in"),
        (4, "hours", "hours until check-out"),
    ]
    save(folder / "checkins_columns.csv", lines(pd.DataFrame(notes, columns=["no", "column", "description"]), ","))


def pet_insurance() -> Frames:
    """Quotes of a pet insurer, and the claims of those who bought."""
    rng = np.random.default_rng(606)
    size = 2200
    channel = rng.choice(["web", "vet", "phone", "broker"], size, p=[0.42, 0.3, 0.18, 0.1])
    mix = {"web": [0.64, 0.28, 0.08], "vet": [0.14, 0.34, 0.52]}
    species = np.array(
        [rng.choice(["dog", "cat", "rabbit"], p=mix.get(name, [0.5, 0.4, 0.1])) for name in channel]
    )
    species[[17, 905, 1630]] = "ferret"
    base = pd.Series(species).map({"dog": 0.44, "cat": 0.22, "rabbit": 0.05, "ferret": 0.5}).to_numpy()
    bought = chance(rng, base + 0.11 * (channel == "vet"))
    price = pd.Series(species).map({"dog": 620, "cat": 340, "rabbit": 150, "ferret": 200}).to_numpy()
    age = np.clip(rng.gamma(2, 2, size).round(), 0, np.where(species == "rabbit", 9, 16))
    age[rng.random(size) < 0.08] = np.nan
    plans = rng.choice(["Basic", "Plus", "Lifetime"], size, p=[0.5, 0.3, 0.2])
    quotes = pd.DataFrame(
        {
            "quote": [f"Q24{number:05d}" for number in range(1, size + 1)],
            "date": days(rng, "2024-01-01", "2024-12-31", size),
            "species": species,
            "age": age,
            "premium": (price * rng.lognormal(0, 0.45, size)).round(2),
            "channel": channel,
            "bought": bought,
            "plan": np.where(bought, plans, ""),
        }
    )
    count = 900
    claims = pd.DataFrame(
        {
            "quote": rng.choice(quotes.loc[quotes["bought"] & (species != "ferret"), "quote"], count),
            "date": days(rng, "2025-01-01", "2025-06-30", count),
            "amount": rng.lognormal(5.6, 0.9, count).round(2),
            "paid": chance(rng, np.full(count, 0.8)),
        }
    )
    return {"quotes": quotes, "claims": claims}


def write_pet_insurance(folder: Path, frames: Frames) -> None:
    """Pipes, numbers padded with blanks, thousands separators, -1 for unknown, five spellings of yes."""
    dice = random.Random(606)
    quotes = frames["quotes"]
    table = pd.DataFrame(
        {
            "QuoteRef": quotes["quote"],
            "QuoteDate": quotes["date"].dt.strftime("%d/%m/%Y"),
            "Species": quotes["species"],
            "PetAge": [f"{value:>5.0f}" for value in quotes["age"].fillna(-1)],
            "PremiumQuoted": [english(value).rjust(12) for value in quotes["premium"]],
            "Channel": quotes["channel"],
            "Purchased": spelled(quotes["bought"], dice),
            "PlanChosen": quotes["plan"],
        }
    )
    save(folder / "quotes.txt", lines(table, "|"))
    claims = frames["claims"]
    table = pd.DataFrame(
        {
            "claim_id": [f"CL-{number:04d}" for number in range(1, len(claims) + 1)],
            "policy_quote_no": claims["quote"],
            "claimed_on": claims["date"].dt.strftime("%d/%m/%Y"),
            "claim_amount": [english(value).rjust(10) for value in claims["amount"]],
            "decision": claims["paid"].map({True: "paid", False: "declined"}),
        }
    )
    save(folder / "claims.txt", lines(table, "|"))


def seed_bank() -> Frames:
    """Two surveys of a seed bank among different gardeners, and its store."""
    rng = np.random.default_rng(707)
    crops = {"tomatoes": 0.62, "beans": 0.48, "squash": 0.3, "lettuce": 0.42, "flowers": 0.35}
    frames = {}
    for year, size, again, happy in ((2023, 310, 0.71, 3.4), (2024, 340, 0.58, 3.3)):
        saves = chance(rng, np.full(size, 0.42))
        score = np.clip((rng.normal(happy, 1, size) + 0.6 * saves).round(), 1, 5)
        score[rng.random(size) < 0.05] = np.nan
        frames[f"survey_{year}"] = pd.DataFrame(
            {
                "respondent": [f"G{year - 2000}-{number:03d}" for number in range(1, size + 1)],
                "region": rng.choice(["coast", "hills", "plain"], size, p=[0.3, 0.25, 0.45]),
                "years": rng.integers(1, 41, size),
                "crops": joined(rng, crops, size, "; "),
                "score": score,
                "saves": saves,
                "again": chance(rng, np.full(size, again)),
            }
        )
    size = 900
    frames["store"] = pd.DataFrame(
        {
            "accession": [f"SB{number:04d}" for number in range(1, size + 1)],
            "family": rng.choice(["Solanaceae", "Fabaceae", "Cucurbitaceae", "Asteraceae"], size),
            "collected": days(rng, "2009-01-01", "2023-12-31", size),
            "viability": np.clip(rng.normal(81, 12, size), 5, 100).round(1),
            "seeds": (rng.lognormal(8, 0.9, size)).round(),
        }
    )
    return frames


def write_seed_bank(folder: Path, frames: Frames) -> None:
    """Whole questions as headers, options joined by semicolons, numbers as words, and mixed dates."""
    dice = random.Random(707)
    for year in (2023, 2024):
        survey = frames[f"survey_{year}"]
        table = pd.DataFrame(
            {
                "Respondent": survey["respondent"],
                "In which area do you garden?": survey["region"],
                "For how many years have you grown plants from seed?": [
                    dice.choice((str(value), words(value))) for value in survey["years"]
                ],
                "Which of these do you grow? (Please tick all that apply)": survey["crops"],
                "How satisfied are you with the germination of our seed? (1 = not at all, 5 = very)": [
                    "?" if missing else f"{value:.0f}"
                    for value, missing in zip(survey["score"], survey["score"].isna(), strict=True)
                ],
                "Do you save seed of your own?": spelled(survey["saves"], dice),
                "Would you order from us again?": survey["again"].map({True: "Yes", False: "No"}),
            }
        )
        save(folder / f"gardeners_{year}.csv", lines(table, ","), "utf-8-sig")
    store = frames["store"]
    table = pd.DataFrame(
        {
            "Accession": store["accession"],
            "Family": store["family"],
            "Collected": mixed(store["collected"], dice),
            "Viability (%)": store["viability"].map(lambda value: f"{value:.1f}"),
            "Seeds stored": store["seeds"].map(lambda value: english(value, 0)),
        }
    )
    save(folder / "accessions.csv", lines(table, ","))


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


COMPANIES: dict[str, tuple[Truth, Writer]] = {
    "library": (library, write_library),
    "vineyard": (vineyard, write_vineyard),
    "dental": (dental, write_dental),
    "ferry": (ferry, write_ferry),
    "coworking": (coworking, write_coworking),
    "pet_insurance": (pet_insurance, write_pet_insurance),
    "seed_bank": (seed_bank, write_seed_bank),
    "choir_festival": (choir_festival, write_choir_festival),
}


def generate(folder: Path) -> None:
    """Write every company's files into a folder of its own."""
    for name, (truth, write) in COMPANIES.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        write(place, truth())


if __name__ == "__main__":
    generate(Path(sys.argv[1]))

"""Invented companies for the evaluation: awkward tables made from a seed, so that nothing is copied."""

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path


def gym(folder: Path) -> None:
    """Write a gym's member list: a sentinel (-1) in the visits, Y/N for who quit, no free text."""
    draw = random.Random(11)
    quit_share = {"Basic": 0.34, "Plus": 0.21, "Family": 0.12}
    rows: list[tuple[object, ...]] = []
    for number in range(1, 1201):
        kind = draw.choices(("Basic", "Plus", "Family"), weights=(55, 30, 15))[0]
        age = draw.choices(("16-24", "25-39", "40-59", "60+"), weights=(20, 40, 28, 12))[0]
        visits = -1 if draw.random() < 0.08 else min(90, int(draw.gammavariate(1.6, 9 if age == "60+" else 6)))
        fee = {"Basic": 19.9, "Plus": 34.9, "Family": 59.0}[kind] + draw.choice((0, 0, 0, 5, 120))
        started = date(2021, 1, 4) + timedelta(days=draw.randrange(1400))
        left = "Y" if draw.random() < quit_share[kind] else "N"
        rows.append((f"M-{number:05d}", started, kind, age, visits, f"{fee:.2f}", left))
    header = ("member_no", "started", "membership", "age_group", "visits_last_90_days", "monthly_fee", "quit")
    _write(folder / "members.csv", ",", header, rows)


def hotel(folder: Path) -> None:
    """Write a hotel's bookings as a German export: semicolons, decimal commas, day-first dates, cp1252."""
    draw = random.Random(12)
    lost = {"Einzelzimmer": 0.10, "Doppelzimmer": 0.18, "Suite": 0.29}
    rows: list[tuple[object, ...]] = []
    for number in range(1, 901):
        room = draw.choices(tuple(lost), weights=(40, 48, 12))[0]
        reason = draw.choices(("Geschäftlich", "Urlaub", "Familie"), weights=(35, 50, 15))[0]
        nights = draw.choices((1, 2, 3), weights=(6, 3, 1))[0] if reason == "Geschäftlich" else draw.randint(2, 9)
        price = (
            nights * {"Einzelzimmer": 79.5, "Doppelzimmer": 112.0, "Suite": 240.0}[room] * draw.uniform(0.9, 1.3)
        )
        arrival = date(2024, 1, 2) + timedelta(days=draw.randrange(500))
        cancelled = "Ja" if draw.random() < lost[room] else "Nein"
        money = f"{price:,.2f}".translate(str.maketrans(",.", ".,"))
        guest = f"G{draw.randrange(1, 600):04d}"
        rows.append((20000 + number, guest, arrival.strftime("%d.%m.%Y"), nights, room, money, reason, cancelled))
    header = (
        "Buchungsnr",
        "Gastnummer",
        "Anreise",
        "Nächte",
        "Zimmertyp",
        "Gesamtpreis",
        "Reisegrund",
        "Storniert",
    )
    _write(folder / "buchungen.csv", ";", header, rows, encoding="cp1252")


def _write(
    path: Path, delimiter: str, header: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8"
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)

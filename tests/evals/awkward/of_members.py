"""A library and a coworking space: members, loans, bookings."""

import random
from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.awkward.spelling import Frames, chance, days, english, joined, lines, save, spelled, words


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

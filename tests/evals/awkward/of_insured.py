"""A pet insurer and a seed bank: policies, claims, lots and what became of them."""

import random
from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.awkward.spelling import Frames, chance, days, english, joined, lines, mixed, save, spelled, words


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

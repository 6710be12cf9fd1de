"""A cinema that asked its visitors twice, other people each time: prices, reasons, and how satisfied they are."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.evals.fresh.company import SIGNIFICANT, Ask, Company, Frames, Numbers

REASONS = ("The film itself", "Being with friends", "The big screen", "Cheap seats", "Getting out of the house")
COUNTER = ("Popcorn", "Drinks", "Ice cream", "Nothing")
KINDS = ((0.95, 0.1, 0.85, 0.1, 0.1), (0.2, 0.95, 0.1, 0.15, 0.85), (0.15, 0.2, 0.1, 0.95, 0.2))


def _survey(rng: np.random.Generator, size: int, satisfaction: float) -> pd.DataFrame:
    kind = rng.integers(0, 3, size)
    base = rng.normal(11, 2, size).clip(6)
    draws = rng.random((size, len(REASONS))) < np.array(KINDS)[kind]
    draws[~draws.any(axis=1), 0] = True
    bought = rng.random((size, 3)) < np.array([0.55, 0.48, 0.2])
    return pd.DataFrame(
        {
            "often": rng.choice(["rarely", "monthly", "weekly"], size, p=[0.5, 0.35, 0.15]),
            "reasons": ["; ".join(np.array(REASONS)[row]) for row in draws],
            "counter": ["; ".join(np.array(COUNTER[:3])[row]) if row.any() else COUNTER[3] for row in bought],
            "popcorn": bought[:, 0],
            "satisfied": (rng.normal(satisfaction, 0.9, size)).round().clip(1, 5).astype(int),
            "too_cheap": (base * rng.uniform(0.35, 0.6, size)).round(1),
            "cheap": (base * rng.uniform(0.65, 0.9, size)).round(1),
            "expensive": (base * rng.uniform(1.05, 1.35, size)).round(1),
            "too_expensive": (base * rng.uniform(1.45, 1.9, size)).round(1),
        }
    )


def truth() -> Frames:
    """Return the answers of spring and of autumn."""
    rng = np.random.default_rng(99)
    return {"spring": _survey(rng, 520, 3.5), "autumn": _survey(rng, 610, 3.9)}


def write(folder: Path, frames: Frames) -> None:
    """Whole questions as headers, prices asked in the spring only."""
    names = {
        "often": "How often do you go to the cinema?",
        "reasons": "Why do you come to us? (tick all that apply)",
        "counter": "What do you usually buy at the counter?",
        "satisfied": "How satisfied are you with us, from 1 to 5?",
        "too_cheap": "At what price would a ticket be so cheap that you doubt its quality? (EUR)",
        "cheap": "At what price would a ticket be a bargain? (EUR)",
        "expensive": "At what price would a ticket start to be expensive? (EUR)",
        "too_expensive": "At what price would a ticket be too expensive for you? (EUR)",
    }
    spring = frames["spring"].drop(columns="popcorn").rename(columns=names)
    autumn = frames["autumn"][["often", "reasons", "counter", "satisfied"]].rename(columns=names)
    spring.to_csv(folder / "visitors-spring.csv", index=False)
    autumn.to_csv(folder / "visitors-autumn.csv", index=False)


def _optimal(frames: Frames) -> Numbers:
    """The price that as many find too cheap as too expensive (Van Westendorp 1976), to the nearest cent."""
    table = frames["spring"]
    prices = np.arange(1, 40, 0.01)
    cheap = np.array([(table["too_cheap"] >= price).mean() for price in prices])
    dear = np.array([(table["too_expensive"] <= price).mean() for price in prices])
    return {"optimal price": float(np.median(prices[np.abs(cheap - dear) == np.abs(cheap - dear).min()]))}


def _popcorn(frames: Frames) -> Numbers:
    return {"popcorn %": float(frames["autumn"]["popcorn"].mean() * 100)}


def _satisfied(frames: Frames) -> Numbers:
    return {name: float(frames[name]["satisfied"].mean()) for name in ("spring", "autumn")}


COMPANY = Company(
    "cinema",
    truth,
    write,
    (
        Ask(
            "price",
            "What should a ticket cost, judging by the survey?",
            None,
            (("too cheap",), ("too expensive",)),
            ("willingness_to_pay",),
        ),
        Ask(
            "clusters",
            "Are there groups of visitors who come for different reasons?",
            None,
            (("group", "cluster"), ("friends",), ("cheap seats",)),
        ),
        Ask("share", "What share of the visitors in the autumn survey buy popcorn at the counter?", _popcorn),
        Ask("panel", "How many visitors switched from rarely to weekly between the spring and the autumn survey?"),
        Ask(
            "compare",
            "Did satisfaction go up from the spring survey to the autumn survey, and is that significant?",
            _satisfied,
            (SIGNIFICANT,),
        ),
        Ask(
            "price",
            "Where do visitors find a ticket neither too cheap nor too expensive?",
            _optimal,
            (),
            ("willingness_to_pay",),
        ),
    ),
)

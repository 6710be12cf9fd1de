"""How well themes found without labels agree with labels that people gave: purity, ARI and NMI, beside k-means.

Sets of texts with one label each: tweets of airlines' customers (reason of a complaint), questions to a bank
(fifteen intents), and the demo company's comments (the theme for which each was written, which no column states).
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from assistant.demo.feedback import FILES
from assistant.demo.prose import lines
from assistant.settings import Settings
from assistant.wiring import House
from retrieval.embed.minilm import MiniLM
from retrieval.embed.numbers import Vectors, encode, unit
from tests.evals.questions_run import SHARED
from tools.why.grouping import groups
from tools.why.themes import about

_MOST = 3000
_LEAST_COMMON = 20
_RESTARTS, _ROUNDS = 4, 25

Labels = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts and the label that each was given."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How groups agree with labels: share in the commonest label of its group, adjusted Rand, normalised MI."""

    purity: float
    ari: float
    nmi: float


def labelled() -> Iterator[Labelled]:
    """Yield the sets that are there."""
    yield _demo()
    if not SHARED.is_dir():
        print(f"{SHARED} is not there: only the demo company's comments are scored.")  # noqa: T201 - a report
        return
    tweets = pd.read_csv(SHARED / "data/airline_tweets/Tweets.csv").dropna(subset="negativereason")
    tweets = tweets[tweets["negativereason"] != "Can't Tell"].drop_duplicates("text").sample(_MOST, random_state=1)
    yield Labelled("airline tweets", tuple(tweets["text"]), tuple(tweets["negativereason"]))
    bank = pd.read_csv(SHARED / "data/banking77/train.csv")
    intents = random.Random(7).sample(sorted(bank["category"].unique()), 15)
    bank = bank[bank["category"].isin(intents)]
    yield Labelled("banking77, 15 intents", tuple(bank["text"]), tuple(bank["category"]))


def _demo() -> Labelled:
    """Return the English comments whose theme is a common one."""
    told = [line for line in lines(*FILES) if line.lang == "en" and line.theme != "other"]
    common = {theme for theme, count in Counter(line.theme for line in told).items() if count >= _LEAST_COMMON}
    kept = [line for line in told if line.theme in common]
    return Labelled("demo comments", tuple(line.text for line in kept), tuple(line.theme for line in kept))


def agreement(labels: Sequence[str], found: Labels) -> Agreement:
    """Return how groups agree with labels (Hubert & Arabie 1985; NMI over the arithmetic mean of entropies)."""
    _, given = np.unique(np.asarray(labels), return_inverse=True)
    _, made = np.unique(found, return_inverse=True)
    table = np.zeros((int(given.max()) + 1, int(made.max()) + 1))
    np.add.at(table, (given, made), 1)
    total, rows, columns = table.sum(), table.sum(axis=1), table.sum(axis=0)
    pairs = [float((each * (each - 1) / 2).sum()) for each in (table, rows, columns)]
    expected = pairs[1] * pairs[2] / (total * (total - 1) / 2)
    joint = table / total
    chance = np.outer(rows, columns) / total**2
    shared = float((joint[joint > 0] * np.log(joint[joint > 0] / chance[joint > 0])).sum())
    entropies = sum(float(-(each / total * np.log(each / total)).sum()) for each in (rows, columns))
    return Agreement(
        purity=float(table.max(axis=0).sum() / total),
        ari=(pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected),
        nmi=2 * shared / entropies,
    )


def k_means(vectors: Vectors, size: int) -> Labels:
    """Return groups by plain k-means on the vectors, the best of a few random starts (k-means++)."""
    chance = np.random.default_rng(0)
    runs = [_one_k_means(vectors, size, chance) for _ in range(_RESTARTS)]
    return max(runs, key=lambda run: run[0])[1]


def _one_k_means(vectors: Vectors, size: int, chance: np.random.Generator) -> tuple[float, Labels]:
    centres = vectors[[int(chance.integers(len(vectors)))]]
    while len(centres) < size:
        far = np.maximum(0, 1 - (vectors @ centres.T).max(axis=1)).astype(np.float64)
        centres = np.vstack([centres, vectors[int(chance.choice(len(vectors), p=far / far.sum()))]])
    for _ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        centres = unit(np.eye(size, dtype=np.float32)[nearest].T @ vectors)
    return float((vectors @ centres.T).max(axis=1).sum()), np.asarray(nearest, dtype=np.int64)


def themes_of(texts: Sequence[str], vectors: Vectors) -> Labels:
    """Return the group of each text as the analysis finds it, -1 for texts that stand in none."""
    found: Labels = np.full(len(texts), -1, dtype=np.int64)
    for number, group in enumerate(groups(vectors, [about(text) for text in texts], ["one"] * len(texts))):
        found[list(group.places)] = number
    return found


def report(console: Console) -> None:
    """Print the agreement on each set: texts in themes, and the same texts and all under k-means."""
    table = Table(title="Themes against labels: purity, ARI, NMI")
    for name in ("set", "texts", "labels", "themes", "in themes", "ours", "k-means, same texts", "k-means, all"):
        table.add_column(name, justify="left" if name == "set" else "right")
    model = MiniLM(House(Settings(_env_file=None)).cache)
    for data in labelled():
        table.add_row(*_row(data, encode(model, data.texts)))
    console.print(table)


def _row(data: Labelled, vectors: Vectors) -> list[str]:
    found = themes_of(data.texts, vectors)
    inside = np.flatnonzero(found >= 0)
    kept = [data.labels[place] for place in inside]
    size = len(set(data.labels))
    plain = k_means(vectors, size)
    return [
        data.name,
        str(len(data.texts)),
        str(size),
        str(len(set(found[inside].tolist()))),
        f"{len(inside) / len(found):.0%}",
        _written(agreement(kept, found[inside])),
        _written(agreement(kept, plain[inside])),
        _written(agreement(data.labels, plain)),
    ]


def _written(found: Agreement) -> str:
    return f"{found.purity:.2f} {found.ari:.2f} {found.nmi:.2f}"


if __name__ == "__main__":
    report(Console())

"""What a company of this evaluation is: its tables, how they are written down, and what is asked about them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Frames = dict[str, pd.DataFrame]
Numbers = dict[str, float]

OPEN, HELD = "open", "held"
ABSENT: tuple[tuple[str, ...], ...] = ()
SIGNIFICANT = ("significant", "p <", "p<", "p =", "p-value", "signifi")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: its kind, the numbers that a right answer holds, words of which one each has to be said.

    `tools` names analyses of which one has to have answered. Without `numbers`, `words` and `tools` the question
    cannot be answered from the data, which an honest answer says.
    """

    kind: str
    question: str
    numbers: Callable[[Frames], Numbers] | None = None
    words: tuple[tuple[str, ...], ...] = ()
    tools: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Return whether the data holds an answer."""
        return bool(self.numbers or self.words or self.tools)


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company: `truth` makes its clean tables, `write` puts them down as badly as exports are."""

    name: str
    truth: Callable[[], Frames]
    write: Callable[[Path, Frames], None]
    asked: tuple[Ask, ...]

    def items(self, half: str) -> list[dict[str, Any]]:
        """Return every other question, as the questions of the other sets are written."""
        frames = self.truth()
        chosen = [(at, ask) for at, ask in enumerate(self.asked, 1) if (at % 2 == 1) == (half == OPEN)]
        return [self._item(at, ask, frames) for at, ask in chosen]

    def _item(self, at: int, ask: Ask, frames: Frames) -> dict[str, Any]:
        numbers = ask.numbers(frames) if ask.numbers else {}
        return {
            "id": f"{self.name}-{at:02d}",
            "set": self.name,
            "category": ask.kind,
            "question": ask.question,
            "answerable": ask.answerable,
            "expected": {
                "numbers": [
                    {"label": label, "value": value, "tol_rel": 0.005} for label, value in numbers.items()
                ],
                "must_cite": [],
                "must_cite_any": [],
                "must_mention": [list(group) for group in ask.words],
                "tools": list(ask.tools),
            },
        }


def percents(flags: pd.Series, groups: pd.Series) -> Numbers:
    """Return the percentage of true in each group."""
    rates = flags.groupby(groups).mean() * 100
    return {f"{name} %": float(rate) for name, rate in rates.items()}


def each(values: pd.Series) -> Numbers:
    """Return one number for each group of a series."""
    return {str(name): float(value) for name, value in values.items()}


def days(rng: np.random.Generator, first: str, last: str, size: int) -> pd.Series:
    """Draw days between two dates, both included."""
    start = pd.Timestamp(first)
    span = (pd.Timestamp(last) - start).days + 1
    return pd.Series(start + pd.to_timedelta(rng.integers(0, span, size), unit="D"))


def spelled(flags: pd.Series, true: str, false: str, seed: int) -> list[str]:
    """Spell truth values in the words given, each now and then in capitals."""
    dice = random.Random(seed)
    said = [true if flag else false for flag in flags]
    return [word.upper() if dice.random() < 0.1 else word for word in said]


def comma(value: float) -> str:
    """Write an amount as 1.234,50; blank where there is none."""
    return "" if pd.isna(value) else f"{value:,.2f}".translate(str.maketrans(",.", ".,"))

"""What sets one group apart from the others: its values and levels beside theirs, strongest first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.arguments import Condition
from tools.events import Event
from tools.speech import figure, is_are, said, value_said, yes_no
from tools.statistics.latent_class import UNKNOWN, Codes
from tools.who.clusters_rows import OTHER, Trait
from tools.wording import percent

_WEAKEST = 0.1
_IN_NAME = 2
_MOST_OF_THEM = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A trait of a group: a level (its place; None for numbers) with its share inside and among the others, or the
    medians of a number; `effect` from -1 to 1 (phi, or r from Cohen's d of normal scores)."""

    trait: Trait
    level: int | None
    inside: float
    outside: float
    effect: float

    @property
    def short(self) -> str:
        """The mark in a name: `high tenure`, `no pets`, `plan Two year`."""
        label = said(self.trait.column.label)
        if self.level is None:
            return f"{'high' if self.effect > 0 else 'low'} {label}"
        if self.trait.option:
            return f"{'' if self.level else 'not '}{value_said(self.trait.option)}"
        value = self.trait.levels[self.level]
        answer = None if self.trait.ranges else yes_no(self.trait.column, value)
        if answer is not None:
            return label if answer else f"no {label}"
        return f"{label} {value_said(value)}"

    def told(self, people: bool) -> str:
        """Return the mark with its figures: `plan is Two year for 80.1% (others 12.0%)`."""
        if self.level is None:
            column = self.trait.column
            ends = f"{figure(self.inside, column)} (others {figure(self.outside, column)})"
            return f"median {said(column.label)} {ends}"
        return f"{self._state(people)} for {percent(self.inside)} (others {percent(self.outside)})"

    def _state(self, people: bool) -> str:
        label, value = said(self.trait.column.label), self.trait.levels[self.level or 0]
        if self.trait.option:
            verb = "is chosen" if self.level else "is not chosen"
            return f"{value_said(self.trait.option)} {verb} for {label}"
        if self.trait.ranges or value == OTHER:
            return f"{label} {is_are(self.trait.column.label)} {value}"
        return Event(self.trait.column, value, people).state

    @property
    def condition(self) -> Condition | None:
        """The condition that selects whoever has it, None where no single one does."""
        if self.level is None or self.trait.ranges or self.trait.levels[self.level] == OTHER:
            return None
        if self.trait.option:
            return (
                Condition(column=self.trait.column.name, op="=", value=self.trait.option) if self.level else None
            )
        return Condition(column=self.trait.column.name, op="=", value=self.trait.levels[self.level])


def marks(traits: Sequence[Trait], labels: Codes, group: int) -> list[Mark]:
    """Return what is more frequent, higher or lower in a group than in the others, one mark a trait."""
    inside = labels == group
    found = [mark for trait in traits if (mark := _mark(trait, inside)) is not None]
    return sorted((m for m in found if abs(m.effect) >= _WEAKEST), key=lambda mark: -abs(mark.effect))


def names(found: Sequence[Sequence[Mark]]) -> list[str]:
    """Return a name for each group from its two strongest marks, what most of it share first.

    Where two groups would be called the same, further marks tell them apart.
    """
    told: list[str] = []
    for every in found:
        own = sorted(every, key=lambda mark: mark.level is not None and mark.inside < _MOST_OF_THEM)
        size = _IN_NAME
        name = ", ".join(mark.short for mark in own[:size]) or "nothing in particular"
        while name in told and size < len(own):
            size += 1
            name = ", ".join(mark.short for mark in own[:size])
        told.append(name if name not in told else f"{name} ({len(told) + 1})")
    return told


def _mark(trait: Trait, inside: NDArray[np.bool_]) -> Mark | None:
    if trait.numbers is not None:
        return _number(trait, inside)
    codes = trait.codes if trait.codes is not None else np.zeros(0, dtype=np.int16)
    known, levels = codes != UNKNOWN, len(trait.levels)
    within = np.bincount(codes[inside & known], minlength=levels)
    others = np.bincount(codes[known], minlength=levels) - within
    n, m = int(within.sum()), int(others.sum())
    if not n or not m:
        return None
    best: Mark | None = None
    for level in range(1 if trait.option else 0, levels):
        here, there = float(within[level] / n), float(others[level] / m)
        whole = (here * n + there * m) / (n + m)
        spread = np.sqrt(whole * (1 - whole)) * (n + m) / np.sqrt(n * m) if 0 < whole < 1 else np.inf
        effect = float((here - there) / spread)
        wanted = effect > 0 or bool(trait.option)
        if wanted and (best is None or abs(effect) > abs(best.effect)):
            best = Mark(trait, level, here, there, effect)
    if best is not None and best.effect < 0:  # an option that the group does not choose
        return Mark(trait, 0, 1 - best.inside, 1 - best.outside, -best.effect)
    return best


def _number(trait: Trait, inside: NDArray[np.bool_]) -> Mark | None:
    scores, values = trait.scores, trait.numbers
    known = np.isfinite(scores)
    if values is None or not (inside & known).any() or not (~inside & known).any():
        return None
    here, there = scores[inside & known], scores[~inside & known]
    pooled = np.sqrt((here.var() * len(here) + there.var() * len(there)) / (len(here) + len(there)))
    d = (here.mean() - there.mean()) / pooled if pooled > 0 else 0.0
    medians = float(np.median(values[inside & known])), float(np.median(values[~inside & known]))
    return Mark(trait, None, *medians, float(d / np.sqrt(d * d + 4)))

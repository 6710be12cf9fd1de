"""Columns that say the same twice: merged before customers are grouped, or one fact would count many times."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.statistics.latent_class import UNKNOWN, Codes
from tools.who.clusters_rows import Trait

_SAME = 0.95
_LEFT = 0.05
_LOOKED_AT = 5000
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Merged:
    """The traits without repetitions, and what was merged: the labels of the columns that say the same, kept one
    first; `value` is what they share where it is one value of several, empty where it is the whole column."""

    traits: tuple[Trait, ...]
    merged: tuple[tuple[str, tuple[str, ...]], ...]


def merged(traits: tuple[Trait, ...]) -> Merged:
    """Return the traits with each fact once; the earlier column keeps it.

    Two columns of which nearly every value is a value of the other are one; of two that share one value only
    ("no internet service"), the later one counts as unknown where it has it. Numbers are the same when their
    ranks correlate beyond .95 either way.
    """
    rows = _sample(traits)
    kept: list[Trait] = []
    notes: list[tuple[str, list[str]]] = []
    for trait in traits:
        current: Trait | None = trait
        for earlier in kept:
            if current is None:
                break
            current = _against(earlier, current, rows, notes)
        if current is not None:
            kept.append(current)
    return Merged(tuple(kept), tuple((value, tuple(labels)) for value, labels in notes))


def _sample(traits: tuple[Trait, ...]) -> Rows:
    count = len(_cells(traits[0])) if traits else 0
    rows = np.random.default_rng(0).permutation(count)[:_LOOKED_AT]
    return np.sort(rows)


def _cells(trait: Trait) -> Codes | NDArray[np.float64]:
    if trait.numbers is not None:
        return trait.numbers
    return trait.codes if trait.codes is not None else np.zeros(0, dtype=np.int16)


def _against(earlier: Trait, later: Trait, rows: Rows, notes: list[tuple[str, list[str]]]) -> Trait | None:
    """Return the later trait without what the earlier one says already, None where nothing is left."""
    if earlier.numbers is not None and later.numbers is not None:
        if _same_order(earlier.scores[rows], later.scores[rows]):
            _noted(notes, "", earlier, later)
            return None
        return later
    if earlier.codes is None or later.codes is None:
        return None if _follows(earlier, later, rows, notes) else later
    shared = _shared(earlier.codes[rows], later.codes[rows], len(earlier.levels), len(later.levels))
    if not shared:
        return later
    size = np.bincount(later.codes[rows][later.codes[rows] >= 0], minlength=len(later.levels))
    left = [level for level in range(len(later.levels)) if level not in shared]
    if size[left].sum() <= _LEFT * size.sum() or len(later.levels) - len(shared) < 2:
        _noted(notes, "", earlier, later)
        return None
    for level in sorted(shared):
        _noted(notes, later.levels[level], earlier, later)
    return _without(later, shared)


def _same_order(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < 3 or first[both].std() == 0 or second[both].std() == 0:
        return False
    return bool(abs(np.corrcoef(first[both], second[both])[0, 1]) > _SAME)


def _follows(one: Trait, other: Trait, rows: Rows, notes: list[tuple[str, list[str]]]) -> bool:
    """Return whether a number is fixed by a category: the category explains 95% of its variance."""
    number, category = (one, other) if one.numbers is not None else (other, one)
    codes = category.codes[rows] if category.codes is not None else np.zeros(0, dtype=np.int16)
    scores = number.scores[rows]
    known = np.isfinite(scores) & (codes != UNKNOWN)
    if known.sum() < 3 or scores[known].var() == 0:
        return False
    n = np.bincount(codes[known], minlength=len(category.levels))
    means = np.bincount(codes[known], weights=scores[known], minlength=len(category.levels)) / np.maximum(n, 1)
    between = float((n * (means - scores[known].mean()) ** 2).sum())
    if between <= _SAME * float(known.sum()) * float(scores[known].var()):
        return False
    _noted(notes, "", one, other)
    return True


def _shared(first: Codes, second: Codes, one: int, other: int) -> frozenset[int]:
    """Return the values of the second column that nearly coincide with a value of the first (phi over .95)."""
    mine = (first[:, None] == np.arange(one)).astype(np.float64)
    theirs = (second[:, None] == np.arange(other)).astype(np.float64)
    both = (mine.T @ theirs) / max(len(first), 1)
    a, b = mine.mean(axis=0)[:, None], theirs.mean(axis=0)[None, :]
    spread = np.sqrt(a * (1 - a) * b * (1 - b))
    phi = np.where(spread > 0, (both - a * b) / np.where(spread > 0, spread, 1.0), 0.0)
    return frozenset(int(level) for level in np.flatnonzero((phi > _SAME).any(axis=0)))


def _without(trait: Trait, levels: frozenset[int]) -> Trait:
    kept = [level for level in range(len(trait.levels)) if level not in levels]
    place = np.full(len(trait.levels) + 1, UNKNOWN, dtype=np.int16)  # the last entry serves the unknown, code -1
    place[kept] = np.arange(len(kept))
    codes = trait.codes if trait.codes is not None else np.zeros(0, dtype=np.int16)
    return replace(trait, levels=tuple(trait.levels[level] for level in kept), codes=place[codes])


def _noted(notes: list[tuple[str, list[str]]], value: str, earlier: Trait, later: Trait) -> None:
    for told, labels in notes:
        if told == value and earlier.label in labels:
            if later.label not in labels:
                labels.append(later.label)
            return
    notes.append((value, [earlier.label, later.label]))

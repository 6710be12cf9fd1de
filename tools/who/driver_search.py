"""Subgroup discovery: conditions, alone and in pairs, that go with an outcome, checked on rows held back.

The search (a beam over conditions, after Kloesgen 1996, Explora) sees one half of the rows only. Its few
candidates are then tested on the other half with Holm's correction, so that however long the search, a false alarm
stays at 5%, and effects are not flattered by having been searched for.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from tools.arguments import Where
from tools.statistics.means import Moments, welch
from tools.statistics.multiple import holm
from tools.statistics.proportions import Interval, newcombe, two_proportion_p
from tools.who.driver_rows import SMALLEST_GROUP, Mask, Rows, Trial

_BEAM = 12
_CANDIDATES = 8
_PAIRS = 2
_ALIKE = 0.8
_LEAST = 1.96


@dataclass(frozen=True, slots=True)
class Driver:
    """A subgroup: level inside and in the rest of the held-back rows, their difference, and the p-value."""

    trials: tuple[Trial, ...]
    inside: float
    outside: float
    n: int
    m: int
    people: int
    interval: Interval | None
    p_value: float

    @property
    def where(self) -> Where:
        """The conditions of the subgroup."""
        return tuple(trial.condition for trial in self.trials)

    @property
    def difference(self) -> float:
        """Level inside minus level in the rest."""
        return self.inside - self.outside


def drivers(rows: Rows, alpha: float = 0.05) -> list[Driver]:
    """Return the subgroups that hold on the held-back rows after Holm's correction, strongest first."""
    candidates = _search(rows)
    tested = [found for trials in candidates if (found := _tested(rows, trials)) is not None]
    adjusted = holm([driver.p_value for driver in tested])
    kept = [replace(driver, p_value=p) for driver, p in zip(tested, adjusted, strict=True) if p < alpha]
    return sorted(kept, key=lambda d: -abs(d.difference) * np.sqrt(d.n * d.m / (d.n + d.m) ** 2))


def rows_inside(trials: tuple[Trial, ...]) -> Mask:
    """Return the rows that satisfy all conditions."""
    inside = trials[0].inside
    for trial in trials[1:]:
        inside = inside & trial.inside
    return inside


def strongest(rows: Rows, most: int) -> tuple[Trial, ...]:
    """Return the conditions, of very many the strongest on the searched half."""
    if len(rows.trials) <= most:
        return rows.trials
    return tuple(sorted(rows.trials, key=lambda trial: -abs(_strength(rows, trial.inside, rows.searched)))[:most])


def _search(rows: Rows) -> list[tuple[Trial, ...]]:
    """Return at most eight different subgroups, most of them of one condition, by their effect when searched."""
    seen = rows.searched
    single = [((trial,), _strength(rows, trial.inside, seen)) for trial in rows.trials]
    ranked = sorted((s for s in single if abs(s[1]) > _LEAST), key=lambda item: -abs(item[1]))
    pairs = []
    for (one, strong), (other, _) in combinations(ranked[:_BEAM], 2):
        if one[0].column.name == other[0].column.name:
            continue
        both = (*one, *other)
        # A pair has to tell more than its stronger half: it is compared with the rest of that half.
        beyond = _strength(rows, rows_inside(both), seen & one[0].inside)
        if beyond * strong > 0 and abs(beyond) > _LEAST:
            pairs.append((both, beyond))
    pairs.sort(key=lambda item: -abs(item[1]))
    return _different([t for t, _ in ranked], _CANDIDATES - _PAIRS) + _different([t for t, _ in pairs], _PAIRS)


def _strength(rows: Rows, inside: Mask, among: Mask) -> float:
    """Return the difference of means over its standard error, 0 where a side is too small."""
    y, there = rows.outcome, among & inside
    n, everybody = int(there.sum()), int(among.sum())
    m = everybody - n
    if min(n, m) < SMALLEST_GROUP // 2:
        return 0.0
    total = float(y @ there)
    error = np.sqrt(y[among].var() * (1 / n + 1 / m))
    return float((total / n - (float(y @ among) - total) / m) / error) if error > 0 else 0.0


def _different(ranked: list[tuple[Trial, ...]], most: int) -> list[tuple[Trial, ...]]:
    """Return the first subgroups that are neither nearly the same rows as an earlier one nor its opposite."""
    kept: list[tuple[Trial, ...]] = []
    masks: list[Mask] = []
    for trials in ranked:
        inside = rows_inside(trials)
        if any(max(_jaccard(inside, mask), _jaccard(~inside, mask)) > _ALIKE for mask in masks):
            continue
        kept.append(trials)
        masks.append(inside)
        if len(kept) == most:
            break
    return kept


def _jaccard(one: Mask, other: Mask) -> float:
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 0.0


def _tested(rows: Rows, trials: tuple[Trial, ...]) -> Driver | None:
    inside, held = rows_inside(trials), ~rows.searched
    one, other = rows.outcome[held & inside], rows.outcome[held & ~inside]
    n, m = len(one), len(other)
    if min(n, m) < SMALLEST_GROUP // 3:
        return None
    codes = rows.people[held & inside]
    people = len(np.unique(codes[codes >= 0])) + int((codes < 0).sum())
    if rows.binary:
        a, b = float(one.sum()), float(other.sum())
        interval: Interval | None = newcombe(a, n, b, m)
        p_value = two_proportion_p(a, n, b, m)
    else:
        sides = [Moments(len(values), float(values.sum()), float((values**2).sum())) for values in (one, other)]
        result = welch(sides[0], sides[1])
        if result is None:
            return None
        interval, p_value = result.interval, result.p_value
    return Driver(trials, float(one.mean()), float(other.mean()), n, m, people, interval, p_value)

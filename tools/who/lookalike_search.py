"""Finds the rule of likeness on one part of the people and judges it on the other."""

from dataclasses import dataclass

import numpy as np

from tools.arguments import Where
from tools.statistics.lookalike import Curve, Flags, best_rule, roc, score
from tools.who.likeness import Conditions, Usable, conditions_of, repeats, usable
from tools.who.lookalike_target import Target

SEED = 20
_MOST_ROWS = 40_000
_LEARNT = 0.6
_SMALLEST = 20
_TOP = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """How many rows of a part of the held-back ones there are, and how many of them are in the group."""

    hits: int
    n: int


@dataclass(frozen=True, slots=True)
class Search:
    """The rule (none found: empty), how it fares on held-back people, and what was left out by which column."""

    rule: Where
    held: Part
    inside: Part
    top: Part
    curve: Curve | None
    usable: Usable
    repeating: tuple[str, ...] = ()
    sampled: bool = False
    enough: bool = True


def searched(target: Target, k: int) -> Search:
    """Return the rule found on three fifths of the people and judged on the others, split by a fixed seed."""
    able = usable(target.scope, target.columns)
    flags, known = target.flags()
    rows, learnt, sampled = _split(target, known)
    truth = flags[rows]
    nothing = Part(0, 0)
    empty = Search((), nothing, nothing, nothing, None, able, sampled=sampled)
    if min(truth[learnt].sum(), (~truth[learnt]).sum()) < max(_SMALLEST, k) or not able.columns:
        return Search((), nothing, nothing, nothing, None, able, sampled=sampled, enough=False)
    every = conditions_of(target.scope, able.columns, rows, learnt)
    same = repeats(every, truth)
    kept = _without(every, same)
    if not kept.conditions:
        return empty
    places = best_rule(kept.flags[:, learnt], truth[learnt], kept.columns, max(_SMALLEST, k))
    held = ~learnt
    met = np.asarray(kept.flags[list(places)][:, held].all(axis=0), dtype=bool)
    scores = score(kept.flags[:, learnt], truth[learnt], kept.flags[:, held])
    return Search(
        tuple(kept.conditions[place] for place in places),
        _part(truth[held], np.ones(int(held.sum()), dtype=bool)),
        _part(truth[held], met),
        _part(truth[held], _highest(scores)),
        roc(scores, truth[held]),
        able,
        tuple(able.columns[place].label for place in sorted(same)),
        sampled,
    )


def _split(target: Target, known: Flags) -> tuple[np.ndarray, Flags, bool]:
    """Return the stored rows used, which of them are learnt from (whole people), and whether they are a sample."""
    people = target.scope.context.tables.people(target.scope.table.name)
    rows = np.flatnonzero(known)
    codes = np.where(people[rows] >= 0, people[rows], rows + people.size)
    draws = np.random.default_rng(SEED)
    sampled = len(rows) > _MOST_ROWS
    if sampled:
        chosen = np.sort(draws.choice(len(rows), _MOST_ROWS, replace=False))
        rows, codes = rows[chosen], codes[chosen]
    _, place = np.unique(codes, return_inverse=True)
    learnt = draws.random(place.max() + 1 if len(place) else 0) < _LEARNT
    return rows, learnt[place] if len(place) else np.zeros(0, dtype=bool), sampled


def _without(every: Conditions, columns: frozenset[int]) -> Conditions:
    kept = [place for place, column in enumerate(every.columns) if column not in columns]
    return Conditions(
        tuple(every.conditions[place] for place in kept),
        tuple(every.columns[place] for place in kept),
        every.flags[kept],
    )


def _part(truth: Flags, inside: Flags) -> Part:
    return Part(int(truth[inside].sum()), int(inside.sum()))


def _highest(scores: np.ndarray) -> Flags:
    """Return the tenth with the highest scores, the whole of a tie at its edge."""
    return scores >= np.quantile(scores, 1 - _TOP, method="higher") if len(scores) else scores.astype(bool)

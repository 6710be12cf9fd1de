"""Who is most like a group: a rule of few conditions, a score over all conditions, and how well a score sorts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from tools.statistics.proportions import ALPHA, CONFIDENCE, Interval, critical, two_proportion_p
from tools.statistics.ranks import mid_ranks

Flags = NDArray[np.bool_]
_BEAM = 10
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Curve:
    """The area under the ROC curve, the chance that a case scores above a non-case, with its interval."""

    area: float
    interval: Interval


def best_rule(
    conditions: Flags, target: Flags, columns: Sequence[int], smallest: int, depth: int = 3
) -> tuple[int, ...]:
    """Return the places of the conditions (rows of `conditions`) whose conjunction finds the target best.

    A beam search maximises (n/N)^0.5 (p - p0), subgroup discovery's quality function between coverage and share
    (Klosgen 1996; Lemmerich and Becker 2018, pysubgroup, StandardQF with a = 0.5). Every condition has to raise
    the share significantly among those who meet the conditions before it (Bonferroni over all conditions), and at
    least `smallest` rows have to be in the rule and out of it. `columns` names the column of each condition, of
    which a rule uses one only. Empty when nothing is found, which is what a shuffled target gives 95 times of 100.
    """
    total, base = target.size, float(target.mean()) if target.size else 0.0
    beam: list[tuple[float, tuple[int, ...], Flags]] = [(0.0, (), np.ones(total, dtype=bool))]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for _ in range(depth):
        found: dict[frozenset[int], tuple[float, tuple[int, ...], Flags]] = {}
        for parent, places, inside in beam:
            for place in _worthwhile(conditions, target, inside, {columns[p] for p in places}, columns, smallest):
                both = inside & conditions[place]
                n = int(both.sum())
                quality = sqrt(n / total) * (float(target[both].mean()) - base)
                if quality > parent:
                    found.setdefault(frozenset((*places, place)), (quality, (*places, place), both))
        beam = sorted(found.values(), key=lambda item: (-item[0], item[1]))[:_BEAM]
        if not beam:
            break
        best = max(best, beam[0][:2], key=lambda item: item[0])
    return best[1]


def _worthwhile(
    conditions: Flags, target: Flags, inside: Flags, used: set[int], columns: Sequence[int], smallest: int
) -> list[int]:
    """Return the conditions that raise the share significantly among the rows inside."""
    size, hits = int(inside.sum()), int(target[inside].sum())
    n = conditions[:, inside].sum(axis=1)
    a = conditions[:, inside & target].sum(axis=1)
    kept = []
    for place in range(len(conditions)):
        rest = size - int(n[place])
        if columns[place] in used or n[place] < smallest or rest < smallest:
            continue
        share, other = a[place] / n[place], (hits - a[place]) / rest
        p = two_proportion_p(int(a[place]), int(n[place]), hits - int(a[place]), rest)
        if share > other and p * len(conditions) < ALPHA:
            kept.append(place)
    return kept


def score(conditions: Flags, target: Flags, others: Flags) -> NDArray[np.float64]:
    """Return a score for `others` from a ridge logistic regression of the target on the conditions.

    The penalty is half the squared weights, the intercept free (le Cessie and van Houwelingen 1992).
    """
    rows, truth = conditions.T.astype(float), target.astype(float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        linear = rows @ weights[1:] + weights[0]
        gap = expit(linear) - truth
        value = float((np.logaddexp(0, linear) - truth * linear).sum() + _RIDGE / 2 * (weights[1:] ** 2).sum())
        return value, np.concatenate([[gap.sum()], rows.T @ gap + _RIDGE * weights[1:]])

    fitted = minimize(loss, np.zeros(len(conditions) + 1), jac=True, method="L-BFGS-B").x
    scored: NDArray[np.float64] = others.T.astype(float) @ fitted[1:] + fitted[0]
    return scored


def roc(scores: NDArray[np.float64], target: Flags, confidence: float = CONFIDENCE) -> Curve | None:
    """Return the area under the curve with the interval of DeLong, DeLong and Clarke-Pearson 1988.

    Computed from mid-ranks (Sun and Xu 2014); None below two cases or two others.
    """
    cases, others = scores[target], scores[~target]
    m, n = len(cases), len(others)
    if m < 2 or n < 2:
        return None
    together = mid_ranks(np.concatenate([cases, others]))
    first = (together[:m] - mid_ranks(cases)) / n
    second = 1 - (together[m:] - mid_ranks(others)) / m
    area = float(first.mean())
    half = critical(confidence) * sqrt(float(first.var(ddof=1)) / m + float(second.var(ddof=1)) / n)
    return Curve(area, (max(0.0, area - half), min(1.0, area + half)))

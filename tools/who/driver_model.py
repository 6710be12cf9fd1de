"""A regularised model over all conditions at once: how well they foretell held-back rows, effects held equal."""

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from tools.statistics.proportions import Interval, critical
from tools.statistics.regression import Matrix, auc, correlation, ridge
from tools.who.driver_rows import Mask, Rows
from tools.who.driver_search import Driver, rows_inside, strongest

_PENALTIES = (1.0, 10.0, 100.0)
_MILD = 1.0
_MOST = 150
_CHOSEN_ON, _FITTED_TO = 10_000, 20_000  # rows; what more of them add is less than the interval tells apart


@dataclass(frozen=True, slots=True)
class Foretelling:
    """How well a model fitted on one half ranks the other: AUC for yes or no, else the correlation."""

    value: float
    interval: Interval
    n: int
    binary: bool

    @property
    def chance(self) -> float:
        """What guessing reaches."""
        return 0.5 if self.binary else 0.0


def foretelling(rows: Rows) -> Foretelling | None:
    """Return how well the conditions together foretell the held-back rows; None where no model can be fitted.

    The strength of the penalty is chosen inside the searched half, by two halves of its first 10,000 rows, which
    are as random as any; the model is fitted to 20,000 of them at most and judged on all that are held back.
    """
    if not rows.trials or not len(rows.outcome):
        return None
    design = _standard(np.column_stack([trial.inside for trial in strongest(rows, _MOST)]))
    tried = np.flatnonzero(rows.searched)[:_CHOSEN_ON]
    inner, outer = np.zeros(len(rows.outcome), dtype=bool), np.zeros(len(rows.outcome), dtype=bool)
    inner[tried[::2]], outer[tried[1::2]] = True, True
    scored = [_ranked(rows, design, inner, outer, penalty) for penalty in _PENALTIES]
    best = max(range(len(_PENALTIES)), key=lambda place: found[0] if (found := scored[place]) else -1.0)
    held, fitted = ~rows.searched, np.zeros(len(rows.outcome), dtype=bool)
    fitted[np.flatnonzero(rows.searched)[:_FITTED_TO]] = True
    final = _ranked(rows, design, fitted, held, _PENALTIES[best])
    return Foretelling(final[0], final[1], int(held.sum()), rows.binary) if final else None


def _ranked(
    rows: Rows, design: Matrix, fitted: Mask, judged: Mask, penalty: float
) -> tuple[float, Interval] | None:
    y = rows.outcome
    if not fitted.any() or y[fitted].std() == 0:
        return None
    model = ridge(design[fitted], y[fitted], penalty, binary=rows.binary)
    if model is None:
        return None
    scores = model.score(design[judged])
    return auc(scores, y[judged] > 0) if rows.binary else correlation(scores, y[judged])


def _standard(columns: NDArray[np.bool_]) -> Matrix:
    values = columns.astype(np.float64)
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0), dtype=np.float64)


def held_equal(rows: Rows, found: list[Driver]) -> list[tuple[float, Interval] | None]:
    """Return each driver's effect with the other drivers of one condition held equal, on the held-back rows.

    An odds ratio for a yes-or-no outcome, else a difference, with Wald's interval; None for pairs.
    """
    single = [place for place, driver in enumerate(found) if len(driver.trials) == 1]
    told: list[tuple[float, Interval] | None] = [None] * len(found)
    if len(single) < 2:
        return told
    held = ~rows.searched
    design = np.column_stack([rows_inside(found[place].trials)[held] for place in single]).astype(np.float64)
    model = ridge(design, rows.outcome[held], _MILD, binary=rows.binary)
    if model is None:
        return told
    z = critical()
    for column, place in enumerate(single, start=1):
        effect, error = float(model.coefficients[column]), float(model.errors[column])
        ends = (effect - z * error, effect + z * error)
        told[place] = (exp(effect), (exp(ends[0]), exp(ends[1]))) if rows.binary else (effect, ends)
    return told

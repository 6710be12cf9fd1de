"""Regularised logistic and linear regression, and how well a score ranks: for checks on rows held back."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from tools.statistics.proportions import CONFIDENCE, Interval, critical
from tools.statistics.ranks import mid_ranks

Matrix = NDArray[np.float64]
_STEPS = 50
_ENOUGH = 1e-5  # of a step that Newton's method then has taken: what is left is about its square


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients with the intercept first, their standard errors, and whether the outcome is yes or no."""

    coefficients: Matrix
    errors: Matrix
    binary: bool

    def score(self, design: Matrix) -> Matrix:
        """Return the linear predictor of each row."""
        return np.asarray(self.coefficients[0] + design @ self.coefficients[1:], dtype=np.float64)


def ridge(design: Matrix, outcome: Matrix, penalty: float, *, binary: bool) -> Model | None:
    """Return the penalised fit (intercept free of penalty), by Newton's method for a yes-or-no outcome.

    The penalty is that of le Cessie and van Houwelingen 1992 (half of it times the squared coefficients); errors
    are those of the penalised likelihood. None where the equations have no solution.
    """
    rows, width = design.shape
    full = np.column_stack([np.ones(rows), design])
    weight = np.diag([0.0, *([penalty] * width)])
    try:
        return _logistic(full, outcome, weight) if binary else _linear(full, outcome, weight)
    except np.linalg.LinAlgError:
        return None


def _linear(full: Matrix, outcome: Matrix, weight: Matrix) -> Model:
    information = full.T @ full + weight
    inverse = np.linalg.inv(information)
    coefficients = inverse @ full.T @ outcome
    residual = outcome - full @ coefficients
    variance = float(residual @ residual) / max(1, len(outcome) - full.shape[1])
    return Model(coefficients, np.sqrt(np.maximum(variance * np.diag(inverse), 0)), binary=False)


def _logistic(full: Matrix, outcome: Matrix, weight: Matrix) -> Model:
    coefficients = np.zeros(full.shape[1])
    for _ in range(_STEPS):
        share = expit(full @ coefficients)
        rooted = full * np.sqrt(share * (1 - share))[:, None]
        information = rooted.T @ rooted + weight
        step = np.linalg.solve(information, full.T @ (outcome - share) - weight @ coefficients)
        longest = float(np.abs(step).max())
        coefficients = coefficients + step * min(1.0, 4 / max(longest, 1e-12))
        if longest < _ENOUGH:
            break
    return Model(coefficients, np.sqrt(np.diag(np.linalg.inv(information))), binary=True)


def auc(scores: Matrix, outcome: NDArray[np.bool_]) -> tuple[float, Interval] | None:
    """Return the area under the ROC curve with the interval of Hanley and McNeil 1982; None with one class."""
    positives, negatives = int(outcome.sum()), int((~outcome).sum())
    if not positives or not negatives:
        return None
    ranks = mid_ranks(scores)
    area = float((ranks[outcome].sum() - positives * (positives + 1) / 2) / (positives * negatives))
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    half = critical(CONFIDENCE) * sqrt(max(0.0, variance) / (positives * negatives))
    return area, (max(0.0, area - half), min(1.0, area + half))


def correlation(one: Matrix, other: Matrix) -> tuple[float, Interval] | None:
    """Return Pearson's correlation with Fisher's interval (Fisher 1921); None without spread or below 4 rows."""
    if len(one) < 4 or one.std() == 0 or other.std() == 0:
        return None
    r = float(np.corrcoef(one, other)[0, 1])
    half = critical(CONFIDENCE) / sqrt(len(one) - 3)
    bounded = min(max(r, -1 + 1e-12), 1 - 1e-12)
    return r, (tanh(atanh(bounded) - half), tanh(atanh(bounded) + half))

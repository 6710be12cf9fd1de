"""Whether the mere looks of labelled requests (length, punctuation) give their labels away."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.evals.guard_data import turns

_FOLDS = 5
_ALIKE = 0.05


def told_by_looks(rows: Sequence[dict[str, Any]]) -> float:
    """Return the AUROC of a ridge regression on the looks, each fifth of the rows scored by the other four."""
    harmful = np.array([row["label"] == "refuse" for row in rows])
    scores = _scores(rows)
    positive, negative = scores[harmful], scores[~harmful]
    return float((positive[:, None] > negative).mean() + 0.5 * (positive[:, None] == negative).mean())


def look_alike(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return harmful and harmless requests in pairs of equal looks, in a drawn order."""
    scores = _scores(rows)
    harmless = {place for place, row in enumerate(rows) if row["label"] != "refuse"}
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    chosen = []
    for place in (place for place in order if rows[place]["label"] == "refuse"):
        partner = min(harmless, key=lambda other: abs(scores[other] - scores[place]), default=None)
        if partner is not None and abs(scores[partner] - scores[place]) < _ALIKE:
            harmless.remove(partner)
            chosen += [place, partner]
    return [rows[place] for place in order if place in set(chosen)]


def _scores(rows: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
    """Return how much each row looks like a harmful one, each fifth by a regression on the others."""
    looks = np.log1p(np.array([_looks(row) for row in rows]))
    harmful = np.array([row["label"] == "refuse" for row in rows])
    design = np.column_stack([(looks - looks.mean(0)) / (looks.std(0) + 1e-9), np.ones(len(looks))])
    scores = np.empty(len(rows))
    for fold in range(_FOLDS):
        held = np.arange(len(rows)) % _FOLDS == fold
        kept = design[~held]
        weights = np.linalg.solve(kept.T @ kept + np.eye(design.shape[1]), kept.T @ harmful[~held])
        scores[held] = design[held] @ weights
    return scores


def _looks(row: dict[str, Any]) -> list[float]:
    text = " ".join(turns(row))
    counts = [text.count(mark) for mark in "?.,!:;'\"-"]
    return [len(text), len(text.split()), len(re.findall(r"[A-Z]", text)), len(re.findall(r"\d", text)), *counts]

"""Fit the weights of the intent guard's score: `python -m tests.evals.guard_train`, after the lexicon changed."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.guards.slots import see
from assistant.guards.slots_score import WEIGHTS, emphasis, features
from tests.evals.guard import OWN, load

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / WEIGHTS
_SEEN_TWICE = 2
_STEPS = 600
_RATE = 2.0
_DECAY = 1.0


def fit() -> dict[str, float]:
    """Return the weights: logistic regression with ridge penalty on the tuned requests, limits left out."""
    rows = [row for row in load(OWN) if row["half"] == "dev" and row["label"] != "limit"]
    seen = [features(see((row.get("turns") or [row["text"]])[-1])) for row in rows]
    counts = Counter(feature for found in seen for feature in found)
    names = sorted(feature for feature, count in counts.items() if count >= _SEEN_TWICE)
    place = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(rows), len(names) + 1))
    design[:, -1] = 1.0
    for line, found in zip(design, seen, strict=True):
        known = [place[feature] for feature in found if feature in place]
        line[known] = emphasis(len(known))
    fitted = _logistic(design, np.array([float(row["label"] == "refuse") for row in rows]))
    return {"bias": round(float(fitted[-1]), 3)} | {
        name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=False)
    }


def _logistic(design: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coefficients after a fixed number of gradient steps; the last one, the bias, is not shrunk."""
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        slope = design.T @ (1 / (1 + np.exp(-design @ weights)) - labels) + _DECAY * weights
        slope[-1] -= _DECAY * weights[-1]
        weights -= _RATE / (len(labels) + _DECAY) * slope
    return weights


if __name__ == "__main__":
    _TARGET.write_text(json.dumps(fit(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

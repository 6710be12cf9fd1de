"""Fit the weights of the intent guard's score: `python -m tests.evals.guard_train`, after the lexicon changed."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from assistant.guards.slots import see
from assistant.guards.slots_score import VECTOR_SCALE, WEIGHTS, Weights, emphasis, features
from retrieval.embed import MiniLM
from tests.evals.guard import OWN, load
from tools import TOOLS

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / WEIGHTS
_SEEN_TWICE = 2
_ROUNDS = 25
_RIDGE = 1.0
_BIAS_RIDGE = 1e-4

Matrix = NDArray[np.float64]


def tuned() -> tuple[list[str], Matrix]:
    """Return the texts to fit on (our requests but limits, the tools' examples), and 1.0 for each harmful one."""
    rows = [row for row in load(OWN) if row["half"] == "dev" and row["label"] != "limit"]
    examples = [question for tool in TOOLS for question in tool.examples]
    labels = np.array([float(row["label"] == "refuse") for row in rows] + [0.0] * len(examples))
    return [(row.get("turns") or [row["text"]])[-1] for row in rows] + examples, labels


def fit(texts: list[str], labels: Matrix, vectors: Matrix) -> tuple[Weights, Weights]:
    """Return the model over words alone, and the one over words and vectors."""
    seen = [features(see(text)) for text in texts]
    counts = Counter(feature for found in seen for feature in found)
    names = sorted(feature for feature, count in counts.items() if count >= _SEEN_TWICE)
    place = {name: index for index, name in enumerate(names)}
    words = np.zeros((len(texts), len(names)))
    for line, found in zip(words, seen, strict=True):
        known = [place[feature] for feature in found if feature in place]
        line[known] = emphasis(len(known))
    return _model(names, words, labels), _model(names, words, labels, VECTOR_SCALE * vectors)


def _model(names: list[str], words: Matrix, labels: Matrix, vectors: Matrix | None = None) -> Weights:
    parts = [words] if vectors is None else [words, vectors]
    fitted = _logistic(np.column_stack([*parts, np.ones(len(labels))]), labels)
    table = {name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=False)}
    return Weights(
        round(float(fitted[-1]), 3), table, [round(float(weight), 3) for weight in fitted[len(names) : -1]]
    )


def _logistic(design: Matrix, labels: Matrix) -> Matrix:
    """Return the coefficients of a ridge logistic regression by Newton's method on its dual; the bias is free."""
    ridge = np.full(design.shape[1], _RIDGE)
    ridge[-1] = _BIAS_RIDGE
    scaled = design / ridge
    kernel = scaled @ design.T
    dual = np.zeros(len(labels))
    for _ in range(_ROUNDS):
        odds = kernel @ dual
        chance = 1 / (1 + np.exp(-odds))
        curve = np.maximum(chance * (1 - chance), 1e-6)
        dual = np.linalg.solve(kernel + np.diag(1 / curve), odds + (labels - chance) / curve)
    return np.asarray(scaled.T @ dual)


def encode(texts: list[str]) -> Matrix:
    """Return the vectors of texts by the packaged encoder."""
    return np.asarray(MiniLM(user_cache_path("whybuy", appauthor=False)).encode(texts), dtype=np.float64)


if __name__ == "__main__":
    texts, labels = tuned()
    words, meaning = fit(texts, labels, encode(texts))
    data = {
        "words": {"bias": words.bias, "features": words.features},
        "meaning": {"bias": meaning.bias, "features": meaning.features, "vector": meaning.vector},
    }
    _TARGET.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

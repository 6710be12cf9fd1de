"""Fit the weights of the intent guard's classifier: `python -m tests.evals.guard_train`, after a lexicon changed.

The encoder, which is adapted to the same messages by `guard_adapt`, need not be fitted anew for that: its head is,
which carries it to messages that were written since. Run it with OPENBLAS_NUM_THREADS=1: with several threads
OpenBLAS crashed at fifteen thousand readings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from scipy.linalg import solve
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from assistant.guards.encoder import SPREAD, WIDTH, encoder, learned
from assistant.guards.score import POLICIES, WEIGHTS, Weights, placed
from assistant.guards.score_features import SIGNS, SIZE, features
from assistant.guards.slots import Seen
from assistant.guards.slots_read import see
from tests.evals.guard_data import BLIND, OWN, PAIRS, load, turns
from tools import TOOLS

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / WEIGHTS
TARGETS = {"refuse": 1.0, "limit": -0.3, "allow": -1.0}
_CHANCES = {"refuse": 1.0, "limit": 0.3, "allow": 0.0}  # of harm, as the encoder learned them
RIDGE = 1.2
_HELD = 300.0  # how firmly the encoder's head is held to what the encoder was fitted with
BIAS = 2.0  # the value of the feature that every message has; a large one is hardly held back by the ridge
_CURVE = 2.0  # the weight of a vector and its products against a block of words

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Labelled messages as the guard sees them, with the vectors of their readings.

    `lines` are the readings to fit on: the last stands for a harmful message; every one of a harmless message is
    harmless.
    """

    rows: Sequence[dict[str, Any]]
    seen: Sequence[Seen]
    vectors: dict[str, Matrix]

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Return the number of the message and the text of each reading to fit on."""
        return [
            (number, text)
            for number, (row, seen) in enumerate(zip(self.rows, self.seen, strict=True))
            for text in (seen.meant if row["label"] == "allow" else seen.meant[-1:])
        ]

    @cached_property
    def design(self) -> csr_matrix:
        """Return the features of the readings to fit on, one line each, without their vectors."""
        found = [features(self.seen[number], text) for number, text in self.lines]
        starts = np.cumsum([0, *(len(places) for places, _ in found)])
        places, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return csr_matrix((values, places, starts), shape=(len(found), SIZE))

    @cached_property
    def targets(self) -> Matrix:
        """Return how harmful each reading to fit on shall sound."""
        return np.array([TARGETS[self.rows[number]["label"]] for number, _ in self.lines])

    @cached_property
    def kernel(self) -> Matrix:
        """Return how alike the readings to fit on are, by their features and the bias."""
        return np.asarray((self.design @ self.design.T).toarray() + BIAS**2)


def examples(encode: Callable[[list[str]], Matrix] | None = None) -> Examples:
    """Return all labelled messages, of conversations the last turn, and the examples of the tools as harmless.

    Without an encoder their vectors are zero.
    """
    rows = [*load(OWN), *(row for path in BLIND.values() for row in load(path)), *load(PAIRS)]
    rows += [{"text": question, "label": "allow"} for tool in TOOLS for question in tool.examples]
    seen = [see(turns(row)[-1]) for row in rows]
    texts = sorted({text for message in seen for text in message.meant})
    vectors = encode(texts) if encode else np.zeros((len(texts), WIDTH))
    return Examples(rows, seen, dict(zip(texts, vectors, strict=True)))


def encode(texts: list[str]) -> Matrix:
    """Return the vectors of texts by the guard's encoder: the middle layer's, then the last one's."""
    return np.asarray(encoder(user_cache_path("whybuy", appauthor=False)).encode(texts), dtype=np.float64)


def fit(
    labelled: Examples, *, meaning: bool, kept: NDArray[np.bool_] | None = None, head: Matrix | None = None
) -> Weights:
    """Return the model over words alone, or over words and vectors, fitted on all or the kept messages.

    The head is that of the stored encoder, carried to all messages, unless another is given.

    Kernel ridge regression; its kernels have few enough features to write the weights out.
    """
    chosen = np.ones(len(labelled.rows), dtype=bool) if kept is None else kept
    used = np.array([place for place, (number, _) in enumerate(labelled.lines) if chosen[number]])
    kernel = labelled.kernel[np.ix_(used, used)]
    points, centre = np.zeros((len(used), WIDTH)), np.zeros(WIDTH)
    if meaning:
        vectors = np.array([labelled.vectors[labelled.lines[place][1]][:WIDTH] for place in used])
        centre = vectors.mean(axis=0)
        points = placed(vectors, centre)
        kernel += _CURVE * (1.0 + points @ points.T) ** 2
    kernel.flat[:: len(used) + 1] += RIDGE
    dual = solve(kernel, labelled.targets[used], assume_a="pos", overwrite_a=True, check_finite=False)
    harm = np.append(labelled.design[used].T @ dual, (BIAS**2 + _CURVE * meaning) * dual.sum())
    harm[:WIDTH] = 2.0 * _CURVE * (points.T @ dual)
    curve = _CURVE * (points.T * dual) @ points
    if head is None:
        head = carried(labelled, used) if meaning else learned().head
    return Weights(harm, curve, centre, _policies(labelled, used, points), head)


def carried(labelled: Examples, used: NDArray[np.intp]) -> Matrix:
    """Return the encoder's head fitted to the readings used: a logistic regression drawn to what it was."""
    lines = [labelled.lines[place] for place in used]
    read = np.array([labelled.vectors[text][WIDTH:] for _, text in lines]) * SPREAD
    points = np.column_stack([read, np.ones(len(lines))])
    chances = np.array([_CHANCES[labelled.rows[number]["label"]] for number, _ in lines])
    start = learned().head

    def loss(head: Matrix) -> tuple[float, Matrix]:
        odds, moved = points @ head, head - start
        missed = expit(odds) - chances
        value = np.sum(np.logaddexp(0.0, odds) - chances * odds) + _HELD * moved @ moved
        return float(value), points.T @ missed + 2.0 * _HELD * moved

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _policies(labelled: Examples, used: NDArray[np.intp], points: Matrix) -> Matrix:
    """Return the weights by which harm is told to fall under a policy: over the vector and the concepts."""
    rows = [labelled.rows[labelled.lines[place][0]] for place in used]
    harmful = np.array([at for at, row in enumerate(rows) if row["label"] == "refuse" and row.get("policy")])
    named = np.array([[1.0 if rows[at]["policy"] == name else -1.0 for name in POLICIES] for at in harmful])
    told = np.hstack([points[harmful], labelled.design[used[harmful]][:, SIGNS].toarray()])
    kernel = told @ told.T + BIAS**2 + RIDGE * np.eye(len(told))
    dual = solve(kernel, named, assume_a="pos")
    return np.vstack([told.T @ dual, BIAS**2 * dual.sum(axis=0)])


def main() -> None:
    """Fit and store the weights."""
    labelled = examples(encode)
    stored = {
        f"{name}_{part}": getattr(model, part).astype(np.float16)
        for name, model in (("words", fit(labelled, meaning=False)), ("meaning", fit(labelled, meaning=True)))
        for part in ("harm", "curve", "centre", "policies", "head")
    }
    np.savez_compressed(_TARGET, **stored)


if __name__ == "__main__":
    main()

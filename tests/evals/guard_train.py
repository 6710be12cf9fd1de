"""Fit the weights of the intent guard's classifier: `python -m tests.evals.guard_train`, after a lexicon changed.

`held_out` judges each message by a model that has seen neither it nor its paraphrases: the cuts in
`assistant.guards.intent` were chosen on these verdicts, and `python -m tests.evals guard` prints their figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from scipy.sparse import csr_matrix

from assistant.guards.intent import decide
from assistant.guards.score import POLICIES, WEIGHTS, Score, Weights
from assistant.guards.score_features import BUCKETS, SIZE, WIDTH, features
from assistant.guards.slots import Seen
from assistant.guards.slots_read import see
from retrieval.embed import MiniLM
from tests.evals.guard_data import OWN, PAIRS, TUNE, load, turns
from tools import TOOLS

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / WEIGHTS
TARGETS = {"refuse": 1.0, "limit": -0.3, "allow": -1.0}
RIDGE = 1.2
BIAS = 2.0  # the value of the feature that every message has; a large one is hardly held back by the ridge
_FOLDS = 5
_PARAPHRASE = 0.8  # cosine from which two requests stay in one fold
_SIGNS = slice(WIDTH + 2 * BUCKETS, SIZE)

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Labelled messages as the guard sees them, with the vectors of their readings."""

    rows: Sequence[dict[str, Any]]
    seen: Sequence[Seen]
    vectors: dict[str, Matrix]

    def design(self, *, meaning: bool) -> csr_matrix:
        """Return the features, one line a message; the last of its readings stands for it."""
        found = [
            self.features(number, self.seen[number].meant[-1], meaning=meaning) for number in range(len(self.rows))
        ]
        starts = np.cumsum([0, *(len(places) for places, _ in found)])
        places, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return csr_matrix((values, places, starts), shape=(len(found), SIZE))

    def features(self, number: int, text: str, *, meaning: bool) -> tuple[NDArray[np.intp], Matrix]:
        """Return the features of one reading of a message."""
        return features(self.seen[number], text, self.vectors[text] if meaning else None)


def examples(*, meaning: bool = True) -> Examples:
    """Return all labelled messages and, as harmless ones, the questions that the tools name as examples."""
    rows = [*load(OWN), *(row for row in load(TUNE) if "turns" not in row), *load(PAIRS)]
    rows += [{"text": question, "label": "allow"} for tool in TOOLS for question in tool.examples]
    seen = [see(turns(row)[-1]) for row in rows]
    texts = sorted({text for message in seen for text in message.meant})
    vectors = encode(texts) if meaning else np.zeros((len(texts), WIDTH))
    return Examples(rows, seen, dict(zip(texts, vectors, strict=True)))


def encode(texts: list[str]) -> Matrix:
    """Return the vectors of texts by the packaged encoder."""
    return np.asarray(MiniLM(user_cache_path("whybuy", appauthor=False)).encode(texts), dtype=np.float64)


def fit(labelled: Examples, *, meaning: bool, kept: NDArray[np.bool_] | None = None) -> Weights:
    """Return the model over words alone, or over words and vectors, fitted on all or the kept messages."""
    design = labelled.design(meaning=meaning)
    used = np.flatnonzero(np.ones(len(labelled.rows), dtype=bool) if kept is None else kept)
    labels = np.array([TARGETS[labelled.rows[number]["label"]] for number in used])
    harm = _ridge(design[used], labels[:, None])
    harmful = np.array(
        [n for n in used if labelled.rows[n]["label"] == "refuse" and labelled.rows[n].get("policy")]
    )
    named = np.array([[1.0 if labelled.rows[n]["policy"] == name else -1.0 for name in POLICIES] for n in harmful])
    told = design.tolil()[harmful]
    told[:, WIDTH : _SIGNS.start] = 0
    return Weights(np.hstack([harm, _ridge(told.tocsr(), named)]))


def _ridge(design: csr_matrix, targets: Matrix) -> Matrix:
    """Return the coefficients of a ridge regression, solved in its dual; the last row is the bias."""
    kernel = (design @ design.T).toarray() + BIAS**2
    dual = np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), targets)
    return np.vstack([design.T @ dual, BIAS**2 * dual.sum(axis=0)])


def held_out(labelled: Examples) -> list[str]:
    """Return a verdict for each message by a model fitted without its fold; paraphrases share a fold."""
    folds = _folds(labelled)
    verdicts = [""] * len(labelled.rows)
    for fold in range(_FOLDS):
        model = fit(labelled, meaning=True, kept=folds != fold)
        for number in np.flatnonzero(folds == fold):
            message = labelled.seen[number]
            outputs = (model.apply(message, text, labelled.vectors[text].tolist()) for text in message.meant)
            verdicts[number] = decide(
                message, Score(max(float(output[0]) for output in outputs), "attack")
            ).verdict
    return verdicts


def _folds(labelled: Examples) -> NDArray[np.intp]:
    """Return the fold of each message: all that are linked by close paraphrases go together."""
    vectors = np.array([labelled.vectors[message.meant[-1]] for message in labelled.seen])
    group = np.arange(len(vectors))
    for one, other in zip(*np.nonzero(np.triu(vectors @ vectors.T, 1) > _PARAPHRASE), strict=True):
        group[group == group[other]] = group[one]
    names, group = np.unique(group, return_inverse=True)
    return np.random.default_rng(0).permutation(len(names))[group] % _FOLDS


def main() -> None:
    """Fit and store the weights."""
    labelled = examples()
    stored = {
        "words": fit(labelled, meaning=False).table.astype(np.float16),
        "meaning": fit(labelled, meaning=True).table.astype(np.float16),
    }
    np.savez_compressed(_TARGET, **stored)


if __name__ == "__main__":
    main()

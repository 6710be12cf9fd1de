"""The second layer: a classifier of how much a message sounds like requests labelled harmful.

The rules say what harm is; this carries it to words that they do not know. Its weights are data (`WEIGHTS`),
fitted by `python -m tests.evals.guard_train`.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from assistant.guards.score_features import SIGNS, WIDTH, features
from assistant.guards.slots import Seen

WEIGHTS = "rules_weights.npz"
ENCODER = "all-MiniLM-L6-v2"  # the weights of a vector fit this encoder only
POLICIES = (
    "vuln", "deception", "obstruction", "discrimination", "sensitive", "surveillance", "pii", "political",
    "children", "misfit", "attack",
)  # fmt: skip

Encode = Callable[[str], Sequence[float]]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model of harm and of the policy it falls under; the last weight of each is the bias.

    `harm` holds one weight a feature. A vector is taken from `centre`, scaled to length 1, and enters with its
    products of two places (`curve`). `policies` holds a column a policy over the vector and the concepts.
    """

    harm: Matrix
    curve: Matrix
    centre: Matrix
    policies: Matrix

    def apply(self, seen: Seen, text: str, vector: Sequence[float] | None) -> Matrix:
        """Return the outputs for one reading: harm (about 1 for the harmful, else -1), then the policies."""
        places, values = features(seen, text)
        signs = (places >= SIGNS.start) & (places < SIGNS.stop)
        policies = self.policies[-1] + values[signs] @ self.policies[places[signs] - SIGNS.start + WIDTH]
        harm = float(values @ self.harm[places] + self.harm[-1])
        if vector is not None:
            point = placed(np.asarray(vector, dtype=np.float64), self.centre)
            harm += float(point @ self.curve @ point + point @ self.harm[:WIDTH])
            policies = policies + point @ self.policies[:WIDTH]
        return np.array([harm, *policies])


def placed(vectors: Matrix, centre: Matrix) -> Matrix:
    """Return vectors seen from a centre, scaled to length 1."""
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9))


@dataclass(frozen=True, slots=True)
class Score:
    """How harmful a message sounds, from about -1 to 1, and which policy the harm would fall under."""

    harm: float
    policy: str


def score(seen: Seen, encode: Encode | None = None, model: Weights | None = None) -> Score:
    """Return the score of the most harmful reading of a message, by the stored model unless another is given.

    Without an encoder it goes by words alone.
    """
    model = model or weights()[encode is not None]
    outputs = [model.apply(seen, text, encode(text) if encode else None) for text in seen.meant or ("",)]
    worst = max(outputs, key=lambda output: float(output[0]))
    return Score(float(worst[0]), POLICIES[int(np.argmax(worst[1:]))])


@cache
def weights() -> tuple[Weights, Weights]:
    """Return the model over words alone, and the one over words and vector."""
    data = np.load(BytesIO(_stored()))
    parts = {name: data[name].astype(np.float64) for name in data.files}
    words, meaning = (
        Weights(*(parts[f"{model}_{part}"] for part in ("harm", "curve", "centre", "policies")))
        for model in ("words", "meaning")
    )
    return words, meaning


@cache
def weights_version() -> str:
    """Return the version of the weights: a hash of their file."""
    return hashlib.sha256(_stored()).hexdigest()[:12]


def _stored() -> bytes:
    return (files("assistant.guards") / WEIGHTS).read_bytes()

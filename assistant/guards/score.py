"""The second layer: a linear classifier of how much a message sounds like requests labelled harmful.

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

from assistant.guards.score_features import features
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
    """A fitted model: one column for harm and one a policy, over the features; the last row is the bias."""

    table: Matrix

    def apply(self, seen: Seen, text: str, vector: Sequence[float] | None) -> Matrix:
        """Return the outputs for one reading: harm (about 1 for the harmful, else -1), then the policies."""
        places, values = features(seen, text, vector)
        return np.asarray(values @ self.table[places] + self.table[-1])


@dataclass(frozen=True, slots=True)
class Score:
    """How harmful a message sounds, from about -1 to 1, and which policy the harm would fall under."""

    harm: float
    policy: str


def score(seen: Seen, encode: Encode | None = None) -> Score:
    """Return the score of the most harmful reading of a message; without an encoder by its words alone."""
    words, meaning = weights()
    model = words if encode is None else meaning
    outputs = [model.apply(seen, text, encode(text) if encode else None) for text in seen.meant or ("",)]
    worst = max(outputs, key=lambda output: float(output[0]))
    return Score(float(worst[0]), POLICIES[int(np.argmax(worst[1:]))])


@cache
def weights() -> tuple[Weights, Weights]:
    """Return the model over words alone, and the one over words and vector."""
    data = np.load(BytesIO(_stored()))
    return Weights(data["words"].astype(np.float64)), Weights(data["meaning"].astype(np.float64))


@cache
def weights_version() -> str:
    """Return the version of the weights: a hash of their file."""
    return hashlib.sha256(_stored()).hexdigest()[:12]


def _stored() -> bytes:
    return (files("assistant.guards") / WEIGHTS).read_bytes()

"""The second layer: a classifier of how much a message sounds like requests labelled harmful.

The rules say what harm is; this carries it to words that they do not know. Two models are asked, whose faults
differ: one over words, concepts and the middle layer of the encoder, whose weights are data (`WEIGHTS`) fitted by
`python -m tests.evals.guard_train`; and the encoder itself (`encoder`), whose head is fitted with them.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import tanh

import numpy as np
from numpy.typing import NDArray

from assistant.guards.encoder import SPREAD, WIDTH, stored
from assistant.guards.score_features import SIGNS, features
from assistant.guards.slots import Seen

WEIGHTS = "rules_weights.npz"
_HEARD = 0.65  # the weight of the encoder's own head beside the other model
_ALONE = 0.15  # by so much words alone overrate harm, measured against both models together
_PSEUDONYM = re.compile(r"\[([a-z]+)_\w+\]", re.IGNORECASE)
_SOFT = 6.0  # the log odds at which the head's word begins to be taken as said
POLICIES = (
    "vuln", "deception", "obstruction", "discrimination", "sensitive", "surveillance", "pii", "political",
    "children", "misfit", "attack",
)  # fmt: skip

Encode = Callable[[str], Sequence[float]]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model of harm and of the policy it falls under; the last weight of each is the bias.

    `harm` holds one weight a feature. The vector of the encoder's middle layer is taken from `centre`, scaled to
    length 1, and enters with its products of two places (`curve`). `policies` holds a column a policy over that
    vector and the concepts. `head` reads the vector of the last layer.
    """

    harm: Matrix
    curve: Matrix
    centre: Matrix
    policies: Matrix
    head: Matrix

    def apply(self, seen: Seen, text: str, vector: Sequence[float] | None) -> Matrix:
        """Return the outputs for one reading: harm (about 1 for the harmful, else -1), then the policies."""
        places, values = features(seen, text)
        signs = (places >= SIGNS.start) & (places < SIGNS.stop)
        policies = self.policies[-1] + values[signs] @ self.policies[places[signs] - SIGNS.start + WIDTH]
        harm = float(values @ self.harm[places] + self.harm[-1]) - (_ALONE if vector is None else 0.0)
        if vector is not None:
            middle, last = np.split(np.asarray(vector, dtype=np.float64), [WIDTH])
            point = placed(middle, self.centre)
            harm += float(point @ self.curve @ point + point @ self.harm[:WIDTH])
            harm = mixed(harm, SPREAD * float(last @ self.head[:-1]) + self.head[-1])
            policies = policies + point @ self.policies[:WIDTH]
        return np.array([harm, *policies])


def mixed(harm: float, odds: float) -> float:
    """Return how harmful a message is by both models: by the one over words, and by the log odds of the head."""
    return (1 - _HEARD) * harm + _HEARD * tanh(odds / _SOFT)


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
    seen = replace(seen, text=_plainly(seen.text), meant=tuple(map(_plainly, seen.meant)))
    outputs = [model.apply(seen, text, encode(text) if encode else None) for text in seen.meant or ("",)]
    worst = max(outputs, key=lambda output: float(output[0]))
    return Score(float(worst[0]), POLICIES[int(np.argmax(worst[1:]))])


def _plainly(text: str) -> str:
    """Return a text with plain words for pseudonyms, whose drawn letters would sway the score."""
    return _PSEUDONYM.sub(lambda found: "someone" if found[1] == "person" else "something", text)


@cache
def weights() -> tuple[Weights, Weights]:
    """Return the model over words alone, and the one over words and vector."""
    data = np.load(BytesIO(_stored()))
    parts = {name: data[name].astype(np.float64) for name in data.files}
    words, meaning = (
        Weights(
            harm=parts[f"{model}_harm"],
            curve=parts[f"{model}_curve"],
            centre=parts[f"{model}_centre"],
            policies=parts[f"{model}_policies"],
            head=parts[f"{model}_head"],
        )
        for model in ("words", "meaning")
    )
    return words, meaning


@cache
def weights_version() -> str:
    """Return the version of the weights: a hash of the files of both models."""
    return hashlib.sha256(_stored() + stored()).hexdigest()[:12]


def _stored() -> bytes:
    return (files("assistant.guards") / WEIGHTS).read_bytes()

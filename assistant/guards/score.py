"""How much a message sounds like the harmful requests that people labelled: a linear model over what was seen.

The rules say what harm is; this says when words they do not know keep the company of harm. Its features are the
lexicon's concepts, plain words and, where an encoder is at hand, the message's vector. Its weights are data
(`rules_weights.json`), fitted by `python -m tests.evals.guard_train` from the tuned half of our labelled requests.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt

from assistant.guards.slots import Seen, tokens

WEIGHTS = "rules_weights.json"
ENCODER = "all-MiniLM-L6-v2"  # the weights of a vector fit this encoder only
VECTOR_SCALE = 2.0  # how much a vector of length 1 counts beside the words
_SCALE = 3.0  # keeps the weights of short and long messages comparable, see `emphasis`


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: the weight of each feature, of each place of the vector (none without one), and the bias."""

    bias: float
    features: Mapping[str, float]
    vector: Sequence[float] = ()

    def score(self, seen: Seen, vector: Sequence[float] = ()) -> float:
        """Return the log odds that a message is harmful."""
        known = [self.features[feature] for feature in features(seen) if feature in self.features]
        meant = VECTOR_SCALE * sum(a * b for a, b in zip(self.vector, vector, strict=True))
        return self.bias + emphasis(len(known)) * sum(known) + meant


def features(seen: Seen) -> frozenset[str]:
    """Return the features of a message: each concept seen in any reading, and each word as written."""
    concepts = {f"concept {name}" for sight in seen.sights for name in sight.tags}
    return frozenset(concepts | {f"word {word}" for word in tokens(seen.text)})


def emphasis(known: int) -> float:
    """Return the value of each of a message's known features, so that length alone moves no score."""
    return _SCALE / sqrt(max(known, 1))


def score(seen: Seen, vector: Sequence[float] | None = None) -> float:
    """Return the log odds that a message is harmful, by its words and, if given, its vector."""
    words, meaning = weights()
    return words.score(seen) if vector is None else meaning.score(seen, vector)


@cache
def weights() -> tuple[Weights, Weights]:
    """Return the model over words alone, and the one over words and vector."""
    data = json.loads((files("assistant.guards") / WEIGHTS).read_bytes())
    return Weights(**data["words"]), Weights(**data["meaning"])

"""How much a message sounds like the harmful requests that people labelled: a linear model over what was seen.

The rules say what harm is; this says when words they do not know keep the company of harm. Its features are the
lexicon's concepts and plain words, its weights are data (`rules_weights.json`) and are fitted by
`python -m tests.evals.guard_train` from the tuned half of our own labelled requests.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from assistant.guards.slots import Seen, tokens

WEIGHTS = "rules_weights.json"
_SCALE = 3.0  # keeps the weights of short and long messages comparable, see `emphasis`


def features(seen: Seen) -> frozenset[str]:
    """Return the features of a message: each concept seen in any reading, and each word as written."""
    concepts = {f"concept {name}" for sight in seen.sights for name in sight.tags}
    return frozenset(concepts | {f"word {word}" for word in tokens(seen.text)})


def emphasis(known: int) -> float:
    """Return the value of each of a message's known features, so that length alone moves no score."""
    return _SCALE / sqrt(max(known, 1))


def score(seen: Seen) -> float:
    """Return the log odds that a message is harmful, by the fitted weights."""
    table = weights()
    known = [table[feature] for feature in features(seen) if feature in table]
    return table["bias"] + emphasis(len(known)) * sum(known)


@cache
def weights() -> Mapping[str, float]:
    """Return the fitted weight of each feature, and `bias`."""
    table: Mapping[str, float] = json.loads((files("assistant.guards") / WEIGHTS).read_bytes())
    return table

"""What the classifier knows of a message: its vector, words, pairs of words, concepts, frames, the rule it meets.

Each block has length 1 whatever the length of the message, so that length alone moves no score.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from assistant.guards.rules import ruling
from assistant.guards.rules_frames import kind, listens, measures, ordered, reports, wrapped
from assistant.guards.slots import Seen

WIDTH = 384  # places of the encoder's vector
BUCKETS = 2**15  # places of each hashed block; two features rarely share one
SIZE = WIDTH + 3 * BUCKETS
_WORD = re.compile(r"[^\W_]+")
_FRAMES = (kind, listens, measures, ordered, reports, wrapped)

Features = tuple[NDArray[np.intp], NDArray[np.float64]]


def features(seen: Seen, text: str, vector: Sequence[float] | None) -> Features:
    """Return the places and values of the features of a reading of a message; without a vector, of its words."""
    words = _WORD.findall(text)
    pairs = zip(["^", *words], [*words, "$"], strict=True)
    blocks = [_hashed(0, words), _hashed(1, (f"{a} {b}" for a, b in pairs)), _hashed(2, _signs(seen))]
    if vector is not None:
        blocks.append((np.arange(WIDTH), np.asarray(vector, dtype=np.float64)))
    places, values = zip(*blocks, strict=True)
    return np.concatenate(places), np.concatenate(values)


def _signs(seen: Seen) -> Iterator[str]:
    """Yield the concepts and frames that any reading shows, and the rules it meets."""
    for sight in seen.sights:
        yield from sight.tags
        yield from (f"frame {frame.__name__}" for frame in _FRAMES if frame(sight))
        if (rule := ruling(sight)) is not None:
            yield f"rule {rule.verdict} {rule.policy}"


def _hashed(block: int, names: Iterable[str]) -> Features:
    """Return a block of named features at their hashed places."""
    places = sorted({zlib.crc32(name.encode()) % BUCKETS for name in names})
    start = WIDTH + block * BUCKETS
    return np.array(places, dtype=np.intp) + start, np.full(len(places), 1 / sqrt(max(1, len(places))))

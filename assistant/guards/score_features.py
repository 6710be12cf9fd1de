"""What the classifier knows of a message: its words, their pieces, concepts, frames, the rule it meets, vector.

Each block has a fixed length whatever the length of the message, so that length alone moves no score.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from assistant.guards.encoder import WIDTH
from assistant.guards.rules import ruling
from assistant.guards.rules_frames import kind, listens, measures, ordered, recounts, reports, seeks, wrapped
from assistant.guards.slots import Seen

_REACH = 5  # words apart that still make a pair
_PIECES = (3, 4, 5)  # letters of a piece of a word
_LETTERS = 2000  # letters of which the pieces are taken
# Places of each hashed block, and its weight against the others: chosen by author-wise cross-validation.
_BLOCKS = ((2**15, 1.0), (2**17, sqrt(2.0)), (2**16, sqrt(2.0)), (2**12, 1.0), (2**16, 1.0))
_STARTS = tuple(WIDTH + sum(size for size, _ in _BLOCKS[:number]) for number in range(len(_BLOCKS) + 1))
SIZE = _STARTS[-1]
SIGNS = slice(_STARTS[3], _STARTS[4])  # where the concepts stand
_WORD = re.compile(r"[^\W_]+")
_FRAMES = (kind, listens, measures, ordered, recounts, reports, seeks, wrapped)

Features = tuple[NDArray[np.intp], NDArray[np.float64]]


def features(seen: Seen, text: str) -> Features:
    """Return the places and values of the features of a reading of a message, without its vector."""
    words = _WORD.findall(text)[:_LETTERS]
    signs = sorted(set(_signs(seen)))
    near = (
        f"{first} {second}"
        for at, first in enumerate(["^", *words])
        for second in [*words[at : at + _REACH], *(["$"] if at + _REACH > len(words) else [])]
    )
    named = (words, near, _pieces(seen.text), signs, (f"{one} {two}" for one, two in combinations(signs, 2)))
    blocks = [_hashed(block, names) for block, names in enumerate(named)]
    places, values = zip(*blocks, strict=True)
    return np.concatenate(places), np.concatenate(values)


def _pieces(text: str) -> Iterator[str]:
    """Yield the runs of letters of a message as it is written, which also speak of words in other languages."""
    spaced = f" {' '.join(_WORD.findall(text[:_LETTERS]))} "
    yield from (spaced[at : at + size] for size in _PIECES for at in range(len(spaced) - size + 1))


def _signs(seen: Seen) -> Iterator[str]:
    """Yield the concepts and frames that any reading shows, and the rules it meets."""
    for sight in seen.sights:
        yield from sight.tags
        yield from (f"frame {frame.__name__}" for frame in _FRAMES if frame(sight))
        if (rule := ruling(sight)) is not None:
            yield f"rule {rule.verdict} {rule.policy}"


def _hashed(block: int, names: Iterable[str]) -> Features:
    """Return a block of named features at their hashed places."""
    size, weight = _BLOCKS[block]
    places = sorted({zlib.crc32(name.encode()) % size for name in names})
    value = weight / sqrt(max(1, len(places)))
    return np.array(places, dtype=np.intp) + _STARTS[block], np.full(len(places), value)

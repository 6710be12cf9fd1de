"""Finding names that no rule knows: a small sequence model over how a word looks and what stands around it."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from retrieval.privacy.clues import Place, around, crowded, inner, outer, place
from retrieval.privacy.lexicon import is_never, words
from retrieval.privacy.names import Reading, Word, full_end

WEIGHTS = "name_weights.tsv"
"""The fitted weights beside the word lists: a feature and its weight a line; `>` names the steps between words."""

_LONGEST_RUN = 8


class Tagged(NamedTuple):
    """Words [first, last) of a reading that are a name, with the probability of its least certain word."""

    first: int
    last: int
    probability: float


class Model(NamedTuple):
    """The weights of features for "part of a name", and of the four steps from a word to the next."""

    weights: Mapping[str, float]
    steps: tuple[tuple[float, float], tuple[float, float]]


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that `python -m tests.evals.privacy_train` fitted."""
    lines = files("retrieval.privacy.words").joinpath(WEIGHTS).read_text(encoding="utf-8").splitlines()
    table = {name: float(weight) for name, _, weight in (line.partition("\t") for line in lines)}
    steps = ((table.pop(">00"), table.pop(">01")), (table.pop(">10"), table.pop(">11")))
    return Model(table, steps)


def probabilities(reading: Reading) -> dict[int, float]:
    """Return how likely each capitalised word is part of a name, by its position; those that never are lack."""
    if not reading.capitals:
        return {}
    steps, dense = shipped().steps, crowded(reading)
    found: dict[int, float] = {}
    for run in runs(reading):
        found.update(zip(run, marginals([_score(reading, here, run, dense) for here in run], steps), strict=True))
    return found


def tag(reading: Reading, odds: Mapping[int, float], least: float) -> Iterator[Tagged]:
    """Yield runs of capitalised words, each part of a name with probability >= `least`, and what links them."""
    for run in runs(reading) if odds else ():
        first: int | None = None
        for here in range(run.start, run.stop + 1):
            inside = first is not None and here < run.stop and not reading.words[here].upper
            likely = inside or (here < run.stop and odds[here] >= least)
            if likely and first is None:
                first = here
            elif not likely and first is not None:
                capitals = (odds[place] for place in range(first, here) if reading.words[place].upper)
                yield Tagged(first, here, min(capitals))
                first = None


def runs(reading: Reading) -> Iterator[range]:
    """Yield positions of capitalised words in a row that may be names, with the small words of names between."""
    all_words, position = reading.words, 0
    while position < len(all_words):
        if not _may_be(all_words[position]):
            position += 1
            continue
        end = position + 1
        while end < len(all_words) and end - position < _LONGEST_RUN and _joins(reading, end):
            end += 1
        while not all_words[end - 1].upper:
            end -= 1
        yield range(position, end)
        position = end


def _may_be(word: Word) -> bool:
    return word.upper and (len(word.norm) == 1 or not is_never(word.norm))


def _joins(reading: Reading, position: int) -> bool:
    before, word = reading.words[position - 1], reading.words[position]
    if not (_may_be(word) or word.norm in words("particles")) or not reading.adjacent(before, word):
        return False
    return full_end(reading, position - 1) == before.end


def _score(reading: Reading, position: int, run: range, dense: bool) -> float:
    """Return the log-odds of one word to be part of a name, the words before and after it aside."""
    total = _inner_score(reading.raw(position)) + _place_score(place(reading, position, run, dense))
    for role, raw in around(reading, position):
        total += _outer_score(role, raw)
    return total


@lru_cache(maxsize=32768)
def _inner_score(raw: str) -> float:
    return _sum(inner(raw))


@lru_cache(maxsize=65536)
def _outer_score(role: str, raw: str) -> float:
    return _sum(f"{role}{name}" for name in outer(raw, len(role) > 1))


@lru_cache(maxsize=65536)
def _place_score(where: Place) -> float:
    return _sum(where.features())


def _sum(names: Iterable[str]) -> float:
    weights = shipped().weights
    return sum(weights.get(name, 0.0) for name in names)


def marginals(scores: Sequence[float], steps: tuple[tuple[float, float], tuple[float, float]]) -> list[float]:
    """Return the probability of each word of a run to be part of a name (forward-backward over two labels).

    `scores` are log-odds of the single words. Lafferty, McCallum and Pereira, ICML 2001, section 3.
    """
    if len(scores) == 1:
        return [_logistic(scores[0])]
    ahead: list[tuple[float, float]] = []
    for here, score in enumerate(scores):
        if here == 0:
            ahead.append((0.0, score))
            continue
        out, name = ahead[-1]
        ahead.append(
            (_add(out + steps[0][0], name + steps[1][0]), score + _add(out + steps[0][1], name + steps[1][1]))
        )
    behind = (0.0, 0.0)
    found: list[float] = []
    for here in range(len(scores) - 1, -1, -1):
        odds = ahead[here][1] + behind[1] - ahead[here][0] - behind[0]
        found.append(_logistic(odds))
        out, name = behind[0], behind[1] + scores[here]
        behind = (_add(out + steps[0][0], name + steps[0][1]), _add(out + steps[1][0], name + steps[1][1]))
    return found[::-1]


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def _add(left: float, right: float) -> float:
    top = max(left, right)
    return top + math.log1p(math.exp(min(left, right) - top))

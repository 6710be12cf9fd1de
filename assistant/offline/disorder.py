"""Reads two moments set in an order that cannot be: "delivered before they were ordered"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.offline.asked import Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.vocabulary import JOINED, Entry, Vocabulary
from assistant.offline.words import Token, is_irregular, likeness, stem, tokens

_SURE = 0.75
_FARTHER = 0.02
_STATISTICS = frozenset({"aggregate.mean", "aggregate.median", "aggregate.sum", "aggregate.min", "aggregate.max"})
# What a header says of any date ("created at", "order date").
_DATING = frozenset(
    stem(word)
    for word in (
        "date",
        "time",
        "timestamp",
        "at",
        "on",
        "day",
        "datum",
        "zeit",
        "am",
        "le",
        "jour",
        "fecha",
        "hora",
    )
)


@dataclass(frozen=True, slots=True)
class Disorder:
    """Two date columns seen from a table; it is asked in how many rows the first lies before the second."""

    table: str
    fields: tuple[str, str]


def disordered(asked: Clause, known: Sequence[Vocabulary]) -> Disorder | None:
    """Return the two dates of a clause that sets one before the other, None where it sets none.

    Each side of "before" or "after" has to name another date column of a table or of one that it joins; where
    the second side only says "it" or "they", it is the other date of a table that has two.
    """
    found = _between(asked.words)
    if found is None or asked.periods or any(cue.concept in _STATISTICS for cue in asked.cues):
        return None
    start, end, earlier = found
    left, right = asked.words[:start], asked.words[end:]
    if any(word.norm in lexicon().measured_in for word in left[-2:]):
        return None  # "days before the trip" measures a length
    found_in: list[tuple[tuple[float, int, int], Disorder]] = []
    for vocabulary in known:
        dates = [entry for entry in vocabulary.columns if entry.column.role == "time"]
        pair = _pair(left, right, dates)
        if pair is None:
            continue
        score, one, two = pair
        fields = (one.name, two.name) if earlier else (two.name, one.name)
        table = vocabulary.table
        counted = set(content(table.entity)) & {word.stem for word in asked.words}
        # Of two tables that see both dates, the one whose rows are spoken of, then the one with fewer.
        found_in.append(((score, len(counted), -table.rows), Disorder(table.name, fields)))
    return max(found_in, key=lambda entry: entry[0])[1] if found_in else None


def _between(words: Sequence[Token]) -> tuple[int, int, bool] | None:
    """Return where a word stands that sets two moments in order, and whether the first is to be the earlier."""
    norms = tuple(word.norm for word in words)
    marks = [(phrase, True) for phrase in lexicon().earlier] + [(phrase, False) for phrase in lexicon().later]
    found = [
        (at, at + len(phrase), earlier)
        for phrase, earlier in marks
        for at in range(1, len(norms) - len(phrase))
        if norms[at : at + len(phrase)] == phrase
    ]
    return max(found, key=lambda mark: (mark[1] - mark[0], -mark[0]), default=None)


def _pair(
    left: Sequence[Token], right: Sequence[Token], dates: Sequence[Entry]
) -> tuple[float, Entry, Entry] | None:
    """Return the two dates that the sides name best; one that is not named is the other one of a table's two."""
    ones = [(_said(left[::-1], entry), entry) for entry in dates]
    twos = [(_said(right, entry), entry) for entry in dates]
    named = [
        (score + other, one, two)
        for score, one in ones
        for other, two in twos
        if score > 0 and other > 0 and one is not two
    ]
    if named:
        return max(named, key=lambda found: found[0])
    own = [entry for entry in dates if JOINED not in entry.name]
    if len(own) != 2:
        return None
    if _points_back(right) and (score := max(ones, key=lambda pair: pair[0]))[0] > 0 and score[1] in own:
        return score[0], score[1], next(entry for entry in own if entry is not score[1])
    if _tells_what_happened(left) and (score := max(twos, key=lambda pair: pair[0]))[0] > 0 and score[1] in own:
        return score[0], next(entry for entry in own if entry is not score[1]), score[1]
    return None


def _points_back(words: Sequence[Token]) -> bool:
    return any(word.norm in lexicon().pronouns | lexicon().plural for word in words)


def _tells_what_happened(words: Sequence[Token]) -> bool:
    """Return whether a side ends in an English verb of the past ("arrived", "came")."""
    return bool(words) and (words[-1].norm.endswith("ed") or is_irregular(words[-1].norm))


def _said(words: Sequence[Token], entry: Entry) -> float:
    """Return how many of a date's telling words stand among words, those nearest to the first one ahead."""
    telling = [part for part in content(" ".join(_own(entry))) if part not in _DATING]
    joined = {f"{one.stem}{other.norm}" for pair in pairwise(words) for one, other in (pair, pair[::-1])}
    near = [1 - _FARTHER * place for place in range(len(words))]
    return sum(
        1.0
        if part in joined
        else max((_alike(word.stem, part) * weight for word, weight in zip(words, near, strict=True)), default=0.0)
        for part in telling
    )


def _own(entry: Entry) -> list[str]:
    return [token.norm for token in tokens(entry.column.name.replace("_", " "))]


def _alike(left: str, right: str) -> float:
    found = likeness(left, right)
    return found if found >= _SURE else 0.0

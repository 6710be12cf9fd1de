"""Bands of numbers that a column holds as words: `35-59`, `60+`, `<20k`, `2-3 times a week`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import inf

from assistant.offline.compared import TIMES
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import INVERSE
from assistant.offline.words import SCALES, tokens
from tools.tables.catalog import Column

Limit = tuple[str, float]
_NUMBER = re.compile(r"(\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?)\s?(k|m|tsd|mio|thousand|million)?(?![a-z])")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_WAYS = ("above", "below", "least", "most")
_ASIDE = ("joining", "units", "upwards", "none", "once")
_FEWEST = 2  # bands, or there is nothing to choose among


@dataclass(frozen=True, slots=True)
class Band:
    """One value of a column and the numbers it stands for, `high` among them where it is `closed`."""

    value: str
    low: float
    high: float
    closed: bool = True

    def within(self, limit: Limit) -> bool:
        """Return whether all numbers of the band satisfy a limit; "over 60" is taken to mean "60+"."""
        operator, bound = limit
        if operator in {">", ">="}:
            return self.low >= bound
        return self.high < bound or (self.high == bound and (operator == "<=" or not self.closed))

    def outside(self, limit: Limit) -> bool:
        """Return whether no number of the band satisfies a limit."""
        operator, bound = limit
        return self.within((INVERSE[operator], bound))


def bands(column: Column) -> tuple[Band, ...]:
    """Return the bands that a column's values are, low ones first; none where one of the values is no band.

    What is said beside the numbers has to be the same of all: "once a week" and "once a month" cannot be compared.
    """
    aside = {value.strip().lower() for value, _ in column.sentinels} | {""}
    held = column.order or tuple(name for name, _ in column.values)
    values = [value for value in held if value.strip().lower() not in aside]
    found = [band for value in values if (band := _band(value)) is not None]
    complete = len(found) == len(values) >= _FEWEST and column.distinct <= len(values) + len(aside)
    beside = {words for value in values if (words := _beside(value))}
    if column.storage != "text" or not complete or len(beside) > 1:
        return ()
    ordered = sorted(found, key=lambda band: (band.low, band.high))
    touching = any(one.high == other.low for one, other in pairwise(ordered))
    return tuple(replace(band, closed=False) if touching else band for band in ordered)


def parted(known: Sequence[Band], limits: Sequence[Limit]) -> tuple[list[str], list[str]]:
    """Return the values that lie within all limits, and those that a limit cuts in two."""
    inside = [band.value for band in known if all(map(band.within, limits))]
    out = {band.value for band in known if any(map(band.outside, limits))}
    return inside, [band.value for band in known if band.value not in out and band.value not in inside]


def unit_of(column: Column) -> str:
    """Return the unit of time that the bands of a column are of ("3 times a week"), empty where none is said."""
    words = {word.norm for value, _ in column.values for word in tokens(value)}
    return next((unit for word, unit in TIMES.items() if word in words and unit != "year"), "")


def _band(value: str) -> Band | None:
    text = value.strip().lower()
    numbers = _numbers(text)
    if len(numbers) == 2 and not text.startswith(_before("below")):
        return Band(value, min(numbers), max(numbers))
    if len(numbers) != 1:
        return None
    number, words = numbers[0], {word.norm for word in tokens(text)}
    if text.startswith(_before("most")):
        return Band(value, -inf, number)
    if text.startswith(_before("below")):
        return Band(value, -inf, number, closed=False)
    if text.startswith((*_before("above"), *_before("least"))) or "+" in text or words & _words("upwards"):
        return Band(value, number, inf)
    return Band(value, number, number)


@cache
def _before(way: str) -> tuple[str, ...]:
    """Return what stands before a number that a value bounds."""
    return phrases("bounds")[way] + phrases("bands").get(way, ())


@cache
def _words(*meanings: str) -> frozenset[str]:
    return frozenset(word for meaning in meanings for word in phrases("bands")[meaning])


def _numbers(text: str) -> list[float]:
    """Return the numbers of a value, those without a scale in that of the number behind them (`20-40k`)."""
    written = [
        (float(_THOUSANDS.sub("", found[0]).replace(",", ".")), found[1]) for found in _NUMBER.findall(text)
    ]
    said = [lexicon().numbers.get(word.norm) for word in tokens(text)]
    numbers = [number * SCALES.get(scale, 1.0) for number, scale in written]
    numbers += [float(number) for number in said if number is not None]
    words = {word.norm for word in tokens(text)}
    if not numbers and words & (_words("none") | _words("once")):
        return [float(bool(words & _words("once")))]
    last = SCALES.get(written[-1][1], 1.0) if len(written) == len(numbers) == 2 else 1.0
    if last > 1 and not written[0][1] and numbers[0] * last <= numbers[1]:
        numbers[0] *= last
    return numbers


def _beside(value: str) -> frozenset[str]:
    """Return what a value says beside its numbers, how they are joined aside."""
    known = SCALES.keys() | _words(*_ASIDE)
    limiting = {word for way in _WAYS for said in _before(way) for word in said.split()}
    words = [word for word in tokens(value.lower()) if word.number is None and word.norm not in lexicon().numbers]
    return frozenset(word.norm for word in words if word.norm.isalpha() and word.norm not in known | limiting)

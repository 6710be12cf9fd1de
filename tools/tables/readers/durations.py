"""Durations written with colons: `1:25` hours and minutes, `0:04:10` with seconds."""

import re
from collections.abc import Sequence

from tools.tables.lexicon import lexicon, matches

_SHAPE = re.compile(r"^-?(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?$")
_NAMES = (
    "delay",
    "delayed",
    "verspätung",
    "retard",
    "retraso",
    "playtime",
    "uptime",
    "downtime",
    "runtime",
    "overtime",
)
READ = "hours and minutes, stored as minutes"
_SHORT = (("mm", "ss"), ("min", "sec"), ("m", "s"))


def minutes(name_words: Sequence[str], texts: Sequence[str]) -> list[float] | None:
    """Return the texts in minutes, None where they are not all durations.

    A time of the day looks alike, so the header has to name a duration or some value has to pass 24 hours. Two
    parts are hours and minutes, unless the header says minutes and seconds.
    """
    found = [_SHAPE.match(text) for text in texts]
    if not texts or not all(found):
        return None
    parts = [(int(m[1]), int(m[2]), int(m[3]) if m[3] else None, m[0].startswith("-")) for m in found if m]
    words = list(name_words)
    named = matches(words, lexicon()["unit"]["duration"]) or matches(words, _NAMES)
    if not named and not any(first > 24 for first, *_ in parts):
        return None
    short = any(one in words and other in words for one, other in _SHORT) and "hh" not in words
    return [_minutes(*part, short=short) for part in parts]


def looks_like(texts: Sequence[str]) -> bool:
    """Return whether all texts have the shape of a duration, which a time of the day has as well."""
    return all(map(_SHAPE.match, texts))


def _minutes(first: int, second: int, third: int | None, negative: bool, *, short: bool) -> float:
    seconds = first * 60 + second if short and third is None else first * 3600 + second * 60 + (third or 0)
    return round((-seconds if negative else seconds) / 60, 4)

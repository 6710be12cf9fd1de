"""Written dates: one order of day and month per column, decided over all of its values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

_MONTHS = (
    ("jan", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "mrz", "maer"), ("apr", "avr", "abr"),
    ("may", "mai", "mag"), ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "aou", "ago"),
    ("sep", "set"), ("oct", "okt", "ott"), ("nov",), ("dec", "dez", "déc", "dic"),
)  # fmt: skip
_TIME = (
    r"(?:[T\s,]+(?:at |um )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s*Uhr)?\s*(?P<zone>Z|(?:GMT|UTC)?\s*[+-]\d{1,2}:?(?:\d{2})?|[A-Z]{2,5})?)?$"
)
_SHAPES = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"^(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})",
        # Two-digit years: with slashes, or padded throughout, so that `1.4.12` stays a version number.
        r"^(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{2})",
        r"^(?P<one>\d{2})[-.](?P<two>\d{2})[-.](?P<year>\d{2})",
        r"^(?:[^\W\d]{2,9}\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[-\s/]+(?P<name>[^\W\d]{3,10})\.?,?[-\s/]+"
        r"(?P<year>\d{4}|\d{2})",
        r"^(?:[^\W\d]{2,9}\.?,?\s+)?(?P<name>[^\W\d]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)
_UNIX = re.compile(
    r"^[A-Z][a-z]{2} (?P<name>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) "
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2}) "
    r"(?P<zone>[+-]\d{4}|[A-Z]{3,4}) (?P<year>\d{4})(?P<half>)$"
)
_MONTH_ONLY = re.compile(r"^(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True)
class Dates:
    """Parsed dates in the order of the texts (None where a text is no date) and how they were read."""

    values: tuple[datetime | None, ...]
    reason: str


def parse(texts: Sequence[str], day_first: bool | None = None) -> Dates:
    """Return the texts as dates; the order of day and month is the one under which all are dates.

    Where both orders fit, the one wins under which rows run forward in time more evenly, else the custom of the
    separator (a point or a dash: day first; a slash: month first), and the reason says that the order is a guess.
    """
    matches = [_match(text) for text in texts]
    ambiguous = [match for match in matches if match and "one" in match.groupdict()]
    if not ambiguous:
        values = tuple(_date(match, day_first=True) for match in matches)
        return Dates(values, "")
    if day_first is not None:
        return Dates(tuple(_date(match, day_first) for match in matches), "order of day and month as told")
    return _decided(matches, texts)


def looks_like(text: str) -> bool:
    """Return whether one text has the shape of a date."""
    return _match(text) is not None


def _decided(matches: Sequence["re.Match[str] | None"], texts: Sequence[str]) -> Dates:
    readings = {first: tuple(_date(match, first) for match in matches) for first in (True, False)}
    failed = {first: sum(value is None for value in values) for first, values in readings.items()}
    names = {True: "day first", False: "month first"}
    if failed[True] != failed[False]:
        first = failed[True] < failed[False]
        refuted = failed[not first] - failed[first]
        return Dates(readings[first], f"{names[first]}: {refuted} values are no dates the other way round")
    turns = {first: _turns(values) for first, values in readings.items()}
    low, high = sorted(turns.values())
    if high > low * 1.5 + 2:
        first = turns[True] < turns[False]
        return Dates(
            readings[first], f"{names[first]}: only so the rows run forward in time; both orders are dates"
        )
    custom = not any("/" in text for text in texts[:50])
    return Dates(readings[custom], f"{names[custom]}: a guess, both orders of day and month are dates")


def _turns(values: Sequence[datetime | None]) -> int:
    """Return how often the sequence changes between rising and falling."""
    known = [value for value in values if value is not None]
    signs = [after > before for before, after in pairwise(known) if after != before]
    return sum(one != two for one, two in pairwise(signs))


def _match(text: str) -> "re.Match[str] | None":
    for shape in (*_SHAPES, _UNIX, _MONTH_ONLY):
        if found := shape.match(text):
            return found
    return None


def _date(match: "re.Match[str] | None", day_first: bool) -> datetime | None:
    if match is None:
        return None
    parts = {name: value for name, value in match.groupdict().items() if value}
    month = _month(parts["name"]) if "name" in parts else int(parts.get("month", 0))
    day = int(parts.get("day", 1))
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        day, month = (one, two) if day_first else (two, one)
    year = int(parts["year"])
    year += (2000 if year < 69 else 1900) if len(parts["year"]) == 2 else 0
    hour = int(parts.get("hour", 0))
    if half := parts.get("half", "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    whole_day = hour == 24 and not int(parts.get("minute", 0))
    try:
        found = datetime(  # noqa: DTZ001 - the wall clock as written; files mix zones and rarely name them
            year,
            month or 0,
            day,
            0 if whole_day else hour,
            int(parts.get("minute", 0)),
            int(parts.get("second", 0)),
        )
    except ValueError:
        return None
    return found + timedelta(days=whole_day)


def _month(name: str) -> int | None:
    word = name.lower()
    for number, starts in enumerate(_MONTHS, start=1):
        if word.startswith(starts):
            return number
    return None

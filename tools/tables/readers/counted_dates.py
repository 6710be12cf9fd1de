"""Whole numbers that are dates: days and months written together, seconds since 1970, days of a spreadsheet."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from tools.tables.lexicon import lexicon, matches, tokens, word_set
from tools.tables.readers.dates import Dates

_NEVER = frozenset({"0", "-1", "00000000", "99991231", "99999999"})
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = re.compile(rf"^{_YEAR}{_MONTH}(?:0[1-9]|[12]\d|3[01])$")
_YEAR_MONTH = re.compile(rf"^{_YEAR}{_MONTH}$")
_DIGITS = re.compile(r"^\d{5,17}(?:\.\d+)?$")
_FEWEST, _MANY = 3, 12
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - read as UTC, kept without zone as all dates are
_SHEET = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of spreadsheets
_SINCE, _UNTIL = 631_152_000, 2_208_988_800  # 1990 and 2040, in seconds
_SHEET_DAYS = (18_264, 54_789)  # 1950 to 2050
_SCALES = ((1, "seconds"), (1_000, "milliseconds"), (1_000_000, "microseconds"))


def parse(name: str, texts: Sequence[str]) -> Dates | None:
    """Return the whole numbers of a column as dates in the order of the texts, with the reason; None for others.

    Every number has to be a plausible date, except for those that stand for never (0, 99991231). Days written
    together need nothing else; seconds, months written together and days of a spreadsheet a header that says so,
    months also do when they run on without gaps.
    """
    plain = [text.removesuffix(".0") for text in texts]
    known = [text for text in plain if text not in _NEVER]
    if len(set(known)) < 2 or not all(map(_DIGITS.match, known)):
        return None
    words = tokens(name)
    for read in (_days, _months, _stamps, _sheet):
        if (found := read(words, known)) is not None:
            moments, reason = found
            by_text = dict(zip(known, moments, strict=True))
            never = sorted(set(plain) & _NEVER)
            told = f"{reason}; {' and '.join(never)} counts as missing" if never else reason
            return Dates(tuple(by_text.get(text) for text in plain), told)
    return None


def _days(_words: list[str], known: list[str]) -> tuple[list[datetime], str] | None:
    if len(known) < _FEWEST or not all(map(_DAY.match, known)):
        return None
    try:
        return [datetime.strptime(text, "%Y%m%d") for text in known], "year, month and day written together"  # noqa: DTZ007
    except ValueError:
        return None


def _months(words: list[str], known: list[str]) -> tuple[list[datetime], str] | None:
    if not all(map(_YEAR_MONTH.match, known)):
        return None
    months = sorted({int(text[:4]) * 12 + int(text[4:]) for text in known})
    running = len(months) >= _MANY and months[-1] - months[0] < 2 * len(months)
    if not (word_set("monthly").union(word_set("dated")) & set(words) or running):
        return None
    why = "year and month written together, read as the first of the month"
    return [datetime(int(text[:4]), int(text[4:]), 1) for text in known], why  # noqa: DTZ001


def _stamps(words: list[str], known: list[str]) -> tuple[list[datetime], str] | None:
    if not (matches(words, lexicon()["time"]) or word_set("stamped") & set(words)):
        return None
    numbers = [float(text) for text in known]
    for scale, unit in _SCALES:
        if _SINCE * scale <= min(numbers) and max(numbers) <= _UNTIL * scale:
            moments = [_EPOCH + timedelta(seconds=int(number // scale)) for number in numbers]
            return moments, f"{unit} since 1970, read as UTC"
    return None


def _sheet(words: list[str], known: list[str]) -> tuple[list[datetime], str] | None:
    numbers = [float(text) for text in known]
    low, high = _SHEET_DAYS
    if not (word_set("dated") & set(words) and low <= min(numbers) and max(numbers) <= high):
        return None
    moments = [_SHEET + timedelta(seconds=round(number * 86_400)) for number in numbers]
    return moments, "days as spreadsheets count them, from the end of 1899"

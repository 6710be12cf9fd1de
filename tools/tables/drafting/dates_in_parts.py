"""Dates that a file keeps in pieces: a column for the year, one for the month, one for the day of the month."""

import calendar
from collections.abc import Iterator, Sequence

import pandas as pd

from tools.tables.lexicon import tokens

_DAYS = ("day of month", "dayofmonth", "day")
_FIRST, _LAST = 1900, 2100
_READ = 0.99  # of the rows have to be days of the calendar
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if number
}


def dates_in_parts(frame: pd.DataFrame) -> Iterator[tuple[str, tuple[pd.Series, str]]]:
    """Yield the date that columns such as `arrival_year`, `arrival_month` and `arrival_day_of_month` make up.

    The three share all other words of their names. The month may be a number or an English name.
    """
    named = {" ".join(tokens(name)): name for name in frame.columns}
    for said, year in named.items():
        if said != "year" and not said.endswith(" year"):
            continue
        own = said.removesuffix("year").strip()
        month = named.get(f"{own} month".strip())
        day = next((named[text] for end in _DAYS if (text := f"{own} {end}".strip()) in named), None)
        if month is None or day is None:
            continue
        dates = _dates(frame, (year, month, day))
        name = own if "date" in own.split() else f"{own} date".strip()
        if dates.notna().mean() >= _READ:
            yield name, (dates, f"{year}, {month} and {day}")


def _dates(frame: pd.DataFrame, parts: Sequence[str]) -> pd.Series:
    year, month, day = (frame[name] for name in parts)
    if not pd.api.types.is_numeric_dtype(month):
        written = month.astype("str").str.strip().str.lower()
        month = written.map(_MONTHS).fillna(pd.to_numeric(written, errors="coerce"))
    numbers = [pd.to_numeric(part, errors="coerce").astype("float64") for part in (year, month, day)]
    known = numbers[0].between(_FIRST, _LAST)
    pieces = pd.DataFrame(dict(zip(("year", "month", "day"), numbers, strict=True))).where(known)
    return pd.to_datetime(pieces, errors="coerce")

"""The stretch of time that a clause is about: told to the table, two of them set side by side."""

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from assistant.offline.draft import Draft, is_negated
from assistant.offline.lexicon import lexicon
from assistant.offline.moments import moments
from assistant.offline.periods import THIS
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import records_sales

_ISO_MONTH, _ISO_DAY = 7, 10
_SPAN = re.compile(
    r"(?<!\d)(\d{1,3})[ _-]?(days?|d|weeks?|wks?|w|months?|mths?|mons?|mo|m|years?|yrs?|y)(?![a-z])"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_ROUNDED = 0.05
_ACTS = frozenset({"outcome.gain", "entity.sale", "repeat.again"})
_CALENDAR = {7: "W", 30: "M", 91: "Q", 365: "Y"}
_CODES = {"month": "M", "quarter": "Q", "year": "Y"}
_LENGTHS = {"month": 30, "quarter": 91, "year": 365}
_PAIR = 2
_LATEST = 2  # words of "latest month"; "last 30 days" is no month of the calendar
_MONTH, _QUARTER, _HALF = 31, 92, 184  # days at most; halves of years are told by their quarters


def read_period(draft: Draft) -> None:
    """Read a stretch of time, which needs a table with dates; two of them are set side by side."""
    unread = (link for at, link in enumerate(draft.links) if at not in draft.used)
    links = [link for link in unread if link.kind == "period" and not _told_by_column(draft, link)]
    links = [link for link in links if not (THIS in dict(link.period) and _plans(draft))]
    if links and draft.vocabulary.table.time is None:
        draft.missing.append("dates")
    elif (pair := _stayed_away(draft, links)) is not None:
        bought, silent = (_dated(draft, dict(link.period)) for link in pair)
        draft.slots.update(period=bought, silent=silent)
        draft.explicit.update({"period", "silent"})
        draft.cues -= {"comparator.zero"}
    elif links and _stopped(draft, links[-1]):
        draft.slots["silent"] = _dated(draft, dict(links[-1].period))
        draft.explicit.add("silent")
    elif len(links) == 1 and (column := _other_date(draft)) is not None and _on_date(draft, column, links[0]):
        return
    elif links:
        found = [_dated(draft, dict(link.period)) for link in links]
        draft.slots["period"] = found[-1]
        draft.explicit.add("period")
        if len(found) > 1 and all({"since", "until"} == set(period) for period in found):
            _side_by_side(draft, found)
        elif len(found) == 1 and not draft.has("grain") and (draft.has("trend") or _goes_through(draft, links[0])):
            if grain := _grain_of_ends(draft, links[0]):
                _split(draft, grain)
            elif unit := _unit(draft, links[0], found[0]):
                _beside_the_one_before(draft, *unit)


def _plans(draft: Draft) -> bool:
    """Return whether a clause asks what to do in a time that goes on ("whom should we call this week")."""
    return bool(draft.norms & set(phrases("periods")["planning"]))


def _stayed_away(draft: Draft, links: Sequence[Link]) -> tuple[Link, Link] | None:
    """Return of two periods the one in which people bought and the one in which they did not."""
    table = draft.vocabulary.table
    if len(links) != _PAIR or table.person is None or not records_sales(table):
        return None
    if any({"since", "until"} != {name for name, _ in link.period} for link in links):
        return None
    words = [word.norm for word in draft.clause.words]
    starts = (0, links[0].end)
    nothing = frozenset(phrases("periods")["nothing"])
    denied = [not nothing.isdisjoint(words[start : link.start]) for start, link in zip(starts, links, strict=True)]
    if sum(denied) != 1:
        return None
    return (links[0], links[1]) if denied[1] else (links[1], links[0])


def _other_date(draft: Draft) -> str | None:
    """Return the date column that a clause names, where it is not the one by which the rows are dated."""
    named = [link.name for link in draft.links if link.kind == "column" and draft.column(link.name).role == "time"]
    own = draft.vocabulary.table.time in named
    return named[0] if len(set(named)) == 1 and not own else None


def _on_date(draft: Draft, column: str, link: Link) -> bool:
    """Read "closed in March" as a condition on the day of closing, by which the rows are not dated."""
    period = _dated(draft, dict(link.period))
    ends = [(op, period[end]) for op, end in ((">=", "since"), ("<=", "until")) if end in period]
    for op, day in ends:
        draft.require({"column": column, "op": op, "value": day}, link.start)
    return bool(ends)


def _told_by_column(draft: Draft, link: Link) -> bool:
    """Return whether a linked column counts over that very time ("in the last 30 days" of `Logins_30_day`)."""
    if (year := _whole_year(link)) and any(year in _YEAR.findall(name) for name in _linked(draft)):
        return True
    days = dict(link.period).get("days")
    spans = [span for other in draft.links if other.kind == "column" for span in _spans(other.name)]
    return days is not None and any(abs(span - int(days)) <= _ROUNDED * span for span in spans)


def _linked(draft: Draft) -> list[str]:
    return [other.name for other in draft.links if other.kind == "column"]


def _whole_year(link: Link) -> str:
    """Return the year that a period is, empty where it is none or only a part of one."""
    since, until = (str(dict(link.period).get(end, "")) for end in ("since", "until"))
    whole = since.endswith("-01-01") and until.endswith("-12-31") and since[:4] == until[:4]
    return since[:4] if whole else ""


def _spans(name: str) -> list[int]:
    """Return the days of the stretches of time that stand in a header ("visits_12m", "Contacts_Count_12_mon")."""
    return [int(number) * _DAYS[unit[0]] for number, unit in _SPAN.findall(name.lower())]


def _stopped(draft: Draft, link: Link) -> bool:
    """Return whether people are meant who did nothing in a period ("haven't ordered since June")."""
    acts = [other for other in draft.links if other.name in _ACTS or other.kind == "entity"]
    last = {at + 1 for at, word in enumerate(draft.clause.words) if word.norm == "last"}
    late = draft.clause.language == "de"  # the verb and what denies it stand at the end
    return records_sales(draft.vocabulary.table) and any(
        (other.end <= link.start or late) and (is_negated(draft, other.start) or other.start in last)
        for other in acts
    )


def tell_silence(draft: Draft) -> None:
    """Leave to how long people stayed away what else a clause about it names: who did, and the acts not done."""
    if "silent" not in draft.slots:
        return
    for name in ("aggregate", "metric", "value", "per", "per_aggregate", "repeats"):
        draft.slots.pop(name, None)
    draft.explicit -= {"aggregate", "metric", "per"}
    draft.missing = [name for name in draft.missing if name == "dates"]


def _side_by_side(draft: Draft, found: list[dict[str, Any]]) -> None:
    """Read "in 2024 compared to 2023" as both, split by the length that they have."""
    if not found:
        return
    first = min(str(period["since"]) for period in found)
    last = max(str(period["until"]) for period in found)
    ends = [[date.fromisoformat(str(period[end])) for end in ("since", "until")] for period in found]
    draft.slots["period"] = {"since": first, "until": last}
    _split(draft, _as_long(max((until - since).days for since, until in ends)))


def _as_long(days: int) -> str:
    return "year" if days > _HALF else "quarter" if days > _MONTH else "month"


def _split(draft: Draft, grain: str) -> None:
    draft.by.append({"column": draft.vocabulary.table.time, "grain": grain})
    draft.explicit.add("by")
    draft.slots.setdefault("order", "natural")


def _goes_through(draft: Draft, link: Link) -> bool:
    """Return whether it is asked how something went through a range of time ("change from 2016 to 2017")."""
    before = draft.clause.words[link.start - 1].norm if link.start else ""
    if before not in lexicon().changing or _grain_of_ends(draft, link) is None:
        return False
    draft.cues |= {"trend"}
    return True


def _grain_of_ends(draft: Draft, link: Link) -> str | None:
    """Return in what the ends of a range are said ("from January to March 2017", "between 2008 and 2012")."""
    inside = [point for point in moments(draft.clause.text, draft.clause.words) if set(link.span) >= {point[0]}]
    if len(inside) < _PAIR:
        return None
    days = max((last - first).days for _, _, first, last in inside)
    return _as_long(days) if days else None


def _unit(draft: Draft, link: Link, period: dict[str, Any]) -> tuple[str, pd.Period] | None:
    """Return the calendar unit that a period is, with its grain: a named month or year, or "the latest month"."""
    if set(period) == {"since", "until"}:
        for grain, code in _CODES.items():
            unit = pd.Period(period["since"], freq=code)
            ends = (unit.start_time.date().isoformat(), unit.end_time.date().isoformat())
            if ends == (period["since"], period["until"]):
                return grain, unit
        return None
    column = draft.vocabulary.table.column(str(draft.vocabulary.table.time))
    named = [name for name, days in _LENGTHS.items() if period.get("days") == days]
    if not named or column is None or not column.maximum or len(link.span) != _LATEST:
        return None
    return named[0], pd.Period(column.maximum[:10], freq=_CODES[named[0]])


def _beside_the_one_before(draft: Draft, grain: str, unit: pd.Period) -> None:
    """Read "revenue collapses in May 2024" as that month set beside the one before: a fall is from somewhere."""
    since, until = (unit - 1).start_time.date().isoformat(), unit.end_time.date().isoformat()
    draft.slots["period"] = {"since": since, "until": until}
    _split(draft, grain)


def _dated(draft: Draft, period: dict[str, Any]) -> dict[str, Any]:
    """Return a period in which a month without a year is the newest such month that the table holds.

    "This year" is the one that its newest date lies in, up to that date.
    """
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    newest = (column.maximum or "") if column else ""
    if THIS in period or _before_this(draft, period):
        return _of_the_calendar(draft, period, newest[:_ISO_DAY])
    if not any(str(day).startswith("0001") for day in period.values()) or len(newest) < _ISO_MONTH:
        return period
    told = {name: int(str(day)[5:7]) for name, day in period.items() if name in {"since", "until"}}
    end = told.get("until", told.get("since", 1))
    year = int(newest[:4]) - (end > int(newest[5:7]))
    years = {name: year - (month > end) for name, month in told.items()}
    days = {name: 1 if name == "since" else calendar.monthrange(years[name], told[name])[1] for name in told}
    return {name: f"{years[name]}-{month:02d}-{days[name]:02d}" for name, month in told.items()}


def _before_this(draft: Draft, period: dict[str, Any]) -> bool:
    """Return whether "last year" stands beside "this year", so that the whole one before it is meant."""
    this = [dict(link.period).get(THIS) for link in draft.links if link.kind == "period"]
    return "days" in period and period["days"] in this


def _of_the_calendar(draft: Draft, period: dict[str, Any], newest: str) -> dict[str, Any]:
    """Return the unit of the calendar that the newest date lies in as far as it goes, or the one before it."""
    unit = pd.Period(newest, freq=_CALENDAR[int(period.get(THIS, period.get("days", 0)))])
    if THIS not in period:
        return {"since": str((unit - 1).start_time.date()), "until": str((unit - 1).end_time.date())}
    draft.notes.append(f"The data ends on {newest}: that day tells what is called this week, month or year.")
    return {"since": str(unit.start_time.date()), "until": newest}

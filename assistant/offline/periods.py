"""Stretches of time in a question: ranges between named dates, and relative periods."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from assistant.offline.lexicon import lexicon
from assistant.offline.moments import ANY_YEAR, TO, moments
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.words import Token

_DAYS = {
    "day": 1,
    "week": 7,
    "month": 30,
    "quarter": 91,
    "year": 365,
    "tag": 1,
    "woche": 7,
    "monat": 30,
    "jahr": 365,
    "jour": 1,
    "semaine": 7,
    "moi": 30,
    "an": 365,
    "día": 1,
    "semana": 7,
    "me": 30,
    "mese": 30,
    "mois": 30,
    "mes": 30,
    "quartal": 91,
    "trimestre": 91,
    "année": 365,
    "año": 365,
}
THIS = "this"
"""In a period, that the unit of so many days is meant which the newest date of the table lies in."""
_LAST = frozenset(
    {"last", "past", "recent", "previous", "latest", "letzten", "letzte", "letztes", "derniers", "últimos"}
)
_SINCE = frozenset({"since", "seit", "depuis", "desde"})
_UNTIL = frozenset({"until", "till", "through", "bis", "hasta"})
_SEIT = "seit"
_PLURALS = ("", "s", "e", "en", "n")
_FOR = frozenset(
    {"for", "in", "than", "least", "within", "seit", "über", "als", "depuis", "de", "en", "desde", "hace", "dans"}
)
_NOT = frozenset(
    {
        "not",
        "no",
        "never",
        "without",
        "haven't",
        "hasn't",
        "havent",
        "hasnt",
        "didn't",
        "don't",
        "nobody",
        "nothing",
    }
    | {"stopped", "nicht", "kein", "keine", "nichts", "nie", "pas", "plus", "rien", "sin"}
)
# What stands between a preposition and a date: "before the year 2020".
_CALLED = frozenset({"the", "dem", "der", "le", "la", "el", "year", "jahr", "année", "año", "l'année"})
_FROM = frozenset({"from", "between", "von", "zwischen", "de", "entre", "desde"})


def periods(text: str, words: Sequence[Token]) -> list[Link]:
    """Return a link for every stretch of time the question names; relative ones count days back."""
    found = [*_ranges(moments(text, words), words), *_relative(words), *_current(words)]
    kept: list[Link] = []
    for link in sorted(found, key=lambda item: (item.start, -item.end)):
        if all(link.start >= other.end for other in kept):
            kept.append(link)
    return kept


def _lasting(words: Sequence[Token], index: int) -> bool:
    """Return whether a word leads to how long something has not happened ("not ordered for six months")."""
    counted = words[index + 1].number or lexicon().numbers.get(words[index + 1].norm)
    before, everything = ({word.norm for word in part} for part in (words[:index], words))
    ago = "ago" in {word.norm for word in words[index + 2 : index + 4]} and bool(before & _LAST)
    denied = bool((everything if words[index].norm == _SEIT else before) & _NOT)  # German denies at the end
    return bool(counted) and (ago or (words[index].norm in _FOR and denied))


def _ranges(points: Sequence[tuple[int, int, date, date]], words: Sequence[Token]) -> list[Link]:
    links: list[Link] = []
    skip = False
    for position, (start, end, first, last) in enumerate(points):
        if skip:
            skip = False
            continue
        begin = start
        lead = start
        while lead > 1 and words[lead - 1].norm in _CALLED:
            lead -= 1
        before = words[lead - 1].norm if lead else ""
        after = points[position + 1] if position + 1 < len(points) else None
        stop = end
        joined = after is not None and after[0] - end <= 1 and (before in _FROM or _reaches(words, end, after[0]))
        if after is not None and joined:
            period, stop, skip = {"since": _in_year_of(first, after[3]), "until": after[3]}, after[1], True
        elif before in _SINCE:
            period = {"since": first}
        elif before in _UNTIL:
            period = {"until": last}
        elif outside := _outside(words, lead, first, last):
            period, begin = outside
        elif onward := _onward(words, end):
            period, stop = {"since": first} if onward > 0 else {"until": last}, end + 2
        else:
            period = {"since": first, "until": last}
        if (joined and before in _FROM) or before in _SINCE | _UNTIL:
            begin = lead - 1
        named = tuple((name, day.isoformat()) for name, day in period.items())
        links.append(Link("period", begin, stop, 1.0, period=named))
    return links


def _outside(words: Sequence[Token], lead: int, first: date, last: date) -> tuple[dict[str, date], int] | None:
    """Return the period before or after a stretch of time, without a day of it, and where its words begin."""
    aside = timedelta(days=0 if first.year == ANY_YEAR else 1)
    for size in (2, 1):
        said = tuple(word.norm for word in words[max(lead - size, 0) : lead])
        if said in lexicon().earlier:
            return {"until": first - aside}, lead - size
        if said in lexicon().later:
            return {"since": last + aside}, lead - size
    return None


def _onward(words: Sequence[Token], end: int) -> int:
    """Return 1 when "or later" follows a date, -1 for "or earlier", else 0."""
    joining, turn = ([word.norm for word in words[end : end + 2]] + ["", ""])[:2]
    if joining not in {"or", "and", "oder", "und", "ou", "et", "o", "y"}:
        return 0
    later = {"later", "after", "since", "newer", "später", "danach", "après", "después", "posterior"}
    return 1 if turn in later else -1 if turn in {"earlier", "before", "older", "früher", "avant", "antes"} else 0


def _reaches(words: Sequence[Token], end: int, start: int) -> bool:
    """Return whether what stands between two dates makes them a range: "to", or a dash."""
    return end == start or words[end].norm in TO - {"and", "und", "et", "y"}


def _in_year_of(first: date, last: date) -> date:
    """Return the first day of a range whose year is only said at its end ("from January to April 2024")."""
    if first.year != ANY_YEAR or last.year == ANY_YEAR:
        return first
    return first.replace(year=last.year - (first.month > last.month))


def _current(words: Sequence[Token]) -> list[Link]:
    """Return links for the week, month, quarter or year that the data is in ("this year"), told by the table."""
    this = phrases("periods")["this"]
    return [
        Link("period", at, at + 2, 1.0, period=((THIS, days),))
        for at, (word, unit) in enumerate(pairwise(words))
        if word.norm in this and (days := _DAYS.get(unit.norm, 0)) > 1
    ]


def _relative(words: Sequence[Token]) -> list[Link]:
    links: list[Link] = []
    for index, word in enumerate(words):
        if index + 1 >= len(words) or not (word.norm in _LAST or _lasting(words, index)):
            continue
        following = words[index + 1]
        count = following.number or lexicon().numbers.get(following.norm)
        unit = words[index + 2].norm if count and index + 2 < len(words) else following.norm
        days = next((length for name, length in _DAYS.items() if unit in {f"{name}{end}" for end in _PLURALS}), 0)
        if days:
            end = index + (3 if count else 2)
            links.append(Link("period", index, end, 1.0, period=(("days", int(days * (count or 1))),)))
    return links

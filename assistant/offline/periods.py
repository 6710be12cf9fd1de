"""Dates and stretches of time in a question: named months, years, quarters, ranges, and relative periods."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.words import Token

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
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
    "año": 365,
}
_LAST = frozenset(
    {"last", "past", "recent", "previous", "latest", "letzten", "letzte", "letztes", "derniers", "últimos"}
)
_SINCE = frozenset({"since", "after", "seit", "depuis", "desde"})
_UNTIL = frozenset({"until", "before", "till", "bis", "avant", "hasta"})
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
_ISO_TOKENS = 3
_ISO_MONTH = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])\b(?!-\d)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_ORDINALS = {
    1: ("first", "erste", "ersten", "erstes", "premier", "première", "primer", "primera", "1", "1st"),
    2: ("second", "zweite", "zweiten", "zweites", "deuxième", "seconde", "segundo", "segunda", "2", "2nd"),
    3: ("third", "dritte", "dritten", "drittes", "troisième", "tercer", "tercera", "3", "3rd"),
    4: ("fourth", "last", "vierte", "vierten", "viertes", "letzte", "letzten", "quatrième", "cuarto", "4", "4th"),
}
_ORDINAL = {word: number for number, said in _ORDINALS.items() for word in said}
# Parts of a year and how many months each has.
_PARTS = {
    "quarter": 3,
    "quartal": 3,
    "trimester": 3,
    "trimestre": 3,
    "half": 6,
    "halbjahr": 6,
    "semester": 6,
    "semestre": 6,
}
# What stands behind the figure of an ordinal number.
_ENDINGS = frozenset({"e", "er", "ème", "o", "º", "ª", "nd", "st", "rd", "th"})
_ARTICLES = frozenset({"the", "dem", "der", "le", "la", "el"})
_OF = frozenset({"of", "de", "del", "des", "in", "im", "the"})
_SHORT_MONTH = 3
_MONTHS = 12
_FROM = frozenset({"from", "between", "von", "zwischen", "de", "entre", "desde"})
# A month without a year: the newest one in the data is meant, which only the table knows.
_ANY_YEAR = 1
_LEADING = frozenset(
    {
        "in",
        "during",
        "since",
        "from",
        "until",
        "last",
        "for",
        "im",
        "en",
        "seit",
        "this",
        "and",
        "before",
        "between",
    }
    | {"to", "till", "through", "bis", "hasta", "à", "after", "von", "zwischen", "entre", "de", "depuis", "desde"}
)
_TO = frozenset({"to", "till", "until", "through", "thru", "and", "bis", "und", "à", "a", "et", "y", "hasta"})


def periods(text: str, words: Sequence[Token]) -> list[Link]:
    """Return a link for every stretch of time the question names; relative ones count days back."""
    found = [*_ranges(_points(text, words), words), *_relative(words)]
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


def _points(text: str, words: Sequence[Token]) -> list[tuple[int, int, date, date]]:
    """Return (start, end, first day, last day) of each fixed date, month, quarter or year."""
    found: list[tuple[int, int, date, date]] = []
    at = {word.start: index for index, word in enumerate(words)}
    taken: set[int] = set()
    for match in _ISO.finditer(text):
        index = at.get(match.start())
        try:
            day = date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
        if index is not None:
            found.append((index, index + _ISO_TOKENS, day, day))
            taken.update(range(index, index + _ISO_TOKENS))
    for index, count, first, last in _written(text, at):
        if index not in taken:
            found.append((index, index + count, first, last))
            taken.update(range(index, index + count))
    for index in range(len(words)):
        if index not in taken and (point := _part_of_year(words, index) or _named(words, index)):
            found.append(point)
            taken.update(range(point[0], point[1]))
    return sorted(found)


def _written(text: str, at: Mapping[int, int]) -> Iterator[tuple[int, int, date, date]]:
    """Yield `2024-03` and `02.05.2024`: where they start, how many words they are, their first and last day."""
    for match in _ISO_MONTH.finditer(text):
        year, month = (int(part) for part in match.groups())
        if (index := at.get(match.start())) is not None:
            yield index, 2, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    for match in _DAY_FIRST.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        point = _single(0, 1, year, month, day)
        if (index := at.get(match.start())) is not None and point is not None:
            yield index, 1, point[2], point[3]


def _part_of_year(words: Sequence[Token], index: int) -> tuple[int, int, date, date] | None:
    """Return the quarter or half that starts at a token: "second quarter of 2024", "2. Quartal 2024"."""
    norms = [word.norm for word in words[index : index + 5]] + [""] * 5
    number = _ORDINAL.get(norms[0])
    at = 2 if norms[1] in _ENDINGS else 1
    months = _PARTS.get(norms[at], 0)
    if number is None or not months or number * months > _MONTHS:
        return None
    after = at + 1 + (norms[at + 1] in _OF)
    if not (year := _year(norms[after])):
        return None
    last = number * months
    first_day, last_day = date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    return index, index + after + 1, first_day, last_day


def month_alone(words: Sequence[Token], index: int) -> bool:
    """Return whether a word is a month without a year ("in December"); "may" and "mar" have to follow "in"."""
    norm = words[index].norm
    before = words[index - 1].norm if index else ""
    after = [word.norm for word in words[index + 1 : index + 3]]
    ranged = any(other in lexicon().months and len(other) >= _SHORT_MONTH for other in after) and (
        after[0] in _TO or after[0] in lexicon().months
    )
    named = len(norm) >= _SHORT_MONTH and norm in lexicon().months
    return named and (before in _LEADING or ranged)


def _named(words: Sequence[Token], index: int) -> tuple[int, int, date, date] | None:
    """Return the period that starts at a token: `2 May 2015`, `May 2, 2015`, `March 1997`, `Q1 2024`, `2024`."""
    norms = [word.norm for word in words[index : index + 3]] + ["", ""]
    months = lexicon().months
    for offset, day_first in ((1, True), (0, False)):
        month = months.get(norms[offset]) if len(norms[offset]) >= 3 else None
        if month is None:
            continue
        if day_first and _day(norms[0]) and (year := _year(norms[2])):
            return _single(index, index + 3, year, month, _day(norms[0]))
        if not day_first and _day(norms[1]) and (year := _year(norms[2])):
            return _single(index, index + 3, year, month, _day(norms[1]))
        joined = norms[1] in _OF
        if not day_first and (year := _year(norms[2 if joined else 1])):
            last = calendar.monthrange(year, month)[1]
            return index, index + (3 if joined else 2), date(year, month, 1), date(year, month, last)
    if month_alone(words, index):
        month = months[norms[0]]
        return index, index + 1, date(_ANY_YEAR, month, 1), date(_ANY_YEAR, month, 28)
    if norms[0] == "q" and norms[1] in {"1", "2", "3", "4"} and (year := _year(norms[2])):
        first = 3 * int(norms[1]) - 2
        last = calendar.monthrange(year, first + 2)[1]
        return index, index + 3, date(year, first, 1), date(year, first + 2, last)
    if (year := _year(norms[0])) and not _counts(words, index):
        return index, index + 1, date(year, 1, 1), date(year, 12, 31)
    return None


def _single(start: int, end: int, year: int, month: int, day: int) -> tuple[int, int, date, date] | None:
    try:
        moment = date(year, month, day)
    except ValueError:
        return None
    return start, end, moment, moment


def _day(word: str) -> int:
    digits = re.sub(r"(st|nd|rd|th)$", "", word)
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else 0


def _year(word: str) -> int | None:
    return int(word) if re.fullmatch(r"(19|20)\d\d", word) else None


def _counts(words: Sequence[Token], index: int) -> bool:
    """Return whether the number at the index is compared with something ("more than 2000") and is no year."""
    before = words[index - 1].norm if index else ""
    return before in {"than", "over", "above", "under", "below", "least", "most", ">", "<", "="}


def _ranges(points: Sequence[tuple[int, int, date, date]], words: Sequence[Token]) -> list[Link]:
    links: list[Link] = []
    skip = False
    for position, (start, end, first, last) in enumerate(points):
        if skip:
            skip = False
            continue
        lead = start - 1 if start > 1 and words[start - 1].norm in _ARTICLES else start
        before = words[lead - 1].norm if lead else ""
        after = points[position + 1] if position + 1 < len(points) else None
        stop = end
        joined = after is not None and after[0] - end <= 1 and (before in _FROM or _reaches(words, end, after[0]))
        if after is not None and joined:
            period, stop, skip = {"since": _in_year_of(first, after[3]), "until": after[3]}, after[1], True
        elif before in _SINCE:
            period = {"since": first}
        elif before in _UNTIL:
            period = {"until": last if before in {"until", "till", "bis"} else first}
        elif onward := _onward(words, end):
            period, stop = {"since": first} if onward > 0 else {"until": last}, end + 2
        else:
            period = {"since": first, "until": last}
        begin = lead - 1 if (joined and before in _FROM) or before in _SINCE | _UNTIL else start
        named = tuple((name, day.isoformat()) for name, day in period.items())
        links.append(Link("period", begin, stop, 1.0, period=named))
    return links


def _onward(words: Sequence[Token], end: int) -> int:
    """Return 1 when "or later" follows a date, -1 for "or earlier", else 0."""
    joining, turn = ([word.norm for word in words[end : end + 2]] + ["", ""])[:2]
    if joining not in {"or", "and", "oder", "und", "ou", "et", "o", "y"}:
        return 0
    later = {"later", "after", "since", "newer", "später", "danach", "après", "después", "posterior"}
    return 1 if turn in later else -1 if turn in {"earlier", "before", "older", "früher", "avant", "antes"} else 0


def _reaches(words: Sequence[Token], end: int, start: int) -> bool:
    """Return whether what stands between two dates makes them a range: "to", or a dash."""
    return end == start or words[end].norm in _TO - {"and", "und", "et", "y"}


def _in_year_of(first: date, last: date) -> date:
    """Return the first day of a range whose year is only said at its end ("from January to April 2024")."""
    if first.year != _ANY_YEAR or last.year == _ANY_YEAR:
        return first
    return first.replace(year=last.year - (first.month > last.month))


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

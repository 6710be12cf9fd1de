"""Days, months, quarters, halves and years that a question names."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.offline.lexicon import lexicon
from assistant.offline.words import Token

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
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
_OF = frozenset({"of", "de", "del", "des", "in", "im", "the"})
_SHORT_MONTH = 3
_MONTHS = 12
# A month without a year: the newest one in the data is meant, which only the table knows.
ANY_YEAR = 1
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
TO = frozenset({"to", "till", "until", "through", "thru", "and", "bis", "und", "à", "a", "et", "y", "hasta"})


def moments(text: str, words: Sequence[Token]) -> list[tuple[int, int, date, date]]:
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
        after[0] in TO or after[0] in lexicon().months
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
        return index, index + 1, date(ANY_YEAR, month, 1), date(ANY_YEAR, month, 28)
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

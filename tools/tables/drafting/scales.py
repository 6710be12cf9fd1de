"""Values that have an order: rating words, size bands, numbered answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.tables.lexicon import lexicon, word_set

_NUMBER = r"(?:[$€£]\s*)?(\d[\d,. ]*\d|\d)\s*(k|m|mio|tsd)?\b"
_UNIT = r"\s*(day|week|month|year|tag|woche|monat|jahr|hour|minute)?[a-zäöü€$%]*"
_BAND = re.compile(
    _NUMBER + _UNIT + r"\s*(?:-|–|—|to|bis|à|a|and|und|et|y|<)\s*<?\s*" + _NUMBER + _UNIT, re.IGNORECASE
)
_BELOW = re.compile(
    r"^(?:<=?|under|less than|fewer than|below|up to|at most|no more than|bis(?: zu)?|unter|weniger als|moins de"
    r"|menos de)\s*" + _NUMBER + _UNIT,
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^(?:>=?|over|more than|above|at least|from|ab|über|mehr als|plus de|más de|mas de|greater than)\s*"
    + _NUMBER + _UNIT,
    re.IGNORECASE,
)  # fmt: skip
_AND_MORE = re.compile(
    r"^" + _NUMBER + _UNIT + r"\s*(?:\+|or more|or over|(?:and|und) (?:more|over|above|older|mehr|älter)|oder mehr"
    r"|et plus|y más)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^" + _NUMBER + _UNIT + r"(?:\s+[a-zäöü]+)?$", re.IGNORECASE)
_WORDS = {"none": 0.0, "zero": 0.0, "keine": 0.0, "one": 1.0, "just one": 1.0, "only one": 1.0, "just me": 1.0}
_DAYS = {
    "day": 1,
    "tag": 1,
    "week": 7,
    "woche": 7,
    "month": 30,
    "monat": 30,
    "year": 365,
    "jahr": 365,
    "hour": 1 / 24,
    "minute": 1 / 1440,
}
_LED = re.compile(r"^(\d{1,2})(?:\s*[-–:.=)(]\s*|\s+\()[^\d\s]")
_PLAIN = re.compile(r"^\d{1,2}$")
_OUTSIDE = frozenset({"other", "others", "sonstige", "sonstiges", "autre", "otro", "mixed", "all"})
_FACTORS = {"k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6}
_TOLERATED = 0.1
_DEGREES = 3  # levels that make a scale of what is said more or less


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from low to high and why they are thought to have that order."""

    order: tuple[str, ...]
    reason: str


def find_scale(texts: Sequence[str], rows: Sequence[int]) -> Scale | None:
    """Return the order of a column's different values (with their row counts), None when there is none."""
    named = [(text, count) for text, count in zip(texts, rows, strict=True) if not _aside(text)]
    if not 2 <= len(named) <= 40:
        return None
    return _worded(named) or _numbered(named) or _banded(named) or _by_degree(named)


def _aside(text: str) -> bool:
    word = text.strip().casefold()
    unknown = word_set("unknown") - {"none", "null"}
    return (
        word in unknown
        or word in _OUTSIDE
        or word.startswith(("don't know", "don’t know", "i don't", "i don’t", "n/a"))
    )


def _worded(named: list[tuple[str, int]]) -> Scale | None:
    best: tuple[int, Scale] | None = None
    for scale in lexicon()["scales"]:
        places = {_normal(word): place for place, word in enumerate(scale)}
        found = {text: places[key] for text, _ in named if (key := _in_scale(text, places)) is not None}
        if not _is_scale(found) or not _covers(found, named):
            continue
        order = tuple(sorted(found, key=lambda text: found[text]))
        if best is None or len(found) > best[0]:
            best = len(found), Scale(order, f"rating words from `{order[0]}` to `{order[-1]}`")
    return best[1] if best else None


def _by_degree(named: list[tuple[str, int]]) -> Scale | None:
    """Return the order of values that say one thing in several degrees ("not too happy", "very happy")."""
    places = {words: place for place, words in enumerate(lexicon()["degrees"]) for words in words}
    found: dict[str, tuple[int, str]] = {}
    for text, _ in named:
        said = _normal(text)
        degree = max((words for words in places if said.startswith(f"{words} ")), key=len, default="")
        found[text] = (places[degree] if degree else places["(plain)"], said.removeprefix(degree).strip())
    levels = {place for place, _ in found.values()}
    if len({rest for _, rest in found.values()}) != 1 or len(levels) < max(_DEGREES, len(found)):
        return None
    order = tuple(sorted(found, key=lambda text: found[text][0]))
    return Scale(order, f"degrees from `{order[0]}` to `{order[-1]}`")


def _is_scale(found: dict[str, int]) -> bool:
    """Return whether three levels were found, or two that are both more than a single common word."""
    levels = len(set(found.values()))
    return levels >= 3 or (levels == 2 and all(" " in _normal(text) for text in found))


def _in_scale(text: str, places: dict[str, int]) -> str | None:
    """Return the rating word that the value is, or that it begins with before an explanation."""
    whole = _normal(text)
    if whole in places:
        return whole
    head = _normal(re.split(r"\s[-–—:]\s|[:(.]|\s[-–—]", text, maxsplit=1)[0])
    tail = _normal(re.sub(r"^\d+\s*[-–:.)=]\s*", "", text))
    return head if head in places else tail if tail in places else None


def _numbered(named: list[tuple[str, int]]) -> Scale | None:
    """Numbered answers such as `1 (very easy)` ... `5`, at least one of them with words."""
    found = {}
    for text, _ in named:
        match = _LED.match(text) or (_PLAIN.match(text) if _PLAIN.match(text) else None)
        if match:
            found[text] = int(re.match(r"\d+", text)[0])  # type: ignore[index]
    worded = any(not _PLAIN.match(text) for text in found)
    if not worded or len(found) < 3 or not _covers(found, named) or len(set(found.values())) < len(found):
        return None
    order = tuple(sorted(found, key=lambda text: found[text]))
    return Scale(order, f"numbered answers from `{order[0]}` to `{order[-1]}`")


def _banded(named: list[tuple[str, int]]) -> Scale | None:
    found = {text: band for text, _ in named if (band := _band(text)) is not None}
    ranges = sum(low != high for low, high in found.values())
    if ranges < 2 or len(found) < 3 or not _covers(found, named):
        return None
    order = tuple(sorted(found, key=lambda text: found[text]))
    return Scale(order, f"size bands from `{order[0]}` to `{order[-1]}`")


def _band(text: str) -> tuple[float, float] | None:
    """Return the ends of a band such as `50-99`; None for anything else, as for a version such as `5.2.0`."""
    try:
        return _ends(text)
    except ValueError:
        return None


def _ends(text: str) -> tuple[float, float] | None:
    """Return the ends of a band such as `50-99`, `under 6 months`, `1k+` or `Between 2 and 5`.

    Raises ValueError where digits and points make no number.
    """
    plain = re.sub(r"^(?:between|zwischen|entre|from|von)\s+", "", text.strip(), flags=re.IGNORECASE)
    if match := _BELOW.match(plain):
        return (-1.0, _size(*match.groups()))
    if match := _AND_MORE.match(plain) or _ABOVE.match(plain):
        return (_size(*match.groups()) * 1.0001, float("inf"))
    if match := _BAND.match(plain):
        number, factor, unit, *high = match.groups()
        return (_size(number, factor or high[1], unit or high[2]), _size(*high))
    if match := _ALONE.match(plain):
        return (_size(*match.groups()), _size(*match.groups()))
    word = _WORDS.get(plain.casefold())
    return None if word is None else (word, word)


def _size(number: str, factor: str | None, unit: str | None) -> float:
    digits = re.sub(r"[ ,.](?=\d{3}\b)", "", number.strip()).replace(",", ".").rstrip(".")
    return float(digits) * _FACTORS.get((factor or "").casefold(), 1) * _DAYS.get((unit or "").casefold(), 1)


def _covers(
    found: dict[str, object] | dict[str, int] | dict[str, tuple[float, float]], named: list[tuple[str, int]]
) -> bool:
    """Return whether the ordered values are all but a tenth of the rows, and all but two of the values."""
    total = sum(count for _, count in named)
    inside = sum(count for text, count in named if text in found)
    return inside >= (1 - _TOLERATED) * total and len(named) - len(found) <= max(2, len(found) // 3)


def _normal(text: str) -> str:
    return " ".join(str(text).casefold().replace("’", "'").split()).rstrip(".!")

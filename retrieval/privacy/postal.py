"""How far a postal address reaches: what belongs to it before the house number and after the street."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from retrieval.privacy.lexicon import is_never, normal, words

_CAP = r"(?![A-Z]{1,3}\d)[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}"
_SMALL = (
    r"(?:de|del|della|delle|dei|da|do|dos|das|du|des|la|le|las|los|el|van|von|der|den|ten|ter|op|i|na|nad|z|u|"
    r"St\.?)"
)
_PHRASE = rf"{_CAP}(?:[ \t]{{1,2}}(?:{_SMALL}[ \t]{{1,2}}){{0,2}}{_CAP}){{0,3}}"
_UNIT = (
    r"(?:(?:(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Wohnung|Whg|Bâtiment|Bât|Appartement|Étage|Piso|"
    r"Puerta)\b\.?|#)[ \t]{0,2}(?:[A-Z]?-?\d[\w-]{0,6}|[A-Z]\b)"
    r"|\d{1,2}\.?[ºª°](?:[ ](?:[A-Z]\b|(?:izq\w*|izda|dcha|dch|centro)\b\.?))?)"
)
_CODE = (
    r"(?:[A-Z]{1,3}[- ])?\d{4,6}(?:-\d{3,4})?(?![ -]?\d)|\d{3} \d{2}(?![ -]?\d)|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d\b|[A-Z]\d[\dW] [A-Z\d]{4}\b"
)
_GAP = r"[ \t]{0,2},?[ \t]{0,3}(?:\n[ \t>?*]{0,6})?,?[ \t]{0,2}"
_SEGMENT = re.compile(
    rf"{_GAP}(?<![^\W_])(?:(?P<unit>{_UNIT})|(?P<code>{_CODE})|(?P<state>[A-Z]{{2}}\b)"
    rf"|(?P<phrase>{_PHRASE}(?:[ ]\([^()\n]{{2,24}}\))?))"
)
_BEFORE = re.compile(
    rf"(?:(?<!\w){_UNIT}[ \t,]{{1,3}}(?:\n[ \t]{{0,3}})?)?(?:(?<![\w.,$€£:/-])\d{{1,6}}[ \t,]{{1,2}})?\Z"
)
_NUMBER_BEHIND = re.compile(
    r"(?<=[^\W\d])[ \t]{1,2}(?:n[.º°]{1,2} ?)?\d{1,5}[a-zA-Z]?\b\.?(?=,|\n|\Z|[ \t]{1,2}(?:Apt|Suite|Ste|Flat)\b)"
)
_STATE_LAST = re.compile(r" [A-Z]{2}\Z")
_LOOK_BACK = 40
_MOST_SEGMENTS = 7

_NUMBERED = re.compile(
    rf"(?<![\w.,#$€£:/-])(?:\d{{1,6}}[ \t]{{1,2}})?(?P<name>{_PHRASE})[ \t]{{1,2}}\d{{1,5}}[a-zA-Z]?\b"
    rf"(?![%€$£:]|[.,]\d)"
)
_LED = re.compile(
    rf"(?<![\w.,#$€£:/-])\d{{1,6}}[A-Za-z]?[ \t]{{1,2}}(?:\d{{1,5}}[ \t]{{1,2}})?(?P<name>{_PHRASE})"
)
_CORNER = re.compile(
    rf"(?i:\b(?:the )?corner of|\bEcke(?: von)?|\bà l['’]angle d(?:e|u|es)|\ben la esquina de)[ ]"
    rf"(?:\d{{1,5}}[ ])?{_PHRASE}(?:[ ]\d{{1,5}}\.?)?(?:[ ]St\.?)?[ ](?:and|&|und|et|y)[ ]"
    rf"(?:\d{{1,5}}[ ])?{_PHRASE}(?:[ ]\d{{1,5}}\b)?"
)
_CUE_BEFORE = 80
_CUE = re.compile(
    r"(?i)(?:\b(?:live[sd]?|living|reside[sd]?|residing|located|resident)[ ](?:at|on|in)"
    r"|\baddress(?:es)?\b[^\n.!?]{0,50}?(?:\bis|\bto|\bas|:)"
    r"|\b(?:wohnt?|wohnhaft|gemeldet|ansässig)[ ](?:in|am|an)(?:[ ]der)?"
    r"|\b(?:anschrift|adresse|dirección|domicilio|indirizzo)\b[^\n.!?]{0,30}?[: ]"
    r"|\bhabite(?:nt|z)?(?:[ ]au)?|\bdomiciliée?[ ]au|\bvive(?:n)?[ ]en"
    r"|\b(?:offices?|home|house|flat|shop)[ ](?:is|are)[ ](?:at|on))[ \n]{1,9}\Z"
)


class Reach(NamedTuple):
    """From where to where an address goes; `postal` when a code, unit or place behind it says that it is one."""

    start: int
    end: int
    postal: bool


def reach(text: str, start: int, end: int) -> Reach:
    """Return the whole address around its street at [start, end)."""
    last = _after(text, end)
    before = _BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    return Reach(before.start() if before else start, last, postal=last > end)


def _after(text: str, end: int) -> int:
    """Return the end of the last part behind a street that only an address has, with what lies between."""
    number = _NUMBER_BEHIND.match(text, end)
    sure = position = number.end() if number else end
    named = False
    for _ in range(_MOST_SEGMENTS):
        match = _SEGMENT.match(text, position)
        if not match:
            break
        position = match.end()
        phrase = match["phrase"] or ""
        place = phrase and (_is_place(phrase) or _STATE_LAST.search(phrase))
        if match["unit"] or match["code"] or place or (match["state"] and named):
            sure = position
        named = bool(phrase)
    return sure


def merged(found: Iterable[Reach]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that addresses cover, those that overlap as one."""
    start = end = -1
    for one in sorted(found):
        if one.start >= end:
            if end >= 0:
                yield start, end
            start = one.start
        end = max(end, one.end)
    if end >= 0:
        yield start, end


def find_unnamed(text: str) -> Iterator[Reach]:
    """Yield addresses without a known kind of street: numbers and names that go on as one or are called one."""
    for match in _CORNER.finditer(text):
        yield Reach(match.start(), match.end(), postal=True)
    for pattern in (_NUMBERED, _LED):
        for match in pattern.finditer(text):
            if _is_ordinary(match["name"]):
                continue
            found = reach(text, match.start(), match.end())
            if found.postal or _CUE.search(text, max(0, match.start() - _CUE_BEFORE), match.start()):
                yield found


def _is_place(phrase: str) -> bool:
    """Return whether a phrase ends with the name of a place that is no everyday word."""
    last = _parts(phrase)[-1]
    return last in words("places") or (last in words("towns") and last not in words("common"))


def _is_ordinary(name: str) -> bool:
    """Return whether all words of a name are everyday words or brands, as in "12 Months Free" or "Windows 11"."""
    listed = ("common", "brands", "calendar", "ambiguous", "organisations", "vocabulary")
    return all(
        len(part) < 2 or is_never(part) or any(part in words(name) for name in listed) for part in _parts(name)
    )


def _parts(phrase: str) -> list[str]:
    return [normal(part.strip(".,'’-")) for part in phrase.partition(" (")[0].split()]

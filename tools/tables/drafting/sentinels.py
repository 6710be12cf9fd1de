"""Values that stand for "not known": words, and numbers or dates that spike far outside of the others."""

import re
from functools import cache

import numpy as np
import pandas as pd

from tools.tables.drafting.facts import Facts
from tools.tables.lexicon import either, word_set
from tools.tables.readers.coded_na import KEPT, NA

_NEGATIVE = (-1.0, -9.0, -99.0, -999.0, -9999.0)
_HIGH = (99.0, 999.0, 9999.0, 99999.0, 999999.0, 9999999.0)
_DATES = ("1900-01-01", "1901-01-01", "1970-01-01", "2099-12-31", "2999-12-31", "9999-12-31", "9999-01-01")
_CATEGORIES = frozenset({"none", "null", "nil", "-", "."})  # in a list of choices these are answers
_FEWEST = 3
_FAR, _SCALE = 5.0, 12
_SPIKE = 0.005
_FURTHER = 20.0


def find_sentinels(facts: Facts) -> tuple[tuple[tuple[str, int], ...], str]:
    """Return the sentinels with their row counts and the reason for taking them as such."""
    if facts.storage == "text":
        words = word_set("unknown") - _CATEGORIES - ({NA.casefold()} if KEPT in facts.read else set())
        found = [(text, int(rows)) for text, rows in facts.every.items() if str(text).strip().casefold() in words]
        return tuple((str(text), rows) for text, rows in found), "a word for not knowing" if found else ""
    if facts.storage == "date":
        return _dates(facts)
    return _numbers(facts)


def _numbers(facts: Facts) -> tuple[tuple[tuple[str, int], ...], str]:
    values = facts.values.dropna().to_numpy(dtype=np.float64)
    found: list[tuple[str, int]] = []
    if len(values) < 2 * _FEWEST:
        return (), ""
    told = _explained(facts) if facts.meanings else {float(m["code"]) for m in _told().finditer(facts.description)}
    for code in sorted(told):
        if rows := int((values == code).sum()):
            found.append((str(int(code)), rows))
            values = values[values != code]
    if found:
        return tuple(found), "the dictionary says so"
    for code in (*_NEGATIVE, *_HIGH):
        rows = int((values == code).sum())
        rest = values[values != code]
        far = code > _FAR * max(float(rest.max(initial=0.0)), 1.0)
        if rows >= (_FEWEST if far else max(_FEWEST, _SPIKE * len(values))) and _outside(code, rows, rest):
            found.append((str(int(code)), rows))
            values = rest
    return tuple(found), "a code far outside of the other values" if found else ""


def _explained(facts: Facts) -> set[float]:
    """Return the codes that the dictionary says stand for what is not known; "no charge" is an answer."""
    unknown, opening = word_set("unknown") - _CATEGORIES, _unrecorded()
    return {float(value) for value, text in facts.meanings if opening.match(text) or text.casefold() in unknown}


@cache
def _told() -> re.Pattern[str]:
    """Return what finds a number that a description calls nothing: "999 means not counted", "-1 = never"."""
    says = either("explains", "explains_nothing")
    return re.compile(
        rf"(?<![\w.])(?P<code>-?\d+)\s*(?:\w+\s+)?(?:[=:]|{says})\s+(?:\w+\s+){{0,4}}?{either('nothing')}\b",
        re.IGNORECASE,
    )


@cache
def _unrecorded() -> re.Pattern[str]:
    """Return what finds an explanation that opens with words for nothing: "unknown to us", "not stated"."""
    two = f"{either('unrecorded_opens')} {either('unrecorded_ends')}"
    return re.compile(rf"(?:{either('unrecorded')}|{two})\b", re.IGNORECASE)


def _outside(code: float, rows: int, rest: "np.ndarray") -> bool:
    """Return whether the code spikes beyond a gap; -1 below values that are never negative needs no gap."""
    if len(rest) < _FEWEST:
        return False
    low, high = float(rest.min()), float(rest.max())
    if code < 0:
        return low >= 0
    if code > _FAR * max(high, 1.0) and (len(np.unique(rest)) <= _SCALE or code > _FURTHER * _usual(rest)):
        return True  # no scale of a few steps goes on there, and no amount lies so far out several times
    if rows < 2 * float(pd.Series(rest).value_counts().head(50).median()):
        return False
    middle = float(np.median(rest))
    return code > 2 * high or (code > high and code - high > 3 * max(1.0, high - middle))


def _usual(rest: "np.ndarray") -> float:
    """Return about the largest value that is not rare."""
    return float(np.quantile(rest, 0.99))


def _dates(facts: Facts) -> tuple[tuple[tuple[str, int], ...], str]:
    found = []
    for text in _DATES:
        code = pd.Timestamp(text).as_unit("us")
        rows = int((facts.values == code).sum())
        rest = facts.values[(facts.values != code) & facts.values.notna()]
        gap = min((abs(value - code).days for value in (rest.min(), rest.max())), default=0) if len(rest) else 0
        if rows >= _FEWEST and gap > 3650:
            found.append((text, rows))
    return tuple(found), "a placeholder date far from the others" if found else ""

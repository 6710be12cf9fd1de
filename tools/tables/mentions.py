"""Whether a free text mentions some words: next to each other, in any of their forms, hyphens and case aside."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.tables.values import folded

if TYPE_CHECKING:
    import ibis.expr.types as ir

# What a phrase may write between two ways to say the same.
OR = " | "
# What it writes between two words that may stand apart in a sentence, in either order.
NEAR = " … "
_BETWEEN = r"[^\w.!?]+(?:\w+[^\w.!?]+){0,5}"
_SILENT = "-‐‑–'’`"
_UNWRITTEN = str.maketrans("", "", _SILENT)
_WORD = re.compile(r"[^\W_]+")
_SHORT = 3
_FORMS = "(?:e|es|ed|d|s|ing|y|ies|ied|en|n)?"
_DOUBLED = re.compile(r"([bdfglmnprtvz])\1$")
_SOFT_END = re.compile(r"(?:e|(?<![aeiou])y)$")  # of price and delivery, not of delay
_CUTS = (
    (re.compile(r"(?<=[^\W\d_]{2})(?:ies|ied)$"), ""),
    (re.compile(r"(?<=[^\W\d_]{3})ing$"), ""),
    (re.compile(r"(?<=[^\W\d_]{3})ed$"), ""),
    (re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))es$"), ""),
    (re.compile(r"(?<=[^\W\d_]{2})(?<![sui])s$"), ""),
)


def mentions(value: "ir.Value", phrase: str) -> "ir.BooleanValue":
    """Return whether a text mentions a phrase; several ways to say it are written with ` | ` between them."""
    text = folded(value)
    for sign in _SILENT:
        text = text.replace(sign, "")
    return text.re_search(pattern(phrase))


def plainly(text: str) -> str:
    """Return a text as patterns of phrases are written for: in lower case, without hyphens and apostrophes."""
    return text.lower().translate(_UNWRITTEN)


def saying(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return the compiled pattern of any of some phrases, for texts written plainly; none match nothing."""
    return re.compile(pattern(OR.join(phrases)))


def pattern(phrase: str) -> str:
    """Return the regular expression of a phrase, for text in lower case without hyphens and apostrophes.

    It is written in what RE2, Java and Postgres share. A phrase without a word is found nowhere.
    """
    ways = [_way(part) for part in phrase.split(OR.strip())]
    known = [way for way in ways if way]
    return rf"(?:^|\W)(?:{'|'.join(known)})(?:\W|$)" if known else r"^\b$"


def _way(phrase: str) -> str:
    one, *other = map(_together, phrase.split(NEAR.strip()))
    return rf"{one}{_BETWEEN}{other[0]}|{other[0]}{_BETWEEN}{one}" if other and one and other[0] else one


def _together(phrase: str) -> str:
    plain = re.sub("['’`]", "", phrase.lower())
    return r"\W*".join(_forms(word) for word in _WORD.findall(plain))


def _forms(word: str) -> str:
    """Return what matches a word in its inflections: `run` also runs and running; short words only as they are."""
    if len(word) <= _SHORT - 1 or not word.isalpha():
        return word
    base = word
    for ending, rest in _CUTS:
        cut = ending.sub(rest, base)
        if cut != base and len(cut) >= _SHORT:
            base = _DOUBLED.sub(r"\1", cut)
            break
    base = base[:-1] if _SOFT_END.search(base) and len(base) > _SHORT else base
    return f"{base}{base[-1]}?{_FORMS}"

"""The unit of a number column, told by the words of its header and checked against its values."""

import re
from functools import cache

import numpy as np

from tools.tables.catalog import Quantity
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.sentinels import find_sentinels
from tools.tables.lexicon import head_kind, lexicon, matches, tokens, word_set

_WINDOW = re.compile(
    r"\b(?:last|past|previous|prior|letzten?|vergangenen?|letzter|derniers?|dernières?|últim[oa]s?|ultim[oa]s?)"
    r"(?: \d+)?(?: \w+)?\b|\b(?:in|over|within) \d+ \w+"
    r"|\b\d+ ?(?:d|days?|tage?|jours?|días?|m|months?|y|years?)\b$"
)
_NESTED = re.compile(r"[A-Za-z]\.[A-Za-z]")  # a field within another, which says where it is and not what
_EACH = re.compile(r"\b(?:per|pro|par|por|each|a|je)\b .*$")
_CODES = {
    "€": "€", "eur": "€", "euro": "€", "euros": "€", "$": "$", "usd": "$", "dollar": "$", "dollars": "$",
    "£": "£", "gbp": "£", "pounds": "£", "¥": "¥", "jpy": "¥", "yen": "¥", "₹": "₹", "inr": "₹", "rupees": "₹",
    "chf": "CHF", "fr": "CHF", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "sek": "SEK", "nok": "NOK", "dkk": "DKK",
    "pln": "PLN", "zł": "PLN", "czk": "CZK", "brl": "BRL", "r$": "BRL", "mxn": "MXN", "cny": "CNY", "zar": "ZAR",
    "guilder": "guilders", "guilders": "guilders", "kroner": "kr", "kronor": "kr",
    "₽": "₽", "₩": "₩", "₺": "₺", "try": "₺", "rub": "₽", "krw": "₩", "kr": "kr", "rs": "₹",
}  # fmt: skip
_IN_CURRENCY = frozenset({"euros", "dollars", "guilders", "rupees", "kroner", "kronor", "euro", "yen"})
_ENDS = re.compile(r"(?<![\d.])(?P<low>[01])\s*(?:-|–|\b(?:to|bis|à|a)\b)\s*(?P<high>[3-9]|10|100)(?![\d.])")
_CAREER = 40  # years that somebody stays at most
_COUNTED = 100  # more of something than people do
_HIGHEST_SCORE = 100  # that is usual
_NO_PLURAL = ("ss", "us", "is", "os")
_SHORTEST = 4


def measured_words(words: list[str]) -> list[str]:
    """Return a header's words without the stretch of time or the unit that it is counted over.

    `visits last 90 days` counts visits, `price per unit` is a price.
    """
    text = " ".join(words)
    for shape in (_WINDOW, _EACH):
        rest = " ".join(shape.sub(" ", text).split())
        text = rest or text
    return text.split()


def unit_of_numbers(facts: Facts) -> Quantity | None:
    """Return what the numbers count or measure; None where neither header nor description tells."""
    # Ends without the codes that may lie beyond them.
    known = facts.values.dropna().to_numpy(dtype=np.float64)
    codes = [float(name) for name, _ in find_sentinels(facts)[0]]
    low, high = np.quantile(known[~np.isin(known, codes)] if codes else known, [0.01, 0.9]).tolist()
    if low >= 0 and high <= 125 and _is_age(facts):
        return "age"
    if any(sign in facts.name for sign in "€$£¥₹"):
        return "money"
    words = measured_words(tokens(facts.name.rpartition(".")[2]) if _NESTED.search(facts.name) else facts.words)
    found = head_kind(words, "unit") or next(
        (told for text in facts.english if (told := head_kind(text.split(), "unit"))), None
    )
    if found is None and words and words[-1] in word_set("paid") and high > _COUNTED:
        return "money"
    if found is None or found[0] == "money":
        scored = matches([*words, *facts.meant], lexicon()["scored"])
        found = ("score", scored) if scored and low >= 0 and high <= _HIGHEST_SCORE else found
    found = found or head_kind(facts.gist, "unit") or head_kind(measured_words(facts.described), "unit")
    if found is None and _IN_CURRENCY & set(facts.described):
        return "money"
    if found is None and _on_a_scale(facts, known):
        return "score"
    if found is None:
        return "count" if _counts(facts, words, low) else None
    unit: Quantity = found[0]  # type: ignore[assignment]
    return _possible(unit, found[1], facts, low, high)


def _on_a_scale(facts: Facts, known: np.ndarray) -> bool:
    """Return whether the header gives the ends of a scale, and the values keep within them ("happy (1-5)")."""
    told = _ENDS.search(facts.name)
    return told is not None and bool((known >= int(told["low"])).all() and (known <= int(told["high"])).all())


def _is_age(facts: Facts) -> bool:
    """Return whether a header, or what its description calls it, is an age."""
    ages = lexicon()["unit"]["age"]
    return bool(matches([*facts.words, *facts.meant], ages)) or facts.gist[-1:] in [[age] for age in ages]


def _possible(unit: Quantity, term: str, facts: Facts, low: float, high: float) -> Quantity | None:
    """Return the unit that a word names when the values can be that, else None."""
    if unit == "months" and high <= _CAREER and term in ("tenure", "vertragsdauer", "laufzeit"):
        return "duration"  # it may as well be years
    impossible = {
        "age": True,
        "share": not (low >= -1 and high <= 100),
        "count": not facts.whole,
        "score": high > 1000,
    }
    return None if impossible.get(unit, False) else unit


def _counts(facts: Facts, words: list[str], low: float) -> bool:
    """Return whether the header is the plural of something that whole numbers from zero on can count."""
    words = [*words, *facts.meant]
    last = words[-1] if words else ""
    plural = len(last) >= _SHORTEST and last.endswith("s") and not last.endswith(_NO_PLURAL)
    counted = plural or any(word in _counted_words() for word in words)
    return counted and facts.whole and low >= 0


@cache
def _counted_words() -> frozenset[str]:
    """Return words for things that are counted, in several languages."""
    concepts = lexicon()["concepts"]
    return frozenset(str(w) for kind in ("visits", "orders") for words in concepts[kind].values() for w in words)


def currency_of(facts: Facts, unit: Quantity | None) -> str:
    """Return the sign or code of an amount's currency: from its cells, its header or its description."""
    if unit != "money":
        return ""
    signs = [sign for sign in "€$£¥₹" if sign in facts.name]
    told = [facts.currency.casefold().rstrip("."), *signs, *facts.words, *facts.described]
    return next((_CODES[word] for word in told if word in _CODES), "")

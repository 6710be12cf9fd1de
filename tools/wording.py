"""How numbers, names and lists are written for people."""

import math
import re
from collections.abc import Sequence

from tools.results import Unit, Value
from tools.statistics.proportions import ALPHA
from tools.tables.catalog import Quantity

_UNITS: dict[Quantity, Unit] = {
    "money": "money",
    "days": "days",
    "months": "months",
    "years": "years",
    "age": "years",
    "share": "share",
}
_PLURALS = {"person": "people", "child": "children", "man": "men", "woman": "women", "staff": "staff"}
_LONG_LABEL = 6
_FILE = re.compile(r"[\w/\- ]*\w\.[a-z]{2,7}\b")
_SIGNED = frozenset("$€£¥₹₩₽₺")


def unit_of(quantity: Quantity | None) -> Unit:
    """Return the unit in which a statistic of such a column is reported."""
    return _UNITS.get(quantity, "number") if quantity else "number"


def percent(share: float) -> str:
    """Return a fraction as a percentage with one decimal; a small one keeps two significant digits."""
    value = share * 100
    if 0 < abs(value) < 0.05:
        return f"{value:.2g}%"
    if 99.95 <= value < 100:
        return f"{math.floor(value * 100) / 100:.2f}%"
    return f"{value:.1f}%"


def points(difference: float) -> str:
    """Return a difference of two fractions in signed percentage points."""
    return f"{difference * 100:+.1f} percentage points"


def number(value: float) -> str:
    """Return a number with thousands separators: whole ones whole, large ones with at most two decimals."""
    if not math.isfinite(value):
        return "unknown"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.2f}"
    if size >= 1:
        return f"{value:.2f}"
    return f"{value:.3g}"


def plain_number(value: float) -> str:
    """Return a number that names something (a year, a number on a list) without thousands separators."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def ratio(value: float) -> str:
    """Return a factor with two decimals."""
    return f"{value:.2f}"


def significance(p: float) -> str:
    """Return what a p-value says of a difference."""
    return "significant" if p < ALPHA else "not significant"


def p_value(value: float) -> str:
    """Return a p-value as it is usually printed."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def rendered(value: Value, unit: Unit, currency: str = "") -> str:
    """Return a value with its unit in words; money with its currency where that is known."""
    if value is None or isinstance(value, str):
        return value or "unknown"
    simple = {"share": percent, "points": points, "ratio": ratio, "p": p_value}
    if unit in simple:
        return simple[unit](value)
    if unit in ("days", "months", "years"):
        return f"{number(value)} {unit if abs(value) != 1 else unit[:-1]}"
    return money(value, currency) if unit == "money" else number(value)


def money(value: float, currency: str = "") -> str:
    """Return an amount, `$1,234.50` or `1,234.50 CHF`; without a known currency the number alone."""
    sign = "-" if value < 0 else ""
    size = f"{abs(value):,.2f}" if abs(value) >= 1 and not float(value).is_integer() else number(abs(value))
    if currency in _SIGNED:
        return f"{sign}{currency}{size}"
    return f"{sign}{size} {currency}".strip()


def span(interval: tuple[float, float] | None, unit: Unit, currency: str = "") -> str:
    """Return `95% interval a to b`, empty without an interval."""
    if interval is None:
        return ""
    low, high = (rendered(end, unit, currency) for end in interval)
    if unit == "points":
        low, high = f"{interval[0] * 100:+.1f}", f"{interval[1] * 100:+.1f} points"
    return f"95% interval {low} to {high}"


def plural(noun: str, count: float = 2) -> str:
    """Return the noun for that many."""
    if count == 1:
        return noun
    head, _, last = noun.rpartition(" ")
    if last.lower() in _PLURALS:
        form = _PLURALS[last.lower()]
    elif re.search(r"[^aeiou]y$", last):
        form = last[:-1] + "ies"
    elif re.search(r"(s|x|z|ch|sh)$", last):
        form = last + "es"
    else:
        form = last + "s"
    return f"{head} {form}".strip()


def singular(word: str) -> str:
    """Return the singular of a plain English plural; other words as they are."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def counted(count: float, noun: str) -> str:
    """Return `1 customer`, `2,357 customers`."""
    return f"{number(count)} {plural(noun, count)}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def sentence(text: str) -> str:
    """Return the text with a capital first letter and a full stop; the name of a file stays as it is."""
    text = " ".join(text.split())
    if not text:
        return ""
    head = text if _FILE.match(text) else text[0].upper() + text[1:]
    return head if head.endswith((".", "?", "!")) else head + "."


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def is_question(label: str) -> bool:
    """Return whether a column's label is a whole question or statement rather than a name."""
    return label.rstrip().endswith("?") or len(label.split()) > _LONG_LABEL


def slug(label: str) -> str:
    """Return a stable metric name from words: `churn rate` -> `churn_rate`."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "value"

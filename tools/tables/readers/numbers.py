"""Written numbers: thousands separators, decimal commas, currency and percent signs, units, brackets for minus."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from tools.tables.catalog import Quantity

_CURRENCY = r"(?:[$€£¥₹₽₺₩]|(?:EUR|USD|GBP|CHF|JPY|INR|CAD|AUD|PLN|SEK|NOK|DKK|BRL|MXN|kr|zł|R\$|US\$|Rs\.?|Fr\.))"
_SHAPE = re.compile(
    rf"^(?P<open>\()?\s*(?P<sign>[+\-−–])?\s*(?P<before>{_CURRENCY})?\s*(?P<sign2>[+\-−])?"
    r"(?P<digits>\d[\d.,'’\u00a0\u202f ]*|\.\d+|,\d+)(?P<exponent>[eE][+-]?\d+)?"
    rf"\s*(?:(?P<after>{_CURRENCY})|(?P<percent>%)|(?P<unit>[A-Za-zµäöüé]{{1,10}}\.?))?\s*(?P<minus>-)?(?P<close>\))?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_COMMA_DECIMAL = re.compile(
    r"^\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+,\d+$|^\d+,(?:\d{1,2}|\d{4,})$|^\d{4,},\d+$|^0,\d+$"
)
_POINT_DECIMAL = re.compile(
    r"^\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+\.\d+$|^\d+\.(?:\d{1,2}|\d{4,})$|^\d{4,}\.\d+$|^0\.\d+$"
)
_GROUPED = {
    ".": re.compile(r"^\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})*(?:\.\d*)?$|^\d+(?:\.\d*)?$|^\.\d+$"),
    ",": re.compile(r"^\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})*(?:,\d*)?$|^\d+(?:,\d*)?$|^,\d+$"),
}
_UNITS: dict[str, Quantity] = {
    "day": "days", "days": "days", "tag": "days", "tage": "days", "jours": "days",
    "month": "months", "months": "months", "mo": "months", "monate": "months", "mois": "months",
    "year": "years", "years": "years", "yr": "years", "yrs": "years", "jahre": "years", "ans": "years",
    "min": "duration", "mins": "duration", "minutes": "duration", "sec": "duration", "s": "duration",
    "seconds": "duration", "h": "duration", "hours": "duration", "hrs": "duration", "std": "duration",
}  # fmt: skip
_BEYOND = 1e100
_FACTORS = {"k": 1e3, "tsd": 1e3, "mio": 1e6, "mn": 1e6, "bn": 1e9}
_MEASURES = frozenset(
    "kg g t km m cm mm l ml gb mb tb kwh pcs pc stk stück x pt pts items pieces".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Parsed values in the order of the texts (None where a text is no number) and the unit they named."""

    values: tuple[float | None, ...]
    unit: Quantity | None
    whole: bool
    reason: str


def bounded(values: pd.Series) -> tuple[pd.Series, str]:
    """Return fractions without infinite ones, or ones too large to be squared, and what was left out in words.

    One such value would make every mean and spread infinite.
    """
    far = values.abs() >= _BEYOND
    count = int(far.sum())
    if not count:
        return values, ""
    return values.mask(far), f"{count} infinite or endlessly large values count as missing"


def decimal_mark(cells: Iterable[str]) -> str | None:
    """Return "," or "." when the table's cells show which one marks decimals, None when nothing does."""
    commas = points = 0
    for cell in cells:
        digits = _digits(cell)
        commas += bool(digits and _COMMA_DECIMAL.match(digits))
        points += bool(digits and _POINT_DECIMAL.match(digits))
    if commas == points:
        return None
    return "," if commas > points else "."


def parse(texts: Sequence[str], mark: str | None) -> Numbers:
    """Return the texts as numbers, with the decimal mark of this column, else the table's `mark`, else a point."""
    if all(map(_PLAIN.match, texts)):
        values = tuple(float(text) for text in texts)
        whole = all("." not in text and "e" not in text.lower() for text in texts)
        whole = whole or all(value.is_integer() for value in values if abs(value) < 2**53)
        return Numbers(values, None, whole and all(abs(value) < 2**53 for value in values), "")
    own = decimal_mark(texts) or mark or "."
    shapes = [_SHAPE.match(text) for text in texts]
    words = {match["unit"].lower().rstrip(".") for match in shapes if match and match["unit"]}
    foreign = words - set(_UNITS) - set(_FACTORS) - _MEASURES
    if foreign or len({_UNITS.get(word, word) for word in words - set(_FACTORS)}) > 1:
        shapes = [match if match and not match["unit"] else None for match in shapes]
    values_ = tuple(_value(match, own) for match in shapes)
    unit = _unit(shapes)
    known = [value for value in values_ if value is not None]
    whole = unit != "share" and all(value.is_integer() and abs(value) < 2**53 for value in known)
    reason = "decimal comma" if own == "," and any(m and "," in m["digits"] for m in shapes) else ""
    return Numbers(values_, unit, whole, reason)


def currency(texts: Iterable[str]) -> str:
    """Return the currency sign or code that stands beside all amounts that have one, empty where they differ."""
    shapes = [match for match in map(_SHAPE.match, texts) if match]
    found = {match["before"] or match["after"] for match in shapes if match["before"] or match["after"]}
    return found.pop() if len(found) == 1 else ""


def _value(match: "re.Match[str] | None", mark: str) -> float | None:
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"].strip()
    if not _GROUPED[mark].match(digits):
        return None
    plain = re.sub(r"[^\d,.]", "", digits)
    plain = plain.replace(",", "") if mark == "." else plain.replace(".", "").replace(",", ".")
    value = float(plain + (match["exponent"] or ""))
    value *= _FACTORS.get((match["unit"] or "").lower().rstrip("."), 1.0)
    negative = any(
        part and part not in "+" for part in (match["sign"], match["sign2"], match["minus"], match["open"])
    )
    return (-value if negative else value) / (100 if match["percent"] else 1)


def _unit(shapes: Sequence["re.Match[str] | None"]) -> Quantity | None:
    matched = [match for match in shapes if match]
    if not matched:
        return None
    if sum(bool(match["before"] or match["after"]) for match in matched) > len(matched) / 2:
        return "money"
    if sum(bool(match["percent"]) for match in matched) > len(matched) / 2:
        return "share"
    word = next((match["unit"].lower().rstrip(".") for match in matched if match["unit"]), None)
    return _UNITS.get(word) if word else None


def _digits(cell: str) -> str | None:
    match = _SHAPE.match(cell)
    return match["digits"].strip() if match else None

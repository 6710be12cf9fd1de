"""Sales that were taken back: a question leaves them out, deducts them, or asks for orders, which they are not."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.offline.phrases import any_of, read
from assistant.offline.reading import Condition, Reading
from assistant.offline.vocabulary import negative
from tools.tables.catalog import Catalog, Table
from tools.tables.sales import reversal

_WORD = re.compile(r"\w{3}")
_NO_COLUMN = "which sales were cancelled or returned"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without its remark on sales that were taken back; `how` to treat them, None if unsaid."""

    text: str
    how: Literal["out", "net"] | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What leaves sales out and what deducts them; of an amount the word that says so, which is kept."""

    out: re.Pattern[str]
    net: re.Pattern[str]
    of_out: re.Pattern[str]
    of_net: re.Pattern[str]


def asked_without(question: str, catalog: Catalog) -> Asked:
    """Return the question without "leave cancellations out" or "returns deducted", and which of them it said.

    Where no table tells what was taken back the question stays as it is: then those words find nothing.
    """
    if not any(reversal(table) for table in catalog):
        return Asked(question)
    known = _patterns()
    ways: list[tuple[Literal["out", "net"], re.Pattern[str]]] = [
        ("net", known.net),
        ("out", known.out),
        ("net", known.of_net),
        ("out", known.of_out),
    ]
    for how, pattern in ways:
        rest = _tidied(pattern.sub(_amount, question))
        if rest != _tidied(question) and _WORD.search(rest):
            return Asked(_tidied(known.of_net.sub(_amount, rest)) if how == "net" else rest, how)
    return Asked(question)


def treated(reading: Reading, asked: Asked, catalog: Catalog) -> Reading:
    """Return the reading with sales that were taken back left out where the question says so, or said missing."""
    table = catalog.table(reading.table) if reading.table else None
    if asked.how is None or table is None:
        return reading
    condition = kept(table)
    if condition is None:
        return replace(reading, missing=(*reading.missing, _NO_COLUMN))
    if asked.how == "net" or any(item["column"] == condition["column"] for item in reading.where):
        note = "Sales that were cancelled or returned are deducted." if asked.how == "net" else ""
        return replace(reading, notes=(*reading.notes, *([note] if note else [])))
    return replace(reading, where=(*reading.where, condition), explicit=reading.explicit | {"where"})


def kept(table: Table) -> Condition | None:
    """Return the condition that a sale was not taken back, None where the table does not tell."""
    column = reversal(table)
    value = negative(column) if column is not None else None
    return None if column is None or value is None else {"column": column.name, "op": "=", "value": value}


def _amount(found: re.Match[str]) -> str:
    """Return what stays of a remark: the amount that it was said of, if it was said of one."""
    return next((text for text in found.groupdict().values() if text), " ")


def _tidied(text: str) -> str:
    """Return a text without empty brackets and doubled marks that taking words out leaves behind."""
    text = re.sub(r"\(\s*[,;]?\s*\)", " ", text)
    text = re.sub(r"\s+([,;.?!)])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;:")
    text = re.sub(r"[,;]+\s*(?=[,;.?!])", "", text)
    text = re.sub(r"(?<=[.?!])\s*[.,;]+", "", text)
    return re.sub(r"^[,;:.\s]+", "", text)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    known = {name: any_of(words) for name, words in read("returns.yaml").items()}
    one = rf"(?:the |les |die |las |los )?{known['called']}(?:\s+{known['carried']})?"
    joined = r"\s*(?:,|,?\s(?:and|or|und|oder|et|ou|y|o)\s)\s*"
    several = rf"(?:(?:any|all|der|den|des|de|of)\s+)?{one}(?:{joined}{one})*"
    been = r"(?:(?:are|is|were|being|werden|sont|étant)\s+)?"
    return _Patterns(
        out=_pattern(rf"{known['without']}\s+{several}(?:\s+{known['out']})?|{several}\s+{been}{known['out']}"),
        net=_pattern(rf"{known['after']}\s+{several}|{several}\s+{been}{known['deducted']}"),
        of_out=_said_of(known["gross"], known["amounts"]),
        of_net=_said_of(known["net"], known["amounts"]),
    )


def _said_of(word: str, amounts: str) -> re.Pattern[str]:
    """Return a pattern of an amount with a word before it, behind it or written together with it."""
    before = rf"(?<!\w){word}[\s-]*(?P<amount>{amounts})\b"
    return re.compile(rf"{before}|(?<!\w)(?P<first>{amounts})\s+{word}\b", re.IGNORECASE)


def _pattern(body: str) -> re.Pattern[str]:
    """Return a pattern of whole words, with the bracket or comma that sets them off."""
    apart = rf"\(\s*(?:with\s+)?\b(?:{body})\b\s*\)"
    return re.compile(rf"{apart}|[,;]?\s*(?:\b(?:with|but)\s+)?\b(?:{body})\b", re.IGNORECASE)

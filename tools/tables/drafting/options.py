"""Cells that hold several ticked options: how they are joined, and which options there are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tools.tables.drafting.facts import Facts

_SEPARATORS = (";", ",", "|", "\n")
_ASKED = re.compile(
    r"all that apply|select all|choose all|check all|tick all|multiple answers"
    r"|mehrfach|alle zutreffenden|plusieurs|varias",
    re.IGNORECASE,
)
_LONGEST_OPTION = 14
_FEWEST = 2
_SENTENCES, _FEW_WORDS = 0.15, 3  # of the options, that end as sentences do; words of an option


@dataclass(frozen=True, slots=True)
class Options:
    """How a multi-select is joined and its options with the rows that ticked them, most frequent first."""

    separator: str
    counts: tuple[tuple[str, int], ...]
    reason: str


def find_options(facts: Facts) -> Options | None:
    """Return the options when cells are combinations of repeated ones; None for sentences and single choices."""
    for separator in (facts.separator,) if facts.separator else _SEPARATORS:
        found = _with(facts, separator, facts.counts)
        if found is not None and len(facts.counts) < facts.distinct:
            found = _with(facts, separator, facts.every)  # the options of all rows, not only of frequent cells
        if found is not None:
            return found
    return None


def cut(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell; a separator inside brackets does not cut."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(cell):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif char == separator and not depth:
            parts.append(cell[start:index])
            start = index + 1
    parts.append(cell[start:])
    return [part.strip() for part in parts if part.strip()]


def _with(facts: Facts, separator: str, counted: pd.Series) -> Options | None:
    asked = bool(_ASKED.search(facts.name))
    cells = [(str(cell), int(rows)) for cell, rows in counted.items()]
    known = sum(rows for _, rows in cells)
    joined = [(cell, rows) for cell, rows in cells if separator in cell]
    rows_joined = sum(rows for _, rows in joined)
    least = max(_FEWEST, (0.02 if asked or facts.separator else 0.08) * known)
    if rows_joined < least or facts.distinct < 3:
        return None
    parts = [(cut(cell, separator), rows) for cell, rows in cells]
    parts = _rejoined(parts, separator)
    if not facts.separator and not asked and not _combine(parts):
        return None
    counts: Counter[str] = Counter()
    for options, rows in parts:
        for option in dict.fromkeys(options):
            counts[option] += rows
    repeated = {option for option, rows in counts.items() if rows >= (3 if known > 60 else 2)}
    total = sum(counts.values())
    covered = sum(counts[option] for option in repeated) / max(1, total)
    words = sum(len(option.split()) * counts[option] for option in counts) / max(1, total)
    enough = 0.5 if facts.separator else 0.6 if asked else 0.8
    ended = sum(rows for option, rows in counts.items() if option.endswith((".", "!", "?"))) / max(1, total)
    if ended > _SENTENCES and words > _FEW_WORDS and not facts.separator:
        return None
    if covered < enough or words > _LONGEST_OPTION or len(repeated) < _FEWEST:
        return None
    reason = f'{rows_joined} cells join several of {len(repeated)} repeated options by "{separator}"'
    return Options(separator, tuple(counts.most_common()), reason)


def _combine(parts: Sequence[tuple[list[str], int]]) -> bool:
    """Return whether options recombine freely: cells of varying length, options that occur in several cells.

    A pair such as `town, country` always has two parts; the parts of a sentence or of a single choice with a
    comma occur in one distinct cell only.
    """
    several = [options for options, _ in parts if len(options) > 1]
    lengths = {len(options) for options, _ in parts}
    if len(lengths) == 1:
        return False
    seen: Counter[str] = Counter(option for options, _ in parts for option in set(options))
    fragments = [option for options in several for option in options]
    again = sum(seen[option] > 1 for option in fragments)
    return again >= 0.7 * len(fragments)


def _rejoined(parts: Sequence[tuple[list[str], int]], separator: str) -> list[tuple[list[str], int]]:
    """Return the parts with options put together again that contain the separator themselves.

    A part that begins in lower case, among options that do not, and always follows the same part, belongs to it.
    """
    counts: Counter[str] = Counter()
    after: dict[str, Counter[str]] = {}
    for options, rows in parts:
        for before, option in zip(["", *options], options, strict=False):
            counts[option] += rows
            after.setdefault(option, Counter())[before] += rows
    upper = sum(rows for option, rows in counts.items() if option[:1].isupper() or not option[:1].isalpha())
    if upper < 0.7 * sum(counts.values()):
        return list(parts)
    bound = {}
    for option, befores in after.items():
        before, rows = befores.most_common(1)[0]
        if option[:1].islower() and before and rows >= 0.95 * counts[option]:
            bound[option] = before
    return [(_glued(options, bound, separator), rows) for options, rows in parts]


def _glued(options: list[str], bound: dict[str, str], separator: str) -> list[str]:
    glued: list[str] = []
    last = ""
    for option in options:
        if glued and bound.get(option) == last:
            glued[-1] = f"{glued[-1]}{separator} {option}"
        else:
            glued.append(option)
        last = option
    return glued

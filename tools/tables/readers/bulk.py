"""Columns with very many different cells, decided and converted without touching each cell in Python.

Only what is written in the plainest way is read here: numbers as `-12.5`, dates as `2025-03-04 10:20:30`, and
texts. Everything else is left to the reader that looks at every different cell.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tools.tables.lexicon import word_set
from tools.tables.readers import bracketed, dates, durations, numbers, spelled

MANY = 5_000
"""With fewer different cells, looking at each of them costs nothing."""

_SAMPLE = 500
_PEEKED = 20_000
_FOREIGN = 0.2  # of a sample: far more than the slips that are tolerated
_PADDED = r"^0\d+$"
_PLAIN = r"^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
_STAMP = re.compile(
    r"^(?:[6-9]\d{8}|[12]\d{9})(?:\d{3}|\d{6})?$|^(?:19|20)\d{6}(?:\.0)?$|^\d{16,}$|^\d(?:\.\d+)?[eE]\+?\d\d$"
)
_TO_SECONDS = 19
_LARGEST_WHOLE = 2**53


@dataclass(frozen=True, slots=True)
class Bulk:
    """A column that was read in bulk; `words` are the cells that said "unknown", with their rows."""

    values: pd.Series
    words: tuple[tuple[str, int], ...] = ()


def read_bulk(cells: pd.Series) -> Bulk | None:
    """Return a column of very many different cells, None for one with few or one that is not plainly written."""
    if len(cells) < MANY or not isinstance(cells.dtype, pd.StringDtype):
        return None
    raw = pa.array(cells, type=pa.large_string(), from_pandas=True)
    if not _has_many(raw):
        return None
    column = _trimmed(raw)
    words = _among(column, word_set("unknown"))
    known = _without(column, [word for word, _ in words])
    sample = _sample(known)
    if _all(known, _ISO):
        found = _as_dates(known)
    elif _all(known, _PLAIN):
        found = None if any(map(_STAMP.match, sample[:50])) or _any(known, _PADDED) else _as_numbers(known)
    elif _is_text(sample):
        blank = [word for word, _ in words if word.casefold() in word_set("blank")]
        return Bulk(_without(column, blank).to_pandas().astype("str"))
    else:
        return None
    return None if found is None else Bulk(found, words)


def _has_many(column: pa.Array) -> bool:
    """Return whether there are many different cells; rows spread over the column tell for most columns."""
    different = len(_spread(column, _PEEKED).unique())
    return different >= MANY or (different >= MANY / 10 and len(column.unique()) >= MANY)


def _trimmed(column: pa.Array) -> pa.Array:
    """Return the cells without outer blanks; blank ones are missing."""
    if _any(column, "\u00a0"):
        column = pc.replace_substring(column, "\u00a0", " ")
    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, column.type), column)


def _among(column: pa.Array, wanted: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Return which of these words the cells say, case aside, with their rows."""
    said = column.filter(pc.is_in(pc.utf8_lower(column), value_set=pa.array(sorted(wanted), column.type)))
    return tuple((str(each["values"]), int(each["counts"])) for each in said.value_counts().to_pylist())


def _without(column: pa.Array, words: list[str]) -> pa.Array:
    if not words:
        return column
    gone = pc.is_in(column, value_set=pa.array(words, column.type))
    return pc.if_else(gone, pa.scalar(None, column.type), column)


def _sample(column: pa.Array) -> list[str]:
    """Return the filled ones among cells that are spread evenly over the rows."""
    return [text for text in _spread(column, _SAMPLE).to_pylist() if text is not None]


def _spread(column: pa.Array, most: int) -> pa.Array:
    places = np.linspace(0, len(column) - 1, min(most, len(column))).astype(np.int64)
    return column.take(pa.array(places))


def _is_text(sample: list[str]) -> bool:
    """Return whether hardly any cell is a number, a date or a duration; False where that stays open."""
    if not sample:
        return False
    numeric = sum(value is not None for value in numbers.parse(sample, None).values)
    dated = sum(map(dates.looks_like, sample))
    if bracketed.are_lists(sample):
        return False
    timed = durations.looks_like(sample)
    in_words = spelled.digits(sorted(set(sample)), dict.fromkeys(sample, 1))
    return not timed and not in_words and max(numeric, dated) <= (1 - _FOREIGN) * len(sample)


def _as_dates(column: pa.Array) -> pd.Series | None:
    """Return the dates to the second, None when a day does not exist."""
    try:
        stamps = pc.cast(pc.utf8_slice_codeunits(column, 0, _TO_SECONDS), pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    return pd.Series(stamps.to_pandas().astype("datetime64[us]"))


def _as_numbers(column: pa.Array) -> pd.Series | None:
    """Return whole numbers or fractions; None when a number is too large to be exact."""
    values = pc.cast(column, pa.float64())
    ends = pc.min_max(values)
    if not max(abs(ends["min"].as_py()), abs(ends["max"].as_py())) < _LARGEST_WHOLE:
        return None
    if pc.all(pc.equal(pc.floor(values), values)).as_py():
        return pd.Series(pd.array(pc.cast(values, pa.int64()).to_pandas(), dtype="Int64"))
    return pd.Series(values.to_pandas())


def _all(column: pa.Array, shape: str) -> bool:
    """Return whether every filled cell has the shape; the first ones decide most columns at once."""
    first = pc.match_substring_regex(column.slice(0, MANY), shape)
    return bool(pc.all(first).as_py()) and bool(pc.all(pc.match_substring_regex(column, shape)).as_py())


def _any(column: pa.Array, shape: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(column, shape)).as_py())

"""Cells to typed columns: every column is decided over all of its distinct values, with the reason kept."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.tables.catalog import Quantity
from tools.tables.lexicon import tokens, word_set
from tools.tables.readers import bracketed, counted_dates, dates, durations, numbers, open_ends, spelled
from tools.tables.readers.bulk import read_bulk
from tools.tables.readers.coded_na import KEPT, only_coded
from tools.tables.readers.header import Headed
from tools.tables.readers.raw import RawTable, TableOptions
from tools.tables.readers.totals import without_totals
from tools.tables.readers.versions import are_versions
from tools.tables.sales import names_sale

_TOLERATED = 0.02
_THREADS = 2
_PADDED = re.compile(r"^0\d+$")
_CODE = re.compile(r"^(?=.*\d)(?=.*[^\W\d_])[\w\-/]+$")
_LONG_ID = re.compile(r"^\d(?:\.\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)$|^\d{16,}$")


@dataclass(frozen=True, slots=True)
class Typed:
    """One column ready for storage, with what its cells gave away."""

    values: pd.Series
    reason: str = ""
    unit: Quantity | None = None
    currency: str = ""
    separator: str = ""
    bounds: tuple[tuple[str, int], ...] = ()


def typed(name: str, headed: Headed, notes: Iterable[str], options: TableOptions) -> RawTable:
    """Return the text cells as a table of typed columns."""
    frame = headed.frame
    mark = options.decimal or _table_mark(frame)
    names = [str(column) for column in frame.columns]
    held = only_coded(frame)
    cells = dict(zip(names, (frame.iloc[:, place] for place in range(len(names))), strict=True))
    with ThreadPoolExecutor(_THREADS) as pool:
        read = pool.map(
            lambda name: column_of(name, cells[name], mark, options.day_first, coded=name == held), names
        )
        columns = dict(zip(names, read, strict=True))
    built = pd.DataFrame({column: found.values for column, found in columns.items()}, index=frame.index)
    built, totals = without_totals(built)
    return RawTable(
        name=name,
        frame=built,
        header=headed.header,
        notes=tuple(filter(None, (*notes, *headed.notes, totals))),
        reasons={column: found.reason for column, found in columns.items() if found.reason},
        units={column: found.unit for column, found in columns.items() if found.unit},
        currencies={column: found.currency for column, found in columns.items() if found.currency},
        lists={column: found.separator for column, found in columns.items() if found.separator},
        bounds={column: found.bounds for column, found in columns.items() if found.bounds},
    )


def column_of(
    name: str, cells: pd.Series, mark: str | None = None, day_first: bool | None = None, *, coded: bool = False
) -> Typed:
    """Return the cells as numbers, dates or text; blank cells are missing. `coded` says that "NA" is a value."""
    if coded:
        places, named = _distinct(cells)
        return Typed(_spread(named, places), KEPT)
    if (bulk := read_bulk(cells)) is not None:
        return Typed(bulk.values, _said_nothing(bulk.words))
    codes, texts = _distinct(cells)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts)) if texts else np.array([], dtype=int)
    words = {text for text in texts if text.casefold() in word_set("unknown")}
    rest = [text for text in texts if text not in words]
    if not rest or _coded_flag(rest):
        return Typed(_spread(texts, codes))
    if bracketed.are_lists(rest):
        items = [bracketed.joined(text) for text in texts]
        return Typed(_spread(items, codes), "lists in brackets", separator=bracketed.SEPARATOR)
    rows = dict(zip(texts, map(int, counts), strict=True))
    if same := spelled.one_spelling(rest, rows):
        said = " and ".join(f"`{text}`" for text in dict.fromkeys(same.values()))
        blank = word_set("blank")
        kept = [same.get(text, None if text.casefold() in blank else text) for text in texts]
        return Typed(_spread(kept, codes), f"{len(rest)} spellings of yes and no, read as {said}")
    attempts = () if are_versions(name, rest) else (_as_durations, _as_dates, _as_numbers)
    for attempt in attempts:
        found = attempt(name, texts, rest, counts, mark, day_first)
        if found is not None:
            values, reason, unit = found
            currency = numbers.currency(rest) if unit == "money" else ""
            spread = _spread(values, codes)
            if pd.api.types.is_float_dtype(spread):
                spread, beyond = numbers.bounded(spread)
                reason = "; ".join(filter(None, (reason, beyond)))
            told = _with_words(reason, words, texts, counts)
            bounds = open_ends.among(rest, rows) if attempt is _as_numbers else ()
            return Typed(spread, told, unit, currency, bounds=bounds)
    blank = word_set("blank")
    return Typed(_spread([None if text.casefold() in blank else text for text in texts], codes))


Parsed = tuple[list[object], str, Quantity | None]


def _as_durations(
    name: str, texts: list[str], rest: list[str], _counts: np.ndarray, _mark: str | None, _day_first: bool | None
) -> Parsed | None:
    found = durations.minutes(tokens(name), rest)
    if found is None:
        return None
    known: dict[str, object] = dict(zip(rest, found, strict=True))
    return [known.get(text) for text in texts], durations.READ, "duration"


def _as_dates(
    name: str, texts: list[str], rest: list[str], counts: np.ndarray, _mark: str | None, day_first: bool | None
) -> Parsed | None:
    if (numbered := counted_dates.parse(name, rest)) is not None:
        moments: dict[str, object] = dict(zip(rest, numbered.values, strict=True))
        return [moments.get(text) for text in texts], numbered.reason, None
    if not _dates_plausible(rest):
        return None
    told = set(rest)
    found = dates.parse(texts, day_first)
    failed = [text for text, value in zip(texts, found.values, strict=True) if value is None and text in told]
    if not _few(failed, rest, texts, counts):
        return None
    return list(found.values), "; ".join(filter(None, (found.reason, _dropped(failed, "dates")))), None


def _as_numbers(
    name: str, texts: list[str], rest: list[str], counts: np.ndarray, mark: str | None, _day_first: bool | None
) -> Parsed | None:
    if any(map(_PADDED.match, rest)) or sum(bool(_LONG_ID.match(text)) for text in rest) > len(rest) / 2:
        return None
    written = spelled.digits(rest, dict(zip(texts, map(int, counts), strict=True)))
    rows = dict(zip(texts, map(int, counts), strict=True))
    ends = open_ends.closed(rest, rows)
    plain = [written.get(text, ends.get(text, text)) for text in rest]
    if sum(any(char.isdigit() for char in text) for text in plain[:50]) < len(plain[:50]) * 0.9:
        return None
    found = numbers.parse(plain, mark)
    failed = [text for text, value in zip(rest, found.values, strict=True) if value is None]
    if not _few(failed, rest, texts, counts) or _other_codes(name, failed):
        return None
    known = dict(zip(rest, found.values, strict=True))
    values: list[object] = [known.get(text) for text in texts]
    if found.whole:
        values = [None if value is None else int(value) for value in values]  # type: ignore[call-overload]
    in_words = f"{len(written)} of its numbers are written in words" if written else ""
    told = (found.reason, in_words, open_ends.told(ends, rows), _dropped(failed, "numbers"))
    return values, "; ".join(filter(None, told)), found.unit


def _dates_plausible(rest: list[str]) -> bool:
    """Return whether the first values look like dates."""
    sample = rest[:40]
    shaped = [text for text in sample if not text.isdigit() and dates.looks_like(text)]
    return len(shaped) >= len(sample) * 0.9


def _few(failed: list[str], rest: list[str], texts: list[str], counts: np.ndarray) -> bool:
    """Return whether the values that could not be parsed are rare enough to be slips."""
    if not failed:
        return True
    places = {text: index for index, text in enumerate(texts)}
    rows = sum(int(counts[places[text]]) for text in failed)
    return len(failed) < len(rest) and rows <= _TOLERATED * int(counts.sum())


def _other_codes(name: str, failed: list[str]) -> bool:
    """Return whether what is no number under an identifier's header is a code of its own ("C536379"), no slip."""
    if not (names_sale(name) or ((words := tokens(name)) and words[-1] in word_set("id"))):
        return False
    return any(map(_CODE.match, failed))


def _dropped(failed: list[str], kind: str) -> str:
    if not failed:
        return ""
    return f"{len(failed)} different values are no {kind} and count as missing"


def _with_words(reason: str, words: set[str], texts: list[str], counts: np.ndarray) -> str:
    said = [(text, int(count)) for text, count in zip(texts, counts, strict=True) if text in words]
    return "; ".join(filter(None, (reason, _said_nothing(said))))


def _said_nothing(words: Iterable[tuple[str, int]]) -> str:
    said = ", ".join(f'"{text}" ({rows} rows)' for text, rows in words)
    return f"{said} counts as missing" if said else ""


def _spread(values: Iterable[object], codes: np.ndarray) -> pd.Series:
    """Return the distinct values spread over the rows, as whole numbers, fractions, dates or text."""
    table = pd.Series([*values, None], dtype=object)
    kinds = {type(value) for value in table if value is not None}
    if kinds == {int}:
        table = table.astype("Int64")
    elif kinds and kinds <= {float, int}:
        table = table.astype("float64")
    elif kinds and not kinds & {str}:
        table = pd.to_datetime(table).astype("datetime64[us]")
    else:
        table = table.astype("str").where(table.notna(), None)
    return table.take(codes).reset_index(drop=True)


def _coded_flag(rest: list[str]) -> bool:
    """Return whether the column is a yes/no column, spelled in words or as 0 and 1: kept as written."""
    return {text.removesuffix(".0") for text in rest} == {"0", "1"}


def _table_mark(frame: pd.DataFrame) -> str | None:
    cells = (str(cell).strip() for column in frame for cell in frame[column].iloc[:200])
    return numbers.decimal_mark(cell for cell in cells if cell)


def _distinct(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return each row's code (-1: blank) and the distinct trimmed texts that codes stand for."""
    raw_codes, raw = pd.factorize(cells, use_na_sentinel=True)
    cleaned = [_clean(cell) for cell in raw]
    codes, unique = pd.factorize(pd.Series(cleaned, dtype=object), use_na_sentinel=True)
    spread = np.append(codes, -1)[raw_codes]
    return spread, [str(text) for text in unique]


def _clean(cell: object) -> object:
    if cell is None:
        return None
    text = str(cell).replace("\u00a0", " ").strip()
    return text or None

"""Text to rows of text cells: finds the delimiter, keeps ragged rows, and knows prose from a table."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from tools.tables.errors import TableError
from tools.tables.readers.even import parse_even

_DELIMITERS = (",", ";", "\t", "|")
_BLANKS = r"\s+"
_WIDE_BLANKS = r"\s{2,}"
_SAMPLE = 400
_LONGEST_SAMPLE = 20_000_000
_HINT = re.compile(r"^sep=(.)\n", re.IGNORECASE)
_NUMBER = re.compile(r"^[+-]?[\d.,]*\d%?$")
_CELL = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are cut into cells, how many cells a row usually has, and how many rows have that many."""

    delimiter: str
    width: int
    consistency: float
    rows: int
    cuts: tuple[int, ...] = ()
    first_fits: bool = False

    @property
    def blanks(self) -> bool:
        """Return whether the cells are separated by blanks."""
        return bool(self.cuts) or self.delimiter in (_BLANKS, _WIDE_BLANKS)


def sniff(text: str, delimiter: str | None = None) -> Layout:
    """Return the layout that cuts the first rows most evenly; one column when nothing separates cells."""
    sample = _first_lines(text)
    candidates = [_measure(sample, mark) for mark in ([delimiter] if delimiter else _DELIMITERS)]
    split = [layout for layout in candidates if layout.width > 1]
    best = max(split, key=_evenness, default=None)
    if best and best.consistency >= 0.5:
        return best
    aligned = None if delimiter else _aligned(sample)
    return aligned or best or Layout(delimiter or ",", 1, 1.0, sample.count("\n"))


def _evenness(layout: Layout) -> tuple[float, bool, int]:
    """Return how well a layout fits; a first row of the same width tells a delimiter from a decimal comma."""
    return round(layout.consistency, 1), layout.first_fits, layout.width


def looks_tabular(text: str) -> bool:
    """Return whether a text without a telling name is a rectangular table and not prose."""
    lines = [line for line in _first_lines(text).splitlines() if line.strip()]
    layout = sniff(text)
    if layout.rows < 3 or layout.width < 2 or layout.consistency < 0.95:
        return False
    cells = [cell for line in lines for cell in _cut(line, layout)]
    numbers = sum(bool(_NUMBER.match(cell)) for cell in cells) / max(1, len(cells))
    if layout.blanks:
        return numbers >= 0.3 and layout.rows >= 5
    longest = sorted(map(len, cells))[int(len(cells) * 0.9)]
    return longest < _CELL and (numbers >= 0.1 or layout.width >= 3 or layout.delimiter != ",")


def rows(text: str, layout: Layout) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return all rows as text cells (columns 0, 1, ...) and notes on rows that were too short or too long."""
    text = _HINT.sub("", text, count=1)
    if layout.blanks:
        cut = [_cut(line, layout) for line in text.splitlines() if line.strip()]
        return _padded(cut, layout.width)
    if (frame := parse_even(text, layout.delimiter, layout.width)) is not None:
        return frame, ()
    try:
        return _parsed(text, layout)
    except (pd.errors.ParserError, ValueError):
        return _padded(_read(text, layout.delimiter), layout.width)


def _parsed(text: str, layout: Layout) -> tuple[pd.DataFrame, tuple[str, ...]]:
    frame = pd.read_csv(
        io.StringIO(text),
        sep=layout.delimiter,
        header=None,
        dtype=object,
        keep_default_na=False,
        na_values=[],
        skipinitialspace=True,
        escapechar="\\" if _escapes(text) else None,
        names=None if layout.width == 1 else range(layout.width),
        index_col=False,
        on_bad_lines="error",
        low_memory=False,
    )
    return frame.fillna("").astype("str"), _ragged(_short_rows(text, layout), 0)


def _short_rows(text: str, layout: Layout) -> int:
    """Return how many rows that are not blank have fewer cells than they should."""
    cut = csv.reader(io.StringIO(text), delimiter=layout.delimiter, skipinitialspace=True)
    try:
        return sum(0 < len(row) < layout.width and any(row) for row in cut)
    except csv.Error:  # a cell longer than the module takes
        return 0


def _padded(cut: list[list[str]], width: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if not cut:
        raise TableError("The file has no rows.")
    widest = max(len(row) for row in cut)
    short = sum(len(row) < width for row in cut)
    long = sum(len(row) > width for row in cut)
    padded = [row + [""] * (widest - len(row)) for row in cut]
    return pd.DataFrame(padded, dtype=object), _ragged(short, long)


def _ragged(short: int, long: int) -> tuple[str, ...]:
    notes = []
    if short:
        notes.append(f"{short} rows have fewer cells than the others; the missing ones are empty.")
    if long:
        notes.append(
            f"{long} rows have more cells than the others; the extra cells are kept in columns of their own."
        )
    return tuple(notes)


def _measure(sample: str, delimiter: str) -> Layout:
    widths = [len(row) for row in _read(sample, delimiter)]
    if not widths:
        return Layout(delimiter, 0, 0.0, 0)
    width, count = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))
    first_fits = any(first == width for first in widths[:3])
    even = count / len(widths) * (1.0 if first_fits else 0.7)
    return Layout(delimiter, width, even, len(widths), first_fits=widths[0] == width)


def _aligned(sample: str) -> Layout | None:
    """Return a layout by runs of blanks, or by positions that are blank in every line; None for neither.

    One blank separates cells too, unless that would cut words that belong together apart.
    """
    wide, narrow = (_measure_blanks(sample, pattern) for pattern in (_WIDE_BLANKS, _BLANKS))
    even = [layout for layout in (wide, narrow) if layout.width > 1 and layout.consistency >= 0.95]
    if len(even) == 2:
        cells = [cell for line in sample.splitlines()[1:] for cell in _cut(line, wide) if " " in cell]
        worded = sum(not any(char.isdigit() for char in cell) for cell in cells)
        return wide if worded > len(cells) / 2 or wide.width == narrow.width else narrow
    return even[0] if even else _fixed(sample)


def _fixed(sample: str) -> Layout | None:
    lines = [line.rstrip() for line in sample.splitlines() if line.strip()]
    if len(lines) < 5:
        return None
    width = max(map(len, lines))
    blank = [all(position >= len(line) or line[position] == " " for line in lines) for position in range(width)]
    starts = [p for p in range(width) if not blank[p] and (p == 0 or blank[p - 1])]
    # What the first line leaves blank is no column of its own, but words within one.
    starts = [p for p, end in zip(starts, [*starts[1:], width], strict=True) if p == 0 or lines[0][p:end].strip()]
    if len(starts) < 3:
        return None
    return Layout("", len(starts), 1.0, len(lines), tuple(starts))


def _measure_blanks(sample: str, pattern: str) -> Layout:
    widths = [len(re.split(pattern, line.strip())) for line in sample.splitlines() if line.strip()]
    if not widths:
        return Layout(pattern, 0, 0.0, 0)
    width, count = Counter(widths).most_common(1)[0]
    return Layout(pattern, width, count / len(widths), len(widths))


def _read(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows a CSV reader sees; quotes count as text when they swallow most of the file."""
    limit = csv.field_size_limit(10_000_000)
    try:
        quoted = list(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True))
        lines = text.count("\n") + 1
        if lines > 5 and len(quoted) < lines * 0.02:
            quoted = list(csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise TableError("The file cannot be cut into rows and cells.") from error
    finally:
        csv.field_size_limit(limit)
    return [row for row in quoted if any(cell.strip() for cell in row)]


def _cut(line: str, layout: Layout) -> list[str]:
    if layout.cuts:
        ends = (*layout.cuts[1:], len(line) + 1)
        return [line[start:end].strip() for start, end in zip(layout.cuts, ends, strict=True)]
    if layout.blanks:
        return re.split(layout.delimiter, line.strip())
    return line.split(layout.delimiter)


def _escapes(text: str) -> bool:
    return '\\"' in text and '""' not in text


def _first_lines(text: str) -> str:
    """Return the first lines, ended outside of a quoted cell where there are quotes."""
    lines = _HINT.sub("", text[:_LONGEST_SAMPLE], count=1).splitlines(keepends=True)
    end = min(len(lines), _SAMPLE)
    while end < len(lines) and end < _SAMPLE * 3 and "".join(lines[:end]).count('"') % 2:
        end += 1
    return "".join(lines[:end])

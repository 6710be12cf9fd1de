"""Whether the first row names the columns, and the names to use when it does not or does so badly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.tables.parquet import RESERVED
from tools.tables.readers.edges import without_edges

_TYPED = re.compile(r"^[+-]?(?:[$€£]\s?)?\d[\d.,:/\-\s]*(?:[eE][+-]?\d+)?\s?%?(?:AM|PM)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LOOKED_AT = 300
_PREAMBLE = 12


@dataclass(frozen=True, slots=True)
class Headed:
    """The data rows under their names; `header` is False when the names were made up."""

    frame: pd.DataFrame
    header: bool
    notes: tuple[str, ...]


def apply(frame: pd.DataFrame, header: bool | None = None) -> Headed:
    """Return the frame under its header: titles above it skipped, repeats of it inside the data removed."""
    notes: list[str] = []
    top = _titles(frame)
    if top:
        notes.append(f"{top} lines above the table were skipped.")
        frame = frame.iloc[top:].reset_index(drop=True)
    grouped = len(frame) > 1 and _is_second_line([str(cell) for cell in frame.iloc[0]], frame.iloc[1:])
    has = grouped or _is_header(frame) if header is None else header
    if not has:
        names: Sequence[str] = [f"column {number}" for number in range(1, frame.shape[1] + 1)]
        return Headed(frame.set_axis(list(names), axis=1), False, tuple(notes))
    first = [str(cell) for cell in frame.iloc[0]]
    body = frame.iloc[1:]
    if _is_second_line(first, body):
        first = _combined(first, [str(cell) for cell in body.iloc[0]])
        body = body.iloc[1:]
    repeated = body.index[_equals(body, frame.iloc[0])]
    if len(repeated):
        notes.append(f"The header stood {len(repeated)} more times among the rows; these were removed.")
        body = body.drop(repeated)
    body = body.reset_index(drop=True).set_axis(unique_names(first), axis=1)
    body, left_out = without_edges(_without_margins(body, first))
    return Headed(body, True, (*notes, *left_out))


def _equals(body: pd.DataFrame, first: pd.Series) -> np.ndarray:
    """Return which rows repeat the first row, cell by cell; most rows are ruled out by one cell."""
    same = np.ones(len(body), dtype=bool)
    for name in body.columns:
        same &= (body[name] == first[name]).to_numpy(dtype=bool, na_value=False)
        if not same.any():
            break
    return same


def unique_names(cells: Sequence[str]) -> list[str]:
    """Return one-line names, made unique without regard to case; empty ones become `column N`."""
    names: list[str] = []
    taken = {name.lower() for name in RESERVED}
    for number, cell in enumerate(cells, start=1):
        name = " ".join(str(cell).split()) or f"column {number}"
        candidate, copy = name, 2
        while candidate.lower() in taken:
            candidate, copy = f"{name} ({copy})", copy + 1
        taken.add(candidate.lower())
        names.append(candidate)
    return names


def _titles(frame: pd.DataFrame) -> int:
    """Return how many leading rows are a title or a remark: mostly empty where the table is full."""
    filled = (frame.iloc[:_LOOKED_AT] != "").sum(axis=1)
    usual = float(filled.median())
    if frame.shape[1] < 3:
        return 0
    for row in range(min(_PREAMBLE, len(frame) - 1)):
        if _is_remark(frame, row):
            continue
        if filled.iloc[row] >= max(2.0, usual * 0.5) or filled.iloc[row] == frame.shape[1]:
            return row
    return 0


def _is_remark(frame: pd.DataFrame, row: int) -> bool:
    """Return whether a row fills its first cells only, a date or number among them, above a full row of words."""
    cells = [str(cell).strip() for cell in frame.iloc[row]]
    filled = [cell for cell in cells if cell]
    left = len(filled) <= len(cells) - 2 and not any(cells[len(filled) :])
    dated = any(_TYPED.match(cell) and not _YEAR.match(cell) for cell in filled)
    words = any(
        all(cell and not _TYPED.match(cell) for cell in (str(each).strip() for each in frame.iloc[place]))
        for place in range(row + 1, min(row + _PREAMBLE, len(frame)))
    )
    return left and dated and words


def _is_header(frame: pd.DataFrame) -> bool:
    """Weigh the first row against the rows below: typed cells below text speak for a header, repeats against."""
    first, body = frame.iloc[0], frame.iloc[1:_LOOKED_AT]
    body = body[(body != first).any(axis=1)]
    if not len(body):
        return not any(_TYPED.match(str(cell).strip()) for cell in first)
    score, typed_first = 0.0, 0
    for name in frame.columns:
        cell = str(first[name]).strip()
        below = [value for value in (str(value).strip() for value in body[name]) if value]
        if not cell or not below:
            continue
        typed = sum(bool(_TYPED.match(value)) for value in below) / len(below)
        if _TYPED.match(cell):
            year = bool(_YEAR.match(cell)) and not all(_YEAR.match(value) for value in below)
            typed_first += not year
            score -= 0 if year else 2 * typed
        elif typed >= 0.7:
            score += 2
        elif cell in below:
            score -= 1.5 if len(set(below)) < len(below) else 0.5
        else:
            score += 0.5 if len(set(below)) < len(below) * 0.5 else 0.2
    if typed_first > len(first) / 2:
        return False
    return score > 0 or len({str(cell) for cell in first}) == 1 == len(first)


def _is_second_line(first: Sequence[str], body: pd.DataFrame) -> bool:
    """Return whether the names go over two rows: gaps in the first, words over typed columns in the second."""
    if len(body) < 3 or sum(not cell.strip() for cell in first) < max(1, 0.25 * len(first)):
        return False
    second = [str(cell).strip() for cell in body.iloc[0]]
    gaps = [index for index, cell in enumerate(first) if not cell.strip()]
    if any(_TYPED.match(cell) for cell in second) or any(not second[index] for index in gaps):
        return False
    typed = [
        all(_TYPED.match(str(v).strip()) for v in body.iloc[1:50, i] if str(v).strip()) for i in range(len(first))
    ]
    return any(typed)


def _combined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    names, group = [], ""
    for upper, lower in zip(first, second, strict=True):
        group = upper.strip() or group
        names.append(f"{group} {lower}".strip() if lower.strip() else group)
    return names


def _without_margins(body: pd.DataFrame, first: Sequence[str]) -> pd.DataFrame:
    """Drop nameless columns that are empty from top to bottom: the commas of a spreadsheet's margin."""
    keep = [bool(cell.strip()) or bool((body.iloc[:, i] != "").any()) for i, cell in enumerate(first)]
    return body.loc[:, keep]

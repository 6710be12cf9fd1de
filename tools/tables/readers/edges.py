"""Rows at the edges of a table that are no rows of it: units below the header, remarks at the end."""

import re

import pandas as pd

_TYPED = re.compile(r"^[(<>+-]?\s*(?:[$€£]\s?)?\(?\d[\d.,:/'\-\s]*(?:[eE][+-]?\d+)?\s?(?:%|[$€£])?\)?$")
_MOSTLY = 0.9
_LOOKED_AT = 200
_MOST_REMARKS = 5
_USUAL = 3  # cells that rows usually fill, from which a row of one is a remark


def without_edges(body: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows without such ones, and what was left out in words."""
    notes: list[str] = []
    if _are_units(body):
        named = ", ".join(str(cell).strip() for cell in body.iloc[0] if str(cell).strip())
        notes.append(f"The row below the header holds units ({named}) and was left out.")
        body = body.iloc[1:].reset_index(drop=True)
    if remarks := _remarks(body):
        notes.append(f"{remarks} rows of remarks at the end were left out.")
        body = body.iloc[:-remarks]
    return body, tuple(notes)


def _are_units(body: pd.DataFrame) -> bool:
    """Return whether the first row has words where all other rows have numbers, and nothing elsewhere."""
    if len(body) <= _USUAL:
        return False
    words = 0
    for place in range(body.shape[1]):
        first = str(body.iloc[0, place]).strip()
        below = [cell for cell in map(str.strip, map(str, body.iloc[1:_LOOKED_AT, place])) if cell]
        typed = bool(below) and sum(bool(_TYPED.match(cell)) for cell in below) >= _MOSTLY * len(below)
        if first and (not typed or _TYPED.match(first)):
            return False
        words += bool(first)
    return words > 0


def _remarks(body: pd.DataFrame) -> int:
    """Return how many rows at the end fill their first cell only, where others fill several."""
    filled = (body != "").sum(axis=1)
    if body.shape[1] < _USUAL or len(body) <= _USUAL or float(filled.median()) < _USUAL:
        return 0
    count = 0
    while count < _MOST_REMARKS and filled.iloc[-1 - count] == 1 and str(body.iloc[-1 - count, 0]).strip():
        count += 1
    return count

"""Numbers that stand for nothing, told by what else their rows lack: age 118 where gender and income are empty."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tools.tables.catalog import OLDEST, Column
from tools.tables.drafting.facts import Facts

_FEWEST = 5
_APART = 5  # times the usual step between neighbouring values
_INSIDE, _COVERED = 0.95, 0.8
_NAMED = 3


def beside_blanks(columns: Sequence[Column], facts: Sequence[Facts]) -> list[Column]:
    """Return the columns with such numbers among their placeholders, with the reason.

    A number has to lie apart from all others at one end, in rows that leave another column blank which hardly any
    other row does; or be an age that nobody reaches.
    """
    blank = {known.name: known.values.isna().to_numpy() for known in facts if 0 < known.missing < known.rows}
    return [_with_code(column, known, blank) for column, known in zip(columns, facts, strict=True)]


def _with_code(column: Column, facts: Facts, blank: dict[str, np.ndarray]) -> Column:
    if column.role != "measure" or column.sentinels or facts.storage != "number" or facts.distinct < _FEWEST:
        return column
    values = facts.values.to_numpy(dtype=np.float64, na_value=np.nan)
    steps = np.unique(values[~np.isnan(values)])
    usual = float(np.median(np.diff(steps)))
    for code, next_to, place in ((steps[-1], steps[-2], -2), (steps[0], steps[1], 1)):
        rows = values == code
        if code == 0 or rows.sum() < _FEWEST or abs(code - next_to) < _APART * usual:
            continue
        lacking = [name for name, empty in blank.items() if name != column.name and _goes_with(rows, empty)]
        ageless = column.unit == "age" and code > OLDEST
        if lacking or ageless:
            named = ", ".join(f"`{name}`" for name in lacking[:_NAMED])
            why = f"in rows that leave {named} empty" if lacking else "an age that nobody reaches"
            told = f"sentinels: {code:g} stands apart from all other values, {why}"
            end = f"{steps[place]:.10g}"
            low, high = (column.minimum, end) if place < 0 else (end, column.maximum)
            aside = ((f"{code:.10g}", int(rows.sum())),)
            spikes = tuple(pair for pair in column.spikes if float(pair[0]) != code)
            reason = f"{column.reason}; {told}"
            return replace(column, sentinels=aside, spikes=spikes, minimum=low, maximum=high, reason=reason)
    return column


def _goes_with(rows: np.ndarray, empty: np.ndarray) -> bool:
    both = int((rows & empty).sum())
    return both >= _INSIDE * int(rows.sum()) and both >= _COVERED * int(empty.sum())

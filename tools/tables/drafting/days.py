"""Whether the rows of a table are days: one of each, or one of each for every store, station or product."""

from collections.abc import Sequence

import pandas as pd

from tools.tables.catalog import Column
from tools.tables.drafting.facts import Facts

_FEWEST = 30  # rows


def one_a_day(time: str, columns: Sequence[Column], facts: Sequence[Facts]) -> bool:
    """Return whether every row has another day, or each group of one column has a row for each day at most."""
    dates = next(known for known in facts if known.name == time)
    if dates.storage != "date" or dates.known < dates.rows or dates.rows < _FEWEST:
        return False
    if not bool((dates.values == dates.values.dt.normalize()).all()):
        return False
    groups = [
        known.values
        for column, known in zip(columns, facts, strict=True)
        if column.role in ("segment", "id") and known.distinct * dates.distinct <= 2 * dates.rows
    ]
    return dates.unique or any(not pd.DataFrame({0: dates.values, 1: each}).duplicated().any() for each in groups)

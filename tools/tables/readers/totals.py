"""A row of totals under a table: it is no customer, and would count everything twice."""

import numpy as np
import pandas as pd

from tools.tables.lexicon import word_set

_FEWEST = 3
_CLOSE = 0.01


def without_totals(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows without a last one that adds up those above, and what was left out in words.

    Its first text has to be a word for a total; and one of its numbers the sum of its column, or its other texts
    and dates be empty.
    """
    if len(frame) <= _FEWEST:
        return frame, ""
    last, above = frame.iloc[-1], frame.iloc[:-1]
    numbers = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name].dtype)]
    others = [name for name in frame.columns if name not in numbers]
    said = [name for name in others if pd.notna(last[name])]
    if not said or str(last[said[0]]).strip(" :.").casefold() not in word_set("total"):
        return frame, ""
    filled = [name for name in numbers if pd.notna(last[name])]
    adds_up = any(_is_sum(float(last[name]), above[name]) for name in filled)
    alone = len(said) == 1 and len(others) > 1 and bool(filled)
    if not adds_up and not alone:
        return frame, ""
    return above, "A row of totals at the end was left out."


def _is_sum(value: float, above: pd.Series) -> bool:
    total = float(above.sum())
    return value != 0 and bool(np.isclose(value, total, rtol=_CLOSE))

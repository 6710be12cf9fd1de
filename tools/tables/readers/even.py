"""Large text tables whose rows all have the same number of cells, cut by Arrow's parser on several cores."""

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

_LARGE = 1_000_000
_BLOCK = 1 << 22


def parse_even(text: str, delimiter: str, width: int) -> pd.DataFrame | None:
    """Return all rows as text cells, columns 0, 1, ...; None for a small text or one that needs more care.

    Care is needed where rows differ in length, where a blank stands between delimiter and quote, or where quotes
    are escaped by a backslash.
    """
    if len(text) < _LARGE or width < 2 or _careful(text, delimiter):
        return None
    names = [str(number) for number in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode()),
            arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values='"' in text),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    frame: pd.DataFrame = table.to_pandas()
    return frame.set_axis(range(width), axis=1)


def _careful(text: str, delimiter: str) -> bool:
    return f'{delimiter} "' in text or '\\"' in text or _unbalanced(text)


def _unbalanced(text: str) -> bool:
    """Return whether quotes do not pair up, so that one of them is a sign of its own (5")."""
    return text.count('"') % 2 == 1

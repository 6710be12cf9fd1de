"""Rows that a site listed more than once: the same review once as newest and once as most relevant.

An identifier called after the rows comes back there, and the rows differ in nothing but how they were gathered, or
in a counter that grew meanwhile. Lines of an order share its number too, but differ in what was bought.
"""

import pandas as pd

from tools.tables.catalog import Column, Table
from tools.tables.identity import once
from tools.tables.lexicon import lexicon, matches, tokens, word_set
from tools.tables.readers.raw import RawTable


def without_repeats(raw: RawTable, table: Table) -> tuple[pd.DataFrame | None, tuple[str, ...]]:
    """Return the rows without those that repeat another, and in which columns these differ; None without any."""
    if raw.remote is not None:
        return None, ()
    if (kept := once(raw.frame, table)) is not None:
        return kept, ()
    return listed_once(raw.frame, table) or (None, ())


def listed_once(frame: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, tuple[str, ...]] | None:
    """Return the rows with each thing once, under their old index, and the columns its listings differ in.

    None where nothing was listed twice.
    """
    key = _named_after_rows(frame, table)
    if key is None or not any(column.role == "text" for column in table.columns):
        return None
    again = frame[frame[key].duplicated(keep=False)]
    rest = [column for column in table.columns if column.name != key and column.name in frame.columns]
    differing = tuple(column.name for column in rest if _differs(again, key, column.name))
    gathered = [column for column in rest if column.name in differing]
    if not differing or not all(map(_of_gathering, gathered)):
        return None
    return frame[~frame[key].duplicated()], differing


def _named_after_rows(frame: pd.DataFrame, table: Table) -> str | None:
    """Return the identifier that is called what the rows are and yet comes back, None without one."""
    for column in table.columns:
        nouns = [word for word in tokens(column.name) if word not in word_set("id")]
        named = column.role == "id" and " ".join(nouns) == table.entity and column.name in frame.columns
        if named and column.name != table.person and frame[column.name].notna().all():
            return column.name if frame[column.name].duplicated().any() else None
    return None


def _differs(again: pd.DataFrame, key: str, name: str) -> bool:
    """Return whether rows of the same thing hold different values of a column; a blank is a value of its own."""
    codes = pd.Series(pd.factorize(again[name])[0], index=again.index)
    return bool((codes.groupby(again[key]).nunique() > 1).any())


def _of_gathering(column: Column) -> bool:
    words = tokens(column.name)
    grows = column.role == "measure" and matches(words, lexicon()["growing"])
    return bool(matches(words, lexicon()["listing"]) or grows)

"""Answers to how likely somebody recommends: which columns hold them."""

from tools.tables.catalog import Column
from tools.tables.lexicon import lexicon, matches, tokens

_TOP = 10.0


def on_scale(column: Column) -> bool:
    """Return whether a column holds answers on a scale from 0 (or 1) to 10."""
    ends = (column.minimum, column.maximum)
    if column.storage != "number" or any(end is None for end in ends):
        return False
    lowest, highest = (float(end or 0) for end in ends)
    return lowest in {0.0, 1.0} and highest == _TOP


def recommends(column: Column) -> bool:
    """Return whether a column holds answers from 0 to 10 to how likely somebody recommends."""
    named = [*tokens(column.name), *tokens(column.label), *tokens(column.description)]
    return on_scale(column) and matches(named, lexicon()["recommendation"]) is not None

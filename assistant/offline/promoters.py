"""Promoters, passives and detractors: parts of a scale from 0 to 10 (Reichheld, HBR 2003: 9-10, 7-8, 0-6)."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.vocabulary import Entry

_TOP = 10.0


def read_promoters(draft: Draft) -> None:
    """Read the names of the three groups as limits on the column that asks how likely people recommend."""
    said = [word.norm for word in draft.clause.words if word.norm in lexicon().promoters]
    column = next((entry.name for entry in draft.vocabulary.columns if _recommends(entry)), None)
    if not said or column is None:
        return
    low, high = lexicon().promoters[said[0]]
    limits = ((">=", low), ("<=", high))
    draft.where.extend({"column": column, "op": op, "value": value} for op, value in limits if 0 < value < _TOP)
    draft.explicit.add("where")


def _recommends(entry: Entry) -> bool:
    """Return whether a column holds answers from 0 to 10 to how likely somebody recommends."""
    column = entry.column
    scale = column.storage == "number" and column.maximum is not None and float(column.maximum) == _TOP
    return scale and column.minimum is not None and float(column.minimum) in {0.0, 1.0}

"""Promoters, passives and detractors, and their balance, of answers to how likely somebody recommends."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from tools.tables.recommendation import on_scale, recommends

_TOP = 10.0
_AVERAGED = frozenset({"mean", "median", "min", "max", "distribution"})


def read_promoters(draft: Draft) -> None:
    """Read the names of the three groups as limits on the column that asks how likely people recommend."""
    said = [word.norm for word in draft.clause.words if word.norm in lexicon().promoters]
    if _asks_balance(draft):
        return
    column = next((entry.name for entry in draft.vocabulary.columns if on_scale(entry.column)), None)
    if not said or column is None:
        return
    low, high = lexicon().promoters[said[0]]
    limits = ((">=", low), ("<=", high))
    draft.where.extend({"column": column, "op": op, "value": value} for op, value in limits if 0 < value < _TOP)
    draft.explicit.add("where")
    naming = [at for at, word in enumerate(draft.clause.words) if word.norm in lexicon().promoters]
    draft.measures = [link for link in draft.measures if not set(link.span) <= set(naming)]


def read_promoter_score(draft: Draft) -> None:
    """Read "our NPS" as promoters less detractors; an average that is asked for stays one."""
    metric = draft.slots.get("metric")
    asked = any(f"aggregate.{name}" in draft.cues for name in _AVERAGED)
    if _asks_balance(draft) and not asked and metric is not None and recommends(draft.column(metric)):
        draft.slots["aggregate"] = "promoters"
        draft.explicit.add("aggregate")


def _asks_balance(draft: Draft) -> bool:
    return any(f" {name} " in f" {draft.said} " for name in lexicon().net_promoters)

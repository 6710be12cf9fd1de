"""Which of many things differs most between two groups: what sets the one apart from the other."""

from assistant.offline.draft import Draft
from assistant.offline.sides import complementary
from tools.tables.formula import pieces

_RANKS = ("order.highest", "order.lowest", "order.frequent")


def read_most_different(draft: Draft) -> None:
    """Read "which of the ratings differs most between A and B" as a portrait of A, where B are all the others."""
    if not (draft.has("which") and draft.has("compare.differ") and draft.has(*_RANKS)):
        return
    contrast, metric = draft.slots.get("contrast"), draft.slots.get("metric")
    several = metric is None or len(pieces(str(metric))) > 1 or metric in {item["column"] for item in draft.where}
    if several and contrast and complementary(draft, draft.where, contrast):
        draft.differing = frozenset(pieces(str(metric)))
    elif _by_a_score(draft, metric) and draft.outcome is not None:
        draft.differing = frozenset(str(item["column"]) for item in draft.by)
        draft.require({"column": draft.outcome.column, "op": "=", "value": draft.outcome.positive}, 0)
    else:
        return
    for name in ("contrast", "metric", "value", "order", "aggregate", "others"):
        draft.slots.pop(name, None)
        draft.explicit.discard(name)
    draft.by = []
    draft.explicit.discard("by")
    draft.cues = frozenset({"profile"})


def _by_a_score(draft: Draft, metric: object) -> bool:
    """Return whether one score of several was taken for groups, both sides being values of the outcome."""
    named = [link for link in draft.links if draft.outcome and link.kind == "value" and link.name == metric]
    scores = [item for item in draft.by if draft.column(str(item["column"])).unit == "score"]
    return draft.outcome is not None and metric == draft.outcome.column and len(named) > 1 and bool(scores)

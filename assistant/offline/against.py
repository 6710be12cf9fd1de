"""One number of a row set against another of the same row: "a bill above their limit"."""

from assistant.offline.draft import Draft
from assistant.offline.limits import OPERATORS
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED
from tools.tables.formula import Sum

_COUNTING = ("aggregate.count", "aggregate.share")
_WAYS = frozenset({"gt", "ge", "lt", "le"})


def read_against(draft: Draft) -> None:
    """Read a comparing word between two numeric columns as a condition on their difference."""
    if not draft.has(*_COUNTING):
        return
    for position, cue in enumerate(draft.links[1:-1], start=1):
        way = cue.name.removeprefix("comparator.")
        first, second = draft.links[position - 1], draft.links[position + 1]
        if way not in _WAYS or not (_adjoins(draft, first, cue) and _adjoins(draft, cue, second)):
            continue
        if first.name == second.name:
            draft.missing.append("two numbers to set against each other")
            return
        difference = Sum(plus=(first.name,), minus=(second.name,)).written()
        draft.used |= {position - 1, position + 1}
        draft.require({"column": difference, "op": OPERATORS[way], "value": 0}, cue.start)


def _adjoins(draft: Draft, left: Link, right: Link) -> bool:
    """Return whether the column among two links is numeric and nothing but filler stands between them."""
    link = left if left.kind == "column" else right
    numeric = link.kind == "column" and JOINED not in link.name and draft.column(link.name).role == "measure"
    return numeric and not any(draft.clause.content(at) for at in range(left.end, right.start))

"""Numbers in a clause: how many groups are asked for, percentages, and where limits and values stand."""

from collections.abc import Sequence

from assistant.offline.compared import unit_after
from assistant.offline.draft import Draft
from assistant.offline.equals import read_equal
from assistant.offline.given import WITHIN
from assistant.offline.lexicon import lexicon
from assistant.offline.limits import OPERATORS, asked_groups, compare_number, had_or_not, just_as_often, or_more
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import Link
from assistant.offline.typical import is_claimed
from tools.tables.catalog import Column

_PERCENT = frozenset({"percent", "per", "prozent"})
_MOST_GROUPS = 50
_MOST_PARTS = 20
_COMPUTED = frozenset({"aggregate.mean", "aggregate.median", "aggregate.share", "aggregate.sum"})


def read_numbers(draft: Draft) -> None:
    """Read `top five`, `top 10%`, `older than 60`, `between 20 and 30` and a bare `= 0`."""
    for position, link in enumerate(draft.links):
        if link.kind == "number" and position not in draft.used:
            if is_claimed(draft, link):
                draft.used.add(position)
            else:
                _read_number(draft, position, link)
    draft.parts = next(
        (lexicon().parts[word.norm] for word in draft.clause.words if word.norm in lexicon().parts), draft.parts
    )
    read_equal(draft)


def _read_number(draft: Draft, position: int, link: Link) -> None:
    """Read one number as a limit, a percentage, a number of groups or of parts, by what stands beside it."""
    previous = draft.links[position - 1] if position else None
    name = previous.name if previous is not None and previous.kind == "cue" else ""
    following = draft.links[position + 1] if position + 1 < len(draft.links) else None
    percent = link.end < len(draft.clause.words) and draft.clause.words[link.end].norm in _PERCENT
    if name == "comparator.ge" and link.number == 1 and had_or_not(draft, following, link):
        draft.used.add(position)  # "at least one order" where a column says yes or no
    elif name.startswith("comparator.") and _of_groups(draft, position, name, percent or link.name.endswith("%")):
        draft.used.add(position)
    elif (link.name.endswith("%") and not name.startswith("comparator.")) or (
        percent and name.startswith("order.")
    ):
        draft.used.add(position)
        if not name and not draft.has("aggregate"):
            draft.slots["aggregate"] = "share"  # a percentage to be checked
        if name.startswith("order.") and draft.has("order.highest", "aggregate.top_share"):
            several = draft.slots.get("aggregate") == "top_share"
            draft.slots.update(aggregate="top_share", value=None if several else link.name.rstrip("%"))
    elif _lasts_within(draft, position):
        draft.used.add(position)
        compare_number(draft, position, "le")
    elif name == "comparator.eq" and just_as_often(draft, link):
        draft.used.add(position)
    elif name.startswith("comparator."):
        draft.used.add(position)
        compare_number(draft, position, name.removeprefix("comparator."))
    elif _limits(link, previous) or _limits(link, following) or _asked_for(draft, link, previous):
        draft.used.add(position)
        draft.slots["limit"] = int(link.number or 1)
        draft.explicit.add("limit")
    elif just_as_often(draft, link):
        draft.used.add(position)
    elif _parts(draft, link):
        draft.used.add(position)
        draft.parts = int(link.number or 0)
    else:
        or_more(draft, position)


def _lasts_within(draft: Draft, position: int) -> bool:
    """Return whether a number limits how long something took ("closed within 2 days"), which a column holds."""
    at = draft.links[position].start - 1
    within = at >= 0 and draft.clause.words[at].norm in WITHIN and unit_after(draft, position)
    return bool(within) and any(quantity_of(entry.column) == "duration" for entry in draft.vocabulary.columns)


def _of_groups(draft: Draft, position: int, comparator: str, percent: bool) -> bool:
    """Read a limit on what is computed for each group ("which plans have a churn rate above 20%")."""
    link = draft.links[position]
    operator = OPERATORS.get(comparator.removeprefix("comparator."))
    earlier = draft.links[:position]
    computed = any(other.name in _COMPUTED for other in earlier)
    if not percent and _share_of_rows(draft, earlier):
        return False  # "what share of flights had a delay above 15, by carrier" limits the rows
    if operator is None or not computed or asked_groups(draft) is None:
        return False
    shared = percent and any(other.name == "aggregate.share" for other in earlier)
    draft.slots["having"] = ({"op": operator, "value": (link.number or 0) / (100 if shared else 1)},)
    draft.explicit.add("having")
    return True


def _share_of_rows(draft: Draft, earlier: Sequence[Link]) -> bool:
    """Return whether a share of the rows by name stands before a limit, and a measure between them."""
    share = next((link for link in earlier if link.name == "aggregate.share"), None)
    rows = next((link for link in earlier if share and link.start >= share.end and link.kind == "entity"), None)
    return rows is not None and any(
        link.kind == "column" and link.start > rows.start and draft.column(link.name).role == "measure"
        for link in earlier
    )


def _limits(link: Link, other: Link | None) -> bool:
    """Return whether a small number stands beside a superlative ("top five", "five best")."""
    if other is None or not other.name.startswith("order."):
        return False
    if link.name == "one" or not 0 < (link.number or 0) <= _MOST_GROUPS:
        return False
    return max(link.start - other.end, other.start - link.end) <= 1


def _asked_for(draft: Draft, link: Link, previous: Link | None) -> bool:
    """Return whether a number says how many groups are asked for ("which three interests ... most often")."""
    which = previous is not None and previous.name == "which" and previous.end == link.start
    return which and 0 < (link.number or 0) <= _MOST_GROUPS and draft.has("order")


def _parts(draft: Draft, link: Link) -> bool:
    """Return whether a number says into how many groups a measure is to be cut ("split into 5 bands by fee")."""
    after = draft.clause.words[link.end].norm if link.end < len(draft.clause.words) else ""
    cut = after in lexicon().parts_of and any(item.role == "measure" for item in _columns(draft))
    return cut and draft.has("by", "per", "aggregate.distribution") and 1 < (link.number or 0) <= _MOST_PARTS


def _columns(draft: Draft) -> list[Column]:
    return [draft.column(link.name) for link in draft.links if link.kind == "column"]

"""A figure that is said to hold in all groups of a column: "Is the timely rate 99% at all companies?"."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import NO_MEASURE, Link

_MANY = 12  # groups, from which the smallest ones are too small to contradict anything
ENOUGH = 30  # rows


def in_all(draft: Draft, link: Link) -> bool:
    """Return whether it is asked if something is so in all groups of a column, and not of all of them together."""
    return (
        not draft.values_of(link.name)
        and _all_of(draft, link)
        and (draft.has("compare.even") or _asks_whether(draft))
    )


def lowest_of_all(draft: Draft) -> None:
    """Lead with the lowest of the groups that a claim is made about, of those with enough rows to deny it.

    A claim about something that no column measures is not looked into by counting rows.
    """
    claimed = [
        link
        for link in draft.links
        if link.kind == "column" and {"column": link.name} in draft.by and in_all(draft, link)
    ]
    if len(draft.by) != 1 or not claimed or "order" in draft.slots:
        return
    if not draft.measures and "metric" not in draft.slots and not draft.has("aggregate.count"):
        draft.missing.append(NO_MEASURE)
    draft.slots["order"] = "lowest"
    draft.explicit.add("order")
    if draft.column(claimed[0].name).distinct > _MANY and "having" not in draft.slots:
        draft.slots["having"] = ({"op": ">=", "value": float(ENOUGH), "of": "rows"},)
        draft.explicit.add("having")


def _all_of(draft: Draft, link: Link) -> bool:
    """Return whether "all" stands right before a column, articles and pronouns aside ("in all of our shops")."""
    for at in range(link.start - 1, -1, -1):
        if draft.clause.words[at].norm in lexicon().every:
            return True
        if draft.clause.content(at):
            return False
    return False


def _asks_whether(draft: Draft) -> bool:
    """Return whether a clause is answered by yes or no: it opens with its verb."""
    words = draft.clause.words
    return bool(words) and words[0].norm in lexicon().whether

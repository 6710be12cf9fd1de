"""Numbers of people that a row has: "households with five or more people", "bookings for three persons"."""

from collections.abc import Sequence

from assistant.offline.banded import limited
from assistant.offline.bands import Limit, bands
from assistant.offline.draft import Draft
from assistant.offline.figures import figures
from assistant.offline.headers import content
from assistant.offline.phrases import phrases

_REACH = 4  # words from a number to what it counts, "or more" among them


def counts_heads(draft: Draft, position: int) -> bool:
    """Return whether a number counts people that each of the rows has, rows that are spoken of before it."""
    link = draft.links[position]
    words = draft.clause.words
    limiting = draft.links[position - 1] if position else link
    first = limiting.start if limiting.name.startswith("comparator.") else link.start
    before = words[first - 1].norm if first else ""
    whose = any(other.kind in {"entity", "column"} and other.end < first for other in draft.links)
    return bool(_said(draft, position)) and before in phrases("heads")["with"] and whose


def heads_said(draft: Draft, position: int) -> str:
    """Return the word for the people that a number counts."""
    return _said(draft, position)


def limit_heads(draft: Draft, position: int, limits: Sequence[Limit]) -> bool:
    """Require a number of people by the column that holds one, in numbers or bands; return whether one does."""
    draft.used.add(position)
    start = draft.links[position].start
    held = figures().column("heads", draft.vocabulary.table)
    if held is not None:
        for operator, bound in limits:
            draft.require({"column": held.name, "op": operator, "value": bound}, start)
        return bool(limits)
    sized = [
        entry
        for entry in draft.vocabulary.columns
        if bands(entry.column) and set(content(entry.column.label)) & set(phrases("heads")["sizes"])
    ]
    return len(sized) == 1 and limited(draft, position, sized[0], limits)


def _said(draft: Draft, position: int) -> str:
    start = draft.links[position].end
    near = draft.clause.words[start : start + _REACH]
    return next((word.norm for word in near if word.norm in phrases("heads")["heads"]), "")

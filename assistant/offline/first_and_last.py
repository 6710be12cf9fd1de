"""When something first happened, and when last: the ends of a date column instead of a course over time."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link

_RECENT = frozenset({"most", "recent"})


def read_first_and_last(draft: Draft) -> None:
    """Read "when was the first booking" as the first day of the rows, or of the date that is named instead."""
    if not draft.has("when") or draft.measures or draft.has("trend", "grain", "outcome"):
        return
    dates = [link.name for link in draft.links if link.kind == "column" and draft.column(link.name).role == "time"]
    named = dates or [name for name in (draft.vocabulary.table.time,) if name is not None]
    ends = {end for link in draft.links for end in _ends_before(draft, link)}
    if not (ends and named):
        return
    draft.slots.update(aggregate="min" if "min" in ends else "max", metric=named[0])
    draft.explicit |= {"aggregate", "metric"}
    draft.cues -= {"when", "order.highest", "order.lowest"}


def _ends_before(draft: Draft, link: Link) -> set[str]:
    """Return which ends are named right before rows or a date: "the first and the last booking" names both."""
    dated = link.kind == "column" and draft.column(link.name).role == "time"
    if not (link.kind == "entity" or link.name.startswith("entity.") or dated):
        return set()
    before = {word.norm for word in draft.clause.words[: link.start]}
    nearest = draft.clause.words[link.start - 1].norm if link.start else ""
    if nearest not in lexicon().earliest | lexicon().most_recent | {"recent"}:
        return set()
    ends = {"min"} if before & lexicon().earliest else set()
    return ends | ({"max"} if before & lexicon().most_recent or before >= _RECENT else set())

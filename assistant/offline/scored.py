"""Rows that are ratings: "how many ratings" and "the most ratings" count rows, as scores add up to nothing."""

from dataclasses import replace

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.rows import of_people
from assistant.offline.vocabulary import JOINED

_COUNTING = ("aggregate.count", "aggregate.share", "aggregate.top_share")
_BESIDE = 2  # words between a score and a number that it is limited by
_MEASURING = ("aggregate.mean", "aggregate.median", "aggregate.distribution", "compare")


def count_ratings(draft: Draft) -> None:
    """Read a plural that names a score of each row as the rows themselves where they are counted or shared."""
    if of_people(draft.vocabulary.table) or draft.has(*_MEASURING):
        return
    draft.links = tuple(
        replace(link, kind="entity", name=draft.vocabulary.table.name) if _counts_rows(draft, link) else link
        for link in draft.links
    )


def _counts_rows(draft: Draft, link: Link) -> bool:
    words = draft.clause.words
    plural = link.kind == "column" and len(link.span) == 1 and words[link.start].norm.endswith("s")
    if not plural or JOINED in link.name or draft.column(link.name).unit != "score":
        return False
    numbers = [other for other in draft.links if other.kind == "number"]
    if any(max(link.start - other.end, other.start - link.end) < _BESIDE for other in numbers):
        return False  # "9 or 10 points"
    most = link.start > 0 and words[link.start - 1].norm in lexicon().most
    return most or draft.has(*_COUNTING)

"""Shares of people or of sales over rows that are neither: whoever has any such row counts once."""

from assistant.offline.draft import OF, Draft
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import of_people
from tools.tables.sales import sale_of_lines


def count_each_once(draft: Draft) -> None:
    """Read "what share of customers bought copiers" over sales as the people with such a sale, each once."""
    _count_who_never(draft)
    if not draft.has("aggregate.share") or draft.has("compare", "repeat") or draft.by:
        return
    if {"per", "repeats", "silent"} & set(draft.slots) or (unit := _unit(draft)) is None:
        return
    asked = draft.slots.get("aggregate")
    if asked in {"count", "share"} and "metric" not in draft.slots and (draft.where or "period" in draft.slots):
        draft.slots["aggregate"] = "share"
    elif asked != "share" or "metric" not in draft.slots:
        return
    draft.slots.update(per=unit, per_aggregate="any")
    draft.explicit.add("per")


def _count_who_never(draft: Draft) -> None:
    """Read "how many members never used a coupon" over what people did as those without any such row."""
    table = draft.vocabulary.table
    denied = [item for item in draft.where if item["op"] == "!=" and item["column"] != table.person]
    counts = draft.slots.get("aggregate") in {"count", "share", "distinct"} and "per" not in draft.slots
    if table.person is None or of_people(table) or not (draft.people and counts and len(denied) == 1):
        return
    if draft.by or not draft.norms & set(phrases("never")["never"]):
        return
    draft.where.remove(denied[0])
    draft.slots.update(
        aggregate="share",
        per=table.person,
        per_aggregate="none",
        metric=denied[0]["column"],
        value=denied[0]["value"],
    )
    draft.explicit |= {"per", "metric"}


def _unit(draft: Draft) -> str | None:
    """Return the column of the people or sales of which a share is asked, None where it is of rows."""
    table = draft.vocabulary.table
    sale = sale_of_lines(table)
    for noun in draft.links:
        if not _shared(draft, noun):
            continue
        if noun in draft.people and table.person is not None and not of_people(table):
            return table.person
        if sale is not None and _names(draft, noun, sale):
            return sale
    return None


def _names(draft: Draft, noun: Link, sale: str) -> bool:
    """Return whether a noun means the sales that an identifier tells apart, and not the rows, their lines."""
    said = {draft.clause.words[at].stem for at in noun.span}
    rows = said & set(content(draft.vocabulary.table.entity))
    return bool(said & set(content(sale))) or (noun.name == "entity.sale" and not rows)


def _shared(draft: Draft, noun: Link) -> bool:
    """Return whether a noun stands right behind "share of", articles between them."""
    words = [word.norm for word in draft.clause.words]
    ends = [cue.end for cue in draft.clause.cues if cue.concept == "aggregate.share" and cue.end <= noun.start]
    if not ends:
        return False
    between = words[max(ends) : noun.start]
    before = OF | lexicon().articles | lexicon().determiners | lexicon().every
    return bool(set(between) & OF) and before.issuperset(between)

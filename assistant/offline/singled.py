"""Single people behind many rows: who paid most of all, the most that one of them paid, on whom money was lost."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.asked import Clause
from assistant.offline.draft import Draft
from assistant.offline.figures import figures, said, together
from assistant.offline.lexicon import lexicon
from assistant.offline.per_person import count_sales
from assistant.offline.reading import Link, Reading
from assistant.offline.rows import of_people, whole_amounts
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Table
from tools.tables.sales import sale_of_lines

_LOSS = "figure.loss"
_SURE = 1.2
_NEAR = 2  # words before a noun
_SUMMED = frozenset({"money", "count", "number", None})


def losses(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield words for a loss ("made a loss", "lose money") where a column holds the profit of each row."""
    if figures().column("profit", vocabulary.table) is not None:
        for start, end in said(figures().loss, clause.words):
            yield Link("cue", start, end, _SURE, _LOSS)


def read_losses(draft: Draft) -> None:
    """Read a loss as a profit below zero: of each row, or of all rows of a person where people are spoken of."""
    table = draft.vocabulary.table
    profit = figures().column("profit", table)
    if profit is None or not draft.has(_LOSS):
        return
    at = next(link.start for link in draft.links if link.name == _LOSS)
    if not _tells_people_apart(table) or not _people(draft):
        draft.require({"column": profit.name, "op": "<", "value": 0}, at)
        return
    counted = "share" if draft.has("aggregate.share") else "count"
    draft.slots.update(per=table.person, per_aggregate="sum", metric=profit.name, aggregate=counted, value="<0")
    draft.explicit.update({"per", "metric"})


def read_largest(draft: Draft) -> None:
    """Read "which five customers spend most" as their part of the sum, "most by one donor" as a largest sum."""
    table = draft.vocabulary.table
    if not _tells_people_apart(table) or "value" in draft.slots:
        return
    people = draft.people
    paid = _amount(draft, table)
    # "The top three donors by amount" are ranked by what they are told apart by.
    if not people or any(item["column"] not in {paid, table.person} for item in draft.by):
        return
    if paid is None:
        if draft.has("order.highest", "order.frequent") and any(_which_one(draft, link) for link in people):
            _most_of(draft, table, paid)
        return
    few = draft.slots.get("limit") if "limit" in draft.explicit else None
    if few and draft.has("order.highest") and any(_follows_number(draft, link) for link in people):
        _sum_each(draft, table, paid, "top_share")
        draft.slots["value"] = f"{few} largest"
        draft.slots.pop("limit")
        draft.slots.pop("order", None)
        draft.explicit = (draft.explicit - {"limit", "order"}) | {"aggregate"}
    elif draft.has("order.highest", "order.frequent") and any(_which_one(draft, link) for link in people):
        _most_of(draft, table, paid)
    elif draft.has("order.highest", "aggregate.max") and any(_single(draft, link) for link in people):
        _sum_each(draft, table, paid, "max")
    elif draft.has("order.lowest", "aggregate.min") and any(_single(draft, link) for link in people):
        _sum_each(draft, table, paid, "min")
    elif not draft.by and draft.slots.get("aggregate") in {"mean", "median"} and together(draft.clause.words):
        _sum_each(draft, table, paid, str(draft.slots["aggregate"]))


def _most_of(draft: Draft, table: Table, paid: str | None) -> None:
    """Read "which customer has the most orders" as the most that one has: of rows if named, else a sum."""
    named = paid if any(link.kind == "column" and link.name == paid for link in draft.links) else None
    sale = sale_of_lines(table)
    rows = any(link.name in {"entity.sale", sale} or link.kind == "entity" for link in draft.links)
    if named is None and (rows or paid is None):
        draft.slots.pop("metric", None)
        draft.slots.update(per=table.person, aggregate="max")
        count_sales(draft)
        draft.by.clear()
        draft.explicit = (draft.explicit - {"by", "order", "metric"}) | {"per", "aggregate"}
    elif paid is not None:
        _sum_each(draft, table, paid, "max")
    draft.notes.append("Who that is is not told: numbers of single people are withheld.")


def counts_what_was_counted(reading: Reading, context: Reading | None) -> Reading:
    """Return a largest number "by one member" as one of what the context counted, where no money is said."""
    counted = context is not None and context.aggregate in {"count", "distinct"} and context.table == reading.table
    named = {what for what in (reading.fills or {}).values() if what == f"column {reading.metric}"}
    if not counted or context is None or reading.per is None or reading.aggregate not in {"max", "min"} or named:
        return reading
    sale = context.metric if context.metric not in {None, reading.per} else None
    how = "count" if sale is None else "distinct"
    return replace(reading, metric=sale, per_aggregate=how, explicit=reading.explicit - {"metric"})


def _which_one(draft: Draft, link: Link) -> bool:
    """Return whether it is asked which one of the people leads ("which account has the most tickets")."""
    before = draft.before(link)
    return (
        before is not None and before.name == "which" and before.end == link.start and "limit" not in draft.slots
    )


def _sum_each(draft: Draft, table: Table, paid: str, aggregate: str) -> None:
    draft.slots.update(per=table.person, per_aggregate="sum", metric=paid, aggregate=aggregate)
    draft.explicit = (draft.explicit - {"by"}) | {"per", "metric"}
    draft.by.clear()


def _amount(draft: Draft, table: Table) -> str | None:
    """Return what is summed up for each person: the measure that is named, else all that was paid."""
    named = draft.slots.get("metric")
    if named is not None:
        return str(named) if draft.column(str(named)).unit in _SUMMED else None
    paid = whole_amounts(table)
    return paid[0].name if paid else None


def _tells_people_apart(table: Table) -> bool:
    return table.person is not None and not of_people(table)


def _people(draft: Draft) -> bool:
    """Return whether people are spoken of, by a noun or by a pronoun for those named before."""
    return bool(draft.people or draft.norms & lexicon().plural)


def _follows_number(draft: Draft, link: Link) -> bool:
    """Return whether a number says how many people are meant ("which five customers", "our ten best donors")."""
    words = draft.clause.words[max(0, link.start - _NEAR) : link.start]
    return any(word.number is not None or word.norm in lexicon().numbers for word in words)


def _single(draft: Draft, link: Link) -> bool:
    """Return whether one person by itself is meant ("by one customer", "a single donor")."""
    words = {word.norm for word in draft.clause.words[max(0, link.start - _NEAR) : link.start]}
    return bool(words & figures().single)

"""Single people behind many rows: who paid most of all, the most that one of them paid, on whom money was lost."""

from collections.abc import Iterator

from assistant.offline.asked import Clause
from assistant.offline.draft import Draft
from assistant.offline.figures import figures, said, together
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.rows import of_people, whole_amounts
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Table

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
    if paid is None or not people or any(item["column"] != paid for item in draft.by):
        return
    few = draft.slots.get("limit") if "limit" in draft.explicit else None
    if few and draft.has("order.highest") and any(_follows_number(draft, link) for link in people):
        _sum_each(draft, table, paid, "top_share")
        draft.slots["value"] = f"{few} largest"
        draft.slots.pop("limit")
        draft.slots.pop("order", None)
        draft.explicit = (draft.explicit - {"limit", "order"}) | {"aggregate"}
    elif draft.has("order.highest", "aggregate.max") and any(_single(draft, link) for link in people):
        _sum_each(draft, table, paid, "max")
    elif draft.has("order.lowest", "aggregate.min") and any(_single(draft, link) for link in people):
        _sum_each(draft, table, paid, "min")
    elif not draft.by and draft.slots.get("aggregate") in {"mean", "median"} and together(draft.clause.words):
        _sum_each(draft, table, paid, str(draft.slots["aggregate"]))


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

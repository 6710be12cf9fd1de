"""What a clause measures: a column, an outcome, what is predicated, or how a column's values are spread."""

from collections.abc import Sequence

from assistant.offline.aggregates import asks_sales_each, asks_sum, counts_people, flows, most_of, says_total
from assistant.offline.draft import Draft, Predicate
from assistant.offline.groups import add_group
from assistant.offline.lengths import written_out
from assistant.offline.lexicon import lexicon
from assistant.offline.made import of_sums, taken_together
from assistant.offline.per_person import count_per_person, count_sales, sum_per_person, sum_per_sale
from assistant.offline.phrases import phrases
from assistant.offline.reading import NO_MEASURE, Link
from assistant.offline.rows import amounts, of_people
from assistant.offline.shares import (
    above_zero,
    compared_on,
    names_sides,
    number_counted,
    part_of_sum,
    share_among,
    share_of,
    shared,
)
from assistant.offline.vocabulary import is_boolean, negative

_COMPARATIVES = frozenset({"compare.more", "compare.less", "comparator.gt", "comparator.lt"})
_CENTRAL = frozenset({"mean", "median"})
_SELDOM_ADDED = frozenset({"age", "score", "duration", "days"})
_FEW = 12  # different numbers that are told one by one
_NUMERIC = frozenset({"mean", "median", "sum", "min", "max", "top_share"})


def choose_metric(draft: Draft) -> None:
    """Choose what is measured: a measure, else the outcome, else (for a share) the last thing predicated."""
    asked = draft.slots.get("aggregate")
    outcomes = [item for item in draft.predicates if item.outcome and not names_sides(draft, item)]
    outcomes.sort(key=lambda item: item.negated)  # of "those who said no" and "those who said yes" the latter
    outcomes.sort(key=lambda item: _before_comparison(draft, item))
    said = asked is not None and f"aggregate.{asked}" in draft.cues
    if outcomes and draft.has("compare.differ") and not (draft.by or draft.where or said):
        _related(draft)
    _leave_limited(draft, asked)
    if _settled(draft, asked, outcomes):
        return
    if asked == "share" and outcomes and len(draft.predicates) > 1 and share_among(draft, outcomes[0]):
        outcomes = []
    _measured(draft, asked, outcomes)


def _before_comparison(draft: Draft, predicate: Predicate) -> int:
    """Return how far before "more" or "less" an outcome is said, nothing where none is said after another.

    "Those whose last order was returned leave more often": they are compared on leaving.
    """
    more = next((link.start for link in draft.links if link.name in _COMPARATIVES), None)
    if more is None or len({item.column for item in draft.predicates if item.outcome}) < 2:
        return 0
    return more - predicate.at if predicate.at < more else len(draft.clause.words)


def _measured(draft: Draft, asked: str | None, outcomes: Sequence[Predicate]) -> None:
    """Fill the metric from what is named, in the order in which names are sure to mean it."""
    if draft.measures and (asked not in {"share", "count"} or not (draft.predicates or counts_people(draft))):
        _measure(draft, asked)
    elif outcomes and draft.topics and asked in {None, "distribution"} and not (draft.by or draft.has("compare")):
        _topic(draft, asked)
    elif outcomes and not (asked == "count" and not draft.by and not draft.has("compare")):
        share_of(draft, outcomes[0])
    elif asked == "share" and draft.predicates:
        share_of(draft, shared(draft))
    elif draft.predicates and draft.has("compare") and len(_conditioned(draft)) > 1:
        share_of(draft, compared_on(draft))
    elif draft.topics:
        _topic(draft, asked)
    if "metric" not in draft.slots and draft.has("alike"):
        _what_may_befall(draft)
    if "metric" not in draft.slots:
        count_per_person(draft)
    sum_per_sale(draft)
    _without_metric(draft, asked)
    spread = draft.slots.get("aggregate") == "distribution" and draft.has("aggregate.count") and not draft.by
    if (spread or draft.slots.get("aggregate") in _NUMERIC) and not {"metric", "per"} & set(draft.slots):
        draft.missing.append(NO_MEASURE)
    _require_predicates(draft)


def _what_may_befall(draft: Draft) -> None:
    """Take the outcome that nobody hopes for as what somebody is at risk of, where none is named."""
    if draft.outcome is not None and draft.outcome.is_bad and draft.norms & set(phrases("at_risk")["risk"]):
        draft.slots["metric"] = draft.outcome.column
        draft.explicit.add("metric")


def _leave_limited(draft: Draft, asked: str | None) -> None:
    """Do not measure in a share what is limited already ("what share of rated tickets has a rating of 1")."""
    if asked != "share":
        return
    limited = {str(item["column"]) for item in draft.where}
    draft.measures = [link for link in draft.measures if link.name not in limited]
    draft.topics = [link for link in draft.topics if link.name not in limited]


def _settled(draft: Draft, asked: str | None, outcomes: Sequence[Predicate]) -> bool:
    """Return whether a share is of a sum, of rows above zero, or of rows with a number that is named.

    What sets a group apart is asked of nothing in particular.
    """
    if draft.predicates and _set_apart(draft):
        _require_predicates(draft)
        return True
    if asked == "share" and draft.measures and (part_of_sum(draft) or above_zero(draft, outcomes)):
        return True
    if outcomes or not number_counted(draft, asked):
        return False
    _require_predicates(draft)
    return True


def _set_apart(draft: Draft) -> bool:
    """Return whether a clause asks what sets a group apart, in whatever it may be."""
    return draft.has("profile") and any(
        word.norm in phrases("senses")["setting_apart"] for word in draft.clause.words
    )


def _conditioned(draft: Draft) -> set[str]:
    """Return the columns on which a clause says anything of rows."""
    return {item.column for item in draft.predicates} | {str(item["column"]) for item in draft.where}


def _require_predicates(draft: Draft) -> None:
    """Turn what is predicated and not measured into conditions."""
    for predicate in draft.predicates:
        column = draft.column(predicate.column)
        draft.require(predicate.condition(negative(column) if is_boolean(column) else None), predicate.at)


def _related(draft: Draft) -> None:
    """Group by what is set in relation to an outcome ("a link between plan and leaving")."""
    few = [link for link in draft.measures if draft.column(link.name).distinct <= _FEW]
    named = few or (draft.topics if not draft.measures else [])
    if named:
        link = max(named, key=lambda item: (item.score * (item.end - item.start), -item.start))
        add_group(draft, link.name, draft.column(link.name))
        draft.measures = [other for other in draft.measures if other.name != link.name]


def _without_metric(draft: Draft, asked: str | None) -> None:
    """Read a share that only limits say ("under 18") as a count, a top few as their part of all that is paid."""
    if {"metric", "per"} & set(draft.slots):
        return
    if asked == "share" and draft.where and not draft.predicates and draft.by and _share_of_listed(draft):
        return
    if asked == "share" and (draft.where or (draft.by and _names_rows(draft))) and not draft.predicates:
        draft.slots["aggregate"] = "count"  # which is told with its share
    elif asked == "share" and not draft.predicates and asks_sales_each(draft):
        draft.slots.update(aggregate="mean", per=draft.vocabulary.table.person)
        count_sales(draft)
        draft.explicit.add("per")
    if asked == "top_share":
        _all_that_is_paid(draft)
    if asked in _CENTRAL and any(link.kind == "entity" for link in draft.links):
        _amount_of_rows(draft)
    if asked == "distribution" and draft.by:
        draft.slots["aggregate"] = "count"  # "the breakdown by fuel and zone" counts the rows of each


def _amount_of_rows(draft: Draft) -> None:
    """Read the average of what rows are ("the average gift") as that of the only amount they have."""
    paid = amounts(draft.vocabulary.table)
    if len(paid) == 1 and not of_people(draft.vocabulary.table):
        draft.slots["metric"] = paid[0].name
        draft.explicit.add("metric")


def _names_rows(draft: Draft) -> bool:
    """Return whether a clause says what the rows are, or whom they are of."""
    return any(link.kind == "entity" or link.name.startswith("entity.") for link in draft.links)


def _share_of_listed(draft: Draft) -> bool:
    """Measure in each group the share of listed values ("rated 4 or 5 by team"), no part of all that have them."""
    listed = [item for item in draft.where if item["op"] == "in"]
    if len(listed) != 1:
        draft.notes.append("The shares are each group's part of all these, not how common they are in the group.")
        return False
    draft.where.remove(listed[0])
    draft.slots.update(metric=listed[0]["column"], values=tuple(str(value) for value in listed[0]["value"]))
    draft.explicit |= {"metric", "values"}
    return True


def _all_that_is_paid(draft: Draft) -> None:
    """Read how dependent we are on the top few as their part of what everybody paid."""
    table = draft.vocabulary.table
    paid = amounts(table)
    if len(paid) == 1 and table.person is not None and not of_people(table):
        draft.slots.update(metric=paid[0].name, per=table.person, per_aggregate="sum")
        draft.explicit.add("metric")
    elif not paid and table.person is not None and not of_people(table) and _names_rows(draft):
        draft.slots["per"] = table.person
        count_sales(draft)
        draft.explicit.add("per")


def _measure(draft: Draft, asked: str | None) -> None:
    link = written_out(draft, max(draft.measures, key=lambda item: (item.score, -item.start)))
    others = [item for item in draft.measures if item is not link and item.name != link.name]
    draft.slots["metric"] = link.name
    draft.explicit.add("metric")
    summed = asks_sum(draft, link) or taken_together(draft, link.name)
    if asked is None:
        adds_up = summed or most_of(draft, link) or flows(draft, link)
        draft.slots["aggregate"] = "sum" if adds_up else "mean"
        if adds_up and "period" in draft.explicit and not draft.has("trend"):
            draft.explicit.add("aggregate")  # "our revenue this year" is one number
    elif asked == "count" or (asked == "share" and (summed or draft.by) and "value" not in draft.slots):
        draft.slots["aggregate"] = "sum"  # which is told with its part of all
    elif asked == "sum" and not (summed or says_total(draft)) and draft.column(link.name).unit in _SELDOM_ADDED:
        draft.slots["aggregate"] = "mean"
    if of_sums(draft):
        return
    for other in others:
        if draft.column(other.name).role == "ordinal" and draft.has("by", "per"):
            draft.by.append({"column": other.name})
        elif draft.has("compare.differ") and not draft.by and not draft.where:
            add_group(draft, other.name, draft.column(other.name))  # "the correlation between visits and fee"
        elif _joined_to(draft, link, other):
            draft.also.append(other.name)
    sum_per_person(draft)


def _joined_to(draft: Draft, link: Link, other: Link) -> bool:
    """Return whether "and" stands between two measures that are asked for alike ("sales and profit by region")."""
    first, last = sorted((link, other), key=lambda item: item.start)
    between = [draft.clause.words[at] for at in range(first.end, last.start)]
    return bool(between) and all(word.norm in lexicon().joining | lexicon().determiners for word in between)


def _topic(draft: Draft, asked: str | None) -> None:
    """Read a column that is only named: its most frequent values, its number of values, or how it is spread."""
    link = max(draft.topics, key=lambda item: (item.score * (item.end - item.start), -item.start))
    column = draft.column(link.name)
    if asked in {"count", "share"} and (draft.where or draft.predicates) and _any_one(draft, link):
        draft.told.update(link.span)
        return
    draft.explicit.add("metric")
    if asked in _NUMERIC and not (column.role == "ordinal" and column.storage == "number"):
        return  # no mean of words: what is left without a slot will be named
    if asked == "distinct" or column.role in {"text", "id"}:
        draft.slots["metric"] = link.name
    elif asked == "count" and draft.has("entity", "by") and not draft.has("order"):
        add_group(draft, link.name, column)
    else:
        draft.slots["metric"] = link.name
        draft.slots["aggregate"] = "distribution"


def _any_one(draft: Draft, link: Link) -> bool:
    """Return whether whichever one is meant, and no groups of them ("who never used a single coupon")."""
    before = draft.clause.words[link.start - 1].norm if link.start else ""
    return before in phrases("never")["any_one"]


def read_doubt(draft: Draft) -> None:
    """Read a value whose data is doubted as a question about its column, and not about how that is spread."""
    if "quality" not in draft.cues or "words.ask" in draft.cues:
        return
    if "metric" not in draft.slots and draft.where:
        draft.slots["metric"] = draft.where.pop(0)["column"]
        draft.explicit.add("metric")
        draft.explicit -= set() if draft.where else {"where"}
    if draft.slots.get("aggregate") == "distribution" and not draft.has("aggregate", "order", "by", "per"):
        del draft.slots["aggregate"]

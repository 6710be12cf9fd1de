"""What a clause measures, and how: the aggregate, the column, the value a share counts."""

from collections.abc import Sequence

from assistant.offline.draft import Draft, Predicate
from assistant.offline.groups import add_group, asks_which_one
from assistant.offline.lexicon import lexicon
from assistant.offline.per_person import count_per_person, count_sales, sum_per_person, sum_per_sale
from assistant.offline.reading import NO_MEASURE, Link
from assistant.offline.rows import amounts, of_people, records_sales
from assistant.offline.vocabulary import is_boolean, negative
from tools.tables.sales import is_piece

_AGGREGATES = ("median", "mean", "top_share", "distinct", "distribution", "min", "max", "share", "count", "sum")
_TIMES = frozenset({"count", None})
_NUMERIC = frozenset({"mean", "median", "sum", "min", "max", "top_share"})


def read_aggregate(draft: Draft) -> None:
    """Read which statistic is asked for, if any is."""
    if "aggregate" in draft.slots:
        draft.explicit.add("aggregate")
        return
    said = [name for name in _AGGREGATES if f"aggregate.{name}" in draft.cues]
    if said == ["share"] and _asks_how_often(draft):
        said = ["mean"]
    if said == ["count"] and any(_counts(draft, link) for link in draft.measures):
        said = ["mean" if draft.has("compare") else "sum"]
    if not said and any(_sums(draft, link) for link in draft.measures):
        said = ["sum"]
    if "count" in said and said[-1] == "sum":
        said = ["count"]
    if (
        not said
        and draft.measures
        and draft.has("order.highest", "order.lowest")
        and not asks_which_one(draft.said)
        and not (draft.by or draft.has("when", "trend", "grain"))
    ):
        said = ["max" if draft.has("order.highest") else "min"]
    if said:
        draft.slots["aggregate"] = said[0]
        draft.explicit.add("aggregate")


def _asks_how_often(draft: Draft) -> bool:
    """Return whether "how often" asks for a number of times that a column holds ("how often do they visit")."""
    happens = any(predicate.outcome for predicate in draft.predicates)
    return (
        _said_how_often(draft)
        and not happens
        and any(draft.column(link.name).unit in _TIMES for link in draft.measures)
    )


def _said_how_often(draft: Draft) -> bool:
    return any(f" {words} " in f" {draft.said} " for words in lexicon().how_often)


def _how_often(draft: Draft) -> bool:
    """Return whether "how often does a customer order" asks how many sales a person has."""
    table = draft.vocabulary.table
    people = any(link.name in {"entity.person", table.person} for link in draft.links)
    return _said_how_often(draft) and people and table.person is not None and records_sales(table)


def _counts(draft: Draft, link: Link) -> bool:
    """Return whether "number of" belongs to a column that is itself a number ("number of seats")."""
    before = draft.before(link)
    return before is not None and before.name == "aggregate.count"


def _sums(draft: Draft, link: Link) -> bool:
    """Return whether the column's name took up the word that asks for a sum ("total price per month")."""
    return any(cue.concept == "aggregate.sum" and cue.start in link.span for cue in draft.clause.cues)


def choose_metric(draft: Draft) -> None:
    """Choose what is measured: a measure, else the outcome, else (for a share) the last thing predicated."""
    asked = draft.slots.get("aggregate")
    outcomes = [item for item in draft.predicates if item.outcome and not _names_sides(draft, item)]
    if outcomes and draft.topics and draft.has("compare.differ") and not (draft.by or draft.where or asked):
        _related(draft)
    if asked == "share" and draft.measures and (_part_of_sum(draft) or _above_zero(draft, outcomes)):
        return
    if asked == "share" and outcomes and len(draft.predicates) > 1 and _share_among(draft, outcomes[0]):
        outcomes = []
    if draft.measures and (asked not in {"share", "count"} or not draft.predicates):
        _measure(draft, asked)
    elif outcomes and draft.topics and asked in {None, "distribution"} and not (draft.by or draft.has("compare")):
        _topic(draft, asked)
    elif outcomes and not (asked == "count" and not draft.by and not draft.has("compare")):
        _share_of(draft, outcomes[0])
    elif asked == "share" and draft.predicates:
        _share_of(draft, _shared(draft))
    elif draft.has("compare") and len({item.column for item in draft.predicates}) > 1:
        _share_of(draft, _compared_on(draft))
    elif draft.topics:
        _topic(draft, asked)
    if "metric" not in draft.slots:
        count_per_person(draft)
    sum_per_sale(draft)
    _without_metric(draft, asked)
    spread = draft.slots.get("aggregate") == "distribution" and draft.has("aggregate.count") and not draft.by
    if (spread or draft.slots.get("aggregate") in _NUMERIC) and not {"metric", "per"} & set(draft.slots):
        draft.missing.append(NO_MEASURE)
    _require_predicates(draft)


def _require_predicates(draft: Draft) -> None:
    """Turn what is predicated and not measured into conditions."""
    for predicate in draft.predicates:
        column = draft.column(predicate.column)
        draft.require(predicate.condition(negative(column) if is_boolean(column) else None), predicate.at)


def _related(draft: Draft) -> None:
    """Group by what is set in relation to an outcome ("a link between plan and leaving")."""
    link = max(draft.topics, key=lambda item: (item.score * (item.end - item.start), -item.start))
    add_group(draft, link.name, draft.column(link.name))


def _without_metric(draft: Draft, asked: str | None) -> None:
    """Read a share that only limits say ("under 18") as a count, a top few as their part of all that is paid."""
    if {"metric", "per"} & set(draft.slots):
        return
    if asked == "share" and draft.where and not draft.predicates:
        draft.slots["aggregate"] = "count"  # which is told with its share
    elif asked == "share" and not draft.predicates and _how_often(draft):
        draft.slots.update(aggregate="mean", per=draft.vocabulary.table.person)
        count_sales(draft)
        draft.explicit.add("per")
    if asked == "top_share":
        _all_that_is_paid(draft)
    if asked == "distribution" and draft.by:
        draft.slots["aggregate"] = "count"  # "the breakdown by fuel and zone" counts the rows of each


def _all_that_is_paid(draft: Draft) -> None:
    """Read how dependent we are on the top few as their part of what everybody paid."""
    table = draft.vocabulary.table
    paid = amounts(table)
    if len(paid) == 1 and table.person is not None and not of_people(table):
        draft.slots.update(metric=paid[0].name, per=table.person, per_aggregate="sum")
        draft.explicit.add("metric")


def _part_of_sum(draft: Draft) -> bool:
    """Read "what share of the revenue is paid by card" as the sum for each way of paying, with shares."""
    link = max(draft.measures, key=lambda item: item.score)
    summed = _asks_sum(draft, link)
    others = [item for item in draft.predicates if not item.outcome]
    if not summed or len(others) != 1 or draft.by:
        return False
    draft.slots.update(aggregate="sum", metric=link.name)
    add_group(draft, others[0].column, draft.column(others[0].column))
    draft.predicates.remove(others[0])
    draft.explicit.add("metric")
    return True


def _most_of(draft: Draft, link: Link) -> bool:
    """Return whether events are asked for that bring most of something together ("collects the most fines")."""
    said = draft.clause.words[link.start - 1].norm if link.start else ""
    summable = draft.column(link.name).unit in {"money", "count", "number", None}
    return said in lexicon().most and summable and not of_people(draft.vocabulary.table)


def _above_zero(draft: Draft, outcomes: Sequence[Predicate]) -> bool:
    """Read "what share is late" over days of delay as the rows where there are any."""
    link = max(draft.measures, key=lambda item: item.score)
    column = draft.column(link.name)
    times = column.minimum == "0" and column.unit in {"count", "number", "days", "duration", None}
    if outcomes or not times or draft.has("order") or column.storage != "number":
        return False
    draft.where.append({"column": link.name, "op": ">", "value": 0})
    draft.where.extend(item.condition(None) for item in draft.predicates)
    draft.predicates = []
    draft.slots["aggregate"] = "count"  # which is told with its share
    draft.explicit.add("where")
    return True


def _asks_sum(draft: Draft, link: Link) -> bool:
    """Return whether a measure is named by words that ask for its sum ("revenue", "brought in")."""
    words = [draft.clause.words[index].norm for index in link.span]
    said = {*words, " ".join(words)}
    return any(said & quantity.sums for quantity in lexicon().quantities)


def _flows(draft: Draft, link: Link) -> bool:
    """Return whether an amount of sales is followed over time ("profit year on year"), where it adds up."""
    table = draft.vocabulary.table
    followed = draft.has("trend", "grain") and records_sales(table) and not draft.has("entity.sale")
    column = draft.column(link.name)
    return followed and link.score >= 1 and column.unit == "money" and not is_piece(column.name)


def _shared(draft: Draft) -> Predicate:
    """Return which predicate a share counts: the one before `among`, else the last one said."""
    among = next((link.start for link in draft.links if link.name == "among"), None)
    if among is not None:
        before = [predicate for predicate in draft.predicates if predicate.at < among]
        if before:
            return before[-1]
    return draft.predicates[-1]


def _compared_on(draft: Draft) -> Predicate:
    """Return what groups are compared on: no column of which two values are said, which name the groups.

    "Do A reviewers recommend more often than B reviewers" compares A and B on recommending; a yes or no is what
    happens rather than where.
    """
    columns = [predicate.column for predicate in draft.predicates]
    single = [predicate for predicate in draft.predicates if columns.count(predicate.column) == 1]
    happens = [predicate for predicate in single if is_boolean(draft.column(predicate.column))]
    return (happens or single or draft.predicates)[-1]


def _names_sides(draft: Draft, predicate: Predicate) -> bool:
    """Return whether two values of a column are set against each other on something else that may happen.

    "Are tickets closed with a refund reopened less than those closed with advice" measures who reopens.
    """
    values = {item.value for item in draft.predicates if item.column == predicate.column}
    others = [item for item in draft.predicates if item.column != predicate.column]
    happens = any(is_boolean(draft.column(item.column)) for item in others)
    return draft.has("compare") and len(values) > 1 and happens


def _share_among(draft: Draft, outcome: Predicate) -> bool:
    """Return whether an outcome says among whom ("share of cancellations where the reason was price")."""
    link = next((item for item in draft.links if item.start == outcome.at), None)
    before = draft.before(link) if link is not None else None
    return before is not None and before.name == "aggregate.share" and outcome.at - before.end == 1


def _several(draft: Draft, predicate: Predicate) -> bool:
    """Return whether several values of one column are to be counted together ("satisfied or very satisfied")."""
    values = {item.value for item in draft.predicates if item.column == predicate.column and not item.negated}
    return len(values) > 1 and not (draft.by or draft.has("compare", "by"))


def _share_of(draft: Draft, predicate: Predicate) -> None:
    if _several(draft, predicate):
        if lexicon().ratios & {word.norm for word in draft.clause.words}:
            add_group(draft, predicate.column, draft.column(predicate.column))
        draft.slots["aggregate"] = "count"  # a count of any of them is told with its share
        return
    column = draft.column(predicate.column)
    opposite = negative(column) if is_boolean(column) else None
    draft.slots["metric"] = predicate.column
    if predicate.negated and opposite is not None:
        draft.slots["value"] = opposite
    elif not (predicate.outcome and predicate.value == column.positive):
        draft.slots["value"] = predicate.value
    draft.slots.setdefault("aggregate", "share")
    if draft.slots["aggregate"] == "median" and draft.has("aggregate.count", "per"):
        draft.missing.append("how many times each did that")  # a yes or no has no typical number
    if draft.slots["aggregate"] in {"count", "mean", "median", "sum"}:
        draft.slots["aggregate"] = "share"
    same = [item for item in draft.predicates if item.column == predicate.column]
    draft.predicates = [item for item in draft.predicates if item not in same]
    draft.explicit.add("metric")


def _measure(draft: Draft, asked: str | None) -> None:
    link = max(draft.measures, key=lambda item: (item.score, -item.start))
    others = [item for item in draft.measures if item is not link and item.name != link.name]
    draft.slots["metric"] = link.name
    draft.explicit.add("metric")
    summed = _asks_sum(draft, link)
    if asked is None:
        adds_up = summed or _most_of(draft, link) or _flows(draft, link)
        draft.slots["aggregate"] = "sum" if adds_up else "mean"
    elif asked == "count" or (asked == "share" and summed and "value" not in draft.slots):
        draft.slots["aggregate"] = "sum"  # which is told with its part of all
    elif asked == "sum" and not summed and draft.column(link.name).unit in {"age", "score", "duration", "days"}:
        draft.slots["aggregate"] = "mean"
    for other in others:
        if draft.column(other.name).role == "ordinal" and draft.has("by", "per"):
            draft.by.append({"column": other.name})
        elif draft.has("compare.differ") and not draft.by and not draft.where:
            add_group(draft, other.name, draft.column(other.name))  # "the correlation between visits and fee"
    sum_per_person(draft)


def _topic(draft: Draft, asked: str | None) -> None:
    """Read a column that is only named: its most frequent values, its number of values, or how it is spread."""
    link = max(draft.topics, key=lambda item: (item.score * (item.end - item.start), -item.start))
    column = draft.column(link.name)
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


def read_doubt(draft: Draft) -> None:
    """Read a value whose data is doubted as a question about its column."""
    if "quality" in draft.cues and "words.ask" not in draft.cues and "metric" not in draft.slots and draft.where:
        draft.slots["metric"] = draft.where.pop(0)["column"]
        draft.explicit.add("metric")

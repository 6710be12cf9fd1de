"""What a share counts: the predicate, the rows above zero, the part of a sum."""

from collections.abc import Sequence
from typing import Any

from assistant.offline.aggregates import asks_sum
from assistant.offline.draft import Draft, Predicate
from assistant.offline.groups import add_group
from assistant.offline.lexicon import lexicon
from assistant.offline.vocabulary import is_boolean, negative


def part_of_sum(draft: Draft) -> bool:
    """Read "what share of the revenue is paid by card" as the sum for each way of paying, with shares."""
    link = max(draft.measures, key=lambda item: item.score)
    summed = asks_sum(draft, link)
    others = [item for item in draft.predicates if not item.outcome]
    if not summed or len(others) != 1 or draft.by:
        return False
    draft.slots.update(aggregate="sum", metric=link.name)
    add_group(draft, others[0].column, draft.column(others[0].column))
    draft.predicates.remove(others[0])
    draft.explicit.add("metric")
    return True


def above_zero(draft: Draft, outcomes: Sequence[Predicate]) -> bool:
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


def shared(draft: Draft) -> Predicate:
    """Return which predicate a share counts: the one before `among`, else the last one said."""
    among = next((link.start for link in draft.links if link.name == "among"), None)
    if among is not None:
        before = [predicate for predicate in draft.predicates if predicate.at < among]
        if before:
            return before[-1]
    return draft.predicates[-1]


def compared_on(draft: Draft) -> Predicate:
    """Return what groups are compared on: no column of which two values are said, which name the groups.

    "Do A reviewers recommend more often than B reviewers" compares A and B on recommending; a yes or no is what
    happens rather than where.
    """
    columns = [predicate.column for predicate in draft.predicates]
    single = [predicate for predicate in draft.predicates if columns.count(predicate.column) == 1]
    happens = [predicate for predicate in single if is_boolean(draft.column(predicate.column))]
    return (happens or single or draft.predicates)[-1]


def names_sides(draft: Draft, predicate: Predicate) -> bool:
    """Return whether two values of a column are set against each other on something else that may happen.

    "Are tickets closed with a refund reopened less than those closed with advice" measures who reopens.
    """
    values = {item.value for item in draft.predicates if item.column == predicate.column}
    others = [item for item in draft.predicates if item.column != predicate.column]
    happens = any(is_boolean(draft.column(item.column)) for item in others)
    return draft.has("compare") and len(values) > 1 and happens


def share_among(draft: Draft, outcome: Predicate) -> bool:
    """Return whether an outcome says among whom ("share of cancellations where the reason was price")."""
    link = next((item for item in draft.links if item.start == outcome.at), None)
    before = draft.before(link) if link is not None else None
    return before is not None and before.name == "aggregate.share" and outcome.at - before.end == 1


def _several(draft: Draft, predicate: Predicate) -> bool:
    """Return whether several values of one column are to be counted together ("satisfied or very satisfied")."""
    same = [item for item in draft.predicates if item.column == predicate.column and not item.negated]
    return len({value for item in same for value in item.each}) > 1 and not draft.has("compare")


def _share_of_any(draft: Draft, predicate: Predicate) -> None:
    """Measure in each group the share of rows with any of several values ("good or very good by age")."""
    same = [item for item in draft.predicates if item.column == predicate.column and not item.negated]
    values = tuple(dict.fromkeys(value for item in same for value in item.each))
    draft.slots.update(aggregate="share", metric=predicate.column, values=values)
    draft.predicates = [item for item in draft.predicates if item not in same]
    draft.explicit |= {"metric", "values"}


def _share_without(draft: Draft, predicate: Predicate) -> None:
    """Count the rows without one of several values, told with their share; of groups tell the share with it."""
    if not (draft.by or draft.has("compare")):
        draft.slots["aggregate"] = "count"
        return
    draft.slots.update(aggregate="share", metric=predicate.column, value=predicate.value)
    draft.predicates = [item for item in draft.predicates if item is not predicate]
    draft.explicit.add("metric")
    draft.notes.append(f"The shares are those with {predicate.value}; those without are the rest of each group.")


def share_of(draft: Draft, predicate: Predicate) -> None:
    """Measure the share of rows of which a predicate holds; several values of its column are counted together."""
    if _several(draft, predicate) and (draft.by or draft.has("by")):
        _share_of_any(draft, predicate)
        return
    if _several(draft, predicate):
        if lexicon().ratios & draft.norms:
            add_group(draft, predicate.column, draft.column(predicate.column))
        draft.slots["aggregate"] = "count"  # a count of any of them is told with its share
        return
    column = draft.column(predicate.column)
    opposite = negative(column) if is_boolean(column) else None
    if predicate.negated and opposite is None:
        _share_without(draft, predicate)
        return
    draft.slots["metric"] = predicate.column
    # The rows that are counted make no groups of the rows they are counted among.
    draft.by = [item for item in draft.by if item["column"] != predicate.column]
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


def number_counted(draft: Draft, asked: str | None) -> bool:
    """Measure the share of rows with a number that is named as a value ("one-star reviews on version 6.0").

    It is what the share counts unless a verb behind it says of what else it is one ("of the one-star reviews got a
    reply"). Without a group or another condition it is told with the rows counted.
    """
    if asked not in {"share", None} or "metric" in draft.slots or draft.measures:
        return False
    numbers = [(at, item) for at, item in draft.said_at if _is_number(draft, item)]
    rest = [item for item in draft.where if not any(item == known for _, known in numbers)]
    grouped = bool(draft.by or draft.predicates or rest or draft.has("by", "per"))
    if len(numbers) != 1 or not grouped or not (asked == "share" or draft.has("compare")):
        return False
    at, item = numbers[0]
    verbs = [
        index for index, word in enumerate(draft.clause.words) if word.norm in lexicon().telling and index > at
    ]
    if any(predicate.at >= verb for predicate in draft.predicates for verb in verbs):
        return False
    draft.where.remove(item)
    draft.slots.update(metric=item["column"], value=f"{item['value']:g}", aggregate="share")
    draft.explicit.add("metric")
    return True


def _is_number(draft: Draft, item: dict[str, Any]) -> bool:
    """Return whether a condition names one number of a scale or of a few numbers."""
    single = item["op"] == "=" and isinstance(item["value"], int | float)
    return single and item in draft.where and draft.column(str(item["column"])).storage == "number"

"""People behind rows that are no people: sums, numbers of rows and heads for each person."""

from assistant.offline.draft import Draft
from assistant.offline.headers import content
from assistant.offline.reading import Link
from assistant.offline.rows import of_people, records_sales, whole_amounts
from assistant.offline.taken_back import kept
from tools.tables.sales import sale_of_lines

_CENTRAL = frozenset({"mean", "median"})
_OF_AMOUNTS = frozenset({"mean", "median", "sum", "min", "max"})
_PER_PERSON = ("distribution", "median")


def sum_per_person(draft: Draft) -> None:
    """Read "per customer" and "a typical customer spends" over rows that are purchases as one sum a person."""
    table = draft.vocabulary.table
    person = table.person
    people = draft.people
    summable = draft.column(draft.slots["metric"]).unit in {"money", "count", None}
    if person is None or of_people(table) or not people or not summable:
        return
    leading = {before.name for before in map(draft.before, people) if before is not None}
    per = not draft.listed and bool(leading & {"per", "by"})
    typical = draft.slots.get("aggregate") in {"mean", "median", "top_share"}
    row = {word.stem for word in draft.clause.words} & set(content(table.entity))
    sale = bool(row) or any(link.name == "entity.sale" for link in draft.links)
    if per or (typical and not sale):
        draft.slots["per"] = person
        draft.slots["per_aggregate"] = "sum"
        draft.explicit.add("per")
        if draft.slots.get("aggregate") == "sum":
            draft.slots["aggregate"] = "mean"


def compare_rows(draft: Draft) -> None:
    """Compare the average of rows where two groups of people are set beside each other, no sums of each person."""
    if "contrast" in draft.slots and draft.slots.get("per_aggregate") == "sum":
        for name in ("per", "per_aggregate"):
            draft.slots.pop(name, None)
        draft.explicit.discard("per")


def count_per_person(draft: Draft) -> None:
    """Read "orders per customer" as the mean number of rows a person has."""
    person = draft.vocabulary.table.person
    if person is None or "metric" in draft.slots or of_people(draft.vocabulary.table):
        return
    people = draft.people
    central = next((name for name in _PER_PERSON if f"aggregate.{name}" in draft.cues), "mean")
    counted = draft.has("aggregate.count") and draft.has("aggregate.mean", "aggregate.median") and not draft.by
    led = any(before is not None and before.name in {"per", "by"} for before in map(draft.before, people))
    if people and (led or counted):
        draft.slots.update(per=person, aggregate=central)
        count_sales(draft)
        draft.explicit.add("per")


def count_people(draft: Draft) -> None:
    """Read "how many customers" over sales as different people, by group or over time."""
    table = draft.vocabulary.table
    _different_people(draft)
    plain = draft.slots.get("aggregate") == "count" and not {"metric", "per", "having"} & set(draft.slots)
    if table.person is None or of_people(table) or not (plain and (draft.by or _did(draft))):
        return
    if any(link.name == "entity.person" and draft.counted(link) for link in draft.links):
        draft.slots.update(aggregate="distinct", metric=table.person)
        draft.explicit.add("metric")
        if "new" in draft.norms:
            draft.notes.append("Who was new is not told apart: everybody who came in a period counts in it.")


def _did(draft: Draft) -> bool:
    """Return whether people are counted by what they did, of which a value tells ("how many opened a letter")."""
    return any(item.get("op") == "=" for item in draft.where) and not records_sales(draft.vocabulary.table)


def _different_people(draft: Draft) -> None:
    """Read "how many different patients" as the different people, or the rows where each is one."""
    table = draft.vocabulary.table
    if draft.slots.get("aggregate") != "distinct" or "metric" in draft.slots or not draft.people:
        return
    if table.rows_are_people or table.person is None:
        draft.slots["aggregate"] = "count"
        return
    draft.slots["metric"] = table.person
    draft.explicit.add("metric")


def count_sales(draft: Draft) -> None:
    """Count what each person bought: the rows, or the different sales where a row is a line of one."""
    sale = sale_of_lines(draft.vocabulary.table)
    draft.slots["per_aggregate"] = "count" if sale is None else "distinct"
    if sale is not None:
        draft.slots["metric"] = sale


def sum_per_sale(draft: Draft) -> None:
    """Read "a typical order" and "the average basket" over lines of sales as the sum of each sale."""
    sale = sale_of_lines(draft.vocabulary.table)
    paid = [column.name for column in whole_amounts(draft.vocabulary.table)]
    asked = draft.slots.get("aggregate") in _CENTRAL
    if sale is None and len(paid) == 1 and names_sales(draft):
        _amount_of_row(draft, paid[0])
    if sale is None or not paid or not asked or "per" in draft.slots or not names_sales(draft):
        return
    if draft.slots.get("metric") in {None, *paid}:
        draft.slots.update(metric=draft.slots.get("metric") or paid[0], per=sale, per_aggregate="sum")
        draft.explicit.update({"per", "metric"})


def _amount_of_row(draft: Draft, paid: str) -> None:
    """Read "the median donation" as the only amount that each row has."""
    if draft.slots.get("aggregate") in _OF_AMOUNTS and not {"metric", "per"} & set(draft.slots):
        draft.slots["metric"] = paid
        draft.explicit.add("metric")


def names_sales(draft: Draft) -> bool:
    """Return whether a clause speaks of sales, and not of their lines."""
    said = {word.stem for word in draft.clause.words}
    return any(map(_names_sale, draft.links)) and not said & {"line", "row"}


def _names_sale(link: Link) -> bool:
    return link.name == "entity.sale" or link.kind == "entity"


def count_kept_orders(draft: Draft) -> None:
    """Count orders as different sales, without those that were taken back."""
    _count_orders(draft)
    _leave_out_returns(draft)


def _count_orders(draft: Draft) -> None:
    """Read "how many orders" and "the most orders" over lines of sales as the different sales, not their lines."""
    sale = sale_of_lines(draft.vocabulary.table)
    ranked = bool(draft.by) and draft.has("order")
    plain = draft.slots.get("aggregate") in {"count", None if ranked else "count"}
    if sale is None or not plain or {"metric", "per", "having"} & set(draft.slots) or not names_sales(draft):
        return
    if any(_names_sale(link) and (draft.counted(link) or _most(draft, link)) for link in draft.links):
        draft.slots.update(aggregate="distinct", metric=sale)
        draft.explicit.add("metric")


def _most(draft: Draft, link: Link) -> bool:
    """Return whether a superlative stands right before a link ("the most orders")."""
    return any(
        other.name in {"order.highest", "order.lowest"} and other.end == link.start for other in draft.links
    )


def _leave_out_returns(draft: Draft) -> None:
    """Leave out what was taken back where sales are counted or averaged: a return is no order."""
    table = draft.vocabulary.table
    condition, sale = kept(table), sale_of_lines(table)
    counted = {draft.slots.get("metric"), draft.slots.get("per")}
    said = {item["column"] for item in (*draft.where, *draft.by)} | counted
    sales = (sale is not None and sale in counted) or draft.slots.get("per_aggregate") == "count"
    if condition is None or not sales or condition["column"] in said:
        return
    draft.where.append(dict(condition))
    draft.notes.append("Cancellations and returns are no orders: they are left out.")

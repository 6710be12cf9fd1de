"""Several numbers that are one condition: "1 or 2 stars", "one to three visits", "0-2 products"."""

from collections.abc import Sequence

from assistant.offline.compared import counted_column
from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from tools.tables.catalog import Column

_WIDEST = 20  # whole numbers that are listed one by one


def read_ranges(draft: Draft) -> None:
    """Read two numbers that are joined, and name a numeric column, as any of the numbers, or all between them."""
    for position in range(len(draft.links) - 1):
        first, second = draft.links[position], draft.links[position + 1]
        joined = _joined(draft, first, second)
        bounded = position > 0 and draft.links[position - 1].name == "comparator.between"
        if not joined or bounded or {position, position + 1} & draft.used:
            continue
        column = counted_column(draft, position + 1) or _named_before(draft, position)
        column = column or _only_scale(draft, position)
        if column is None:
            continue
        draft.used |= {position, position + 1}
        low, high = sorted((first.number or 0.0, second.number or 0.0))
        draft.require(_condition(column, low, high, through=joined == "to"), first.start)


def _joined(draft: Draft, first: Link, second: Link) -> str:
    """Return `or` or `to` when nothing else stands between two numbers, empty otherwise."""
    if first.kind != "number" or second.kind != "number" or second.start - first.end > 1:
        return ""
    words = draft.clause.words
    if second.start == first.end:
        between = draft.clause.text[words[first.start].end : words[second.start].start].strip()
        return "to" if between in lexicon().dashes else ""
    joiner = words[first.end].norm
    return "to" if joiner in lexicon().through else "or" if joiner in lexicon().either | lexicon().joining else ""


def _named_before(draft: Draft, position: int) -> str | None:
    """Return the numeric column right before two numbers ("stars 1 or 2", "a rating of 1-2")."""
    at = position - 1
    link = draft.links[at] if at >= 0 else None
    if link is None or link.kind != "column" or draft.column(link.name).storage != "number":
        return None
    draft.used.add(at)
    return link.name


def _only_scale(draft: Draft, position: int) -> str | None:
    """Return the only scale that holds two numbers, where somebody gave or answered them ("gave a 9 or 10")."""
    numbers = [draft.links[at].number for at in (position, position + 1)]
    scales = [
        entry.name
        for entry in draft.vocabulary.columns
        if entry.column.storage == "number" and entry.column.unit == "score" and _holds(entry.column, numbers)
    ]
    answered = draft.norms & lexicon().answering
    return scales[0] if len(scales) == 1 and answered else None


def _holds(column: Column, numbers: Sequence[float | None]) -> bool:
    """Return whether a column holds each of some numbers."""
    held = {float(value) for value, _ in column.values if value.replace(".", "", 1).isdigit()}
    return all(number in held for number in numbers)


def _condition(column: str, low: float, high: float, *, through: bool) -> dict[str, object]:
    """Return one condition for the numbers: the whole ones between them one by one, where they are few."""
    whole = low.is_integer() and high.is_integer() and high - low <= _WIDEST
    listed = range(int(low), int(high) + 1) if through and whole else (low, high)
    return {"column": column, "op": "in", "value": [f"{number:g}" for number in listed]}

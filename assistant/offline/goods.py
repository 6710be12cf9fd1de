"""What was bought: over lines of sales "what do they buy" asks for things, and "sold most" for their pieces."""

from assistant.offline.draft import Draft
from assistant.offline.groups import add_group
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED
from tools.tables.catalog import Column
from tools.tables.lexicon import lexicon as headers
from tools.tables.lexicon import matches, tokens
from tools.tables.sales import sale_of_lines

_THING = "product"
_MOST = ("order.highest", "order.frequent", "order.lowest")


def group_by_goods(draft: Draft) -> None:
    """Group lines of sales by what was bought: "what do they buy most", "the best selling products"."""
    if sale_of_lines(draft.vocabulary.table) is None or not draft.has(*_MOST) or draft.by or draft.measures:
        return
    if draft.has("aggregate", "compare"):
        return
    named = [link for link in draft.links if link.kind == "column" and _is_thing(draft, link.name)]
    if named and _sells(draft):
        add_group(draft, named[0].name, draft.column(named[0].name))
        draft.topics = [link for link in draft.topics if link.name != named[0].name]
    elif not named and _asks_what(draft) and (goods := _goods(draft)) is not None:
        add_group(draft, *goods)


def rank_goods(draft: Draft) -> None:
    """Rank what "sells most" by its pieces, where lines count pieces; "most often" counts the lines."""
    often = draft.has("order.frequent") or not draft.has(*_MOST)
    if often or {"metric", "per", "aggregate", "silent"} & set(draft.slots):
        return
    grouped = any(_is_thing(draft, str(item["column"])) for item in draft.by)
    pieces = _pieces(draft)
    if pieces is not None and grouped and _sells(draft) and not draft.measures:
        draft.slots.update(metric=pieces, aggregate="sum")
        draft.notes.append(f"What sells most is told by the sum of {draft.column(pieces).label.lower()}.")


def _sells(draft: Draft) -> bool:
    sold = any(word.norm in lexicon().selling for word in draft.clause.words)
    return (sold or draft.has("outcome.gain")) and sale_of_lines(draft.vocabulary.table) is not None


def _asks_what(draft: Draft) -> bool:
    """Return whether a clause begins with "what" and then speaks of buying ("what do they order most")."""
    first = draft.clause.words[0].norm if draft.clause.words else ""
    buying = draft.has("outcome.gain") or any(map(_is_verb, draft.links))
    return first in phrases("goods")["what"] and buying


def _is_verb(link: Link) -> bool:
    """Return whether a word for sales stands where a verb does ("what do they order")."""
    return link.name == "entity.sale" or link.kind == "entity"


def _goods(draft: Draft) -> tuple[str, Column] | None:
    """Return what names the things that were bought: a name before the category of a code, and that before it."""
    things = [(entry.name, entry.column) for entry in draft.vocabulary.columns if not entry.value]
    own = [(name, column) for name, column in things if JOINED not in name and _THING in column.words]
    named = [item for item in own if item[1].role != "id"]
    kinds = headers()["entity"][_THING]
    joined = [
        (name, column)
        for name, column in things
        if JOINED in name and column.role == "segment" and matches(tokens(column.name), kinds)
    ]
    return next(iter([*named, *joined, *own]), None)


def _is_thing(draft: Draft, name: str) -> bool:
    column = draft.column(name)
    return _THING in column.words or bool(matches(tokens(column.name), headers()["entity"][_THING]))


def _pieces(draft: Draft) -> str | None:
    """Return the column that counts the pieces of a line, None where none or several do."""
    counted = headers()["quantity"]
    found = [
        column.name
        for column in draft.vocabulary.table.columns
        if column.role == "measure" and not column.made and matches(tokens(column.name), counted)
    ]
    return found[0] if len(found) == 1 else None

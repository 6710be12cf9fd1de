"""What a clause splits by: columns, dates by their grain, listed values; and the order of the groups."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import NO_GROUPS, Link
from assistant.offline.vocabulary import JOINED
from tools.tables.catalog import Column
from tools.tables.lexicon import tokens, word_set

# "... and which had the highest rate?" asks for one of the groups named before.
_ELLIPTIC = re.compile(
    r"(?:and )?which (?:is|are|was|were|had|has|have|gets?|got|does|do|did|shows?"
    r"|(?:the )?(?:least|most|lowest|highest))\b"
)
_NAMING = frozenset({"name", "title", "label", "description"})
_AMOUNTS = frozenset({"most", "fewest", "least"})
GRAINS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
_MANY, _MOST_CODES = 12, 60  # different numbers from which parts are cut, and that are codes at most
_USUAL_PARTS = 4


def group_by_listed(draft: Draft) -> None:
    """Group by the column whose values are listed after "by" ("by size (small, medium, large)")."""
    start = min((link.start for link in draft.links if link.name in {"by", "per"}), default=None)
    if start is None or draft.by:
        return
    after = [link.name for link in _listed(draft, start)]
    name = max(set(after), key=after.count, default="")
    if _any_of(draft, name, start):
        return
    if after.count(name) > 1:
        add_group(draft, name, draft.column(name))
        draft.listed = name


def _listed(draft: Draft, start: int) -> Iterator[Link]:
    """Yield the values that follow one another behind "by", so not the one of "pay by card more often than"."""
    for link in sorted(draft.links, key=lambda item: item.start):
        if link.start <= start or link.kind == "column":
            continue
        if link.kind != "value":
            return
        yield link


def _any_of(draft: Draft, name: str, start: int) -> bool:
    """Return whether values after "by" are joined by "or", so that rows with any are meant ("by A or B")."""
    said = [link for link in draft.links if link.kind == "value" and link.name == name and link.start > start]
    if len(said) < 2 or any(link.kind == "column" and start < link.start < said[0].start for link in draft.links):
        return False
    return any(word.norm in lexicon().or_else for word in draft.clause.words[said[0].end : said[-1].start])


def grains_of(draft: Draft, link: Link) -> frozenset[str]:
    """Return the grain that the words naming a date say ("which arrival month")."""
    said = {
        draft.clause.words[at].norm.removesuffix("s")
        for at in range(link.start, min(link.end + 1, len(draft.clause.words)))
    }
    return frozenset(grain for grain in GRAINS if grain in said)


def holds_codes(draft: Draft, link: Link, column: Column) -> bool:
    """Return whether a word behind a plain number says that it is a code, each a group ("source codes")."""
    words = draft.clause.words
    said = link.end < len(words) and words[link.end].norm in lexicon().codes
    return said and column.unit in {None, "number"} and column.distinct <= _MOST_CODES


def add_group(draft: Draft, name: str, column: Column, link: Link | None = None) -> None:
    """Group by a column once: dates by a grain that the words of the `link` may say, numbers in equal parts."""
    if (named := _name_of_things(draft, column)) is not None:
        draft.told.update(link.span if link is not None else ())
        name, column = named
    if any(item["column"] == name for item in draft.by):
        return
    grouping: dict[str, Any] = {"column": name}
    if column.role == "time":
        grouping["grain"] = grain_of(draft, link)
    elif column.role == "measure" and column.distinct > _MANY and not (link and holds_codes(draft, link, column)):
        grouping["bins"] = draft.parts or _USUAL_PARTS
    draft.by.append(grouping)
    draft.explicit.add("by")


def _name_of_things(draft: Draft, column: Column) -> tuple[str, Column] | None:
    """Return the column of a joined table that names what an identifier tells apart (`aisle` of `aisle_id`)."""
    words = tokens(column.name)
    noun = [word for word in words if word not in word_set("id")]
    if column.role == "time" or len(noun) == len(words) or not noun:
        return None
    for entry in draft.vocabulary.columns:
        said = [word for word in tokens(entry.column.name) if word not in _NAMING]
        texts = entry.column.storage == "text" and "personal" not in entry.column.marks
        if JOINED in entry.name and texts and said == noun and 2 * entry.column.distinct > column.distinct:
            return entry.name, entry.column
    return None


def grain_of(draft: Draft, link: Link | None = None) -> str:
    """Return the grain that a date's own words say, else the clause, else the range of dates."""
    said = grains_of(draft, link) if link is not None else frozenset()
    if said:
        return next(iter(said))
    for grain in GRAINS:
        if f"grain.{grain}" in draft.cues:
            return grain
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    first, last = (column.minimum or "", column.maximum or "") if column else ("", "")
    if first[:7] == last[:7] or (first[:4] == last[:4] and int(last[5:7] or 0) - int(first[5:7] or 0) <= 1):
        return "day"
    return "month"


def asks_which_one(said: str) -> bool:
    """Return whether words ask for one of the groups named before ("and which one takes longest?")."""
    asks = ("which one", "which ones", "which of them", "which of those")
    return any(f" {words} " in f" {said} " for words in asks) or bool(_ELLIPTIC.match(said))


def read_ranking(draft: Draft) -> None:
    """Read superlatives as the order of the groups."""
    if "limit" in draft.explicit and not draft.by and "metric" not in draft.slots:
        draft.missing.append(NO_GROUPS)
    lowest, highest = "order.lowest" in draft.cues, draft.has("order.highest", "order.frequent")
    if (lowest or highest) and (draft.by or asks_which_one(draft.said)):
        draft.slots["order"] = "lowest" if lowest and not highest else "highest"
        draft.explicit.add("order")
    if draft.by and not {"metric", "aggregate", "per"} & set(draft.slots) and _most_rows(draft):
        draft.slots["aggregate"] = "count"
        draft.explicit.add("aggregate")


def _most_rows(draft: Draft) -> bool:
    """Return whether a superlative of amounts stands right before what rows are called ("the most players")."""
    ranks = {link.end for link in draft.links if link.name in {"order.highest", "order.lowest"}}
    amounts = {end for end in ranks if draft.clause.words[end - 1].norm in _AMOUNTS}
    return any(
        link.start in amounts for link in draft.links if link.kind == "entity" or link.name == "entity.person"
    )

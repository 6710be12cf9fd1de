"""What a clause splits by: columns after "by", "which" and superlatives, and the time axis."""

import re
from typing import Any

from assistant.offline.claimed import in_all
from assistant.offline.compared import counts_from_zero
from assistant.offline.draft import Draft, Predicate, is_negated
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import NO_GROUPS, Link
from assistant.offline.rows import names_things
from assistant.offline.segments import says_opposite
from assistant.offline.vocabulary import is_boolean
from assistant.offline.words import stem
from tools.tables.catalog import Column

# "... and which had the highest rate?" asks for one of the groups named before.
_ELLIPTIC = re.compile(
    r"(?:and )?which (?:is|are|was|were|had|has|have|gets?|got|does|do|did|shows?"
    r"|(?:the )?(?:least|most|lowest|highest))\b"
)
GRAINS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
_MANY = 12
_USUAL_PARTS = 4
_REACH = 5  # words back at most
_RELATIVE = frozenset({"who", "that", "whose", "qui", "quienes"})
_SURE = 0.75


def sort_columns(draft: Draft) -> None:
    """Sort the linked columns into groupings, measures, predicates and topics."""
    for position, link in enumerate(draft.links):
        if link.kind != "column" or position in draft.used:
            continue
        column = draft.column(link.name)
        beside = any(other.kind == "value" and other.name == link.name for other in draft.links)
        if _asks_groups(draft, link, column):
            add_group(draft, link.name, column, link)
            if _enumerated(draft, draft.before(link)):
                draft.cues -= {"compare.differ"}
        elif column.role == "time" or beside or link in draft.rejected:
            continue
        elif column.role == "id":
            _entity(draft, link)
        elif column.role == "measure" and _has_any(draft, link, column):
            continue
        elif column.role == "measure" and link.score < _SURE and draft.has("order.frequent"):
            draft.rejected.append(
                link
            )  # a weak likeness to a measure does not make it what is counted or grouped by
        elif column.role == "measure" or (column.role == "ordinal" and column.storage == "number"):
            draft.measures.append(link)
        elif is_boolean(column) and column.positive is not None:
            outcome = column.role == "outcome"
            flipped = is_negated(draft, link.start) or says_opposite(draft, link) or _prefixed(draft, link)
            said = next((item for item in draft.predicates if item.column == link.name), None)
            if said is not None:  # a name said in two pieces ("haben die Prüfung nicht bestanden")
                draft.predicates.remove(said)
                flipped = flipped or said.negated
            draft.predicates.append(Predicate(link.start, link.name, column.positive, flipped, outcome))
        else:
            draft.topics.append(link)


def _has_any(draft: Draft, link: Link, column: Column) -> bool:
    """Read "customers with complaints" and "without fines" as a number of times that is above zero, or zero."""
    at = link.start - 1
    while at > link.start - _REACH and at >= 0 and _between(draft, at):
        at -= 1
    before = draft.clause.words[at].norm if at >= 0 else ""
    sized = column.unit in {"count", "number", "money", None} and not _counted_off(draft, link)
    counted = counts_from_zero(column) and sized
    measured = draft.has("outcome", "aggregate.count", "aggregate.share") or any(
        other.kind == "column" and other is not link and draft.column(other.name).role in {"measure", "outcome"}
        for other in draft.links
    )
    denied = before in lexicon().lacking
    if not (counted and measured and (denied or before in lexicon().having)):
        return False
    draft.require({"column": link.name, "op": "=" if denied else ">", "value": 0}, link.start)
    return True


def _counted_off(draft: Draft, link: Link) -> bool:
    """Return whether a number says how many ("with more than one fine"), so that any is not enough."""
    before = next((other for other in reversed(draft.links) if other.end <= link.start), None)
    numbered = before is not None and (before.kind == "number" or before.name.startswith("comparator."))
    return (
        numbered
        and before is not None
        and not any(draft.clause.content(at) for at in range(before.end, link.start))
    )


def _between(draft: Draft, index: int) -> bool:
    """Return whether a word may stand between "never" and what is counted ("never came to an event")."""
    norm = draft.clause.words[index].norm
    known = norm in lexicon().having | lexicon().lacking
    return not known and (norm in lexicon().articles | lexicon().coming or not draft.clause.content(index))


def group_by_listed(draft: Draft) -> None:
    """Group by the column whose values are listed after "by" ("by size (small, medium, large)")."""
    start = min((link.start for link in draft.links if link.name in {"by", "per"}), default=None)
    if start is None or draft.by:
        return
    after = [link.name for link in draft.links if link.kind == "value" and link.start > start]
    name = max(set(after), key=after.count, default="")
    if after.count(name) > 1:
        add_group(draft, name, draft.column(name))
        draft.listed = name


def _entity(draft: Draft, link: Link) -> None:
    before = draft.before(link)
    if before is not None and before.name in {"per", "by"}:
        draft.slots["per"] = link.name
        draft.explicit.add("per")


def _asking(draft: Draft, link: Link, before: Link | None) -> str:
    """Return the concept right before a column; "which kind of event do we win most often" asks which event."""
    if before is None or before.kind != "cue":
        return ""
    if before.name == "profile" and before.end == link.start and draft.has("order"):
        draft.cues -= {"profile"}
        return "which"
    return before.name


def _asks_groups(draft: Draft, link: Link, column: Column) -> bool:
    before = draft.before(link)
    name = _asking(draft, link, before)
    if column.role == "text" or (column.role == "id" and not _rated_things(draft, column, name)):
        return False
    if name in {"by", "per"} and column.role == "measure" and (link.score < _SURE or name == "per"):
        draft.rejected.append(link)
        return False
    if name in {"by", "per"}:
        return not _ranks(draft, column)
    if before is not None and _joins(draft, before, link):
        return True
    if column.role == "time":
        return name == "which" and bool(_grain_words(draft, link))
    category = column.role not in {"measure", "outcome"} and not is_boolean(column)
    if category and (_each_one(draft, link) or (name == "which" and _happens_most(draft))):
        return True
    if column.missing > draft.vocabulary.table.rows / 2:
        return False  # filled for some rows only, such as the reason of those who left: told of them, not split by
    if category and before is not None and (name.startswith("order.") or before.kind == "number"):
        return draft.has("outcome") or any(
            other.kind == "column" and draft.column(other.name).role in {"measure", "outcome"}
            for other in draft.links
        )
    valued = any(other.kind == "value" and other.name == link.name for other in draft.links)
    if category and before is not None and not valued and _sets_apart(draft, before):
        return True
    if category and _differ_in(draft, link):
        return True
    if category and name == "which" and draft.has("by") and before is not None and _after_by(draft, before):
        return True  # "differ by which plan they have"
    ranked = draft.has("order", "compare.more", "compare.less", "compare.differ")
    rated = draft.has("aggregate") or (draft.has("outcome") and not _of_whom(draft, link))
    return category and name == "which" and (ranked or rated)


def _rated_things(draft: Draft, column: Column, asking: str) -> bool:
    """Return whether an outcome is asked for each of the things that an identifier names ("per landing page")."""
    happens = draft.has("outcome") or any(
        link.kind == "column" and draft.column(link.name).role == "outcome" for link in draft.links
    )
    named = asking in {"by", "per", "which"} or asking.startswith("order.")
    return happens and named and names_things(draft.vocabulary.table, column)


def _grain_words(draft: Draft, link: Link) -> frozenset[str]:
    """Return the grain that the words naming a date say ("which arrival month")."""
    said = {
        draft.clause.words[at].norm.removesuffix("s")
        for at in range(link.start, min(link.end + 1, len(draft.clause.words)))
    }
    return frozenset(grain for grain in GRAINS if grain in said)


def _each_one(draft: Draft, link: Link) -> bool:
    """Return whether it is asked of the groups one by one: if some differ, or if something is so in all."""
    return _some_of(draft, link) or in_all(draft, link)


def _some_of(draft: Draft, link: Link) -> bool:
    """Return whether some groups are set against the others ("do some teachers lose more than others?")."""
    before = draft.clause.words[link.start - 1].norm if link.start else ""
    return before in {
        "some",
        "certain",
        "einige",
        "manche",
        "certains",
        "certaines",
        "algunos",
        "algunas",
    } and draft.has("compare")


def _happens_most(draft: Draft) -> bool:
    """Return whether groups are ranked by how often an outcome befalls them ("which type converts best")."""
    outcomes = [link for link in draft.links if link.name.startswith("outcome.")]
    ranks = [link for link in draft.links if link.name in {"order.highest", "order.lowest", "order.frequent"}]
    return any(0 <= rank.start - outcome.end <= 1 for rank in ranks for outcome in outcomes)


def _differ_in(draft: Draft, link: Link) -> bool:
    """Return whether groups are said to differ in something ("how do payment methods differ in churn?")."""
    after = next((other for other in draft.links if other.start >= link.end and other.kind != "entity"), None)
    differs = after is not None and after.name == "compare.differ" and after.start - link.end <= 1
    measured = draft.has("outcome") or any(
        other.kind == "column" and draft.column(other.name).role in {"measure", "outcome"} for other in draft.links
    )
    return differs and measured and not draft.has("by", "per")


def _of_whom(draft: Draft, link: Link) -> bool:
    """Return whether an outcome only says whose column is asked about ("which plan do people want who left")."""
    words = draft.clause.words
    relative = next((at for at in range(link.end, len(words)) if words[at].norm in _RELATIVE), None)
    outcomes = [other.start for other in draft.links if other.name.startswith("outcome.")]
    return relative is not None and bool(outcomes) and min(outcomes) > relative


def _prefixed(draft: Draft, link: Link) -> bool:
    """Return whether a word denies what a column's name affirms ("uninsured" of `insured`)."""
    named = {part for entry in draft.vocabulary.columns if entry.name == link.name for part in entry.stems()}
    words = [draft.clause.words[index].norm for index in link.span]
    denied = {stem(word.removeprefix("un")) for word in words if word.startswith("un")}
    return bool(denied & named) and not {stem(word) for word in words} & named


def _ranks(draft: Draft, column: Column) -> bool:
    """Return whether a column after "by" says what groups are ranked by ("top three branches by revenue")."""
    return column.role in {"measure", "outcome"} and bool(draft.by) and draft.has("order")


def _sets_apart(draft: Draft, before: Link) -> bool:
    """Return whether the words before a column tell its groups apart ("vary between plans", "different plans")."""
    if before.name == "comparator.between":
        return draft.has("compare.differ", "trend")
    return _enumerated(draft, before) and draft.has("aggregate", "outcome")


def _enumerated(draft: Draft, before: Link | None) -> bool:
    """Return whether "the different" only says that there are several groups, and asks for no test of them."""
    if before is None or before.name != "compare.differ":
        return False
    return draft.clause.words[before.end - 1].norm == "different"


def _after_by(draft: Draft, which: Link) -> bool:
    return any(link.name == "by" and link.end == which.start for link in draft.links)


def _joins(draft: Draft, before: Link, link: Link) -> bool:
    """Return whether an "and" joins a column to a grouping said before it ("by month and shop")."""
    grouped = before.name.startswith("grain.") or any(item["column"] == before.name for item in draft.by)
    between = draft.clause.words[before.end : link.start]
    return grouped and any(word.norm in {"and", "und", "et", "y"} for word in between)


def add_group(draft: Draft, name: str, column: Column, link: Link | None = None) -> None:
    """Group by a column once: dates by a grain that the words of the `link` may say, numbers in equal parts."""
    if any(item["column"] == name for item in draft.by):
        return
    grouping: dict[str, Any] = {"column": name}
    if column.role == "time":
        grouping["grain"] = grain_of(draft, link)
    elif column.role == "measure" and column.distinct > _MANY:
        grouping["bins"] = draft.parts or _USUAL_PARTS
    draft.by.append(grouping)
    draft.explicit.add("by")


def grain_of(draft: Draft, link: Link | None = None) -> str:
    """Return the grain that a date's own words say, else the clause, else the range of dates."""
    said = _grain_words(draft, link) if link is not None else frozenset()
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

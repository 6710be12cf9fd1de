"""Whether a clause asks to split by a column that it names, after "by", "which" and superlatives."""

from assistant.offline.claimed import in_all
from assistant.offline.draft import Draft
from assistant.offline.groups import grains_of, holds_codes
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import names_things
from assistant.offline.vocabulary import is_boolean
from tools.tables.catalog import Column

_RELATIVE = frozenset({"who", "that", "whose", "qui", "quienes"})
SURE = 0.75


def asks_groups(draft: Draft, link: Link, column: Column) -> bool:
    """Return whether rows are to be split by the column of a link; one too weak for its place is rejected."""
    before = draft.before(link)
    name = _asking(draft, link, before)
    if before is not None and before.kind == "number" and draft.has("which"):
        name = "which"  # "which five sellers"
    if name == "which" and column.role == "id" and before is not None and before.end < link.start:
        return False  # "what do sellers offer" asks for no sellers
    if column.role == "text" or (column.role == "id" and not _rated_things(draft, column, name)):
        return False
    if name in {"by", "per"} and column.role == "measure" and (link.score < SURE or name == "per"):
        draft.rejected.append(link)
        return False
    if name in {"by", "per"}:
        return not _ranks(draft, column)
    if before is not None and _joins(draft, before, link):
        return True
    if column.role == "time":
        return name == "which" and bool(grains_of(draft, link))
    category = column.role not in {"measure", "outcome"} and not is_boolean(column)
    category = category or holds_codes(draft, link, column)
    if category and (_each_one(draft, link) or (name == "which" and _happens_most(draft))):
        return True
    if column.missing > draft.vocabulary.table.rows / 2:
        return False  # filled for some rows only, such as the reason of those who left: told of them, not split by
    if category and before is not None and (name.startswith("order.") or before.kind == "number"):
        return measured_beside(draft, link)
    if column.role == "measure" and name in {"which", "by", "per"} and _in_groups(draft, link):
        return True  # "which age group"
    asked = name == "which" and _asks_which(draft, link, before)
    return category and (asked or _told_apart(draft, link, before))


def _in_groups(draft: Draft, link: Link) -> bool:
    """Return whether a noun right behind a number says that groups of it are meant ("which age group")."""
    words = draft.clause.words
    return link.end < len(words) and words[link.end].norm in lexicon().parts_of


def measured_beside(draft: Draft, link: Link) -> bool:
    """Return whether a clause names something to measure beside a link: an outcome, or the column of a measure."""
    return draft.has("outcome") or any(
        other.kind == "column" and other is not link and draft.column(other.name).role in {"measure", "outcome"}
        for other in draft.links
    )


def _asks_which(draft: Draft, link: Link, before: Link | None) -> bool:
    """Return whether "which" asks for groups: ranked or rated ones, or those after "differ by"."""
    if draft.has("by") and before is not None and _after_by(draft, before):
        return True  # "differ by which plan they have"
    ranked = draft.has("order", "compare.more", "compare.less", "compare.differ")
    ranked = ranked or bool(
        draft.norms & set(phrases("growth")["grew"]) | draft.norms & set(phrases("growth")["shrank"])
    )
    return ranked or draft.has("aggregate") or (draft.has("outcome") and not _of_whom(draft, link))


def _told_apart(draft: Draft, link: Link, before: Link | None) -> bool:
    """Return whether the groups of a column are set against each other as a whole."""
    valued = draft.values_of(link.name)
    apart = before is not None and not valued and _sets_apart(draft, before)
    return apart or _differ_in(draft, link)


def _asking(draft: Draft, link: Link, before: Link | None) -> str:
    """Return the concept right before a column; "which kind of event do we win most often" asks which event."""
    if before is None or before.kind != "cue":
        return ""
    if before.name == "profile" and before.end == link.start and draft.has("order"):
        draft.cues -= {"profile"}
        return "which"
    return before.name


def _rated_things(draft: Draft, column: Column, asking: str) -> bool:
    """Return whether something is asked of each of the things that an identifier names ("per landing page")."""
    happens = draft.has("outcome", "order") or any(
        link.kind == "column" and draft.column(link.name).role in {"outcome", "measure"} for link in draft.links
    )
    named = asking in {"by", "per", "which"} or asking.startswith("order.")
    return happens and named and names_things(draft.vocabulary.table, column)


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
    return differs and measured_beside(draft, link) and not draft.has("by", "per")


def _of_whom(draft: Draft, link: Link) -> bool:
    """Return whether an outcome only says whose column is asked about ("which plan do people want who left")."""
    words = draft.clause.words
    relative = next((at for at in range(link.end, len(words)) if words[at].norm in _RELATIVE), None)
    said = {other.name: other.start for other in reversed(draft.links) if other.name.startswith("outcome.")}
    happened = [at for name, at in said.items() if name != "outcome.wish"]  # what they want is the column
    return relative is not None and bool(happened) and min(happened) > relative


def _ranks(draft: Draft, column: Column) -> bool:
    """Return whether a column after "by" says what groups are ranked by ("top three branches by revenue")."""
    return column.role in {"measure", "outcome"} and bool(draft.by) and draft.has("order")


def _sets_apart(draft: Draft, before: Link) -> bool:
    """Return whether the words before a column tell its groups apart ("vary between plans", "different plans")."""
    if before.name == "comparator.between":
        return draft.has("compare.differ", "trend")
    return enumerated(draft, before) and draft.has("aggregate", "outcome")


def enumerated(draft: Draft, before: Link | None) -> bool:
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

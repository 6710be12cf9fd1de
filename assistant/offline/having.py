"""Numbers of times or things that people have or lack: "with complaints", "without fines", "parents"."""

from collections.abc import Mapping

from assistant.offline.compared import counts_from_zero
from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.splits import measured_beside
from assistant.offline.words import is_irregular
from tools.tables.catalog import Column
from tools.tables.formula import Sum

_REACH = 5  # words back at most


def has_any(draft: Draft, link: Link, column: Column) -> bool:
    """Read "customers with complaints" and "without fines" as a number of times that is above zero, or zero.

    A second column behind "or" or "and" is had or lacked like the first ("with children or teenagers").
    """
    sized = column.unit in {"count", "number", "money", "share", None} and not _counted_off(draft, link)
    measured = draft.has("aggregate.count", "aggregate.share") or measured_beside(draft, link)
    if not (counts_from_zero(column) and sized and measured):
        return False
    before = _before(draft, link)
    denied = before in lexicon().lacking or lacks_by_name(draft, link)
    if denied or before in lexicon().having or _has_by_name(draft, link) or _did(draft, link):
        draft.require({"column": link.name, "op": "=" if denied else ">", "value": 0}, link.start)
        return True
    return _joined(draft, link)


def either_of(draft: Draft) -> None:
    """Read "children or teenagers" as a sum above zero: all conditions on rows have to be met together."""
    had = [item for item in draft.where if item["column"] in draft.either]
    if not had or any(item["op"] != ">" for item in had):
        return  # "without children or teenagers" lack both
    either = {"column": Sum(plus=draft.either).written(), "op": ">", "value": 0}
    draft.where = [either, *(item for item in draft.where if item not in had)]


def _joined(draft: Draft, link: Link) -> bool:
    """Read a column joined to one that is had or lacked already as had or lacked too."""
    words = draft.clause.words
    at = link.start - 1
    while at >= 0 and words[at].norm in lexicon().articles:
        at -= 1
    joiner = words[at].norm if at >= 0 else ""
    first = next((item for item in draft.links if item.end == at and item.kind == "column"), None)
    known = next((dict(item) for item in draft.where if first is not None and item["column"] == first.name), None)
    if (
        joiner not in lexicon().either | lexicon().joining
        or first is None
        or known is None
        or known.get("value") != 0
    ):
        return False
    draft.require({**known, "column": link.name}, link.start)
    if joiner in lexicon().either:
        draft.either = tuple(dict.fromkeys((*draft.either, first.name, link.name)))
    return True


def _did(draft: Draft, link: Link) -> bool:
    """Return whether a verb says what those who are counted did, once at least ("how many people complained")."""
    word = draft.clause.words[link.start].norm
    counted = next((other for other in draft.links if other.name == "aggregate.count"), None)
    whom = next((other for other in draft.links if counted is not None and other.start >= counted.end), None)
    people = whom is not None and whom is not link and (whom.kind == "entity" or whom.name == "entity.person")
    return people and len(link.span) == 1 and (word.endswith("ed") or is_irregular(word))


def lacks_by_name(draft: Draft, link: Link) -> bool:
    """Return whether a word names people by what they lack ("childless")."""
    return _named_by(draft, link, lexicon().lacking_nouns)


def _has_by_name(draft: Draft, link: Link) -> bool:
    """Return whether a word names people by what they have ("parents")."""
    return _named_by(draft, link, lexicon().having_nouns)


def _named_by(draft: Draft, link: Link, nouns: Mapping[str, frozenset[str]]) -> bool:
    said = {draft.clause.words[at].stem for at in link.span}
    return any(said & known for known in nouns.values())


def _before(draft: Draft, link: Link) -> str:
    """Return the word before a column, others that may stand between left aside ("never came to an event")."""
    at = link.start - 1
    while at > link.start - _REACH and at >= 0 and _between(draft, at):
        at -= 1
    return draft.clause.words[at].norm if at >= 0 else ""


def _between(draft: Draft, index: int) -> bool:
    norm = draft.clause.words[index].norm
    known = norm in lexicon().having | lexicon().lacking
    return not known and (norm in lexicon().articles | lexicon().coming or not draft.clause.content(index))


def _counted_off(draft: Draft, link: Link) -> bool:
    """Return whether a number says how many ("with more than one fine"), so that any is not enough."""
    before = next((other for other in reversed(draft.links) if other.end <= link.start), None)
    numbered = before is not None and (before.kind == "number" or before.name.startswith("comparator."))
    return (
        numbered
        and before is not None
        and not any(draft.clause.content(at) for at in range(before.end, link.start))
    )

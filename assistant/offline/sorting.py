"""Sorts the columns that a clause names into groupings, measures, predicates and topics."""

from assistant.offline.compared import counts_from_zero
from assistant.offline.draft import Draft, Predicate, is_negated
from assistant.offline.groups import add_group
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.segments import says_opposite
from assistant.offline.splits import SURE, asks_groups, enumerated, measured_beside
from assistant.offline.vocabulary import is_boolean
from assistant.offline.words import is_irregular, stem, tokens
from tools.tables.catalog import Column
from tools.tables.formula import pieces

_DENYING = frozenset({"no", "not", "non", "kein", "keine", "nicht", "sans"})
_REACH = 5  # words back at most


def sort_columns(draft: Draft) -> None:
    """Sort the linked columns into groupings, measures, predicates and topics."""
    for position, link in enumerate(draft.links):
        if link.kind != "column" or position in draft.used:
            continue
        column = draft.column(link.name)
        beside = any(other.kind == "value" and other.name == link.name for other in draft.links)
        if asks_groups(draft, link, column):
            add_group(draft, link.name, column, link)
            if enumerated(draft, draft.before(link)):
                draft.cues -= {"compare.differ"}
        elif column.role == "time" or beside or link in draft.rejected:
            continue
        elif column.role == "id":
            _entity(draft, link)
        elif column.role == "measure" and (_has_any(draft, link, column) or _required(draft, link)):
            continue
        elif column.role == "measure" and link.score < SURE and draft.has("order.frequent"):
            draft.rejected.append(link)  # too weak a likeness to be what is counted or grouped by
        elif column.role == "measure" or (column.role == "ordinal" and column.storage == "number"):
            draft.measures.append(link)
        elif is_boolean(column) and column.positive is not None:
            outcome = column.role == "outcome"
            flipped = _denied(draft, link) or says_opposite(draft, link) or _prefixed(draft, link)
            said = next((item for item in draft.predicates if item.column == link.name), None)
            if said is not None:  # a name said in two pieces ("haben die Prüfung nicht bestanden")
                draft.predicates.remove(said)
                flipped = flipped or said.negated
            draft.predicates.append(Predicate(link.start, link.name, column.positive, flipped, outcome))
        else:
            draft.topics.append(link)


def _denied(draft: Draft, link: Link) -> bool:
    """Return whether a clause denies what a yes-or-no column says, whose header may deny itself (`No-show`).

    "No-shows" affirm it, and so does "did not show up"; whoever "showed up" denies it.
    """
    leading = next(word.norm for word in tokens(draft.column(link.name).name.replace("_", " ")))
    if leading not in _DENYING:
        return is_negated(draft, link.start)
    words = draft.clause.words
    if leading in {words[at].norm for at in link.span}:
        return is_negated(draft, link.start)
    if link.start and words[link.start - 1].norm == leading:
        return is_negated(draft, link.start - 1)
    return not is_negated(draft, link.start)


def _has_any(draft: Draft, link: Link, column: Column) -> bool:
    """Read "customers with complaints" and "without fines" as a number of times that is above zero, or zero."""
    at = link.start - 1
    while at > link.start - _REACH and at >= 0 and _between(draft, at):
        at -= 1
    before = draft.clause.words[at].norm if at >= 0 else ""
    sized = column.unit in {"count", "number", "money", None} and not _counted_off(draft, link)
    counted = counts_from_zero(column) and sized
    measured = draft.has("aggregate.count", "aggregate.share") or measured_beside(draft, link)
    denied = before in lexicon().lacking
    if not (counted and measured and (denied or before in lexicon().having or _did(draft, link))):
        return False
    draft.require({"column": link.name, "op": "=" if denied else ">", "value": 0}, link.start)
    return True


def _required(draft: Draft, link: Link) -> bool:
    """Return whether further words for a sum of columns only say of what it is, a condition on it being set."""
    return len(pieces(link.name)) > 1 and any(item["column"] == link.name for item in draft.where)


def _did(draft: Draft, link: Link) -> bool:
    """Return whether a verb says what those who are counted did, once at least ("how many people complained")."""
    word = draft.clause.words[link.start].norm
    counted = next((other for other in draft.links if other.name == "aggregate.count"), None)
    whom = next((other for other in draft.links if counted is not None and other.start >= counted.end), None)
    people = whom is not None and whom is not link and (whom.kind == "entity" or whom.name == "entity.person")
    return people and len(link.span) == 1 and (word.endswith("ed") or is_irregular(word))


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


def _entity(draft: Draft, link: Link) -> None:
    before = draft.before(link)
    if before is not None and before.name in {"per", "by"}:
        draft.slots["per"] = link.name
        draft.explicit.add("per")


def _prefixed(draft: Draft, link: Link) -> bool:
    """Return whether a word denies what a column's name affirms ("uninsured" of `insured`)."""
    named = {part for entry in draft.vocabulary.columns if entry.name == link.name for part in entry.stems()}
    words = [draft.clause.words[index].norm for index in link.span]
    denied = {stem(word.removeprefix("un")) for word in words if word.startswith("un")}
    return bool(denied & named) and not {stem(word) for word in words} & named

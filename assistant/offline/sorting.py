"""Sorts the columns that a clause names into groupings, measures, predicates and topics."""

from assistant.offline.draft import Draft, Predicate, is_negated
from assistant.offline.goods import group_by_goods
from assistant.offline.groups import add_group
from assistant.offline.having import has_any, lacks_by_name
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.segments import says_opposite
from assistant.offline.splits import SURE, asks_groups, enumerated
from assistant.offline.vocabulary import is_boolean, negative
from assistant.offline.words import stem, tokens
from tools.tables.catalog import Column
from tools.tables.formula import pieces

_DENYING = frozenset({"no", "not", "non", "kein", "keine", "nicht", "sans"})


def sort_columns(draft: Draft) -> None:
    """Sort the linked columns into groupings, measures, predicates and topics."""
    for position, link in enumerate(draft.links):
        if link.kind != "column" or position in draft.used:
            continue
        column = draft.column(link.name)
        beside = any(not _other_side(draft, link, other, column) for other in draft.values_of(link.name))
        if asks_groups(draft, link, column):
            add_group(draft, link.name, column, link)
            if enumerated(draft, draft.before(link)):
                draft.cues -= {"compare.differ"}
        elif column.role == "time" or beside or link in draft.rejected:
            continue
        elif column.role == "id":
            _entity(draft, link)
        elif column.role == "measure" and (has_any(draft, link, column) or _required(draft, link)):
            continue
        elif column.role == "measure" and link.score < SURE and draft.has("order.frequent"):
            draft.rejected.append(link)  # too weak a likeness to be what is counted or grouped by
        elif column.role == "measure" or (column.role == "ordinal" and column.storage == "number"):
            draft.measures.append(link)
        elif is_boolean(column) and column.positive is not None:
            _add_flag(draft, link, column, column.positive)
        else:
            draft.topics.append(link)
    group_by_goods(draft)


def _other_side(draft: Draft, link: Link, other: Link, column: Column) -> bool:
    """Return whether a value is the no of a column whose yes it is set against ("married people than singles")."""
    between = draft.clause.words[min(link.end, other.end) : max(link.start, other.start)]
    against = draft.has("compare") and any(word.norm in lexicon().than for word in between)
    return against and is_boolean(column) and other.value == negative(column)


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


def _required(draft: Draft, link: Link) -> bool:
    """Return whether further words for a sum of columns only say of what it is, a condition on it being set."""
    return len(pieces(link.name)) > 1 and any(item["column"] == link.name for item in draft.where)


def _add_flag(draft: Draft, link: Link, column: Column, positive: str) -> None:
    """Add what a yes-or-no column says as a predicate; both its yes and its no are groups."""
    flipped = _denied(draft, link) or says_opposite(draft, link)
    flipped = flipped or _prefixed(draft, link) or lacks_by_name(draft, link)
    said = next((item for item in draft.predicates if item.column == link.name), None)
    if said is not None:
        draft.predicates.remove(said)
        if said.negated != flipped and _said_twice(draft, said, link):
            add_group(draft, link.name, column)  # "of smokers and of non-smokers"
            return
        flipped = flipped or said.negated  # a name said in two pieces ("haben die Prüfung nicht bestanden")
    draft.predicates.append(Predicate(link.start, link.name, positive, flipped, column.role == "outcome"))


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


def _said_twice(draft: Draft, said: Predicate, link: Link) -> bool:
    """Return whether both the yes and the no of a column are named by the same word, and not compared."""
    words = draft.clause.words
    again = words[said.at].stem in {words[at].stem for at in link.span}
    return again and not draft.has("compare") and not draft.by

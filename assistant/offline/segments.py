"""Whom a clause is about: outcomes, values, negations, and who is compared with whom."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from assistant.offline.banded import widened
from assistant.offline.draft import Draft, Predicate, is_negated
from assistant.offline.lexicon import lexicon
from assistant.offline.outcomes import RETURNING, of_goods_back, outcome_meant
from assistant.offline.per_person import compare_rows
from assistant.offline.reading import UNRECORDED, Link
from assistant.offline.rows import of_people, records_sales
from assistant.offline.sides import hold_equal, look_inside, names_the_rest, of_several, two_sides
from assistant.offline.sorts import predicate
from assistant.offline.words import stem
from tools.tables.catalog import Column
from tools.tables.mentions import OR

_JOINED = 2  # words between values: "or by"
_STAY = "stay"
NO_COMPARISON = "a measure to compare them by"
_WHOM = re.compile(
    r"\b(?:those|people|the ones|customers|clients|members|users) who (?P<does>(?:\w+ ){2,6}?)"
    r"(?:more|less|fewer)\b",
    re.IGNORECASE,
)
_LASTING = ("retain", "retention", "renew")


def read_outcomes(draft: Draft) -> None:
    """Read verbs such as buy, cancel and stay as the table's outcome, or say that there is none."""
    for link in draft.links:
        if link.kind == "cue" and link.name == "repeat.again" and _tells_returns(draft):
            _returned(draft, link)
        if link.kind != "cue" or not link.name.startswith("outcome."):
            continue
        said = draft.clause.words[link.start].norm
        if _set_aside(draft, link, said):
            continue
        meant = outcome_meant(draft.vocabulary, link.name) if draft.outcome else None
        polarity = meant.polarity(link.name) if meant else None
        if meant is not None and polarity is not None:
            opposite = is_negated(draft, link.start) == polarity
            draft.predicates.append(Predicate(link.start, meant.column, meant.positive, opposite, outcome=True))
        elif draft.outcome is not None and _stands_in(draft, link.name) and _says_what(draft, link):
            continue
        elif draft.outcome is not None and _stands_in(draft, link.name):
            # Where only leaving is recorded, those who stayed are the buyers.
            draft.predicates.append(
                Predicate(link.start, draft.outcome.column, draft.outcome.positive, True, outcome=True)
            )
            draft.notes.append("Buying itself is not recorded there; those who stayed are taken as the buyers.")
        elif _leaves_unseen(draft, link.name):
            person = draft.vocabulary.table.person
            draft.slots.update(aggregate="distinct", metric=person)
            draft.explicit.update({"metric", "aggregate"})
            draft.cues |= {"trend"}
            draft.notes.append("No column says who left; how many came in each period is told instead.")
        elif link.name == "outcome.open":
            _not_ended(draft, said)
        elif _needs_a_column(draft, link.name, said) and not _in_a_header(draft, link):
            draft.missing.append(f"{said} {UNRECORDED}")


def _set_aside(draft: Draft, link: Link, said: str) -> bool:
    """Return whether a verb tells no outcome: another does, or it tells how long people stay.

    "How many existing customers left" asks of all who were there, "which plan do people want who did not accept"
    of those who did not.
    """
    if said in lexicon().standing or link.name == "outcome.wish":
        return _tells_outcome_otherwise(draft, link)
    return said.startswith(_STAY) and _counts_nights(draft)


def _not_ended(draft: Draft, said: str) -> None:
    """Read "still open" as having no date of an end, where the rows have such dates."""
    for entry in draft.vocabulary.columns:
        ends = entry.own & lexicon().ending
        if ends and entry.column.storage == "date" and entry.column.missing:
            draft.where.append({"column": entry.name, "op": "missing"})
            draft.explicit.add("where")
            draft.notes.append(f"Those without a date in {entry.column.label} are taken as {said}.")
            return
    draft.missing.append("what is still open (no column records an end)")


def _counts_nights(draft: Draft) -> bool:
    """Return whether staying is what a row tells the length of: a booking, not a contract that is kept."""
    lengths = [entry for entry in draft.vocabulary.columns if entry.column.role in {"measure", "ordinal"}]
    named = {part for entry in lengths for item in entry.phrases for part in item.stems}
    return not of_people(draft.vocabulary.table) and "night" in named


def _tells_outcome_otherwise(draft: Draft, link: Link) -> bool:
    """Return whether another word of a clause tells the outcome, or its column is named."""
    verbs = any(other.name.startswith("outcome.") and other is not link for other in draft.links)
    outcome = draft.outcome.column if draft.outcome is not None else ""
    return verbs or any(other.kind in {"column", "value"} and other.name == outcome for other in draft.links)


def _tells_returns(draft: Draft) -> bool:
    """Return whether the outcome column itself says who came back ("Returned next season", "rebooked")."""
    outcome = draft.outcome
    named = [entry for entry in draft.vocabulary.columns if outcome and entry.name == outcome.column]
    named = [entry for entry in named if not of_goods_back(draft.vocabulary, entry)]
    return any(part.startswith(RETURNING) for entry in named for part in entry.stems())


def _returned(draft: Draft, link: Link) -> None:
    """Read "come back" as the outcome that says so."""
    if draft.outcome is None:
        return
    draft.cues -= {"repeat.again"}
    opposite = is_negated(draft, link.start)
    draft.predicates.append(
        Predicate(link.start, draft.outcome.column, draft.outcome.positive, opposite, outcome=True)
    )


def _in_a_header(draft: Draft, link: Link) -> bool:
    """Return whether a verb stands in the header of a linked column ("What do you buy at the counter?")."""
    said = {draft.clause.words[index].stem for index in link.span}
    linked = {other.name for other in draft.links if other.kind in {"column", "value"}}
    entries = [entry for entry in draft.vocabulary.columns if entry.name in linked]
    return any(said & entry.own or _compounded(draft, said, entry.own) for entry in entries)


def _compounded(draft: Draft, said: Set[str], parts: Set[str]) -> bool:
    """Return whether a header is two words of a clause written as one ("lost their job" of `joblost`)."""
    ends = [part.removeprefix(word.stem) for part in parts for word in draft.clause.words if word.norm != part]
    return any(end and stem(end) in said for end in ends if end not in parts)


def _leaves_unseen(draft: Draft, concept: str) -> bool:
    """Return whether leaving can only be seen from who still comes: dated sales that tell people apart."""
    table = draft.vocabulary.table
    alone = concept == "outcome.loss" and not draft.has(
        "aggregate", "by", "per", "which", "profile", "words", "compare"
    )
    return alone and draft.outcome is None and records_sales(table) and table.person is not None


def _stands_in(draft: Draft, concept: str) -> bool:
    """Return whether a portrait of buyers has to be made from an outcome that only says who left."""
    losing = draft.outcome is not None and draft.outcome.family == "loss"
    return concept == "outcome.gain" and losing and "profile" in draft.cues


def _says_what(draft: Draft, link: Link) -> bool:
    """Return whether a verb is about a value ("who buys the Enterprise plan"): having it is the outcome."""
    after = next((other for other in draft.links if other.start >= link.end), None)
    return (
        after is not None
        and after.kind == "value"
        and not any(map(draft.clause.content, range(link.end, after.start)))
    )


def _needs_a_column(draft: Draft, concept: str, said: str) -> bool:
    """Return whether a verb is meaningless without an outcome; in a table of purchases every row is one."""
    if concept == "outcome.gain":
        return not records_sales(draft.vocabulary.table) and draft.vocabulary.table.person is None
    return concept == "outcome.loss" or said.startswith(_LASTING)


def says_opposite(draft: Draft, link: Link) -> bool:
    """Return whether the linked word is of the family opposite to the outcome ("stay" of a churn column)."""
    outcome = draft.outcome
    if outcome is None or outcome.column != link.name:
        return False
    concepts = {cue.concept for cue in draft.clause.cues if cue.start >= link.start and cue.end <= link.end}
    return any(outcome.polarity(concept) is False for concept in concepts)


def read_values(draft: Draft) -> None:
    """Read named values as conditions, in the order in which they are said."""
    for link in draft.links:
        if link.kind == "value" and link.name != draft.listed and not _part_of_name(draft, link):
            if (reach := widened(draft, link)) and not is_negated(draft, link.start):
                draft.require({"column": link.name, "op": "in", "value": reach}, link.start)
                continue
            opposite = is_negated(draft, link.start) or _denied_before(draft, link)
            # What texts mention is counted like an outcome: it has a share of the rows that hold a text.
            outcome = draft.column(link.name).role in {"outcome", "text"}
            value = link.value
            if opposite and not outcome and OR in value:
                value, opposite = _all_but(value, draft.column(link.name)), False
            meant = replace(link, value=value)
            draft.predicates.append(predicate(draft, meant, opposite=opposite, outcome=outcome))
    draft.predicates.sort(key=lambda item: item.at)


def _denied_before(draft: Draft, link: Link) -> bool:
    """Return whether a value is joined by "or" to one of its column that is denied ("not by card or cheque")."""
    joined = [
        other
        for other in draft.links
        if other.kind == "value"
        and other.name == link.name
        and 0 < link.start - other.end <= _JOINED
        and any(word.norm in lexicon().or_else for word in draft.clause.words[other.end : link.start])
    ]
    return any(is_negated(draft, other.start) or _denied_before(draft, other) for other in joined)


def _all_but(several: str, column: Column) -> str:
    """Return the other values of a column than those that one name stands for."""
    return OR.join(value for value, _ in column.values if value not in several.split(OR))


def _part_of_name(draft: Draft, link: Link) -> bool:
    """Return whether a value right behind another of its column only completes it (the "web shop" is the web)."""
    return any(
        other.kind == "value" and other.name == link.name and other.end == link.start and other.value != link.value
        for other in draft.links
        if ","
        not in draft.clause.text[draft.clause.words[other.end - 1].end : draft.clause.words[link.start].start]
    )


def read_comparison(draft: Draft) -> None:
    """Read who is compared with whom, and inside which groups of another column."""
    _set_beside(draft)
    compare_rows(draft)
    hold_equal(draft)


def _set_beside(draft: Draft) -> None:
    """Set two groups of values, two segments, or a segment and everybody else beside each other."""
    if not draft.has("compare") and not names_the_rest(draft):
        return
    draft.where = [item for at, item in enumerate(draft.where) if item not in draft.where[:at]]
    sides = two_sides(draft)
    if sides is not None and ("metric" in draft.slots or _only_bands(draft, sides[0])):
        first, second = sides
        columns = {item["column"] for item in first}
        rest = [item for item in draft.where if item["column"] not in columns]
        draft.where = [*first, *rest]
        draft.slots["contrast"] = (*second, *rest)
        draft.explicit.update({"contrast", "where"})
        look_inside(draft, columns)
    elif sides is not None and draft.has("compare.more", "compare.less") and not draft.has("aggregate.count"):
        draft.missing.append(NO_COMPARISON)
    elif draft.where and "metric" in draft.slots and not draft.by:
        several = None if draft.has("compare.others") else of_several(draft)
        if several is not None:
            draft.by.append({"column": several})
            draft.explicit.add("by")
            return
        draft.slots["others"] = True
        draft.explicit.update({"contrast", "where"})
        _leave_out_of_both(draft)
    elif _compares_nothing(draft):
        draft.missing.append(NO_COMPARISON)
    elif (whom := _compared_people(draft)) and not (draft.where or draft.by or draft.sized):
        draft.missing.append(whom)


def _leave_out_of_both(draft: Draft) -> None:
    """Leave out of the others, too, whom a comparison leaves out ("is it still more without the students?")."""
    out = [item for item in draft.where if item["op"] == "!=" and draft.column(str(item["column"])).distinct > 2]
    if out and len(out) < len(draft.where):
        draft.where = [item for item in draft.where if item not in out]
        draft.slots["among"] = tuple(out)
        draft.explicit.add("among")


def _compares_nothing(draft: Draft) -> bool:
    """Return whether a group is said to have or do more than the others, of what no column tells."""
    said = draft.has("compare.more", "compare.less") and draft.has("compare.others")
    asks = draft.has("aggregate", "which", "quality", "words", "profile", "trend", "alike")
    return said and bool(draft.where) and not ({"metric", "per"} & set(draft.slots) or draft.by or asks)


def _compared_people(draft: Draft) -> str:
    """Return the words for whom a clause compares ("do those who came twice spend more"), empty where none are."""
    if not draft.has("compare.more", "compare.less") or "per" in draft.slots:
        return ""
    found = _WHOM.search(draft.clause.text)
    return f'what tells who "{found["does"].strip()}"' if found else ""


def _only_bands(draft: Draft, side: Sequence[dict[str, Any]]) -> bool:
    """Return whether a clause does no more than to set two ranges of a number against each other."""
    numbers = all(draft.column(str(item["column"])).storage == "number" for item in side)
    return numbers and not draft.has("compare.more", "compare.less")

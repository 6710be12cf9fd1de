"""Reads what is not there: "without an e-mail", "left blank", "how many have an unknown income"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.offline.asked import Clause
from assistant.offline.compared import counts_from_zero
from assistant.offline.draft import Draft, is_negated
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link, Reading
from assistant.offline.vocabulary import is_boolean

MISSING = "missing"
_NOT_KNOWN = frozenset(
    {"known", "given", "recorded", "filled", "stated", "entered", "provided", "noted", "set", "there"}
)
_LEAVING = frozenset({"left", "leave", "leaves", "leaving", "wrote", "write", "written"})
_NOT = frozenset({"not", "never", "didn't", "don't", "haven't", "hasn't", "nicht", "pas"})
_WE = frozenset({"we", "wir", "nous"})
_ANY_VALUE = frozenset(
    {"value", "values", "data", "entry", "entries", "information", "answer", "figure", "figures"}
)
_QUALIFYING = frozenset({"own", "valid", "usable", "real", *_NOT_KNOWN})
_NONE_OF = (
    "none of them",
    "none of these",
    "none of those",
    "none of the above",
    "keines davon",
    "nichts davon",
    "aucun",
)
_NEAR = 6  # words between a column and the word that says it is empty
_LEAST = 0.34
_OWN = 0.9  # a column without gaps has to be named by its own name


def read_absence(draft: Draft) -> None:
    """Read columns that are said to be empty as conditions, and take them from what is measured or grouped by.

    "No" has to stand right before the column, a word such as "blank" may stand behind a list of columns. Nothing
    is read where no rows are counted, nor of yes-or-no columns, whose "no" is an answer.
    """
    if not draft.has("aggregate.count", "aggregate.share") and "how many" not in draft.said:
        return
    nobody = [(at, named) for at, link in enumerate(draft.links) if (named := _person_lacked(draft, link))]
    said = [(place, link) for place, link in enumerate(draft.links) if _may_be_empty(draft, link)] + nobody
    said = said or [(len(draft.links), link) for link in _texts_called(draft)]
    empty = [entry for entry in said if _lacked(draft, entry[1]) or _none_of(draft, entry[1])]
    if not empty:
        return
    together = [
        entry for entry in said if entry in empty or any(_listed(draft, entry[1], other) for _, other in empty)
    ]
    for place, link in together:
        draft.used.add(place)
        draft.where.append(_nothing(draft, link))
    draft.explicit.add("where")
    draft.cues -= {"quality", "negation"}


def _texts_called(draft: Draft) -> list[Link]:
    """Return the fullest free text under any noun for texts ("left no comment at all"), which is thereby read."""
    texts = [column for column in draft.vocabulary.table.columns if column.role == "text" and column.missing]
    at = next((at for at, word in enumerate(draft.clause.words) if word.norm in phrases("senses")["texts"]), None)
    if not texts or at is None or not at or draft.clause.words[at - 1].norm not in lexicon().lacking:
        return []
    draft.explained |= {at, *(index for index in range(at) if draft.clause.words[index].norm in _LEAVING)}
    return [Link("column", at, at + 1, 1.0, max(texts, key=lambda column: column.distinct).name)]


def _nothing(draft: Draft, link: Link) -> dict[str, Any]:
    """Return the condition that rows have none of a column: the value that says so, else no value at all."""
    options = [value for value, _ in draft.column(link.name).values]
    none = [value for value in options if value.strip().lower() in lexicon().none_of]
    if len(none) == 1 and not draft.column(link.name).missing:
        return {"column": link.name, "op": "=", "value": none[0]}
    return {"column": link.name, "op": MISSING}


def apart(reading: Reading) -> list[Reading]:
    """Return one reading for each of several empty columns, then the one in which all are empty."""
    empty = [item for item in reading.where if item["op"] == MISSING]
    if len(empty) < 2:
        return [reading]
    rest = [item for item in reading.where if item["op"] != MISSING]
    return [*(replace(reading, where=(item, *rest)) for item in empty), reading]


def _person_lacked(draft: Draft, link: Link) -> Link | None:
    """Return the column that tells people apart for "lines with no customer", where some rows have none."""
    table = draft.vocabulary.table
    person = table.column(table.person) if table.person else None
    if link.name != "entity.person" or person is None or not person.missing or not _denied(draft, link):
        return None
    return replace(link, kind="column", name=person.name)


def nothing_of(asked: Clause, context: Reading) -> Reading | None:
    """Return how many rows have no value of what was measured before ("and for how many is there no value?")."""
    words = [word.norm for word in asked.words]
    replying = {*phrases("answers")["replying"]}
    said = _ANY_VALUE | replying
    denying = lexicon().lacking | lexicon().empty
    denied = any(
        word in said and set(words[max(0, at - 3) : at]) & (denying | (_NOT if word in replying else set()))
        for at, word in enumerate(words)
    )
    counts = any(cue.concept == "aggregate.count" for cue in asked.cues)
    named = [at for at in range(len(words)) if asked.content(at) and words[at] not in said | _QUALIFYING]
    if not (denied and counts and context.metric and context.table) or named:
        return None
    return Reading(
        text=asked.text,
        table=context.table,
        aggregate="count",
        where=(*context.where, {"column": context.metric, "op": MISSING}),
        by=context.by,
        explicit=frozenset({"table", "aggregate", "where"}) | ({"by"} if context.by else frozenset()),
    )


def _may_be_empty(draft: Draft, link: Link) -> bool:
    if link.kind != "column" or link.score < _LEAST:
        return False
    if all(draft.clause.words[at].norm in _ANY_VALUE for at in link.span):
        return False  # "no value" names no column
    column = draft.column(link.name)
    missing = column.missing > 0 or bool(column.sentinels)
    named = (
        missing
        or link.score >= _OWN
        or any(value.strip().lower() in lexicon().none_of for value, _ in column.values)
    )
    return column.role != "outcome" and named and (missing or not is_boolean(column))


def _lacked(draft: Draft, link: Link) -> bool:
    """Return whether a column is said to be empty; "no complaints" of a number from zero up is a zero."""
    column = draft.column(link.name)
    zero = counts_from_zero(column) and not (column.unit == "score" and column.missing)
    undone = column.storage == "date" and column.missing > 0 and is_negated(draft, link.start)  # "not closed yet"
    return undone or (_denied(draft, link) and not zero) or _called_empty(draft, link)


def _denied(draft: Draft, link: Link) -> bool:
    """Return whether "no", "without" or "lack a" stands right before a column."""
    at = link.start - 1
    while at >= 0 and draft.clause.words[at].norm in lexicon().articles | _QUALIFYING:
        at -= 1
    return at >= 0 and draft.clause.words[at].norm in lexicon().lacking | {
        "lack",
        "lacks",
        "no",
        "miss",
        "missing",
    }


def _called_empty(draft: Draft, link: Link) -> bool:
    """Return whether a word behind or before a column says that it is empty, with nothing else linked between."""
    return any(_says_empty(draft, at) and _reaches(draft, link, at) for at in range(len(draft.clause.words)))


def _says_empty(draft: Draft, at: int) -> bool:
    word = draft.clause.words[at].norm
    if any(link.kind == "column" and at in link.span for link in draft.links):
        return False  # days absent are counted, and not missing
    if word in lexicon().empty:
        return True
    before = draft.clause.words[at - 1].norm if at else ""
    if word == "know" and _WE & {token.norm for token in draft.clause.words[max(0, at - 3) : at]}:
        return before in _NOT  # "do we not know how they pay"
    return word in _NOT_KNOWN and before in {
        "not",
        "never",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "nicht",
        "pas",
    }


def _reaches(draft: Draft, link: Link, at: int) -> bool:
    low, high = (link.end, at) if at >= link.end else (at + 1, link.start)
    if high - low > _NEAR or at in link.span:
        return False
    between = [other for other in draft.links if low <= other.start and other.end <= high]
    return not any(other.kind in {"value", "number", "period"} for other in between)


def _none_of(draft: Draft, link: Link) -> bool:
    """Return whether none of the options of a column was chosen ("use none of them")."""
    column = draft.column(link.name)
    following = f" {draft.said} "
    return (
        column.separator is not None
        and column.missing > 0
        and any(f" {words} " in following for words in _NONE_OF)
    )


def _listed(draft: Draft, link: Link, empty: Link) -> bool:
    """Return whether "and" or "or" joins a column to one that is said to be empty."""
    low, high = (link.end, empty.start) if link.end <= empty.start else (empty.end, link.start)
    words: Sequence[str] = [word.norm for word in draft.clause.words[low:high]]
    joining = lexicon().joining | lexicon().or_else
    joined = any(word in joining for word in words) or "," in draft.clause.text
    return joined and all(word in joining | lexicon().articles | {"no", "nor"} for word in words)

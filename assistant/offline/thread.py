"""Follow-ups: a clause that leaves something out takes it from what was asked before."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.offline.clauses import clause
from assistant.offline.groups import asks_which_one
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import any_of, chains, in_turn, phrases
from assistant.offline.reading import NO_MEASURE, Condition, Reading
from assistant.offline.words import tokens

_SUBJECT = 3  # words from an auxiliary to the noun of its subject
_OPENING = 3  # words in which a follow-up says that it narrows
_KINDS = frozenset({"compare", "profile", "alike", "quality"})
_STANDALONE = frozenset({"profile", "alike", "quality", "words"})


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"{any_of(phrases('follow_ups')['leads'])}\b", re.IGNORECASE)


@cache
def _each() -> re.Pattern[str]:
    """Return a pattern for "how many is that per member?", which asks for the mean of the total told before."""
    return re.compile("|".join(map(in_turn, chains("each_of_it"))), re.IGNORECASE)


@cache
def _columns() -> re.Pattern[str]:
    known = {meaning: any_of(listed) for meaning, listed in phrases("columns").items()}
    return re.compile(rf"\b{known['which']}\s+{known['columns']}\b", re.IGNORECASE)


def _leads(text: str) -> bool:
    return _lead().match(text.strip()) is not None


def refers_back(text: str) -> bool:
    """Return whether a text opens like a follow-up or points to something said before."""
    words, known = tokens(text), phrases("follow_ups")
    pointed = any(
        first.norm in known["definite"] and second.norm in known["pointing"] for first, second in pairwise(words)
    )
    return pointed or _leads(text) or any(word.norm in lexicon().pronouns for word in words)


def only_shows(text: str) -> bool:
    """Return whether a text asks for no more than to see what was told, in another form ("make a chart of it")."""
    words, asked = tokens(text), clause(text)
    told = [word for word in words if word.norm in phrases("follow_ups")["showing"]]
    others = [word for word in words if word not in told and word.norm not in lexicon().pronouns]
    return bool(told) and all(lexicon().is_filler(word, asked.language) for word in others)


def leads_on(text: str) -> bool:
    """Return whether a text opens like a follow-up ("and by branch?", "what about men?")."""
    return _leads(text) or asks_which_one(" ".join(word.norm for word in tokens(text)))


def incomplete(reading: Reading) -> bool:
    """Return whether a reading does not say what is to be computed, or of what."""
    if reading.metric is None and reading.per is None and reading.aggregate not in {None, "count"}:
        return True
    return not (reading.metric or reading.explicit & {"aggregate", "metric"} or reading.cues & _STANDALONE)


def doubts(reading: Reading, previous: Reading) -> bool:
    """Return whether a question about the quality of data leaves out whose: the column's spoken of before."""
    named = reading.metric or reading.where or reading.by or "table" in reading.explicit
    return "quality" in reading.cues and not named and previous.metric is not None


def limits_further(text: str) -> bool:
    """Return whether a follow-up keeps what was asked and only narrows it ("and only the women?")."""
    return any(word.norm in phrases("follow_ups")["narrowing"] for word in tokens(text)[:_OPENING])


def defines(text: str) -> bool:
    """Return whether a text says which segment all that follows is about ("Take those with a loan: ...")."""
    opening = tokens(text)[:1]
    return bool(opening) and opening[0].norm in lexicon().defining


def means_them(text: str) -> bool:
    """Return whether a text speaks of people or rows said before ("how many of them")."""
    return any(word.norm in lexicon().plural for word in tokens(text))


def spoken_of(reading: Reading) -> Reading | None:
    """Return whom a clause speaks of that cannot be answered itself; None where it does not say that plainly.

    "How many weeks did members stay, and how many of them left?" speaks of all members, also where no weeks are
    held; of "members who skate" nothing is known where skating is not.
    """
    asked = clause(reading.text)
    unread = {word for phrase in reading.unexplained for word in phrase.lower().split()}
    people = [cue for cue in asked.cues if cue.concept == "entity.person"]
    for cue in people:
        before = asked.words[cue.start - 1].norm if cue.start else ""
        after = asked.words[cue.end].norm if cue.end < len(asked.words) else ""
        asked_of = {word.norm for word in asked.words[max(0, cue.start - _SUBJECT) : cue.start]}
        verb = bool(asked_of & set(phrases("follow_ups")["auxiliary"]))  # "which paper did people read"
        if before in unread or (after in unread and not verb) or after in phrases("follow_ups")["qualifying"]:
            return None
    if reading.table is None or not (people or reading.where or means_them(reading.text)):
        return None
    told = frozenset({"table", "where"}) if reading.where else frozenset({"table"})
    return Reading(text=reading.text, table=reading.table, where=reading.where, explicit=told)


def _told_apart(previous: Reading) -> tuple[str | None, str | None]:
    """Return the first column and value by which a reading tells its rows from others."""
    equal = [item for item in previous.where if item["op"] == "="]
    return (str(equal[0]["column"]), str(equal[0]["value"])) if equal else (None, None)


def _meant(previous: Reading, current: Reading) -> tuple[Condition, ...]:
    """Return whom the previous reading was about; after a share, "they" are those whom it counted."""
    counted = previous.aggregate == "share" and previous.metric and previous.value and not previous.by
    if counted and means_them(current.text) and current.metric != previous.metric:
        return (*previous.where, {"column": previous.metric, "op": "=", "value": previous.value})
    return previous.where


def _against_the_rest(current: Reading, previous: Reading, compared: bool) -> bool:
    """Return whether those spoken of are compared with everybody else: nobody else was named before."""
    return compared and previous.contrast is None and not (current.by or previous.by)


def _both_sides(previous: Reading, current: Reading) -> bool:
    """Return whether a new condition narrows both sides of what was compared before ("still so among ...?")."""
    open_ended = current.metric is None and current.aggregate is None and current.contrast is None
    return open_ended and bool(previous.others or previous.contrast)


def _one_of_them(current: Reading) -> bool:
    return "order" in current.explicit and not current.by


def _of_another(current: Reading, where: tuple[Condition, ...], compared: bool) -> bool:
    """Return whether a follow-up speaks of another group, whose figure is wanted, and not of the same by groups.

    "What about men?" does; "and only men?" asks for what was asked, of men.
    """
    return bool(where) and not (compared or _one_of_them(current) or limits_further(current.text))


def inherit(previous: Reading, current: Reading) -> Reading:
    """Return the current reading with the slots that it leaves open taken from the previous one.

    Conditions on a column that the current reading speaks of are replaced; a value of the very column that was
    measured replaces the value measured.
    """
    if doubts(current, previous):
        return replace(
            current,
            table=previous.table,
            metric=previous.metric,
            aggregate=None,
            explicit=(current.explicit - {"aggregate"}) | {"metric", "table"},
        )
    if (again := _missing_as_well(previous, current)) is not None:
        return again
    if current.table != previous.table or set(current.missing) - {NO_MEASURE}:
        return current
    measured = _measured(previous, current)
    where, metric = measured.where, measured.metric
    spoken = {item["column"] for item in (*current.where, *(current.contrast or ()), *current.by)}
    if not (means_them(current.text) and any(_is_limit(item, metric) for item in previous.where)):
        spoken |= {metric}  # "what share of the revenue do they bring?" asks of those above a limit on it
    carried = tuple(item for item in _meant(previous, current) if item["column"] not in spoken)
    compared = "compare" in current.cues and current.contrast is None
    if where and carried and not current.by and _both_sides(previous, current):
        return replace(previous, text=current.text, where=carried, among=(*previous.among, *where))
    return replace(
        measured,
        missing=() if metric else current.missing,
        aggregate=measured.aggregate or (previous.aggregate if metric else None),
        where=(*where, *carried),
        by=current.by or (() if _of_another(current, where, compared) else previous.by),
        others=current.others or _against_the_rest(current, previous, compared and bool(where or carried)),
        contrast=current.contrast if current.contrast is not None else (previous.contrast if compared else None),
        per=current.per or (previous.per if metric == previous.metric else None),
        per_aggregate=current.per_aggregate or (previous.per_aggregate if metric == previous.metric else None),
        period=current.period or previous.period,
        cues=current.cues or (previous.cues & _KINDS if current.aggregate is None else frozenset()),
        explicit=current.explicit
        | (previous.explicit - {"order", "limit", "contrast"} if metric else frozenset()),
    )


def _missing_as_well(previous: Reading, current: Reading) -> Reading | None:
    """Return the count of blanks for another column, where a clause only names that ("and of the height?")."""
    counted = previous.aggregate == "count" and [item["op"] for item in previous.where] == ["missing"]
    plain = not (current.where or current.by or current.contrast or current.cues or current.unexplained)
    if (
        not counted
        or not plain
        or current.metric is None
        or current.aggregate not in {"sum", "distribution", "mean"}
    ):
        return None
    if any(
        cue.concept in {"aggregate.mean", "aggregate.sum", "aggregate.median"} for cue in clause(current.text).cues
    ):
        return None
    return replace(previous, text=current.text, where=({"column": current.metric, "op": "missing"},))


def _only_splits(text: str) -> bool:
    """Return whether a follow-up asks for what was told in parts ("split it by plan"), not for how many."""
    asked = {cue.concept for cue in clause(text).cues if cue.concept.startswith("aggregate.")}
    return asked == {"aggregate.distribution"}


def _is_limit(item: Condition, metric: str | None) -> bool:
    return item["column"] == metric and item["op"] in {"<", "<=", ">", ">="}


def _measured(previous: Reading, current: Reading) -> Reading:
    """Return the current reading with what is measured, and how, taken from the previous one where it is open."""
    where, metric, value = current.where, current.metric, current.value
    about_columns = "quality" in current.cues and bool(_columns().search(current.text))
    if current.by and metric is None and _only_splits(current.text):
        current = replace(current, aggregate=None, explicit=current.explicit - {"aggregate"})
    plainly = current.aggregate in {None, previous.aggregate, "share"} or bool(current.missing)
    if metric is None and plainly and not about_columns:
        metric, value = previous.metric, previous.value
        own = [item for item in where if item["column"] == metric and item["op"] == "="]
        if own and previous.aggregate == "share":
            value = str(own[0]["value"])
            where = tuple(item for item in where if item not in own)
    aggregate = current.aggregate
    if metric is None and aggregate == "count" and previous.aggregate == "sum" and _each().search(current.text):
        metric, aggregate = previous.metric, "mean"  # "and how many is that per member?"
    if metric is None and current.aggregate == "share" and previous.where:
        metric, value = _told_apart(previous)  # "what share of the base are they?"
    return replace(current, where=where, metric=metric, value=value, aggregate=aggregate)

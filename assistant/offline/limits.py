"""Limits that a clause sets: "older than 60", "three or more fines", "between 20 and 30", "a balance of zero"."""

from datetime import date, timedelta

from assistant.offline.banded import limit_implied, limit_named
from assistant.offline.bands import Limit
from assistant.offline.compared import TIMES, compared_column, unit_after, unit_at
from assistant.offline.draft import Draft
from assistant.offline.headers import content
from assistant.offline.heads import counts_heads, heads_said, limit_heads
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import BARE_LIMIT, INVERSE, Link
from assistant.offline.rows import amounts, of_people
from assistant.offline.set_aside import is_aside, measured_alone
from assistant.offline.vocabulary import is_boolean
from assistant.offline.words import likeness, tokens
from tools.tables.catalog import Column

_YEAR = 365.25
# Lengths of time in years, and the words for them.
_LONG = {"day": 1 / _YEAR, "week": 7 / _YEAR, "month": 1 / 12, "year": 1.0}
_SHORT = {"second": 1 / 86_400 / _YEAR, "minute": 1 / 1_440 / _YEAR, "hour": 1 / 24 / _YEAR}
_YEARS = {**_SHORT, **_LONG}
# How headers shorten lengths of time.
_UNITS = {
    "s": "second",
    "sec": "second",
    "secs": "second",
    "min": "minute",
    "mins": "minute",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
}
_CATEGORIES = frozenset({"segment", "ordinal", "multi_select"})
_ALL_OF = frozenset({"the", "all", "these", "those", "die", "les", "los", "las"})
_LEADING = frozenset({"which", "by", "per"})
OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "zero": "=", "eq": "="}


def compare_number(draft: Draft, position: int, comparator: str) -> None:
    """Read the number at a position of the links as a limit on the measure beside it, or on how often."""
    link, cue = draft.links[position], draft.links[position - 1]
    if _counts_times(draft, link) and comparator in OPERATORS:
        draft.used |= {
            at for at, other in enumerate(draft.links) if other.kind == "column" and other.start == link.end
        }
        draft.slots["repeats"] = f"{OPERATORS[comparator]}{int(link.number or 0)}"
        return
    limits = _limits(draft, position, comparator)
    if counts_heads(draft, position):
        if not limit_heads(draft, position, limits):
            draft.missing.append(f"how many {heads_said(draft, position)} each has")
        return
    if limits and limit_named(draft, position, limits):
        return
    if _whole_span(draft, position):
        return
    column = compared_column(draft, position, cue) or measured_alone(draft)
    if column is None and _since_entry(draft, position, comparator):
        return
    if column is None and limits and limit_implied(draft, position, limits):
        return
    draft.used |= {at for at, other in enumerate(draft.links) if _says_unit(draft, position, other)}
    value = _in_unit(draft, position, column) if column is not None else link.number
    if column is None:
        said = " ".join(
            word.text for word in draft.clause.words[link.start : (unit_at(draft, position) or link.start) + 1]
        )
        draft.missing.append(f"{BARE_LIMIT} {said}")
        return
    if comparator == "between":
        upper = next((i for i in range(position + 1, len(draft.links)) if draft.links[i].kind == "number"), None)
        if upper is not None:
            draft.used.add(upper)
            draft.require({"column": column, "op": ">=", "value": link.number}, link.start)
            draft.require({"column": column, "op": "<=", "value": draft.links[upper].number}, link.start)
    else:
        operator = OPERATORS[comparator]
        operator = INVERSE[operator] if is_aside(draft, cue.start, column) else operator
        draft.require({"column": column, "op": operator, "value": value}, link.start)


def had_or_not(draft: Draft, counted: Link | None, number: Link) -> bool:
    """Return whether what a number counts, right behind it, is a column that says yes or no of each row."""
    if counted is None or counted.kind != "column" or counted.start != number.end:
        return False
    return is_boolean(draft.column(counted.name))


def _limits(draft: Draft, position: int, comparator: str) -> list[Limit]:
    """Return the limits that a number sets, with a second number where it lies between two; none for "zero"."""
    number = draft.links[position].number or 0.0
    if comparator != "between":
        operator = OPERATORS.get(comparator, "=")
        return [] if operator == "=" else [(operator, number)]
    upper = next((at for at in range(position + 1, len(draft.links)) if draft.links[at].kind == "number"), None)
    if upper is None:
        return []
    draft.used.add(upper)
    return [(">=", number), ("<=", draft.links[upper].number or 0.0)]


def _whole_span(draft: Draft, position: int) -> bool:
    """Return whether a number of units of time is all that a table holds ("over the four years")."""
    table, link, unit = draft.vocabulary.table, draft.links[position], unit_after(draft, position)
    column = table.column(table.time) if table.time else None
    before = draft.clause.words[link.start - 1].norm if link.start else ""
    if column is None or not (column.minimum and column.maximum) or unit not in _LONG or before not in _ALL_OF:
        return False
    days = (date.fromisoformat(column.maximum[:10]) - date.fromisoformat(column.minimum[:10])).days
    return abs(days / _YEAR / _LONG[unit] - (link.number or 0)) <= 1


def or_more(draft: Draft, position: int) -> None:
    """Read "three or more fines" and "60 or older": the number comes first."""
    link = draft.links[position]
    words = [word.norm for word in draft.clause.words[link.end : link.end + 3]]
    said = lexicon().behind.get(" ".join(words[:2])) or lexicon().behind.get(" ".join(words[1:]))
    if said:
        draft.used.add(position)
        compare_number(draft, position, said)


def just_as_often(draft: Draft, link: Link) -> bool:
    """Read "only one order" and "exactly two purchases" as how often each person did that."""
    words = draft.clause.words
    before = {word.norm for word in words[max(0, link.start - 2) : link.start]}
    after = words[link.end].norm if link.end < len(words) else ""
    sale = any(other.start == link.end and other.name == "entity.sale" for other in draft.links)
    person = draft.vocabulary.table.person is not None and not of_people(draft.vocabulary.table)
    if not (person and (sale or after in lexicon().times or _counts_times(draft, link))):
        return False
    if not before & lexicon().just and not (link.number == 1 and draft.has("aggregate.count", "aggregate.share")):
        return False
    draft.slots["repeats"] = f"{int(link.number or 0)}"
    return True


def _says_unit(draft: Draft, position: int, link: Link) -> bool:
    """Return whether a column is linked to nothing but the unit of a compared number ("3 or more months")."""
    at = unit_at(draft, position)
    return link.kind == "column" and at is not None and (link.start, link.end) == (at, at + 1)


def _in_unit(draft: Draft, position: int, column: str) -> float | None:
    """Return the number in the unit of a column: two years are 24 where months are held."""
    number = draft.links[position].number
    said, held = unit_after(draft, position), _unit_held(draft.column(column))
    if number is None or said == held or said not in _YEARS:
        return number
    if held not in _YEARS:
        if held == "duration":
            draft.notes.append(f"{draft.column(column).label} is taken to be in {said}s; its name does not say.")
        return number
    return round(number * _YEARS[said] / _YEARS[held], 2)


def _unit_held(column: Column) -> str:
    """Return the length of time that a column is counted in, `duration` where its name does not say which."""
    unit = str(column.unit or "").removesuffix("s")
    words = [word.norm for word in tokens(column.name.replace("_", " "))]
    named = [_UNITS.get(word) or TIMES.get(word, "") for word in reversed(words)]
    return next((name for name in named if name in _YEARS), unit) if unit == "duration" else unit


def _since_entry(draft: Draft, position: int, comparator: str) -> bool:
    """Read "here for more than two years" as having come in before, counted back from the newest date."""
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    unit, number = unit_after(draft, position), draft.links[position].number
    if column is None or not column.maximum or not of_people(table) or unit not in _LONG or number is None:
        return False
    moment = date.fromisoformat(column.maximum[:10]) - timedelta(days=round(number * _LONG[unit] * _YEAR))
    longer = comparator in {"gt", "ge"}
    if comparator not in {"gt", "ge", "lt", "le"}:
        return False
    day = moment - timedelta(days=1) if comparator == "gt" else moment
    draft.slots["period"] = {"until": day.isoformat()} if longer else {"since": moment.isoformat()}
    draft.explicit.add("period")
    draft.notes.append(f"How long is counted from {column.label.lower()} to the newest date held there.")
    return True


def _counts_times(draft: Draft, link: Link) -> bool:
    """Return whether a number counts how often somebody did something ("more than ten times")."""
    table = draft.vocabulary.table
    word = draft.clause.words[link.end] if link.end < len(draft.clause.words) else None
    if word is None:
        return False
    if (table.person is None or of_people(table)) and asked_groups(draft) is None:
        return False
    named = {*content(table.entity), *(part for item in draft.vocabulary.names[:1] for part in item.stems)}
    named |= {part for noun in table.entity_words for part in content(noun)}
    return word.norm in lexicon().times or any(likeness(word.stem, part) for part in named)


def read_zero(draft: Draft) -> None:
    """Read "zero-value" and "a balance of zero" as a condition on the measure named, or the only amount."""
    if not draft.cues & {"comparator.zero", "comparator.negative"}:
        return
    operator = "<" if "comparator.negative" in draft.cues else "="
    told = [link for link in draft.links if link.name.startswith(("comparator.zero", "comparator.negative"))]
    if (name := measured_alone(draft)) is not None and told and is_aside(draft, told[0].start, name):
        draft.require({"column": name, "op": INVERSE[operator], "value": 0}, told[0].start)
        return
    paid = [column.name for column in amounts(draft.vocabulary.table)]
    names = [link.name for link in draft.measures] or (paid if len(paid) == 1 else [])
    if not names:
        draft.missing.append("a measure that could be zero")
    elif operator == "<" or draft.has(
        "aggregate.count", "aggregate.share", "aggregate.mean", "aggregate.median", "outcome", "compare"
    ):
        draft.where.append({"column": names[0], "op": operator, "value": 0})
        draft.measures = [link for link in draft.measures if link.name != names[0]]
    else:
        draft.slots["metric"] = names[0]
        draft.cues = (draft.cues - {"aggregate.sum"}) | {"quality"}
        draft.explicit.add("metric")
        draft.measures = []


def _named_best(draft: Draft, link: Link) -> bool:
    """Return whether a superlative stands right before a category ("the best landing page")."""
    before = draft.before(link)
    return before is not None and before.end == link.start and before.name.startswith("order.")


def asked_groups(draft: Draft) -> Link | None:
    """Return the category that is asked for by "which" or "what", of which each value is a group."""
    for link in draft.links:
        if link.kind != "column" or draft.column(link.name).role not in _CATEGORIES:
            continue
        before = draft.before(link)
        leads = before is not None and before.name in _LEADING and before.end == link.start
        if leads or _named_best(draft, link):
            return link
    return None

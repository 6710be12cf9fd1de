"""Numbers and dates in a clause: limits, thresholds, percentages, periods."""

import calendar
from datetime import date, timedelta
from typing import Any

from assistant.offline.draft import Draft, is_negated
from assistant.offline.lexicon import lexicon
from assistant.offline.naming import DURATIONS
from assistant.offline.reading import Link
from assistant.offline.rows import amounts, of_people, records_sales
from assistant.offline.vocabulary import content
from assistant.offline.words import likeness

_ISO_MONTH = 7
_MONTH, _QUARTER = 31, 92  # days at most
_YEAR = 365.25
# Lengths of time in years, and the words for them.
_LONG = {"day": 1 / _YEAR, "week": 7 / _YEAR, "month": 1 / 12, "year": 1.0}
_TIMES = {
    **dict.fromkeys(("day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días"), "day"),
    **dict.fromkeys(("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas"), "week"),
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten", "mois", "mes", "meses"), "month"),
    **dict.fromkeys(("year", "years", "jahr", "jahre", "jahren", "an", "ans", "année", "années"), "year"),
    **dict.fromkeys(("año", "años"), "year"),
}
_PERCENT = frozenset({"percent", "per", "prozent"})
_OLDEST = 110
_MOST_GROUPS = 50
_CATEGORIES = frozenset({"segment", "ordinal", "multi_select"})
_COMPUTED = frozenset({"aggregate.mean", "aggregate.median", "aggregate.share", "aggregate.sum"})
_OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "zero": "="}


def read_period(draft: Draft) -> None:
    """Read a stretch of time, which needs a table with dates; two of them are set side by side."""
    links = [link for link in draft.links if link.kind == "period"]
    if links and draft.vocabulary.table.time is None:
        draft.missing.append("dates")
    elif links and _stopped(draft, links[-1]):
        draft.notes.append(
            "Since when somebody stayed away is told by how long ago each last came, not by a date."
        )
    elif links:
        found = [_dated(draft, dict(link.period)) for link in links]
        draft.slots["period"] = found[-1]
        draft.explicit.add("period")
        if len(found) > 1 and all({"since", "until"} == set(period) for period in found):
            _side_by_side(draft, found)


def _stopped(draft: Draft, link: Link) -> bool:
    """Return whether people are meant who did nothing in a period ("haven't ordered since June")."""
    acts = [
        other for other in draft.links if other.name in {"outcome.gain", "entity.sale"} or other.kind == "entity"
    ]
    return records_sales(draft.vocabulary.table) and any(
        other.end <= link.start and is_negated(draft, other.start) for other in acts
    )


def _side_by_side(draft: Draft, found: list[dict[str, Any]]) -> None:
    """Read "in 2024 compared to 2023" as both, split by the length that they have."""
    first = min(str(period["since"]) for period in found)
    last = max(str(period["until"]) for period in found)
    days = (date.fromisoformat(str(found[0]["until"])) - date.fromisoformat(str(found[0]["since"]))).days
    grain = "year" if days > _QUARTER else "quarter" if days > _MONTH else "month"
    draft.slots["period"] = {"since": first, "until": last}
    draft.by.append({"column": draft.vocabulary.table.time, "grain": grain})
    draft.explicit.add("by")
    draft.slots.setdefault("order", "natural")


def _dated(draft: Draft, period: dict[str, Any]) -> dict[str, Any]:
    """Return a period in which a month without a year is the newest such month that the table holds."""
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    newest = (column.maximum or "") if column else ""
    if not any(str(day).startswith("0001") for day in period.values()) or len(newest) < _ISO_MONTH:
        return period
    told = {name: int(str(day)[5:7]) for name, day in period.items() if name in {"since", "until"}}
    end = told.get("until", told.get("since", 1))
    year = int(newest[:4]) - (end > int(newest[5:7]))
    years = {name: year - (month > end) for name, month in told.items()}
    days = {name: 1 if name == "since" else calendar.monthrange(years[name], told[name])[1] for name in told}
    return {name: f"{years[name]}-{month:02d}-{days[name]:02d}" for name, month in told.items()}


def read_numbers(draft: Draft) -> None:
    """Read `top five`, `top 10%`, `older than 60`, `between 20 and 30` and a bare `= 0`."""
    links = draft.links
    for position, link in enumerate(links):
        if link.kind != "number" or position in draft.used:
            continue
        previous = links[position - 1] if position else None
        name = previous.name if previous is not None and previous.kind == "cue" else ""
        following = links[position + 1] if position + 1 < len(links) else None
        percent = link.end < len(draft.clause.words) and draft.clause.words[link.end].norm in _PERCENT
        if name.startswith("comparator.") and _of_groups(
            draft, position, name, percent or link.name.endswith("%")
        ):
            draft.used.add(position)
        elif (link.name.endswith("%") and not name.startswith("comparator.")) or (
            percent and name.startswith("order.")
        ):
            draft.used.add(position)
            if not name and not draft.has("aggregate"):
                draft.slots["aggregate"] = "share"  # a percentage to be checked
            if name.startswith("order.") and draft.has("order.highest", "aggregate.top_share"):
                several = draft.slots.get("aggregate") == "top_share"
                draft.slots.update(aggregate="top_share", value=None if several else link.name.rstrip("%"))
        elif name.startswith("comparator."):
            draft.used.add(position)
            _compare_number(draft, position, name.removeprefix("comparator."))
        elif _limits(link, previous) or _limits(link, following) or _asked_for(draft, link, previous):
            draft.used.add(position)
            draft.slots["limit"] = int(link.number or 1)
            draft.explicit.add("limit")


def _of_groups(draft: Draft, position: int, comparator: str, percent: bool) -> bool:
    """Read a limit on what is computed for each group ("which plans have a churn rate above 20%")."""
    link = draft.links[position]
    operator = _OPERATORS.get(comparator.removeprefix("comparator."))
    earlier = draft.links[:position]
    computed = any(other.name in _COMPUTED for other in earlier)
    if operator is None or not computed or asked_groups(draft) is None:
        return False
    shared = percent and any(other.name == "aggregate.share" for other in earlier)
    draft.slots["having"] = ({"op": operator, "value": (link.number or 0) / (100 if shared else 1)},)
    draft.explicit.add("having")
    return True


def asked_groups(draft: Draft) -> Link | None:
    """Return the category that is asked for by "which" or "what", of which each value is a group."""
    for link in draft.links:
        if link.kind != "column" or draft.column(link.name).role not in _CATEGORIES:
            continue
        before = draft.before(link)
        if before is not None and before.name == "which" and before.end == link.start:
            return link
    return None


def _limits(link: Link, other: Link | None) -> bool:
    """Return whether a small number stands beside a superlative ("top five", "five best")."""
    if other is None or not other.name.startswith("order."):
        return False
    if link.name == "one" or not 0 < (link.number or 0) <= _MOST_GROUPS:
        return False
    return max(link.start - other.end, other.start - link.end) <= 1


def _asked_for(draft: Draft, link: Link, previous: Link | None) -> bool:
    """Return whether a number says how many groups are asked for ("which three interests ... most often")."""
    which = previous is not None and previous.name == "which" and previous.end == link.start
    return which and 0 < (link.number or 0) <= _MOST_GROUPS and draft.has("order")


def _compare_number(draft: Draft, position: int, comparator: str) -> None:
    link, cue = draft.links[position], draft.links[position - 1]
    if _counts_times(draft, link) and comparator in _OPERATORS:
        draft.slots["repeats"] = f"{_OPERATORS[comparator]}{int(link.number or 0)}"
        return
    column = _compared_column(draft, position, cue)
    if column is None and _since_entry(draft, position, comparator):
        return
    value = _in_unit(draft, position, column) if column is not None else link.number
    if column is None:
        draft.missing.append(f"a measure to compare with {link.name}")
        return
    if comparator == "between":
        upper = next((i for i in range(position + 1, len(draft.links)) if draft.links[i].kind == "number"), None)
        if upper is not None:
            draft.used.add(upper)
            draft.where.append({"column": column, "op": ">=", "value": link.number})
            draft.where.append({"column": column, "op": "<=", "value": draft.links[upper].number})
    else:
        draft.where.append({"column": column, "op": _OPERATORS[comparator], "value": value})
    draft.explicit.add("where")


def _unit_after(draft: Draft, position: int) -> str:
    """Return the unit of time written behind a number, in English singular; empty when there is none."""
    at = draft.links[position].end
    word = draft.clause.words[at].norm if at < len(draft.clause.words) else ""
    after = draft.clause.words[at + 1].norm if at + 1 < len(draft.clause.words) else ""
    return "" if after in {"old", "alt"} else _TIMES.get(word, "")


def _in_unit(draft: Draft, position: int, column: str) -> float | None:
    """Return the number in the unit of a column: two years are 24 where months are held."""
    number = draft.links[position].number
    said, held = _unit_after(draft, position), str(draft.column(column).unit or "").removesuffix("s")
    if number is None or said == held or said not in _LONG or held not in _LONG:
        return number
    return round(number * _LONG[said] / _LONG[held], 2)


def _since_entry(draft: Draft, position: int, comparator: str) -> bool:
    """Read "here for more than two years" as having come in before, counted back from the newest date."""
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    unit, number = _unit_after(draft, position), draft.links[position].number
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


def _measured_in(draft: Draft, position: int) -> str | None:
    """Return the column whose unit stands behind a number ("300 seconds") or in the word that compares."""
    link, cue = draft.links[position], draft.links[position - 1]
    words = draft.clause.words
    after = " ".join(word.norm for word in words[link.end : link.end + 2])
    said = [unit for name, unit in lexicon().measured_in.items() if f"{after} ".startswith(f"{name} ")]
    said += [unit for name, unit in lexicon().implied.items() if name in {words[at].norm for at in cue.span}]
    columns = [entry for entry in draft.vocabulary.columns if entry.column.role == "measure"]
    for unit in said:
        for entry in columns:
            if unit == ("duration" if entry.column.unit in DURATIONS else entry.column.unit):
                return entry.name
    return None


def _compared_column(draft: Draft, position: int, cue: Link) -> str | None:
    """Return the numeric column beside a compared number; an age when people are older than it or nothing fits."""
    said = {draft.clause.words[index].norm for index in cue.span}
    numeric = [
        (abs(index - position), index)
        for index, link in enumerate(draft.links)
        if link.kind == "column"
        and index not in draft.used
        and draft.column(link.name).storage == "number"
        and draft.column(link.name).role in {"measure", "ordinal"}
    ]
    unit = _measured_in(draft, position)
    near = [index for distance, index in sorted(numeric) if distance <= 3]
    if near and not said & {"older", "younger"}:
        draft.used.add(near[0])
        return draft.links[near[0]].name
    if unit is not None:
        return unit
    ages = [entry.name for entry in draft.vocabulary.columns if entry.column.unit == "age"]
    plausible = 0 < (draft.links[position].number or 0) < _OLDEST
    return ages[0] if ages and plausible else None


def read_zero(draft: Draft) -> None:
    """Read "zero-value" and "a balance of zero" as a condition on the measure named, or the only amount."""
    if not draft.cues & {"comparator.zero", "comparator.negative"}:
        return
    operator = "<" if "comparator.negative" in draft.cues else "="
    paid = [column.name for column in amounts(draft.vocabulary.table)]
    names = [link.name for link in draft.measures] or (paid if len(paid) == 1 else [])
    if not names:
        draft.missing.append("a measure that could be zero")
    elif draft.has("aggregate.count", "aggregate.share", "aggregate.mean", "aggregate.median") or operator == "<":
        draft.where.append({"column": names[0], "op": operator, "value": 0})
        draft.measures = [link for link in draft.measures if link.name != names[0]]
    else:
        draft.slots["metric"] = names[0]
        draft.cues = (draft.cues - {"aggregate.sum"}) | {"quality"}
        draft.explicit.add("metric")
        draft.measures = []

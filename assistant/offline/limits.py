"""Limits that a clause sets: "older than 60", "three or more fines", "between 20 and 30", "a balance of zero"."""

from datetime import date, timedelta

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.naming import DURATIONS
from assistant.offline.reading import Link
from assistant.offline.rows import amounts, of_people
from assistant.offline.vocabulary import content
from assistant.offline.words import likeness

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
_OLDEST = 110
_CATEGORIES = frozenset({"segment", "ordinal", "multi_select"})
OPERATORS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "zero": "="}


def compare_number(draft: Draft, position: int, comparator: str) -> None:
    """Read the number at a position of the links as a limit on the measure beside it, or on how often."""
    link, cue = draft.links[position], draft.links[position - 1]
    if _counts_times(draft, link) and comparator in OPERATORS:
        draft.used |= {
            at for at, other in enumerate(draft.links) if other.kind == "column" and other.start == link.end
        }
        draft.slots["repeats"] = f"{OPERATORS[comparator]}{int(link.number or 0)}"
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
        draft.where.append({"column": column, "op": OPERATORS[comparator], "value": value})
    draft.explicit.add("where")


def or_more(draft: Draft, position: int) -> None:
    """Read "three or more fines" and "60 or older": the number comes first."""
    link = draft.links[position]
    words = [word.norm for word in draft.clause.words[link.end : link.end + 3]]
    said = lexicon().behind.get(" ".join(words[:2])) or lexicon().behind.get(" ".join(words[1:]))
    if said:
        draft.used.add(position)
        compare_number(draft, position, said)


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


def asked_groups(draft: Draft) -> Link | None:
    """Return the category that is asked for by "which" or "what", of which each value is a group."""
    for link in draft.links:
        if link.kind != "column" or draft.column(link.name).role not in _CATEGORIES:
            continue
        before = draft.before(link)
        if before is not None and before.name == "which" and before.end == link.start:
            return link
    return None

"""Which column a number is compared with: the one that its noun names, that has its unit, or that stands near."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import Link
from assistant.offline.rows import of_people, records_sales, whole_amounts
from assistant.offline.set_aside import is_measured, measured_alone
from assistant.offline.vocabulary import stands_for
from tools.tables.catalog import Column

# Words for lengths of time, in English singular.
TIMES = {
    **dict.fromkeys(("day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días"), "day"),
    **dict.fromkeys(("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas"), "week"),
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten", "mois", "mes", "meses"), "month"),
    **dict.fromkeys(("year", "years", "jahr", "jahre", "jahren", "an", "ans", "année", "années"), "year"),
    **dict.fromkeys(("año", "años"), "year"),
    **dict.fromkeys(("hour", "hours", "stunde", "stunden", "heure", "heures", "hora", "horas"), "hour"),
    **dict.fromkeys(("minute", "minutes", "minuten", "minuto", "minutos"), "minute"),
    **dict.fromkeys(("second", "seconds", "sekunde", "sekunden", "seconde", "secondes", "segundos"), "second"),
}
_YOUNGEST, _OLDEST = 12, 110  # years that are taken for an age when nothing says what is compared
_NO_COUNTS = frozenset({"money", "age", "duration", "days", "months", "years"})
_NEAR = 3  # links, or words, between a number and what it is compared with


def counts_from_zero(column: Column) -> bool:
    """Return whether a measure begins at zero, so that having none of it is a number that it holds."""
    numeric = column.role == "measure" and column.storage == "number"
    return numeric and column.minimum is not None and float(column.minimum) == 0


def unit_at(draft: Draft, position: int) -> int | None:
    """Return where the unit of time of a number stands, "or more" aside; None when none is said."""
    at = draft.links[position].end
    following = draft.links[position + 1] if position + 1 < len(draft.links) else None
    if following is not None and following.start == at and following.name.startswith("comparator."):
        at = following.end
    word = draft.clause.words[at].norm if at < len(draft.clause.words) else ""
    after = draft.clause.words[at + 1].norm if at + 1 < len(draft.clause.words) else ""
    if _begins_header(draft, at):
        return None
    return at if word in TIMES and after not in {"old", "alt"} else None


def unit_after(draft: Draft, position: int) -> str:
    """Return the unit of time of a number, in English singular; empty when there is none."""
    at = unit_at(draft, position)
    return TIMES[draft.clause.words[at].norm] if at is not None else ""


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
            if unit == quantity_of(entry.column):
                return entry.name
    return None


def compared_column(draft: Draft, position: int, cue: Link) -> str | None:
    """Return the numeric column that a number is compared with: the one named by the noun it counts, else the
    one of its unit, else the nearest; an age only where people are older or nothing else is counted."""
    said = {draft.clause.words[index].norm for index in cue.span}
    if (counted := counted_column(draft, position)) is not None:
        return counted
    unit = _measured_in(draft, position)
    near = _nearest(draft, position)
    if (
        near is not None
        and _times_said(draft, position)
        and draft.column(draft.links[near].name).unit in _NO_COUNTS
    ):
        near = None  # "called more than five times": no stretch of time, nor money
    if near is not None and not said & lexicon().aged:
        if draft.links[near].name != measured_alone(draft) and not is_measured(draft, draft.links[near]):
            draft.used.add(near)
        return draft.links[near].name
    if unit is not None:
        return unit
    if _times_said(draft, position) and (coming := visits(draft)) is not None:
        return coming
    if (paid := _paid_for(draft, position)) is not None:
        return paid
    if (spoken := _set_against(draft, position)) is not None:
        return spoken
    if counted_noun(draft, position) is not None and not (said & lexicon().aged or behind_people(draft, position)):
        return None  # "3 or more no-shows": what is counted has a name, and it is no age
    ages = [entry.name for entry in draft.vocabulary.columns if entry.column.unit == "age"]
    number = draft.links[position].number or 0
    adult = _YOUNGEST <= number < _OLDEST and not _times_said(draft, position)
    return ages[0] if ages and (adult or (said & lexicon().aged and 0 < number < _OLDEST)) else None


def _paid_for(draft: Draft, position: int) -> str | None:
    """Return the one amount of sales that a limit stands right behind ("gifts over 100", "orders above 50")."""
    table, cue = draft.vocabulary.table, draft.links[position - 1]
    paid = whole_amounts(table) if records_sales(table) else []
    behind = any(
        link.end == cue.start and (link.name == "entity.sale" or link.kind == "entity") for link in draft.links
    )
    return paid[0].name if behind and len(paid) == 1 else None


def behind_people(draft: Draft, position: int) -> bool:
    """Return whether a limit stands right behind people ("people under 35 use ..."), so that it is their age."""
    cue = draft.links[position - 1]
    return cue.end == draft.links[position].start and any(
        link.end == cue.start and (link.name == "entity.person" or link.kind == "entity") for link in draft.links
    )


def _set_against(draft: Draft, position: int) -> str | None:
    """Return the numeric column of a limit that a number is set against ("products (1-2 against 3 or more)")."""
    start = draft.links[position].start
    versus = max((link.start for link in draft.links if link.name == "compare.versus"), default=-1)
    before = [str(item["column"]) for at, item in draft.said_at if at < versus < start and "column" in item]
    return next((name for name in reversed(before) if draft.column(name).storage == "number"), None)


def _times_said(draft: Draft, position: int) -> bool:
    """Return whether it is said how often something happened ("5 or more times", "twice or more")."""
    link = draft.links[position]
    after = {word.norm for word in draft.clause.words[link.start : link.end + _NEAR]}
    return bool(after & lexicon().times)


def visits(draft: Draft) -> str | None:
    """Return the column that counts how often people came, where a clause says that they come."""
    if not lexicon().coming & draft.norms:
        return None
    stems = {"visit", *stands_for("visit")}
    for entry in draft.vocabulary.columns:
        named = {part for item in entry.phrases[:2] for part in item.stems}
        if named & stems and entry.column.role == "measure" and of_people(draft.vocabulary.table):
            return entry.name
    return None


def _nearest(draft: Draft, position: int) -> int | None:
    """Return the place of the link to a numeric column that stands nearest to a number, if any is near.

    What stands for a condition already may be limited again ("1-2 products against 3 or more"); the unit of the
    number itself names a column only where nothing else does.
    """
    unit = unit_at(draft, position)
    numeric = [
        (link.start == unit, _untimed(draft, link, unit), index in draft.used, abs(index - position), index)
        for index, link in enumerate(draft.links)
        if _is_numeric(draft, link)
        and (abs(index - position) <= _NEAR or (unit is not None and not _untimed(draft, link, unit)))
    ]
    return min(numeric)[-1] if numeric else None


def _untimed(draft: Draft, link: Link, unit: int | None) -> bool:
    """Return whether a number has a unit of time behind it and a column is of no such unit ("over two hours")."""
    return unit is not None and quantity_of(draft.column(link.name)) not in {"duration", "age", None}


def _is_numeric(draft: Draft, link: Link) -> bool:
    column = draft.column(link.name) if link.kind == "column" else None
    return column is not None and column.storage == "number" and column.role in {"measure", "ordinal"}


def counted_noun(draft: Draft, position: int) -> int | None:
    """Return where the noun stands that a number counts ("3 or more of the products"), None when there is none.

    People, rows, and units of time are not counted by it: they are compared in years, days or heads.
    """
    link = draft.links[position]
    for at in range(link.end, min(link.end + _NEAR + 1, len(draft.clause.words))):
        word = draft.clause.words[at]
        if _begins_header(draft, at):
            return at
        if word.norm in TIMES or word.norm in lexicon().measured_in:
            return None
        if word.norm in lexicon().times and not _linked_number(draft, at):
            return None
        owner = next((other for other in draft.links if at in other.span), None)
        if owner is not None and (owner.kind in {"column", "value"}):
            return at
        if owner is not None and owner.kind == "cue" and owner.name.startswith("comparator."):
            continue  # "or more"
        if owner is not None:
            return None
        if draft.clause.content(at):
            return at
    return None


def _begins_header(draft: Draft, at: int) -> bool:
    """Return whether a word begins the name of a number: "day minutes" are no length of a day."""
    return any(link.start == at and len(link.span) > 1 and _is_numeric(draft, link) for link in draft.links)


def _linked_number(draft: Draft, at: int) -> bool:
    """Return whether a word is linked to a numeric column ("visits" may be one)."""
    return any(link.start == at and _is_numeric(draft, link) for link in draft.links)


def counted_column(draft: Draft, position: int) -> str | None:
    """Return the numeric column named by the noun that a number counts, marking its link as used."""
    noun = counted_noun(draft, position)
    for index, link in enumerate(draft.links):
        if noun is not None and link.start == noun and _is_numeric(draft, link):
            draft.used.add(index)
            return link.name
    return None

"""What a text asks of the person it is given to: age, household, plan, a product, something that happened."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import cast

from assistant.demo.history import NOTHING, Event, History
from assistant.demo.people import Person
from assistant.demo.prose import items
from assistant.demo.tables import NEWEST, OLDEST

_WHOLE = (0, 120)
_MONTHS = (
    "january|januar|janvier|enero", "february|februar|février|febrero", "march|märz|mars|marzo",
    "april|avril|abril", "may|mai|mayo", "june|juni|juin|junio", "july|juli|juillet|julio", "august|août|agosto",
    "september|septembre|septiembre", "october|oktober|octobre|octubre", "november|novembre|noviembre",
    "december|dezember|décembre|diciembre",
)  # fmt: skip
_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of |de )?({'|'.join(_MONTHS)})\b(?: (20\d\d))?", re.IGNORECASE
)
_Ages = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Needs:
    """Traits that a person must have; an empty set or the whole span of ages asks for nothing."""

    ages: _Ages = _WHOLE
    or_ages: _Ages = _WHOLE
    households: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    event: Event = ""
    dated: tuple[int, int, int] | None = None  # day, month, year (0: any) of the last date that the text names

    def days(self) -> list[tuple[date, date]]:
        """Return the spans of days in which the text can have been written, none where it names no date."""
        if self.dated is None:
            return []
        day, month, year = self.dated
        named = [date(each, month, day) for each in ((year,) if year else range(OLDEST.year, NEWEST.year + 1))]
        return [(on - timedelta(days=4), on + timedelta(days=33)) for on in named]

    def met_by(self, person: Person, known: History = NOTHING) -> bool:
        """Return whether a person can have written the text at some time."""
        return (
            self._aged(person)
            and (not self.plans or person.plan in self.plans)
            and all(known.bought(product) is not None for product in self.products)
            and (not self.event or bool(known.windows(self.event)))
        )

    def _aged(self, person: Person) -> bool:
        """Return whether household and age fit; grown children are of older people whatever their household."""
        home = not self.households or person.household in self.households
        if home and self.ages[0] <= person.age <= self.ages[1]:
            return True
        return self.or_ages != _WHOLE and self.or_ages[0] <= person.age <= self.or_ages[1]

    def happening(self, event: Event) -> "Needs":
        """Return the same for a text about something that happened."""
        return replace(self, event=event)


ANYBODY = Needs()


@dataclass(frozen=True, slots=True)
class _Cue:
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: Needs


@cache
def needs_of(text: str) -> Needs:
    """Return what the words of a text ask of its writer."""
    found = ANYBODY
    for cue in _cues():
        if cue.pattern.search(text) and not (cue.unless and cue.unless.search(text)):
            found = _both(found, cue.needs)
    return replace(found, dated=_named_last(text))


def _named_last(text: str) -> tuple[int, int, int] | None:
    """Return the last date that a text names as day, month and year, 0 for a year that it leaves out."""
    found = _DATE.findall(text)
    if not found:
        return None
    day, name, year = found[-1]
    month = next(number for number, names in enumerate(_MONTHS, start=1) if name.lower() in names.split("|"))
    return int(day), month, int(year or 0)


def _both(one: Needs, other: Needs) -> Needs:
    return Needs(
        ages=(max(one.ages[0], other.ages[0]), min(one.ages[1], other.ages[1])),
        or_ages=other.or_ages if one.or_ages == _WHOLE else one.or_ages,
        households=one.households & other.households or one.households or other.households,
        plans=one.plans & other.plans or one.plans or other.plans,
        products=one.products | other.products,
    )


@cache
def _cues() -> tuple[_Cue, ...]:
    return tuple(_cue(item) for item in items("cues.yaml"))


def _cue(item: dict[str, object]) -> _Cue:
    def names(key: str) -> frozenset[str]:
        return frozenset(str(name) for name in cast("list[str]", item.get(key, [])))

    def ages(key: str) -> _Ages:
        low, high = cast("list[int]", item.get(key, list(_WHOLE)))
        return low, high

    unless = item.get("unless")
    bought = item.get("bought")
    return _Cue(
        re.compile(str(item["cue"]), re.IGNORECASE | re.MULTILINE),
        re.compile(str(unless), re.IGNORECASE) if unless else None,
        Needs(
            ages=ages("age"),
            or_ages=ages("or_age"),
            households=names("household"),
            plans=names("plan"),
            products=frozenset({str(bought)}) if bought else frozenset(),
        ),
    )

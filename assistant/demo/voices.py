"""Whose words a text is: a customer of the right kind, of the right language, who was one on that day."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.demo.history import NOTHING, History
from assistant.demo.names import LANGUAGES
from assistant.demo.needs import ANYBODY, Needs
from assistant.demo.people import Person
from assistant.demo.tables import NEWEST, OLDEST, day_between

_TRIES = 400
_AFTERWARDS = timedelta(days=21)
_WITH_CHILDREN, _GROWN = frozenset({"Family"}), (57, 120)  # grandparents, whatever their household
_SETTLED = timedelta(days=4)  # from an order to the first words about what came
Span = tuple[date, date]


class Voices:
    """Gives texts to customers, so that few speak often and most speak once or never."""

    def __init__(
        self, draw: random.Random, people: Sequence[Person], known: Mapping[int, History] | None = None
    ) -> None:
        self._draw = draw
        self._people = people
        self._known = known or {}
        self._spoken: Counter[int] = Counter()
        self._speakers: dict[tuple[str, str], list[Person]] = {}
        self._kinds: dict[tuple[str, str, Needs], list[Person]] = {}

    def on_a_day(
        self,
        whose: str,
        lang: str,
        first: date = OLDEST,
        last: date = NEWEST,
        *,
        leaving: bool = False,
        needs: Needs = ANYBODY,
    ) -> tuple[date, Person]:
        """Return a day of the period and a customer of that day; `leaving` prefers the days before they left.

        What a text needs of its writer is met; where nobody of the kind does, by anybody of the language, and what
        happened to them is let go before who they are.
        """
        calm = needs.happening("")
        for kind, wanted in ((whose, needs), (whose, calm), ("any", needs), ("any", calm), (whose, ANYBODY)):
            found = self._found(kind, lang, (first, last), leaving, wanted)
            if found is not None:
                day, person = found
                self._spoken[person.number] += 1
                return day, person
        raise LookupError(f"no customer for {whose}, {lang}, {first} to {last}")

    def _found(
        self, whose: str, lang: str, period: Span, leaving: bool, needs: Needs
    ) -> tuple[date, Person] | None:
        fitting = self._of(whose, lang, needs)
        tries: list[tuple[int, date, Person]] = []
        for _ in range(_TRIES if fitting else 0):
            person = self._draw.choice(fitting)
            span = self._span(person, period, needs)
            if span is None or (leaving and person.left is None and self._draw.random() < 0.8):
                continue
            begin, end = span
            begin = max(begin, end - timedelta(days=45)) if leaving and person.left and not needs.event else begin
            tries.append((self._spoken[person.number], day_between(self._draw, begin, end), person))
            if len(tries) == 3:
                break
        if not tries:
            return None
        _, day, person = min(tries, key=lambda found: (found[0], found[1], found[2].number))
        return day, person

    def _span(self, person: Person, period: Span, needs: Needs) -> Span | None:
        """Return days of the period on which a person can have spoken of what they bought and what happened."""
        known = self._known.get(person.number, NOTHING)
        had = [day + _SETTLED for product in needs.products if (day := known.bought(product)) is not None]
        begin = max([period[0], person.joined, *had])
        end = min(period[1], person.last_day + _AFTERWARDS, NEWEST)
        possible = [(begin, end)]
        for windows in (known.windows(needs.event) if needs.event else [], needs.days()):
            if windows:
                possible = [(max(a, c), min(b, d)) for a, b in possible for c, d in windows]
        possible = [span for span in possible if span[0] <= span[1]]
        return self._draw.choice(possible) if possible else None

    def unheard(self, whose: str, lang: str, by: date, needs: Needs = ANYBODY) -> Person:
        """Return a customer of a kind who was given nothing yet, and had what the text speaks of by a day."""
        for kind, wanted in ((whose, needs), ("any", needs), (whose, ANYBODY)):
            fitting = [
                person
                for person in self._of(kind, lang, wanted)
                if not self._spoken[person.number] and self._span(person, (OLDEST, by), wanted) is not None
            ]
            if fitting:
                person = self._draw.choice(fitting)
                self._spoken[person.number] += 1
                return person
        raise LookupError(f"no silent customer for {whose}, {lang}")

    def _of(self, whose: str, lang: str, needs: Needs) -> list[Person]:
        wanted = replace(needs, dated=None)  # dates ask for a day, not for a person
        if whose == "parent" and not needs.households:
            wanted = replace(wanted, households=_WITH_CHILDREN, or_ages=_GROWN)
        if (whose, lang, wanted) not in self._kinds:
            if (whose, lang) not in self._speakers:
                self._speakers[whose, lang] = _speaking(lang, (p for p in self._people if p.fits(whose)))
            everyone, known = self._speakers[whose, lang], self._known
            fitting = [person for person in everyone if wanted.met_by(person, known.get(person.number, NOTHING))]
            self._kinds[whose, lang, wanted] = everyone if wanted == ANYBODY else fitting
        return self._kinds[whose, lang, wanted]


def _speaking(lang: str, people: Iterable[Person]) -> list[Person]:
    """Return those who would write a language; English is also written by one in eight from elsewhere."""
    homes = LANGUAGES[lang]
    return [person for person in people if person.country in homes or (lang == "en" and person.number % 8 == 0)]

"""Whose words a text is: a customer of the right kind, of the right language, who was one on that day."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from assistant.demo.names import LANGUAGES
from assistant.demo.people import Person
from assistant.demo.tables import NEWEST, OLDEST, day_between

_TRIES = 400
_AFTERWARDS = timedelta(days=21)


class Voices:
    """Gives texts to customers, so that few speak often and most speak once or never."""

    def __init__(self, draw: random.Random, people: Sequence[Person]) -> None:
        self._draw = draw
        self._people = people
        self._spoken: Counter[int] = Counter()
        self._kinds: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def on_a_day(
        self, whose: str, lang: str, first: date = OLDEST, last: date = NEWEST, *, leaving: bool = False
    ) -> tuple[date, Person]:
        """Return a day of the period and a customer of that day; `leaving` prefers the days before they left."""
        fitting = self._of(whose, lang)
        tries: list[tuple[int, date, Person]] = []
        for _ in range(_TRIES):
            person = self._draw.choice(fitting)
            begin, end = max(first, person.joined), min(last, person.last_day + _AFTERWARDS, NEWEST)
            if begin > end or (leaving and person.left is None and self._draw.random() < 0.8):
                continue
            begin = max(begin, end - timedelta(days=45)) if leaving and person.left else begin
            tries.append((self._spoken[person.number], day_between(self._draw, begin, end), person))
            if len(tries) == 3:
                break
        if not tries:
            raise LookupError(f"no customer for {whose}, {lang}, {first} to {last}")
        _, day, person = min(tries, key=lambda found: (found[0], found[1], found[2].number))
        self._spoken[person.number] += 1
        return day, person

    def unheard(self, whose: str, lang: str = "en") -> Person:
        """Return a customer of a kind who has not been given anything yet."""
        fitting = [person for person in self._of(whose, lang) if not self._spoken[person.number]]
        person = self._draw.choice(fitting)
        self._spoken[person.number] += 1
        return person

    def _of(self, whose: str, lang: str) -> list[Person]:
        found = self._kinds[whose, lang]
        if not found:
            found.extend(_speaking(lang, (person for person in self._people if person.fits(whose))))
        return found


def _speaking(lang: str, people: Iterable[Person]) -> list[Person]:
    """Return those who would write a language; English is also written by one in eight from elsewhere."""
    homes = LANGUAGES[lang]
    return [person for person in people if person.country in homes or (lang == "en" and person.number % 8 == 0)]

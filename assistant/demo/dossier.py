"""What is on file about each customer: the rows of the other tables, as the facts that a summary may tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from assistant.demo.history import NOTHING, PLASTIC_FREE, History
from assistant.demo.people import Person
from assistant.demo.prose import mapping
from assistant.demo.tables import NEWEST, Table

WOULD_PAY = "Would you pay more for plastic-free pods?"
_CONTENT = "All in all, how satisfied are you with Sprig & Sill? (1 = not at all, 5 = very)"
_QUIET = timedelta(days=120)
_OTHERS = ("de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on file about a customer that a summary draws on."""

    person: Person
    known: History
    tickets: tuple[tuple[date, str, object], ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""

    @property
    def stays(self) -> bool:
        """Whether the person is a customer still."""
        return self.person.left is None

    @property
    def quiet(self) -> bool:
        """Whether a customer has ordered nothing for months."""
        return self.stays and self.known.last is not None and NEWEST - self.known.last > _QUIET

    def facts(self, lang: str) -> dict[str, dict[str, str]]:
        """Return each fact that holds, with what fills its slots in a language."""
        found: dict[str, dict[str, str]] = {}
        person, known = self.person, self.known
        plan = person.plan.removesuffix(" refill").lower()
        found["start"] = {"joined": month(person.joined, lang), "channel": said(person.channel, lang)}
        if plan == "no plan":
            found["free"] = {}
        else:
            found["plan"] = {"plan": said(plan, lang)}
        if known.last is not None and known.orders == 1:
            found["once"] = {"last": day(known.last, lang)}
        elif known.last is not None:
            found["volume"] = {
                "n": str(known.orders),
                "spent": str(round(known.spent)),
                "last": day(known.last, lang),
            }
        found |= self._habits(lang) | self._troubles(lang)
        if person.left is not None:
            why = f" ({said(self.reason, lang)})" if self.reason else ""
            found["gone"] = {"left": month(person.left, lang), "reason": why}
        elif self.quiet and known.last is not None:
            found["quiet"] = {"last": day(known.last, lang)}
        return found

    def _habits(self, lang: str) -> dict[str, dict[str, str]]:
        """Return what somebody buys and answers."""
        found: dict[str, dict[str, str]] = {}
        count = self.known.count
        pods = {name: n for name, n in count.items() if name.endswith(" pods") and name != PLASTIC_FREE}
        if pods:
            best = min(pods, key=lambda name: (-pods[name], name))
            found["taste"] = {"taste": said(best.removesuffix(" pods"), lang)}
        for fact, slot, name in (("gift", "gifts", "Gift set"), ("box", "boxes", "Children's box")):
            if count[name] > 1:
                found[fact] = {slot: str(count[name])}
        if count[PLASTIC_FREE] > 1:
            found["paper"] = {"paper": str(count[PLASTIC_FREE])}
        elif self.answers.get(WOULD_PAY) == "Yes" and not count[PLASTIC_FREE]:
            found["says"] = {}
        if self.answers:
            found["survey"] = {"score": str(self.answers[_CONTENT])}
        second = self.known.first.get("Planter 2")
        if second is not None:
            found["second"] = {"second": month(second, lang)}
        return found

    def _troubles(self, lang: str) -> dict[str, dict[str, str]]:
        """Return what went wrong and how the window looks."""
        found: dict[str, dict[str, str]] = {}
        if self.known.late:
            when, took = max(self.known.late, key=lambda late: late[1])
            found["late"] = {"late": str(took), "late_month": month(when, lang)}
        if self.known.refunds:
            when, product = self.known.refunds[-1]
            found["refund"] = {"refund": said(product, lang), "refund_month": month(when, lang)}
        solved = [ticket for ticket in self.tickets if ticket[2] is not None]
        if solved:
            opened, topic, hours = solved[-1]
            found["ticket"] = {
                "ticket": said(topic, lang), "ticket_month": month(opened, lang), "hours": str(hours)
            }  # fmt: skip
        if self.person.window == "north":
            lamp = self.known.first.get("Grow light")
            found["light" if lamp is None else "lamp"] = {} if lamp is None else {"lamp": month(lamp, lang)}
        return found


def dossiers(
    people: Sequence[Person],
    known: Mapping[int, History],
    tickets: Table,
    survey: Table,
    reasons: Mapping[int, str],
) -> list[Dossier]:
    """Return what is on file about each customer."""
    asked: dict[str, list[tuple[date, str, object]]] = defaultdict(list)
    for _, opened, customer, topic, _via, _waited, hours, _reopened, merged, _message in tickets.rows:
        if isinstance(opened, date) and merged is None:
            asked[str(customer)].append((opened, str(topic), hours))
    answers = {str(row[0]): dict(zip(survey.header, row, strict=True)) for row in survey.rows}
    return [
        Dossier(
            person,
            known.get(person.number, NOTHING),
            tuple(asked[person.id]),
            answers.get(person.id, {}),
            reasons.get(person.number, ""),
        )
        for person in people
    ]


def said(name: str, lang: str) -> str:
    """Return a product, topic, plan, channel or reason in lower case, in a language."""
    low, known = name.lower(), cast("dict[str, str]", _words()["names"].get(lang, {}))
    if low.endswith(" pods") and lang in _OTHERS:
        return known.get(low.removesuffix(" pods"), low)
    return known.get(low, low)


def month(when: date, lang: str) -> str:
    """Return `Mar 24`."""
    return f"{_words()['months'][lang][when.month - 1]} {when.year % 100:02d}"


def day(when: date, lang: str) -> str:
    """Return `19 Jun 25`."""
    return f"{when.day} {month(when, lang)}"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return cast("dict[str, dict[str, Any]]", mapping("summary_words.yaml"))

"""tickets.csv: what people wrote or said to support, how long they waited, what was opened twice."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.demo import names, truths
from assistant.demo.history import Event, History
from assistant.demo.needs import ANYBODY, needs_of
from assistant.demo.people import Person
from assistant.demo.prose import Line, lines
from assistant.demo.tables import NEWEST, OLDEST, Cell, Row, Table, dice, numbered
from assistant.demo.voices import Voices

_ALL = 1500
_MERGED = 84
# Chats of the first two years were not kept: the ticket is there, its words are not.
_CHATS_KEPT_SINCE = date(2024, 3, 1)
_SILENT = {  # topic -> weight among the tickets without words
    "Plants not growing": 24,
    "Refund": 16,
    "Late parcel": 22,
    "Cancel": 10,
    "Broken part": 9,
    "Seeds": 8,
    "Refill": 6,
    "Gift order": 5,
}
_LAST = {"Late parcel": date(2024, 10, 20)}
_EVENTS: dict[str, Event] = {"Late parcel": "late", "Refund": "refunded", "Gift order": "gift"}
_HEADER = (
    "ticket_id", "opened", "customer_id", "topic", "via", "first_reply_minutes", "hours_to_resolve", "reopened",
    "merged_into", "message",
)  # fmt: skip
_Ticket = tuple[date, str, str, str, str | None]  # opened, customer_id, topic, via, message


def ticket_table(people: Sequence[Person], known: Mapping[int, History]) -> Table:
    """Return one row a ticket, in the order of their days; a merged one names the ticket it went into."""
    draw = dice("tickets")
    voices = Voices(draw, people, known)
    tickets = _written(draw, voices, lines("tickets.yaml", "tickets-2.yaml", "personal.yaml"), spoken=False)
    tickets += _written(draw, voices, lines("phone_notes.yaml"), spoken=True)
    again = draw.sample([ticket for ticket in tickets if _may_come_again(ticket)], _MERGED)
    tickets += _silent(draw, voices, _ALL - _MERGED - len(tickets))
    tickets.sort(key=lambda ticket: (str(ticket[0]), ticket[1], str(ticket[4])))
    rows = list(numbered("T", [_row(draw, ticket) for ticket in tickets], 4))
    first = {(row[1], row[2], row[9]): row[0] for row in rows}
    for number, (day, customer, topic, via, message) in enumerate(sorted(again), start=len(rows) + 1):
        other = "chat" if via == "e-mail" else "e-mail"
        later = day + timedelta(days=draw.choice((0, 0, 1, 2)))
        waited = _reply(draw, other, later)
        whole = (f"T{number:04d}", later, customer, topic, other, waited, None, "no")
        rows.append((*whole, first[day, customer, message], message))
    rows.sort(key=lambda row: (str(row[1]), str(row[0])))
    return Table("tickets.csv", _HEADER, tuple(rows))


def _written(draw: random.Random, voices: Voices, texts: Sequence[Line], *, spoken: bool) -> list[_Ticket]:
    tickets: list[_Ticket] = []
    hums = sum(line.topic == "Pump noise" for line in texts)
    for line in texts:
        first, last = line.period
        last = min(last, _LAST.get(line.topic, NEWEST))
        first = min(first, last - timedelta(days=30))
        if line.topic == "Pump noise":  # a third in the first month of the new pump, the rest in the last quarter
            hums -= 1
            first, last = _of_the_pump(hums)
        leaving = line.topic in {"Cancel", "Refund"}
        needs = needs_of(line.text).happening(_EVENTS.get(line.topic, ""))
        if needs.dated is not None:  # a date that the words name decides
            first, last = line.period
        day, person = voices.on_a_day(line.whose, line.lang, first, last, leaving=leaving, needs=needs)
        via = "phone" if spoken else draw.choice(("chat", "e-mail", "e-mail"))
        told = {"name": person.name, "email": person.email, "phone": names.phone(draw, person.country)}
        text = line.text
        for key, value in told.items():
            text = text.replace("{" + key + "}", value)
        tickets.append((day, person.id, line.topic, via, text))
    return tickets


def _may_come_again(ticket: _Ticket) -> bool:
    """Return whether the same message may have come a second time, by the other way in."""
    return ticket[3] != "phone" and ticket[2] != "Pump noise" and ticket[0] < NEWEST - timedelta(days=5)


def _of_the_pump(left: int) -> tuple[date, date]:
    if left % 3 == 1:
        return truths.PLANTER_2_SINCE + timedelta(days=3), truths.LAST_QUARTER - timedelta(days=1)
    return truths.LAST_QUARTER, NEWEST


def _silent(draw: random.Random, voices: Voices, wanted: int) -> list[_Ticket]:
    tickets: list[_Ticket] = []
    for topic in draw.choices(tuple(_SILENT), weights=tuple(_SILENT.values()), k=wanted):
        north = draw.random() < {"Plants not growing": 0.85, "Refund": 0.7}.get(topic, 0.2)
        whose = "gift" if topic == "Gift order" else "north" if north else "any"
        first, last = OLDEST + timedelta(days=40), _CHATS_KEPT_SINCE - timedelta(days=1)
        needs = ANYBODY.happening(_EVENTS.get(topic, ""))
        day, person = voices.on_a_day(whose, "en", first, last, leaving=topic in {"Cancel", "Refund"}, needs=needs)
        tickets.append((day, person.id, topic, "chat", None))
    return tickets


def _row(draw: random.Random, ticket: _Ticket) -> Row:
    day, customer, topic, via, message = ticket
    slow = 2.4 if topic in {"Refund", "Pump noise", "Late parcel"} else 1.0
    hours: Cell = max(1, round(draw.lognormvariate(2.3, 0.9) * slow))
    reopened = "yes" if draw.random() < (0.19 if slow > 1 else 0.08) else "no"
    return (day, customer, topic, via, _reply(draw, via, day), hours, reopened, None, message)


def _reply(draw: random.Random, via: str, day: date) -> int:
    """Return minutes until somebody answered; at weekends mail waits."""
    if via == "phone":
        return draw.randint(0, 4)
    if via == "chat":
        return max(1, round(draw.lognormvariate(1.9, 0.6)))
    weekend = 900 if day.weekday() >= 5 else 0
    return max(5, round(draw.lognormvariate(5.2, 0.7))) + weekend

"""customers.csv: traits, consent, what service noted, and columns that must not explain who left."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.demo import names, truths
from assistant.demo.dossier import dossiers
from assistant.demo.history import History
from assistant.demo.people import Person
from assistant.demo.summaries import summaries
from assistant.demo.tables import NEWEST, Row, Table, dice

Beside = tuple[Table, Table]  # tickets, survey
_POTS = ("terracotta", "white", "slate", "mustard")
_REASONS = {
    True: ("No light", "No light", "No light", "Too expensive", "Other", ""),
    False: ("Moved", "Too expensive", "Other", "No time", ""),
}
_HEADER = (
    "customer_id", "name", "email", "phone", "birthday", "joined", "age", "city", "country", "household",
    "window_faces", "pot_colour", "plan", "channel", "campaign", "consent_research", "consent_marketing",
    "satisfaction", "newsletter", "newsletter_opt_in", "fax", "cancelled", "cancelled_on",
    "cancel_reason", "last_refill_on", "crm_summary",
)  # fmt: skip


def customer_table(
    people: Sequence[Person], last_refills: Mapping[int, date], known: Mapping[int, History], *, beside: Beside
) -> Table:
    """Return one row a customer; `last_refills` are the days of their last orders of pods.

    The summaries agree with what the customer ordered (`known`), wrote to support and answered (`beside`).
    """
    draw = dice("customers")
    pots, letters = _pots(people), _newsletter(draw, people)
    rows: list[Row] = []
    for person in people:
        refill = last_refills.get(person.number)
        rows.append(_row(draw, person, pots[person.number], letters[person.number], refill))
    reason = _HEADER.index("cancel_reason")
    reasons = {person.number: str(row[reason] or "") for person, row in zip(people, rows, strict=True)}
    told = summaries(dice("summaries"), dossiers(people, known, *beside, reasons))
    whole = ((*row, told[person.number]) for person, row in zip(people, rows, strict=True))
    return Table("customers.csv", _HEADER, tuple(whole))


def _row(draw: random.Random, person: Person, pot: str, letter: tuple[str, str], last_refill: date | None) -> Row:
    """Return a customer's row but for the summary; `letter` says who subscribed and who confirmed it."""
    mood = (1, 1, 2, 2, 3, 3, 4, 4, 5, None) if person.left else (1, 2, 3, 3, 4, 4, 4, 5, 5, None)
    return (
        person.id,
        person.name,
        person.email,
        names.phone(draw, person.country) if draw.random() < 0.4 else None,
        _birthday(draw, person) if draw.random() < 0.25 else None,
        person.joined,
        person.age,
        person.town,
        person.country,
        person.household,
        person.window,
        pot,
        person.plan,
        person.channel,
        person.campaign,
        "yes" if draw.random() < 0.71 else "no",
        "yes" if draw.random() < 0.52 else "no",
        draw.choice(mood),
        *letter,
        None,
        "yes" if person.left else "no",
        person.left,
        draw.choice(_REASONS[person.window == "north"]) if person.left else None,
        last_refill,
    )


def _birthday(draw: random.Random, person: Person) -> date:
    return date(NEWEST.year - person.age - 1, 7, 1) + timedelta(days=draw.randrange(365))


def _pots(people: Sequence[Person]) -> dict[int, str]:
    """Return colours that go round within window, plan and outcome, so that none of these depends on them."""
    turns: dict[tuple[str, str, bool], int] = defaultdict(int)
    colours = {}
    for person in people:
        cell = (person.window, person.plan, person.left is not None)
        colours[person.number] = _POTS[turns[cell] % len(_POTS)]
        turns[cell] += 1
    return colours


def _newsletter(draw: random.Random, people: Sequence[Person]) -> dict[int, tuple[str, str]]:
    """Return who subscribed to the newsletter and who confirmed it: all but very few of the former."""
    subscribed = draw.sample([person.number for person in people], truths.SUBSCRIBED)
    confirmed = set(subscribed[: truths.CONFIRMED])
    chosen = set(subscribed)
    return {
        person.number: (
            "yes" if person.number in chosen else "no",
            "yes" if person.number in confirmed else "no",
        )
        for person in people
    }

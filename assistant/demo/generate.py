"""Writes the demo company's files from a seed and hand-written prose; the same bytes each time.

Run `python -m assistant.demo.generate DIRECTORY`; without an argument the packaged data is rewritten.
"""

import csv
import io
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SEED = 20250630
NEWEST = date(2025, 6, 30)
CUSTOMERS = 300

# The planted difference: what share of customers has left, by the way their window faces.
LEFT = {"north": 0.50, "east": 0.18, "south": 0.12, "west": 0.16}
PRICES = {"Starter kit": 39.0, "Basil pods": 6.5, "Mixed pods": 7.5, "Mint pods": 6.5, "Grow light": 39.0}
REASONS = ("cook", "parent", "calm", "gift")
GIVEN = """Ada Bruno Clara Dario Elin Farid Greta Hamza Ines Jarek Kaya Leon Mira Nuno Olga Pavel Rania Stefan
Tilda Umar Vera Wanda Xenia Yusuf Zoe"""
FAMILY = """Abendroth Bellini Carvalho Dumont Eriksen Farrow Gutmann Haddad Ivanov Jansen Kowal Lindqvist Moreau
Novak Ortega Petrov Quist Rossi Sandoval Thorne Ulrich Vance Whitlock Yilmaz Zeller"""
# The six who were interviewed, as their conversations tell it: name, reason, window, household, joined, left.
SPOKEN = {
    "cook": ("Helena Brandt", "cook", "south", "Couple", date(2024, 5, 3), None),
    "north": ("Tomasz Wilk", "calm", "north", "Couple", date(2024, 11, 20), date(2025, 1, 15)),
    "parent": ("Marie Okafor", "parent", "west", "Family", date(2024, 10, 13), None),
    "calm": ("Ruth Castellano", "calm", "east", "Single", date(2024, 3, 2), None),
    "gift": ("Priya Nair", "gift", "south", "Couple", date(2025, 4, 22), None),
    "north_stays": ("Anselm Vogt", "cook", "north", "Single", date(2024, 6, 1), None),
}


@dataclass(frozen=True, slots=True)
class Customer:
    """One invented customer; `reason` is why they buy, which no table states."""

    number: int
    name: str
    reason: str
    window: str
    household: str
    age: int
    plan: str
    channel: str
    joined: date
    left: date | None

    @property
    def id(self) -> str:
        """Return the id that all files share."""
        return f"C{self.number:04d}"

    @property
    def email(self) -> str:
        """Return an address in a domain that is reserved for examples."""
        return self.name.lower().replace(" ", ".") + "@example.com"


def generate() -> dict[str, str]:
    """Return the text of every file of the demo company by its relative path."""
    draw = random.Random(SEED)  # noqa: S311 - invented data must be repeatable, not secret
    customers = _customers(draw)
    files = {
        "customers.csv": _customer_table(draw, customers),
        "orders.csv": _orders(draw, customers),
        "tickets.csv": _tickets(draw, customers),
        "feedback.csv": _feedback(draw, customers),
        "copy/homepage.md": (HERE / "prose" / "homepage.md").read_text(encoding="utf-8"),
    }
    for path in sorted((HERE / "prose" / "interviews").glob("*.md")):
        files[f"interviews/{path.name}"] = _interview(path.read_text(encoding="utf-8"))
    return files


def write(directory: Path) -> None:
    """Write all files below a directory."""
    for name, text in generate().items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def _customers(draw: random.Random) -> list[Customer]:
    names = [f"{given} {family}" for given in GIVEN.split() for family in FAMILY.split()]
    draw.shuffle(names)
    spoken = list(SPOKEN.values())
    people = []
    for number in range(1, CUSTOMERS + 1):
        if number <= len(spoken):
            name, reason, window, household, joined, left = spoken[number - 1]
            plan = "No plan" if reason == "gift" else "Monthly refill"
        else:
            name, reason = names[number], draw.choices(REASONS, weights=(40, 25, 22, 13))[0]
            window = draw.choices(tuple(LEFT), weights=(28, 22, 28, 22))[0]
            household = _household(draw, reason)
            joined = date(2023, 1, 9) + timedelta(days=draw.randrange(800))
            stayed = min(draw.randrange(45, 260), (NEWEST - joined).days)
            left = joined + timedelta(days=stayed) if draw.random() < LEFT[window] else None
            plan = draw.choices(("Monthly refill", "Yearly refill", "No plan"), weights=(55, 20, 25))[0]
        people.append(
            Customer(
                number=number,
                name=name,
                reason=reason,
                window=window,
                household=household,
                age=_age(draw, reason),
                plan=plan,
                channel=_channel(draw, reason, window),
                joined=joined,
                left=left,
            )
        )
    return people


def _household(draw: random.Random, reason: str) -> str:
    weights = {"parent": (2, 3, 90, 5), "cook": (25, 45, 20, 10), "calm": (60, 25, 5, 10)}
    kinds = ("Single", "Couple", "Family", "Shared flat")
    return draw.choices(kinds, weights=weights.get(reason, (40, 30, 20, 10)))[0]


def _age(draw: random.Random, reason: str) -> int:
    low, high = {"parent": (29, 47), "calm": (24, 58), "cook": (27, 69)}.get(reason, (22, 66))
    return draw.randint(low, high)


def _channel(draw: random.Random, reason: str, window: str) -> str:
    if window == "north":
        return draw.choices(("Video ad", "Search", "Friend", "Fair"), weights=(60, 25, 10, 5))[0]
    if reason == "gift":
        return draw.choices(("Friend", "Search", "Fair"), weights=(55, 30, 15))[0]
    return draw.choices(("Search", "Friend", "Video ad", "Fair"), weights=(40, 30, 18, 12))[0]


def _customer_table(draw: random.Random, customers: Sequence[Customer]) -> str:
    header = (
        "customer_id",
        "name",
        "email",
        "joined",
        "age",
        "household",
        "window_faces",
        "plan",
        "channel",
        "satisfaction",
        "cancelled",
        "cancelled_on",
    )
    rows = []
    for person in customers:
        mood = (1, 2, 2, 3) if person.left else (3, 4, 4, 5, 5)
        rows.append(
            (
                person.id,
                person.name,
                person.email,
                person.joined,
                person.age,
                person.household,
                person.window,
                person.plan,
                person.channel,
                draw.choice(mood),
                "yes" if person.left else "no",
                person.left or "",
            )
        )
    return _csv(header, rows)


def _orders(draw: random.Random, customers: Sequence[Customer]) -> str:
    rows: list[tuple[object, ...]] = []
    for person in customers:
        last = person.left or NEWEST
        rows.append((person.joined, person.id, "Starter kit", 1, PRICES["Starter kit"], "no"))
        if person.window == "north" and draw.random() < (0.15 if person.left else 0.55):
            rows.append(
                (person.joined + timedelta(days=20), person.id, "Grow light", 1, PRICES["Grow light"], "no")
            )
        if person.plan == "No plan" and draw.random() < 0.5:
            continue
        gap = 30 if person.plan != "No plan" else 75
        day = person.joined + timedelta(days=draw.randrange(20, 40))
        while day <= last:
            pods = draw.choices(("Basil pods", "Mixed pods", "Mint pods"), weights=(45, 40, 15))[0]
            quantity = draw.choices((1, 2, 3), weights=(55, 35, 10))[0]
            refunded = draw.random() < (0.16 if person.window == "north" else 0.02)
            rows.append((day, person.id, pods, quantity, PRICES[pods] * quantity, "yes" if refunded else "no"))
            day += timedelta(days=gap + draw.randrange(-6, 16))
    rows = [row for row in rows if isinstance(row[0], date) and row[0] <= NEWEST]
    rows.sort(key=lambda row: (str(row[0]), str(row[1]), str(row[2])))
    header = ("order_id", "ordered", "customer_id", "product", "quantity", "amount", "refunded")
    return _csv(header, [(f"B{number:05d}", *row) for number, row in enumerate(rows, start=1)])


def _tickets(draw: random.Random, customers: Sequence[Customer]) -> str:
    rows = []
    for item in _prose("tickets.yaml"):
        person = _speaker(draw, customers, str(item["for"]), unhappy=item["topic"] in {"Cancel", "Refund"})
        opened = _day_of(draw, person)
        hours = max(1, round(draw.lognormvariate(2.7, 0.8)))
        text = str(item["text"]).format(name=person.name, email=person.email, phone="+49 30 901820")
        rows.append((opened, person.id, item["topic"], hours, draw.choice(("chat", "e-mail", "e-mail")), text))
    rows.sort(key=lambda row: (str(row[0]), row[1]))
    header = ("ticket_id", "opened", "customer_id", "topic", "hours_to_resolve", "via", "message")
    return _csv(header, [(f"T{number:04d}", *row) for number, row in enumerate(rows, start=1)])


def _feedback(draw: random.Random, customers: Sequence[Customer]) -> str:
    rows = []
    for item in _prose("feedback.yaml"):
        person = _speaker(draw, customers, str(item["for"]), unhappy=int(str(item["rating"])) <= 2)
        rows.append((_day_of(draw, person), person.id, item["rating"], item["text"]))
    rows.sort(key=lambda row: (str(row[0]), row[1]))
    header = ("feedback_id", "written", "customer_id", "rating", "comment")
    return _csv(header, [(f"F{number:04d}", *row) for number, row in enumerate(rows, start=1)])


def _speaker(draw: random.Random, customers: Sequence[Customer], group: str, *, unhappy: bool) -> Customer:
    """Return a customer of the group (a window or a reason); unhappy words come from those who left, mostly."""
    fits = [
        person
        for person in customers
        if group in ("any", person.window) or (person.reason == group and person.window != "north")
    ]
    gone = [person for person in fits if person.left]
    return draw.choice(gone if unhappy and gone and draw.random() < 0.7 else fits)


def _day_of(draw: random.Random, person: Customer) -> date:
    last = person.left or NEWEST
    return person.joined + timedelta(days=draw.randrange(max(1, (last - person.joined).days)))


def _interview(text: str) -> str:
    ids = {key: f"C{number:04d}" for number, key in enumerate(SPOKEN, start=1)}
    for key, value in ids.items():
        text = text.replace("{" + key + "}", value)
    return text


def _prose(name: str) -> list[Mapping[str, object]]:
    items: list[Mapping[str, object]] = yaml.safe_load((HERE / "prose" / name).read_text(encoding="utf-8"))
    return items


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "data")

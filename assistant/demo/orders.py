"""orders.csv: kits, refills, single pods, presents and what firms order; refunds and days on the road."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from assistant.demo import truths
from assistant.demo.people import Person
from assistant.demo.prose import mapping
from assistant.demo.tables import NEWEST, Row, Table, day_between, dice, numbered

PODS = {
    "Basil pods": 6.5,
    "Mint pods": 6.5,
    "Mixed pods": 7.5,
    "Thai basil pods": 7.0,
    "Coriander pods": 6.5,
    "Parsley pods": 6.5,
    "Chives pods": 6.5,
    "Lemon balm pods": 7.0,
    "Thyme pods": 6.5,
    "Sage pods": 7.0,
}
_LIKED = {  # weights in the order of PODS
    "cook": (30, 6, 12, 16, 12, 10, 8, 1, 3, 2),
    "parent": (22, 10, 40, 2, 4, 8, 12, 0, 1, 1),
    "calm": (8, 26, 8, 2, 2, 4, 4, 28, 8, 10),
    "gift": (20, 14, 46, 4, 4, 4, 4, 2, 1, 1),
}
_PRESENTS = (86.0, 88.0, 89.5, 90.0, 91.0, 92.0, 94.0, 95.5)
_OFFICE = (84.0, 88.0, 90.0, 90.0, 96.0)
_SEASONS = ((5, 1, 5, 11), (6, 5, 6, 28), (12, 1, 12, 18))
_HEADER = ("order_id", "ordered", "customer_id", "product", "quantity", "amount", "refunded", "days_to_deliver")
_Bought = tuple[date, str, int, float]


def order_table(people: Sequence[Person]) -> Table:
    """Return one row an order, in the order of their days."""
    draw = dice("orders")
    rows: list[Row] = []
    for person in people:
        for day, product, quantity, amount in _bought(draw, person):
            if person.joined <= day <= NEWEST:
                refunded = "yes" if _refunded(draw, person, product) else "no"
                rows.append((day, person.id, product, quantity, amount, refunded, _on_the_road(draw, day)))
    rows.extend(_plastic_free(dice("plastic-free"), people))
    rows.extend(_second_planters(dice("planter 2"), people))
    rows.sort(key=lambda row: (str(row[0]), str(row[1]), str(row[2])))
    return Table("orders.csv", _HEADER, numbered("B", rows, 5))


def last_refills(orders: Table) -> dict[int, date]:
    """Return the day of each customer's last refill or pods."""
    days: dict[int, date] = {}
    for _, day, customer, product, *_rest in orders.rows:
        if isinstance(day, date) and ("pods" in str(product) or product == "Refill box"):
            days[int(str(customer)[1:])] = day
    return days


def _bought(draw: random.Random, person: Person) -> Iterator[_Bought]:
    if person.firm:
        yield from _office(draw, person)
        return
    yield from _first(draw, person)
    if person.window == "north" and draw.random() < (0.12 if person.left else 0.45):
        yield (person.joined + timedelta(days=draw.randint(14, 60)), "Grow light", 1, 39.0)
    if person.plan == "No plan":
        yield from _now_and_then(draw, person)
    else:
        yield from _refills(draw, person)
    yield from _presents(draw, person)
    if person.reason == "parent":
        for _ in range(draw.choice((0, 0, 1, 1, 2))):
            yield (day_between(draw, person.joined, person.last_day), "Children's box", 1, 24.0)


def _first(draw: random.Random, person: Person) -> Iterator[_Bought]:
    if person.channel == "Partner shop":  # the kit was bought at the garden centre
        return
    if person.channel == "Video ad" and person.plan == "Yearly refill":  # the ad's discount: half price
        yield (person.joined, "Starter kit", 1, 19.5)
    elif person.reason == "gift":
        yield (person.joined, "Gift set", 2, draw.choice(_PRESENTS))
    else:
        yield (person.joined, "Starter kit", 1, 39.0)


def _refills(draw: random.Random, person: Person) -> Iterator[_Bought]:
    """Yield a box every month, some skipped, and single pods now and then; a yearly plan is paid in twelfths."""
    amount = 14.0 if person.plan == "Monthly refill" else 11.67
    day = person.joined + timedelta(days=draw.randint(26, 33))
    while day <= person.last_day:
        if draw.random() > 0.24:
            yield (day, "Refill box", 1, amount)
        if draw.random() < 0.07:
            yield (day + timedelta(days=draw.randint(1, 9)), *_pods(draw, person))
        day += timedelta(days=draw.randint(28, 33))


def _now_and_then(draw: random.Random, person: Person) -> Iterator[_Bought]:
    if person.reason == "gift" and draw.random() < 0.7:
        return
    day = person.joined + timedelta(days=draw.randint(20, 70))
    while day <= person.last_day:
        yield (day, *_pods(draw, person))
        day += timedelta(days=draw.randint(45, 130))


def _pods(draw: random.Random, person: Person) -> tuple[str, int, float]:
    product = draw.choices(tuple(PODS), weights=_LIKED[person.reason])[0]
    quantity = draw.choices((1, 2, 3), weights=(30, 55, 15))[0]
    return product, quantity, PODS[product] * quantity


def _presents(draw: random.Random, person: Person) -> Iterator[_Bought]:
    """Yield gift sets for two before the days on which people give; whoever came to give does so every time."""
    likely = 0.8 if person.reason == "gift" else 0.25
    for year in (2022, 2023, 2024, 2025):
        for month, first, until, last in _SEASONS:
            day = day_between(draw, date(year, month, first), date(year, until, last))
            if person.joined < day <= person.last_day and draw.random() < likely:
                yield (day, "Gift set", 2, draw.choice(_PRESENTS))


def _office(draw: random.Random, person: Person) -> Iterator[_Bought]:
    yield (person.joined + timedelta(days=1), "Office wall", 1, 420.0)
    day = person.joined + timedelta(days=35)
    while day <= person.last_day:
        yield (day, "Office refill", 12, draw.choice(_OFFICE))
        day += timedelta(days=draw.randint(27, 35))


def _refunded(draw: random.Random, person: Person, product: str) -> bool:
    if person.window == "north" and product != "Gift set":
        return draw.random() < truths.REFUNDED_NORTH
    return draw.random() < truths.REFUNDED


def _on_the_road(draw: random.Random, day: date) -> int:
    """Return days from order to door: Parcelo took about a week, its successor takes three days."""
    usual = 3.1 if day >= truths.PARCELO_UNTIL else 6.8
    return max(1, round(draw.gammavariate(4.0, usual / 4.0)))


def _plastic_free(draw: random.Random, people: Iterable[Person]) -> list[Row]:
    """Return the orders of the few who buy what most say they would pay more for."""
    since = truths.PLASTIC_FREE_SINCE
    could = [p for p in people if p.last_day > since + timedelta(days=60) and not p.firm and p.number > 18]
    rows: list[Row] = []
    for person in draw.sample(could, round(truths.EVER_ORDERED * len(could))):
        for _ in range(draw.choice((1, 1, 2, 3))):
            day = day_between(draw, max(since, person.joined), person.last_day)
            quantity = draw.choice((1, 2, 2))
            refunded = "yes" if draw.random() < truths.REFUNDED else "no"
            cost = round(8.9 * quantity, 2)
            rows.append((day, person.id, "Plastic-free pods", quantity, cost, refunded, _on_the_road(draw, day)))
    return rows


def _second_planters(draw: random.Random, people: Iterable[Person]) -> list[Row]:
    """Return the orders of customers of old who buy the new planter; whoever is new has it in their kit."""
    since = truths.PLANTER_2_SINCE
    told = {
        number: facts.get("planter_2") for number, facts in enumerate(mapping("people.yaml").values(), start=1)
    }
    could = [p for p in people if p.joined < since and p.last_day > since + timedelta(days=30) and not p.firm]
    chosen = draw.sample([p for p in could if p.number > len(told)], truths.SECOND_PLANTERS)
    rows: list[Row] = []
    for person in [*(p for p in could if told.get(p.number)), *chosen]:
        day = day_between(draw, since, min(person.last_day, NEWEST - timedelta(days=8)))
        if said := told.get(person.number):  # who speaks of it in an interview says when it came
            day = date.fromisoformat(str(said))
        refunded = "yes" if draw.random() < truths.REFUNDED else "no"
        rows.append((day, person.id, "Planter 2", 1, 45.0, refunded, _on_the_road(draw, day)))
    return rows

"""Who the customers are: the ones that were interviewed, those who order for a firm, and everybody else."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.demo import names, truths
from assistant.demo.prose import items, mapping
from assistant.demo.tables import NEWEST, OLDEST, day_between, dice

_HOUSEHOLDS = ("Single", "Couple", "Family", "Shared flat")
_HOUSEHOLD_WEIGHTS = {"parent": (2, 3, 90, 5), "cook": (25, 45, 20, 10), "calm": (60, 25, 5, 10)}
_AGES = {"parent": (28, 48), "calm": (22, 74), "cook": (25, 79)}
_CHANNELS = ("Search", "Friend", "Video ad", "Fair", "Partner shop", "Newsletter")
_CHANNEL_WEIGHTS = {"gift": (32, 36, 12, 6, 8, 6)}
CAMPAIGNS = {  # channel -> name, first and last day
    "Video ad": ("Every window", date(2023, 9, 1), date(2025, 3, 31)),
    "Newsletter": ("Sunday sprouts", date(2023, 1, 15), NEWEST),
    "Friend": ("Bring a friend", date(2022, 11, 1), NEWEST),
    "Fair": ("Spring fairs", date(2023, 2, 1), date(2025, 5, 31)),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One invented customer; `reason` is why they buy, which no table states."""

    number: int
    name: str
    reason: str
    window: str
    household: str
    country: str
    town: str
    age: int
    plan: str
    channel: str
    campaign: str
    joined: date
    left: date | None = None
    firm: str = ""

    @property
    def id(self) -> str:
        """Return the id that all files share."""
        return f"C{self.number:04d}"

    @property
    def email(self) -> str:
        """Return the person's address."""
        return names.address(self.name, self.number)

    @property
    def last_day(self) -> date:
        """Return the last day on which the person was a customer."""
        return self.left or NEWEST

    def fits(self, whose: str) -> bool:
        """Return whether a text written for a kind of person (a window, a reason, office, any) may be theirs."""
        if whose == "office":
            return bool(self.firm)
        if whose == "any":
            return True
        return self.window == "north" if whose == "north" else self.reason == whose and self.window != "north"


def interviewed() -> list[str]:
    """Return the keys of those who were interviewed; their place in the list, from one, is their number."""
    return list(mapping("people.yaml"))


def everybody() -> list[Person]:
    """Return all customers by number."""
    draw = dice("people")
    spoken = _spoken(draw)
    people = [*spoken, *_for_firms(draw, len(spoken) + 1)]
    known = {person.name for person in people}
    stock = names.pool(draw)
    while len(people) < truths.CUSTOMERS:
        country = draw.choices(tuple(names.COUNTRIES), weights=tuple(names.COUNTRIES.values()))[0]
        name = stock[names.language_of(country)].pop()
        if name not in known:
            people.append(_drawn(draw, len(people) + 1, name, country))
    return _with_leavers(draw, _with_small_city(people))


def _spoken(draw: random.Random) -> list[Person]:
    people = []
    for number, facts in enumerate(mapping("people.yaml").values(), start=1):
        left = facts["left"]
        channel, joined, country = str(facts["channel"]), _date(facts["joined"]), str(facts["country"])
        drawn_town, drawn_age = names.town(draw, country), _age(draw, str(facts["reason"]))
        people.append(
            Person(
                number=number,
                name=str(facts["name"]),
                reason=str(facts["reason"]),
                window=str(facts["window"]),
                household=str(facts["household"]),
                country=country,
                town=str(facts.get("town", drawn_town)),
                age=int(str(facts.get("age", drawn_age))),
                plan=str(facts["plan"]),
                channel=channel,
                campaign=_campaign(draw, channel, joined),
                joined=joined,
                left=None if left is None else _date(left),
            )
        )
    keys = interviewed()
    firms = {str(item["customer"]): str(item["account"]) for item in items("accounts.yaml") if "customer" in item}
    return [replace(person, firm=firms.get(key, "")) for key, person in zip(keys, people, strict=True)]


def _for_firms(draw: random.Random, first: int) -> list[Person]:
    people: list[Person] = []
    for item in items("accounts.yaml"):
        facts = item.get("customer")
        if not isinstance(facts, Mapping):
            continue
        country = str(item["country"])
        left = facts["left"]
        people.append(
            Person(
                number=first + len(people),
                name=str(facts["name"]),
                reason="cook",
                window=str(facts["window"]),
                household="Couple",
                country=country,
                town=names.town(draw, country),
                age=draw.randint(29, 61),
                plan="No plan",
                channel="Search",
                campaign="",
                joined=_date(item["opened"]),
                left=None if left is None else _date(left),
                firm=str(item["account"]),
            )
        )
    return people


def _drawn(draw: random.Random, number: int, name: str, country: str) -> Person:
    reason = draw.choices(tuple(truths.REASONS), weights=tuple(truths.REASONS.values()))[0]
    channel = draw.choices(_CHANNELS, weights=_CHANNEL_WEIGHTS.get(reason, (29, 19, 28, 8, 9, 7)))[0]
    video = channel == "Video ad"
    north = draw.random() < (truths.NORTH_OF_VIDEO if video else truths.NORTH_OF_OTHERS)
    window = "north" if north else draw.choices(("east", "south", "west"), weights=(30, 38, 32))[0]
    plans = (12, 5, 83) if reason == "gift" and not video else truths.PLAN_WEIGHTS[video, north]
    # More join as the years go by: the later of two days.
    joined = max(day_between(draw, OLDEST, NEWEST - timedelta(days=12)) for _ in range(2))
    return Person(
        number=number,
        name=name,
        reason=reason,
        window=window,
        household=draw.choices(_HOUSEHOLDS, weights=_HOUSEHOLD_WEIGHTS.get(reason, (40, 30, 20, 10)))[0],
        country=country,
        town=names.town(draw, country),
        age=_age(draw, reason),
        plan=draw.choices(truths.PLANS, weights=plans)[0],
        channel=channel,
        campaign=_campaign(draw, channel, joined),
        joined=joined,
    )


def _age(draw: random.Random, reason: str) -> int:
    low, high = _AGES.get(reason, (19, 84))
    return draw.randint(low, high)


def _campaign(draw: random.Random, channel: str, joined: date) -> str:
    name, first, last = CAMPAIGNS.get(channel, ("", NEWEST, OLDEST))
    return name if first <= joined <= last and draw.random() < 0.8 else ""


def _with_small_city(people: list[Person]) -> list[Person]:
    """Return the people, a handful of whom live in a town that has fewer customers than the threshold."""
    movers = [person for person in people if person.country == "Ireland" and not person.firm][5:]
    movers = movers[: truths.SMALL_CITY_HAS]
    moved = {person.number: replace(person, town=truths.SMALL_CITY) for person in movers}
    return [moved.get(person.number, person) for person in people]


def _with_leavers(draw: random.Random, people: list[Person]) -> list[Person]:
    """Return the people; of each window and plan just the planted share has left."""
    cells: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        cells[person.window, person.plan].append(person)
    gone, told = {}, len(interviewed())
    for (window, plan), cell in cells.items():
        wanted = round(truths.LEFT[window][plan] * len(cell)) - sum(person.left is not None for person in cell)
        # The interviewed and the firms have their own story; nobody leaves in the first four weeks.
        may = [person for person in cell if person.number > told and not person.firm]
        may = [person for person in may if person.joined <= NEWEST - timedelta(days=40)]
        for person in draw.sample(may, wanted):
            longest = min(150 if window == "north" else 520, (NEWEST - person.joined).days)
            gone[person.number] = replace(person, left=person.joined + timedelta(days=draw.randint(28, longest)))
    return [gone.get(person.number, person) for person in people]


def _date(value: object) -> date:
    return date.fromisoformat(str(value))

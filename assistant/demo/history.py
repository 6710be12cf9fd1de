"""What each customer ordered, when, and what went wrong: what texts and summaries have to agree with."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from assistant.demo import truths
from assistant.demo.tables import Table

Event = Literal["", "refunded", "late", "gift"]
PLASTIC_FREE = "Plastic-free pods"
_LATE = 9  # days on the road that people complain about


@dataclass(slots=True)
class History:
    """One customer's orders: the first day of each product, how many of each, what they cost, what went wrong."""

    first: dict[str, date] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    last: date | None = None
    refunds: list[tuple[date, str]] = field(default_factory=list)
    late: list[tuple[date, int]] = field(default_factory=list)
    gifts: list[date] = field(default_factory=list)
    slowest: int = 0

    @property
    def orders(self) -> int:
        """How many orders there are."""
        return sum(self.count.values())

    def bought(self, product: str) -> date | None:
        """Return the first day on which somebody had a product; a kit since March 2025 is the new planter."""
        if product != "Planter 2":
            return self.first.get(product)
        days = [self.first.get("Planter 2"), self._new_kit]
        return min((day for day in days if day is not None), default=None)

    @property
    def _new_kit(self) -> date | None:
        day = self.first.get("Starter kit")
        return day if day is not None and day >= truths.PLANTER_2_SINCE else None

    def windows(self, event: Event) -> list[tuple[date, date]]:
        """Return the spans of days in which somebody would write about such an event."""
        if event == "refunded":
            return [(day + timedelta(days=1), day + timedelta(days=24)) for day, _ in self.refunds]
        if event == "late":
            return [(day + timedelta(days=6), day + timedelta(days=took + 6)) for day, took in self.late]
        return [(day - timedelta(days=1), day + timedelta(days=20)) for day in self.gifts]


NOTHING = History()


def histories(orders: Table) -> Mapping[int, History]:
    """Return each customer's history by number."""
    found: dict[int, History] = defaultdict(History)
    for _, day, customer, product, _quantity, amount, refunded, took in orders.rows:
        if not isinstance(day, date) or not isinstance(took, int):
            continue
        one, name = found[int(str(customer)[1:])], str(product)
        one.first.setdefault(name, day)
        one.count[name] += 1
        one.spent += float(str(amount))
        one.last = day
        one.slowest = max(one.slowest, took)
        if refunded == "yes":
            one.refunds.append((day, name))
        if took >= _LATE:
            one.late.append((day, took))
        if name == "Gift set":
            one.gifts.append(day)
    return found

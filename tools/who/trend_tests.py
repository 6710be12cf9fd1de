"""Tests of a series as a whole: whether it rises or falls over complete periods, and which periods stand out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.results import Finding
from tools.statistics.proportions import ALPHA
from tools.statistics.tendency import cochran_armitage, mann_kendall, spikes
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.series import Quantity
from tools.wording import number, p_value, ratio, sentence

_FEWEST = 5
_MOST_SPIKES = 2
Named = Callable[[Group], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Series:
    """The complete periods of a quantity in order; `named` gives a period as column label -> value."""

    scope: Scope
    quantity: Quantity
    groups: Sequence[Group]
    named: Named

    @property
    def values(self) -> list[float]:
        """The value of each period."""
        return [self.quantity.value(group) for group in self.groups]

    def findings(self) -> list[Finding]:
        """Return the test of the series and its periods that stand out; nothing for fewer than five periods."""
        if len(self.groups) < _FEWEST:
            return []
        return [*self._tendency(), *self._spikes()]

    def _tendency(self) -> list[Finding]:
        found = mann_kendall(self.values)
        if found is None:
            return []
        quantity, test, p = self.quantity, "Mann-Kendall test", found.p_value
        if quantity.outcome is not None:
            counts = [quantity.outcome.counts(group) for group in self.groups]
            shared = cochran_armitage([a for a, _ in counts], [n for _, n in counts])
            test, p = ("Cochran-Armitage test", shared) if shared is not None else (test, p)
        verb = "does not change in one direction beyond chance"
        if p < ALPHA:
            verb = "rises" if found.slope > 0 else "falls" if found.slope < 0 else "changes"
        low, high = (quantity.gap(end) for end in found.interval)
        first, last = self.groups[0], self.groups[-1]
        return [
            self.scope.finding(
                sentence(
                    f"Over the {number(len(self.groups))} complete periods from {first.name} to {last.name}, the "
                    f"{quantity.label} {verb} ({test}, {p_value(p)}; typical change per period "
                    f"{quantity.gap(found.slope)}, 95% interval {low} to {high})"
                ),
                label=f"typical change per period of the {quantity.label}",
                value=found.slope,
                unit=quantity.change_unit,
                currency=quantity.currency,
                n=sum(group.rows for group in self.groups),
                customers=self.scope.people,
                interval=found.interval,
                p_value=p,
                contrast={},
                method=f"{test}; Sen's slope with its order-statistic interval",
                formula="median of the changes per period between all pairs of complete periods",
            )
        ]

    def _spikes(self) -> list[Finding]:
        found = spikes(self.values, counts=self.quantity.unit == "count")[:_MOST_SPIKES]
        return [self._spike(spike.place, spike.expected, spike.distance) for spike in found]

    def _spike(self, place: int, expected: float, distance: float) -> Finding:
        side = "above" if distance > 0 else "below"
        group, quantity = self.groups[place], self.quantity
        value = quantity.value(group)
        times = f", {ratio(value / expected)} times as much" if expected > 0 and quantity.unit != "share" else ""
        return self.scope.finding(
            sentence(
                f"{group.name} stands out: the {quantity.label} is {quantity.said(value)} where the periods "
                f"around it would make it {quantity.said(expected)}{times} "
                f"({number(round(abs(distance), 1))} times the usual spread {side})"
            ),
            label=f"departure of the {quantity.label} from the periods around it",
            value=value - expected,
            unit=quantity.change_unit,
            currency=quantity.currency,
            n=group.rows,
            customers=group.people,
            extra=group.where or (),
            named=self.named(group),
            contrast={"period": "the periods around it"},
            method="distance from the median of three periods on either side, by the median absolute deviation",
            formula=f"{quantity.label} of the period - median of its neighbours",
        )

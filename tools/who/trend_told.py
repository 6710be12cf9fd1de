"""How a course over time is told: a period, the change between two, the others in one sentence, the chart."""

from dataclasses import dataclass

from tools.arguments import Grouping
from tools.results import Chart, Finding
from tools.who.groups import Group, placed
from tools.who.scope import Scope
from tools.who.series import Change, Quantity
from tools.wording import listed, p_value, ratio, sentence, significance


@dataclass(frozen=True, slots=True)
class Telling:
    """What is followed over time: the rows, the quantity, the periods."""

    scope: Scope
    quantity: Quantity
    grouping: Grouping

    def named(self, group: Group) -> dict[str, str]:
        """Return a period as the label of its column and its name."""
        return {self.scope.column(self.grouping.column).label: group.name}

    def period(self, group: Group, tail: str) -> Finding:
        """Return the figure of a period, with what is said behind it."""
        # What no condition selects, as a week, is said by where it stands.
        words = "" if group.where is not None else f"{self.scope.words()} {placed(self.grouping, group.name)}"
        return self.quantity.finding(self.scope, group, words, tail, self.named(group))

    def others(self, groups: list[Group]) -> Finding:
        """Return the figures of the periods that nothing was said of, in one sentence where there are many."""
        quantity = self.quantity
        told = listed([f"{quantity.said(quantity.value(group))} in {group.name}" for group in groups])
        return self.scope.finding(
            sentence(f"In the other periods, the {quantity.label} is {told}"),
            label=f"{quantity.label} in the other periods",
            value=None,
            unit=quantity.unit,
            n=sum(group.rows for group in groups),
            customers=None,
            contrast={},
            formula=f"{quantity.label} of each period",
        )

    def change(self, new: Group, old: Group, tail: str = "") -> Finding:
        """Return how far the quantity rises or falls from one period to another, and how sure that is."""
        quantity = self.quantity
        change = quantity.change(new, old)
        return self.scope.finding(
            sentence(f"{self._course(change, new, old)}{_certainty(change, quantity)}{tail}"),
            label=f"change of the {quantity.label}",
            value=change.difference,
            unit=quantity.change_unit,
            n=new.rows + old.rows,
            customers=new.people,
            interval=change.interval,
            p_value=change.p_value,
            extra=new.where or (),
            named=self.named(new),
            contrast=self.named(old),
            method=change.method,
            formula=f"{quantity.label} of the later period - of the earlier one",
        )

    def _course(self, change: Change, new: Group, old: Group) -> str:
        quantity = self.quantity
        before, after = quantity.value(old), quantity.value(new)
        verb = "rises" if change.difference > 0 else "falls" if change.difference < 0 else "stays the same"
        by = f" by {quantity.gap(abs(change.difference)).removeprefix('+')}" if change.difference else ""
        multiplied = before > 0 and after >= 0 and quantity.unit not in ("share", "points")
        factor = f", a factor of {ratio(after / before)}" if multiplied else ""
        return (
            f"From {old.name} ({quantity.said(before)}) to {new.name} ({quantity.said(after)}) "
            f"the {quantity.label} {verb}{by}{factor}"
        )

    def chart(self, groups: list[Group]) -> Chart:
        """Return the periods as a line."""
        quantity = self.quantity
        title = f"{quantity.label} by {self.grouping.grain or self.scope.column(self.grouping.column).label}"
        return Chart(
            title=title,
            kind="line",
            rows=tuple(quantity.row(group, group.name) for group in groups),
            alt=f"Line: {title}, {groups[0].name} to {groups[-1].name}.",
            unit=quantity.unit,
            currency=quantity.currency,
        )


def _certainty(change: Change, quantity: Quantity) -> str:
    if change.p_value is None:
        return ""
    bounds = f"{quantity.bounds(change)}; " if change.interval else ""
    verdict = significance(change.p_value)
    return f" ({bounds}{verdict}, {p_value(change.p_value)})"

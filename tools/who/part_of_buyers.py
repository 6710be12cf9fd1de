"""Findings about some of the buyers: which part of all they are, and which part of the revenue was theirs."""

from dataclasses import dataclass

from tools.results import Finding
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column
from tools.who.scope import Scope
from tools.wording import money, number, percent, plural, sentence, span


@dataclass(frozen=True, slots=True)
class Part:
    """`size` of the `buyers` that `whom` limits: those "who" `did` something, which a segment calls `axis`."""

    axis: str
    did: str
    size: int
    buyers: int
    whom: str

    def share(self, scope: Scope, told: str) -> Finding:
        """Return the part as a share of the buyers; `told` says it with its numbers, but for the share."""
        noun, interval = plural(scope.person), wilson(self.size, self.buyers)
        return scope.share(
            sentence(f"{told}: {percent(self.size / self.buyers)} ({span(interval, 'share')})"),
            self.size,
            self.buyers,
            label=f"share of {noun} who {self.did}",
            customers=self.size,
            base=self.buyers,
            named={self.axis: self.did},
            formula=f"{noun} who {self.did} / {noun} {self.whom}",
            denominator=f"{number(self.buyers)} {noun} {self.whom}",
        )

    def brought(self, scope: Scope, amount: Column, spent: float, total: float, when: str = "") -> Finding:
        """Return which part of the revenue, `total` in all, the part's buyers `spent`; `when` limits both."""
        noun, label = plural(scope.person), amount.label.lower()
        theirs, everything = (money(round(value, 2), amount.currency) for value in (spent, total))
        return scope.finding(
            sentence(
                f"{noun} who {self.did} brought {percent(spent / total)} of {label}{when} "
                f"({theirs} of {everything})"
            ),
            label=f"share of {label} from {noun} who {self.did}",
            value=spent / total,
            unit="share",
            n=self.buyers,
            customers=self.size,
            base=self.buyers,
            named={self.axis: self.did},
            formula=f"sum of {amount.name} of those who {self.did} / sum of {amount.name}{when}",
        )

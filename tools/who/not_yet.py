"""Rows to which something has not happened yet and still may: they came too late to count as settled."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import said
from tools.tables.drafting.happened import DATED
from tools.who.outcome import Outcome
from tools.who.rates import overall
from tools.who.scope import Scope
from tools.wording import number, sentence

_MOST_OF_THEM = 0.9
_FEWEST = 30  # rows on either side of the day


@dataclass(frozen=True)
class NotYet:
    """The rows of a scope by whether they began early enough: most of those it befell, it befell in `days`."""

    scope: Scope
    outcome: Outcome
    start: str
    event: str

    @classmethod
    def of(cls, scope: Scope, outcome: Outcome) -> "NotYet | None":
        """Return the rows where an outcome is told by a date and another date says when each row began."""
        if not outcome.column.made.endswith(DATED) or outcome.reference != outcome.column.name:
            return None
        event, start = outcome.column.made.removesuffix(DATED), scope.table.time
        found = cls(scope, outcome, start, event) if start is not None and start != event else None
        return found if found is not None and found.days and min(found.sizes) >= _FEWEST else None

    @cached_property
    def _dates(self) -> pd.DataFrame:
        frame = self.scope.context.tables.frame(self.scope.table.name, [self.start, self.event], ())
        return pd.DataFrame({name: pd.to_datetime(frame[name]).dt.normalize() for name in frame.columns})

    @cached_property
    def days(self) -> int:
        """How many days it took in nine of ten cases; 0 where that is not known."""
        taken = (self._dates[self.event] - self._dates[self.start]).dt.days.dropna()
        taken = taken[taken >= 0]
        return int(np.quantile(taken, _MOST_OF_THEM, method="higher")) if len(taken) >= _FEWEST else 0

    @cached_property
    def newest(self) -> pd.Timestamp:
        """The newest date held."""
        return pd.Timestamp(self._dates.max().max())

    @cached_property
    def settled(self) -> Scope:
        """The rows that began so many days before the newest date, or earlier."""
        last = self.newest - pd.Timedelta(days=self.days)
        return self.scope.narrowed(Condition(column=self.start, op="<=", value=str(last.date())))

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """How many rows are settled, and how many began later."""
        return self.settled.rows, self.scope.rows - self.settled.rows

    def finding(self) -> Finding:
        """Return the rate among the rows that are settled."""
        return overall(self.settled, self.outcome)[0]

    def note(self) -> str:
        """Return how many rows may yet follow, and why."""
        label, began = said(self.outcome.column.label), said(self.scope.column(self.start).label)
        many, days = f"{number(self.sizes[1])} {self.scope.noun()}", number(self.days)
        return sentence(
            f"{label} is blank for those to whom it has not happened yet: in 90% of the cases it took up to "
            f"{days} days, and for {many} {began} lies less than that before the newest date "
            f"({self.newest.date()}), so that it may still happen to them"
        )


def with_not_yet(scope: Scope, outcome: Outcome, findings: list[Finding]) -> tuple[list[Finding], list[str]]:
    """Return findings with the rate among settled rows behind the first one, and the remark that explains it."""
    found = NotYet.of(scope, outcome)
    return (findings, []) if found is None else ([*findings[:1], found.finding(), *findings[1:]], [found.note()])

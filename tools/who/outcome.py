"""What counts as having happened: a column and the value of it whose share is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.events import Event
from tools.speech import said
from tools.statistics.proportions import Interval, wilson
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.wording import listed, number, percent

POSITIVES, USABLE = "__true__", "__usable__"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value of a column; `among_all` says that every row is in the denominator, known value or not.

    Where any of several `values` counts, `value` names them all.
    """

    reference: str
    column: Column
    value: str
    among_all: bool = False
    people: bool = True
    values: tuple[str, ...] = ()

    @classmethod
    def of(cls, scope: Scope, reference: str | None, value: str | None, several: Sequence[str] = ()) -> "Outcome":
        """Return the outcome asked for; by default the table's outcome and its positive value.

        `several` are values of which any counts.
        """
        reference = reference or scope.table.outcome
        if reference is None:
            columns = [f"`{c.name}`" for c in scope.table.columns if c.role in ("outcome", "segment", "ordinal")]
            raise AnalysisError(
                f"`{scope.table.name}` has no outcome column; name one as the metric. Columns: "
                f"{listed(columns[:8]) or 'none'}."
            )
        column = scope.column(reference)
        value = several[0] if several else value if value is not None else column.positive
        if value is None:
            known = [f"`{name}`" for name, _ in column.values[:10]]
            raise AnalysisError(
                f"Say which value of `{reference}` counts: {listed(known, 'or') or 'none is known'}."
            )
        stored = {name.strip().lower(): name for name, _ in column.values}
        if len(several) > 1:
            named = tuple(dict.fromkeys(stored.get(item.strip().lower(), item) for item in several))
            return cls(reference, column, listed(named, "or"), people=scope.about_people, values=named)
        found = stored.get(value.strip().lower(), value)
        return cls(reference, column, found, column.stands_for_nothing(value), scope.about_people)

    @property
    def event(self) -> Event:
        """The outcome as something that is said of rows."""
        return Event(self.column, self.value, self.people)

    @property
    def label(self) -> str:
        """The metric in words: `churn rate`, `share who cancelled`."""
        return self.event.label

    @property
    def metric(self) -> str:
        """The metric's stable words: `churn rate`, also where people say "cancelled"."""
        return self.event.metric

    @property
    def known(self) -> str:
        """What every row in the denominator has, empty where all rows are in it."""
        return "" if self.among_all else f"with a known {said(self.column.label)}"

    @property
    def formula(self) -> str:
        """The formula in column names."""
        divisor = "rows" if self.among_all else f"rows with a known {self.reference}"
        sign = "mentions" if self.column.role == "text" else "is" if self.values else "="
        return f"rows where {self.reference} {sign} {self.value} / {divisor}"

    @property
    def condition(self) -> Condition:
        """The condition that selects the positive rows."""
        if self.values:
            return Condition(column=self.reference, op="in", value=list(self.values))
        return Condition(column=self.reference, op="=", value=self.value)

    def measures(self) -> tuple[Measure, ...]:
        """Return what has to be counted in each group."""
        hit = Measure(POSITIVES, "true", self.reference, self.value, any_of=self.values)
        return hit, Measure(USABLE, "count", self.reference)

    def counts(self, group: Group) -> tuple[int, int]:
        """Return positives and denominator of a group."""
        return int(group[POSITIVES]), group.rows if self.among_all else int(group[USABLE])

    def rate(self, group: Group) -> float:
        """Return the share in a group, 0 where nothing is known."""
        positives, n = self.counts(group)
        return positives / n if n else 0.0


def share_phrase(positives: int, n: int) -> str:
    """Return `269 of 938; 95% interval 25.9% to 31.7%`."""
    low, high = wilson(positives, n)
    return f"{number(positives)} of {number(n)}; 95% interval {percent(low)} to {percent(high)}"


def interval_of(positives: int, n: int) -> Interval | None:
    """Return the Wilson interval, None without rows."""
    return wilson(positives, n) if n else None

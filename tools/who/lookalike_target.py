"""Whom to find the like of: those with an outcome, a segment, or the top fifth of a measure."""

from dataclasses import dataclass

import numpy as np

from tools.arguments import Condition, Where
from tools.errors import AnalysisError
from tools.speech import said
from tools.statistics.lookalike import Flags
from tools.tables.catalog import Column
from tools.tables.lexicon import kind_of, tokens
from tools.who.outcome import Outcome
from tools.who.scope import Scope
from tools.wording import number, rendered, unit_of

_BEST = 0.8


@dataclass(frozen=True)
class Target:
    """Conditions of the group, the columns that define it, what was assumed, and its outcome if it is one."""

    scope: Scope
    where: Where
    note: str = ""
    outcome: Outcome | None = None

    @property
    def words(self) -> str:
        """The group as a noun phrase."""
        return self.scope.words(*self.where)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that define it."""
        return frozenset(condition.column for condition in self.where)

    @property
    def protected(self) -> tuple[str, ...]:
        """The labels of protected columns that define it."""
        columns = [self.scope.column(name) for name in sorted(self.columns)]
        return tuple(column.label for column in columns if "protected" in column.marks)

    def flags(self) -> tuple[Flags, Flags]:
        """Return for each stored row whether it is in the group, and whether that is known."""
        tables, name = self.scope.context.tables, self.scope.table.name
        known = tables.mask(name, self.scope.where)
        for column in sorted(self.columns):
            known &= tables.mask(name, (Condition(column=column, op="present"),))
        return tables.mask(name, (*self.scope.where, *self.where)), known


def target_of(scope: Scope, where: Where, metric: str | None) -> Target:
    """Return whom the like is sought of; where nobody is named, the best: by a recorded gain, else by money.

    Raises AnalysisError when neither conditions nor an outcome nor a measure say who is meant.
    """
    if where:
        return Target(scope, where)
    outcome = scope.table.outcome
    reference = metric or (outcome if outcome and not _is_loss(outcome) else None) or _money(scope) or outcome
    if reference is None:
        raise AnalysisError(
            f"`{scope.table.name}` has no outcome column, so say whose like is sought: give `where` or `metric`."
        )
    column = scope.column(reference)
    if column.positive is None and column.role == "measure" and column.storage == "number":
        return _top(scope, reference, column)
    event = Outcome.of(scope, reference, None)
    return Target(scope, (event.condition,), outcome=event)


def _is_loss(outcome: str) -> bool:
    """Return whether an outcome is what nobody wants more of: churn, a default, a return."""
    kind = kind_of(tokens(outcome), "outcome")
    return kind is not None and kind[0] in ("churn", "default", "return")


def _money(scope: Scope) -> str | None:
    """Return the money measure that says best what somebody is worth: the one with the largest spread."""
    money = [c for c in scope.table.columns if c.role == "measure" and c.unit == "money" and not c.marks]
    return max(money, key=_spread).name if money else None


def _spread(column: Column) -> float:
    try:
        return float(column.maximum or "") - float(column.minimum or "")
    except ValueError:
        return 0.0


def _top(scope: Scope, reference: str, column: Column) -> Target:
    values = scope.context.tables.frame(scope.table.name, [reference], scope.where)[reference]
    known = values.to_numpy(dtype=float, na_value=np.nan)
    known = known[~np.isnan(known)]
    if not len(known):
        raise AnalysisError(f"`{reference}` holds no number, so it cannot say who is best.")
    cut = float(np.quantile(known, _BEST, method="higher"))
    told = rendered(cut, unit_of(column.unit), column.currency) if column.unit else number(cut)
    note = f"The best are taken to be the fifth with the highest {said(column.label)} ({told} or more)."
    return Target(scope, (Condition(column=reference, op=">=", value=cut),), note)

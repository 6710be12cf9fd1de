"""Who bought in one stretch of time and not in another: how many, what they had brought; and who came new."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tools.analysis import ToolContext
from tools.arguments import Condition, Period, Where
from tools.disclosure import hidden_cells
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.tables.catalog import Column
from tools.who.part_of_buyers import Part
from tools.who.purchases import amount_column, buying_scope
from tools.who.scope import Scope
from tools.wording import number, plural, sentence


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in words, and what everybody who bought in it paid there (1 where nothing is known)."""

    words: str
    paid: pd.Series


def between_report(
    context: ToolContext, table: str, where: Where, metric: str | None, bought: Period, silent: Period
) -> Report:
    """Return who bought in one period and nothing in the other, what was theirs, and the reverse of both.

    Raises AnalysisError for a table without people or dates. Groups that are too small are withheld.
    """
    scope = buying_scope(Scope.open(context, table, where))
    amount = amount_column(scope.table, metric)
    if scope.table.person is None or scope.table.time is None:
        raise AnalysisError(f"`{scope.table.name}` does not tell people and dates apart. Leave `silent` out.")
    one, other = (_window(scope, amount, period) for period in (bought, silent))
    stayed, gone, new = (
        one.paid.index.intersection(other.paid.index),
        one.paid.index.difference(other.paid.index),
        other.paid.index.difference(one.paid.index),
    )
    if hidden_cells([len(stayed), len(gone), len(new)], context.min_group):
        missing = f"too few {plural(scope.person)} bought in only one of the two periods to be told of"
        return Report(missing=(sentence(missing),), sources=(scope.table.name,), withheld=1)
    findings = [
        *_side(scope, amount, one, gone, f"bought {one.words} and nothing {other.words}"),
        *_side(scope, amount, one, stayed, f"bought {one.words} and {other.words} as well")[:1],
        *_side(scope, amount, other, new, f"bought {other.words} and nothing {one.words}"),
    ]
    return Report(
        title="Bought in one period and not in another", findings=tuple(findings), sources=(scope.table.name,)
    )


def _window(scope: Scope, amount: Column | None, period: Period) -> Window:
    """Return what each person paid in a period; raises AnalysisError for one without two ends."""
    time, person = str(scope.table.time), str(scope.table.person)
    if period.since is None or period.until is None:
        raise AnalysisError("Both periods need `since` and `until`.")
    ends: Sequence[Condition] = [
        Condition(column=time, op=op, value=day) for op, day in ((">=", period.since), ("<=", period.until))
    ]
    kind, metric = ("count", None) if amount is None else ("sum", amount.name)
    rows = scope.context.tables.per(scope.table.name, person, kind, metric, (*scope.where, *ends))  # type: ignore[arg-type]
    return Window(_said(period.since, period.until), rows.set_index("entity")["value"].fillna(0.0))


def _said(since: str, until: str) -> str:
    """Return a period in words: `in 2023`, `in 2023-05`, `from 2023-05-02 to 2023-06-01`."""
    for code in ("Y", "Q", "M"):
        unit = pd.Period(since, freq=code)
        if (str(unit.start_time.date()), str(unit.end_time.date())) == (since, until):
            return f"in {str(unit).replace('Q', '-Q')}"
    return f"from {since} to {until}"


def _side(scope: Scope, amount: Column | None, window: Window, people: pd.Index, words: str) -> list[Finding]:
    """Return which part of a window's buyers some of them are, and which part of what was paid in it is theirs."""
    noun = plural(scope.person)
    part = Part("purchases", words, len(people), len(window.paid), f"who bought {window.words}")
    if not part.buyers:
        return []
    told = f"{number(part.size)} of the {number(part.buyers)} {noun} {part.whom} {words.removeprefix('bought ')}"
    found = [part.share(scope, told.replace(f"{window.words} {window.words} and", f"{window.words} bought", 1))]
    spent, total = float(window.paid.loc[people].sum()), float(window.paid.sum())
    if amount is not None and total > 0:
        found.append(part.brought(scope, amount, spent, total, f" {window.words}"))
    return found

"""Columns that are known only after the outcome, so that nothing can be explained or predicted by them."""

from tools.results import Finding, Report
from tools.speech import said
from tools.tables.catalog import Column
from tools.tables.presence import target
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, listed

_MOST = 6


def known_late(scope: Scope) -> Report:
    """Return the columns that give the outcome away or follow from it, each with the reason for thinking so."""
    table = scope.table
    outcome = table.column(table.outcome) if table.outcome else None
    if outcome is None:
        return Report(missing=(f"{table.name} has no outcome, so no column can be known only after it.",))
    late = [column for column in table.columns if "leakage" in column.marks]
    names = listed([column.name for column in late])
    if late:
        verb = "is" if len(late) == 1 else "are"
        told = (
            f"{counted(len(late), 'column')} of {table.name} {verb} known only after {said(outcome.label)} is "
            f"decided or made from it, and must not explain or predict it: {names}"
        )
    else:
        told = f"No column of {table.name} was found that is known only after {said(outcome.label)}"
    formula = "columns marked as leakage in the catalog"
    findings = [fact(scope, told, "columns known only after the outcome", len(late), "count", formula)]
    findings += [_why(scope, column) for column in late[:_MOST]]
    if outcome.present_in:
        findings.append(_successes(scope, outcome))
    checked = (
        "Found by their names and by how well they tell the outcome apart; others may be filled in late as well: "
        "whoever keeps the data knows."
    )
    return Report(
        title="Known only after the outcome", findings=tuple(findings), caveats=(checked,), sources=(table.name,)
    )


def _why(scope: Scope, column: Column) -> Finding:
    why = column.reason.rsplit("; ", 1)[-1]
    told = f"{column.name} is set aside: {why}"
    return fact(scope, told, f"why {column.label} is set aside", None, "text")


def _successes(scope: Scope, outcome: Column) -> Finding:
    name, _ = target(outcome)
    there = Scope.open(scope.context, name)
    told = (
        f"all {counted(len(there.table.columns), 'column')} of {name} are known only for {scope.noun()} with "
        f"{said(outcome.label)}"
    )
    return fact(there, told, "columns known for successes only", len(there.table.columns), "count")

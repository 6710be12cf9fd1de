"""check_data: faults that can be counted: spelling, order of dates, labels, sums, what is known too late."""

from collections.abc import Sequence
from typing import Literal

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, TableName, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.who.date_order import before
from tools.who.hindsight import known_late
from tools.who.labels import contradictions
from tools.who.scope import Scope
from tools.who.spelling import spelling
from tools.who.sums import sums

Check = Literal["spelling", "order", "labels", "sums", "known_late"]


class CheckArguments(Arguments):
    """One check of one table, of all its columns or of those named."""

    table: TableName
    check: Check = slot(
        "check",
        "`spelling`: values written in several ways; `order`: rows in which the first of two dates lies before "
        "the second; `labels`: rows whose text speaks of another value than their label; `sums`: rows in which a "
        "total is not the sum or product of its parts; `known_late`: columns known only after the outcome.",
    )
    fields: tuple[str, ...] = slot("fields", "Exact column names; for `order` the two dates.", default=())


def check_data(context: ToolContext, arguments: CheckArguments) -> Report:
    """Return how many rows have the fault, with examples by value; that there is none is said as such."""
    scope = Scope.open(context, arguments.table)
    columns = [scope.column(name) for name in arguments.fields]
    if arguments.check == "spelling":
        return _report(scope, "Spelling of values", spelling(scope, columns))
    if arguments.check == "order":
        early, late = _two(arguments.fields)
        return _report(scope, "Order of dates", before(scope, early, late))
    if arguments.check == "labels":
        return contradictions(scope, columns)
    if arguments.check == "sums":
        return sums(scope, columns)
    return known_late(scope)


def _two(fields: Sequence[str]) -> tuple[str, str]:
    if len(fields) != 2:
        raise AnalysisError("`order` needs two date columns as `fields`, the one that must not be first ahead.")
    return fields[0], fields[1]


def _report(scope: Scope, title: str, findings: Sequence[Finding]) -> Report:
    return Report(title=title, findings=tuple(findings), sources=(scope.table.name,))


CHECK_DATA = Analysis(
    name="check_data",
    title="Check the data for faults",
    description=(
        "Counts faults in a table: values spelled in several ways or misspelled, dates in an impossible order "
        "(delivered before ordered; the other date may stand in a joined table), texts that contradict their "
        "label, totals that are not the sum or product of their parts, and columns known only after the outcome, "
        "which must not explain or predict it. Not for blanks, ranges and duplicates (describe_data)."
    ),
    arguments=CheckArguments,
    examples=(
        "Are the values of the city column spelled consistently?",
        "Any typos among the department names?",
        "Were any parcels delivered before they were ordered?",
        "Does the product label fit what the ticket text says?",
        "Do the totals add up?",
        "Which columns must not be used to explain churn?",
        "Is any column known only after the outcome?",
    ),
    run=check_data,
)

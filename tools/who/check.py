"""check_data: faults that can be counted: spelling, order of dates, labels, sums, what is known too late."""

from collections.abc import Sequence
from typing import Literal

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, TableName, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.who.copies import copies
from tools.who.date_order import before
from tools.who.faults import faults
from tools.who.gaps import gaps
from tools.who.hindsight import known_late
from tools.who.impossible import above, impossible
from tools.who.labels import contradictions
from tools.who.scope import Scope
from tools.who.spelling import spelling
from tools.who.sums import sums
from tools.who.undocumented import undocumented

Check = Literal[
    "spelling", "order", "labels", "sums", "known_late", "copies", "impossible", "above", "any", "codes", "gaps"
]


class CheckArguments(Arguments):
    """One check of one table, of all its columns or of those named."""

    table: TableName
    check: Check = slot(
        "check",
        "`spelling`: values written in several ways; `order`: rows in which the first of two dates lies before "
        "the second; `labels`: rows whose text speaks of another value than their label; `sums`: rows in which a "
        "total is not the sum or product of its parts; `known_late`: columns known only after the outcome; "
        "`copies`: rows that repeat an earlier one in `fields` (none: all but numbering columns); `impossible`: "
        "a part above its whole, an end before its start; `above`: rows in which the first of two numbers is "
        "larger than the second; `codes`: codes that the dictionary does not explain; `gaps`: days without rows; "
        "`any`: whatever is wrong with the table.",
    )
    fields: tuple[str, ...] = slot(
        "fields", "Exact column names; for `order` and `above` the two in order.", default=()
    )
    value: str | None = slot("value", "For `labels`: the one value that is in doubt.", default=None)


def check_data(context: ToolContext, arguments: CheckArguments) -> Report:
    """Return how many rows have the fault, with examples by value; that there is none is said as such."""
    scope = Scope.open(context, arguments.table)
    columns = [scope.column(name) for name in arguments.fields]
    if arguments.check == "spelling":
        return _report(scope, "Spelling of values", spelling(scope, columns))
    if arguments.check == "order":
        early, late = _two(arguments.fields)
        return _report(scope, "Order of dates", before(scope, early, late))
    if arguments.check == "above":
        return _report(scope, "Two columns compared", above(scope, *map(scope.column, _two(arguments.fields))))
    if arguments.check == "copies":
        return _report(scope, "Rows that repeat others", copies(scope, columns))
    if arguments.check == "impossible":
        return _report(scope, "What cannot be", impossible(scope, columns))
    if arguments.check == "codes":
        return _report(scope, "Codes without an explanation", undocumented(scope, columns))
    if arguments.check == "gaps":
        return _report(scope, "Days without rows", gaps(scope))
    if arguments.check == "any":
        return _report(scope, "What is wrong with the table", faults(scope))
    if arguments.check == "labels":
        return contradictions(scope, columns, arguments.value)
    if arguments.check == "sums":
        return sums(scope, columns)
    return known_late(scope)


def _two(fields: Sequence[str]) -> tuple[str, str]:
    if len(fields) != 2:
        raise AnalysisError("This check needs two columns as `fields`, in the order asked about.")
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
        "which must not explain or predict it. Also rows that repeat others in named columns, and values that "
        "cannot be. Not for blanks and ranges (describe_data)."
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

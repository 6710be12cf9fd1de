"""Protected traits: compared to see whether people fare alike, never handed out as whom to sell to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tools.analysis import ToolContext
from tools.arguments import COLUMN_FIELDS, GROUPING_FIELDS, WHERE_FIELDS, Arguments
from tools.results import Finding, Report
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.formula import pieces
from tools.wording import listed

_USES = frozenset({"sell", "extract", "harm"})
"""What the intent guard calls a request that does something to people rather than learn about or support them."""

_SEPARATOR = "::"
_FOR_AUDITS = (
    "{traits}: a protected trait, shown in aggregate to check fairness and access, not to choose whom to approach."
)
_NO_TARGET = (
    "{traits}: a protected trait is no basis for choosing whom to sell to or contact. What customers need, own or "
    "do can be compared instead; whether groups fare alike can be checked."
)
_LEFT_OUT = "Protected traits are left out: they are no basis for choosing whom to sell to."


def targets(context: ToolContext) -> bool:
    """Return whether what is asked for is to be used on people: then no protected trait may be told."""
    return context.purpose in _USES


def only_compares(context: ToolContext, arguments: Arguments) -> bool:
    """Return whether groups are compared as the message asks by itself, whatever it would then do about it.

    How groups fare is told in aggregate; that they are to be chosen by it is refused beside it.
    """
    return context.compares and "contrast" in type(arguments).model_fields


def traits(arguments: Arguments, catalog: Catalog) -> tuple[str, ...]:
    """Return the labels of the protected columns that resolved arguments select, measure or group by."""
    table = catalog.table(str(getattr(arguments, "table", None) or ""))
    found = (_column(reference, table, catalog) for reference in references(arguments))
    return tuple(dict.fromkeys(column.label for column in found if column and "protected" in column.marks))


def refused(labels: tuple[str, ...]) -> Report:
    """Return the report of a request that would single people out by a protected trait."""
    return Report(missing=(no_basis(labels),))


def no_basis(labels: Sequence[str]) -> str:
    """Return the sentence that nobody is chosen by protected traits."""
    return _NO_TARGET.format(traits=listed(labels).capitalize())


def audited(report: Report, labels: tuple[str, ...], context: ToolContext, *, compares: bool = False) -> Report:
    """Return the report fit for its use: for an audit with a note, for a use without every protected trait.

    One that only `compares` is told with the note that nobody is chosen by it.
    """
    if compares or not targets(context):
        note = no_basis(labels) if compares else _FOR_AUDITS.format(traits=listed(labels).capitalize())
        return replace(report, caveats=(*report.caveats, note)) if labels and report.findings else report
    labels = tuple(_protected(context.tables.catalog))
    hidden = [re.compile(rf"\b{re.escape(label)}\b", re.IGNORECASE) for label in labels]
    kept = tuple(finding for finding in report.findings if not _names(finding, hidden))
    questions = tuple(text for text in report.follow_ups if not any(label.search(text) for label in hidden))
    if len(kept) == len(report.findings):
        return replace(report, follow_ups=questions)
    caveats = tuple(dict.fromkeys((*report.caveats, _LEFT_OUT)))
    return replace(report, findings=kept, charts=(), caveats=caveats, follow_ups=questions)


def _protected(catalog: Catalog) -> frozenset[str]:
    return frozenset(column.label for table in catalog for column in table.columns if "protected" in column.marks)


def _names(finding: Finding, hidden: list[re.Pattern[str]]) -> bool:
    told = (finding.statement, finding.label, *finding.segment, *(finding.contrast or {}))
    return any(label.search(text) for label in hidden for text in told)


def references(arguments: Arguments) -> Iterator[str]:
    """Yield every column that arguments measure, select or group by, as named, and the parts of formulas."""
    for name in COLUMN_FIELDS:
        if value := getattr(arguments, name, None):
            yield from pieces(str(value))
    for name in WHERE_FIELDS:
        yield from (part for condition in arguments.conditions(name) for part in pieces(condition.column))
    for name in GROUPING_FIELDS:
        yield from (grouping.column for grouping in arguments.groupings(name))
    done = [condition.column for condition in arguments.conditions("done")]
    names = [*done, getattr(arguments, "done_metric", None) or ""]
    holder = getattr(arguments, "done_table", None)
    yield from (name if _SEPARATOR in name else f"{holder}{_SEPARATOR}{name}" for name in names if name)


def _column(reference: str, table: Table | None, catalog: Catalog) -> Column | None:
    """Return the column that a reference names, of the table or, as `table::column`, of another one."""
    if table is not None and (own := table.column(reference)) is not None:
        return own
    other, _, name = reference.rpartition(_SEPARATOR)
    holder = catalog.table(other) if other else None
    return holder.column(name) if holder else None

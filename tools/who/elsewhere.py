"""What an answer owes to a second table: an outcome that stands there, and until when it was recorded."""

from collections.abc import Iterable

from tools.analysis import ToolContext
from tools.results import Finding
from tools.speech import with_article
from tools.tables.catalog import Column, Table
from tools.tables.presence import YES, target
from tools.who.scope import Scope
from tools.wording import counted, number, plural, sentence


def bases(context: ToolContext, table: Table, references: Iterable[str]) -> list[Finding]:
    """Return for each outcome that another table records how many rows have one there, that table being named."""
    told = [column for name in dict.fromkeys(references) if (column := table.column(name)) and column.present_in]
    return [_basis(context, table, column) for column in told]


def _basis(context: ToolContext, table: Table, column: Column) -> Finding:
    name, key = target(column)
    there = Scope.open(context, name)
    found = dict(column.values).get(YES, 0)
    lasting = until(there)
    tail = f"; it is known until {lasting}" if lasting else ""
    noun = plural(table.entity)
    share = f"{number(found)} of all {counted(table.rows, table.entity)}"
    return there.finding(
        sentence(
            f"{share} have {with_article(column.label)}: {name} has a row with their {column.present_by}{tail}"
        ),
        label=f"{noun} with {with_article(column.label)}",
        value=found,
        unit="count",
        n=table.rows,
        customers=None,
        formula=f"{noun} whose {column.present_by} stands in {key} of {name}",
    )


def ripening(scope: Scope, time: str, outcome: str | None) -> list[str]:
    """Return what a course over time owes to a second table that ends at another time.

    Of rows that come of others (deals of leads): since when no others came in. Of the others: that the newest
    have had less time for the `outcome`.
    """
    column = scope.table.column(outcome) if outcome else None
    if column is not None and column.present_in and time == scope.table.time:
        there = Scope.open(scope.context, target(column)[0])
        known = f", known until {until(there)}" if until(there) else ""
        return [f"The newest {scope.noun()} have had less time for {with_article(column.label)}{known}."]
    if time != scope.table.time:
        return []
    notes = []
    for origin in scope.context.tables.catalog:
        told = [one for one in origin.columns if one.present_in and target(one)[0] == scope.table.name]
        end = until(Scope.open(scope.context, origin.name)) if told else ""
        if end and end < until(scope):
            noun = plural(origin.entity)
            notes.append(
                f"{origin.name} ends on {end}: no new {noun} are known after that, so later {scope.noun()} can "
                f"only come from earlier {noun}, and a fall since then does not show that they are won less well. "
                f"Compare the share of {noun} with {with_article(told[0].label)} by the month they came in."
            )
    return notes


def until(scope: Scope) -> str:
    """Return the newest day of a table's dates, empty where it has none."""
    column = scope.column(scope.table.time) if scope.table.time else None
    return (column.maximum or "")[:10] if column is not None else ""

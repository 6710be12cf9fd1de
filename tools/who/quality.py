"""How far a table or a column can be trusted: period, duplicates, blanks, placeholders, zeros, range."""

from tools.arguments import Condition, Grouping
from tools.results import Finding, Unit, Value
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.common import unusable
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.wording import counted, listed, number, percent, rendered, sentence, unit_of

_ROLES = {
    "id": "identifiers",
    "time": "dates",
    "outcome": "outcomes",
    "measure": "measures",
    "segment": "segments",
    "ordinal": "ordered answers",
    "multi_select": "several answers",
    "text": "free text",
    "constant": "constant",
    "empty": "empty",
}
_TOP_VALUES = 8
_BLANKEST = 4


def fact(scope: Scope, statement: str, label: str, value: Value, unit: Unit, formula: str = "") -> Finding:
    """Return a finding about rows and files, which no disclosure rule concerns."""
    return scope.finding(
        sentence(statement), label=label, value=value, unit=unit, n=scope.rows, customers=None, formula=formula
    )


def size(scope: Scope) -> Finding:
    """Return rows and people of a table."""
    people = scope.people
    table = scope.table
    tail = ""
    if people is not None and not scope.rows_are_people:
        tail = f" about {counted(people, scope.person)}"
    told = "" if table.entity == "row" else f" (one {table.entity} each)"
    return fact(
        scope, f"{table.name} has {counted(scope.rows, 'row')}{told}{tail}", "number of rows", scope.rows, "count"
    )


def period(scope: Scope) -> list[Finding]:
    """Return first and last date and the number of days with rows; nothing without a date column."""
    time = scope.table.time
    if time is None:
        return []
    row = scope.measure([Measure("first", "min", time), Measure("last", "max", time)]).iloc[0]
    if not isinstance(row["first"], str):
        return []
    first, last = str(row["first"])[:10], str(row["last"])[:10]
    days = scope.measure([], [Grouping(column=time, grain="day")])
    count = int((days[time] != "(missing)").sum())
    label = scope.column(time).label
    told = f"{scope.table.name} covers {first} to {last} by {label}"
    return [
        fact(scope, told, "first date", first, "date", f"smallest {time}"),
        fact(
            scope,
            f"Its rows fall on {counted(count, 'different day')}",
            "number of days",
            count,
            "count",
            f"distinct days of {time}",
        ),
    ]


def duplicates(scope: Scope) -> Finding:
    """Return the number of rows that repeat another row in every column."""
    count = scope.table.duplicates
    told = (
        f"{counted(count, 'row')} of {scope.table.name} repeat another row exactly in every column"
        if count
        else f"No row of {scope.table.name} repeats another one exactly in every column"
    )
    return fact(scope, f"{told} (of {number(scope.rows)})", "number of exact duplicate rows", count, "count")


def roles(scope: Scope) -> Finding:
    """Return the column names by role in one sentence."""
    groups: dict[str, list[str]] = {}
    for column in scope.table.columns:
        marks = f" [{', '.join(sorted(column.marks))}]" if column.marks else ""
        groups.setdefault(_ROLES[column.role], []).append(f"{column.name}{marks}")
    told = "; ".join(f"{role}: {', '.join(names)}" for role, names in groups.items())
    count = len(scope.table.columns)
    return fact(
        scope, f"{scope.table.name} has {counted(count, 'column')}: {told}", "number of columns", count, "count"
    )


def blankest(scope: Scope) -> list[Finding]:
    """Return the columns with most blank cells."""
    columns = sorted((c for c in scope.table.columns if c.missing), key=lambda column: -column.missing)
    return [_blank(scope, column, column.missing) for column in columns[:_BLANKEST]]


def _blank(scope: Scope, column: Column, rows: int) -> Finding:
    total = max(1, scope.rows)
    return scope.finding(
        sentence(f"{column.label} is blank in {percent(rows / total)} of the rows ({share_phrase(rows, total)})"),
        label=f"share of blank {column.label}",
        value=rows / total,
        unit="share",
        n=scope.rows,
        customers=None,
        interval=interval_of(rows, total),
        formula=f"blank cells of {column.name} / rows",
        method="Wilson interval",
    )


def column_findings(scope: Scope, reference: str) -> list[Finding]:
    """Return what is known of one column; values of personal columns are never shown."""
    column = scope.column(reference)
    known = int(scope.total([Measure("known", "count", reference)])["known"])
    kind = f"{column.label} ({_ROLES[column.role]}) is stored as {column.storage}"
    findings = [
        fact(
            scope,
            f"{kind}, with a usable value in {number(known)} of {counted(scope.rows, 'row')}",
            f"rows with a usable {column.label}",
            known,
            "count",
        )
    ]
    findings += unusable(scope, reference)
    if not findings[1:]:
        findings.append(fact(scope, f"{column.label} has no blank and no placeholder", "blank rows", 0, "count"))
    if "personal" in column.marks:
        return findings
    if column.storage == "number" and column.role != "id":
        findings += _number_facts(scope, column, reference)
    elif column.storage == "date":
        row = scope.measure([Measure("first", "min", reference), Measure("last", "max", reference)]).iloc[0]
        findings.append(
            fact(
                scope,
                f"{column.label} runs from {row['first']} to {row['last']}",
                "range",
                str(row["first"]),
                "date",
            )
        )
    elif column.role not in ("text", "id"):
        findings.append(_values(scope, column))
    distinct = int(scope.total([Measure("distinct", "distinct", reference)])["distinct"])
    findings.append(
        fact(
            scope,
            f"{column.label} has {counted(distinct, 'different known value')}",
            f"distinct {column.label}",
            distinct,
            "count",
        )
    )
    return findings


def _number_facts(scope: Scope, column: Column, reference: str) -> list[Finding]:
    unit = unit_of(column.unit)
    kinds = ("min", "max", "mean", "median")
    group = scope.total([Measure(kind, kind, reference) for kind in kinds])  # type: ignore[arg-type]
    zeros = scope.narrowed(Condition(column=reference, op="=", value=0.0)).rows
    low, high = rendered(group["min"], unit), rendered(group["max"], unit)
    mean, median = rendered(group["mean"], unit), rendered(group["median"], unit)
    return [
        fact(
            scope,
            f"{counted(zeros, 'row')} of {number(scope.rows)} have {column.label} exactly 0",
            f"rows with {column.label} 0",
            zeros,
            "count",
        ),
        fact(scope, f"{column.label} runs from {low} to {high}", f"lowest {column.label}", group["min"], unit),
        fact(scope, f"The mean {column.label} is {mean}", f"mean {column.label}", group["mean"], unit),
        fact(scope, f"The median {column.label} is {median}", f"median {column.label}", group["median"], unit),
    ]


def _values(scope: Scope, column: Column) -> Finding:
    k = scope.context.min_group
    shown = [f"{name} ({number(count)})" for name, count in column.values[:_TOP_VALUES] if count >= k]
    more = column.distinct - len(shown)
    tail = f" and {number(more)} more" if more > 0 else ""
    return fact(
        scope,
        f"The values of {column.label} are {listed(shown) or 'all rare'}{tail}",
        f"values of {column.label}",
        column.distinct,
        "count",
    )

"""How far a table or a column can be trusted: period, duplicates, blanks, placeholders, zeros, range."""

from tools.arguments import Grouping
from tools.results import Finding, Unit, Value
from tools.speech import is_are, said
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.scope import Scope
from tools.who.totals import repeats
from tools.wording import counted, listed, number, percent, sentence

ROLES = {
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
_ZEROED = 2
_AT_ONCE = 100  # columns that one pass over the rows looks at
_BLANKEST = 4
_MOST_NAMED = 60
_LONGEST = 40  # letters of a header that is told as it stands


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
    if scope.table.repeats:
        return repeats(scope)
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
        groups.setdefault(ROLES[column.role], []).append(f"{_titled(scope, column)}{marks}")
    told = "; ".join(f"{role}: {', '.join(names)}" for role, names in groups.items())
    count = len(scope.table.columns)
    return fact(
        scope, f"{scope.table.name} has {counted(count, 'column')}: {told}", "number of columns", count, "count"
    )


def _titled(scope: Scope, column: Column) -> str:
    return column.name if scope.table.header else f"{column.name} ({column.label})"


def blankest(scope: Scope) -> list[Finding]:
    """Return the columns with most blank cells."""
    columns = sorted((c for c in scope.table.columns if c.missing), key=lambda column: -column.missing)
    return [_blank(scope, column, column.missing) for column in columns[:_BLANKEST]]


def blanks(scope: Scope) -> list[Finding]:
    """Return which columns have blank cells, all by name, each with how many; nothing where none has."""
    some = sorted((column for column in scope.table.columns if column.missing), key=lambda each: -each.missing)
    if not some:
        return []
    names = [f"{headed(column)} in {number(column.missing)}" for column in some[:_MOST_NAMED]]
    more = f" and {number(len(some) - _MOST_NAMED)} more" if len(some) > _MOST_NAMED else ""
    have = "has" if len(some) == 1 else "have"
    told = f"{counted(len(some), 'column')} of {scope.table.name} {have} blanks: {listed(names)}{more}"
    return [fact(scope, told, "columns with blanks", len(some), "count", "blank cells of each column")]


def headed(column: Column) -> str:
    """Return a column by its header as it stands in the file, where it is looked for; a long one said."""
    return column.name if len(column.name) <= _LONGEST else said(column.label)


def _blank(scope: Scope, column: Column, rows: int) -> Finding:
    state, formula = f"{column_is(column)} blank", f"blank cells of {column.name} / rows"
    return _part_of_rows(scope, state, f"share of blank {column.label}", rows, formula)


def _part_of_rows(scope: Scope, state: str, label: str, rows: int, formula: str) -> Finding:
    """Return in what share of the rows something is so."""
    total = max(1, scope.rows)
    return scope.share(
        sentence(f"{state} in {percent(rows / total)} of the rows ({share_phrase(rows, total)})"),
        rows,
        scope.rows,
        label=label,
        customers=None,
        formula=formula,
    )


def zero_label(column: Column) -> str:
    """Return the label of the share of rows in which a number is 0."""
    return f"share of rows where {column.label} is 0"


def zeros(scope: Scope, column: Column, reference: str) -> Finding:
    """Return the share of rows in which a number is exactly 0."""
    return _zeros(scope, column, reference, int(scope.total([_nought(reference)])["zero"]))


def _nought(reference: str) -> Measure:
    return Measure("zero", "true", reference, "0")


def _zeros(scope: Scope, column: Column, reference: str, rows: int) -> Finding:
    state, formula = f"{column_is(column)} exactly 0", f"rows where {reference} = 0 / rows"
    return _part_of_rows(scope, state, zero_label(column), rows, formula)


def column_is(column: Column) -> str:
    """Return a column as the subject of a sentence with its verb."""
    return f"{said(column.label)} {is_are(column.label)}"


def zeroed(scope: Scope) -> list[Finding]:
    """Return the share of zeros for the amounts and counts of a table that have any, most zeros first."""
    amounts = [c for c in scope.table.columns if c.role == "measure" and c.unit in ("money", "count")]
    able = [column for column in amounts if float(column.minimum or 1) <= 0]
    counts: list[int] = []
    for start in range(0, len(able), _AT_ONCE):
        totals = scope.totals([[_nought(column.name)] for column in able[start : start + _AT_ONCE]])
        counts += [int(group["zero"]) for group in totals]
    most = sorted(zip(able, counts, strict=True), key=lambda pair: -pair[1])[:_ZEROED]
    return [_zeros(scope, column, column.name, rows) for column, rows in most if rows]

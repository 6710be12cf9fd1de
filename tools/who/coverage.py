"""field_coverage: which fields are filled, which are empty or constant, and which no answer ever used."""

from dataclasses import dataclass

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, slot
from tools.results import Chart, Finding, Report
from tools.speech import is_are, said
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column, Table
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.quality import headed
from tools.who.scope import Scope
from tools.wording import counted, listed, number, percent, plural, sentence

_FULL = 0.99
_MOST_TABLES = 6
_MOST_COLUMNS = 200
_AT_ONCE = 40
_EMPTIEST, _UNUSED = 4, 4
_LISTED = 12
_MOST_NAMED = 60
_SHOWN = 20


class CoverageArguments(Arguments):
    """One table, or all."""

    table: str | None = slot("table", "One table; none looks at all of them.", default=None)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the rows with a usable value, of all, and how often answers were computed from it."""

    scope: Scope
    column: Column
    filled: int
    rows: int
    used: int

    @property
    def share(self) -> float:
        """The share of rows with a usable value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def constant(self) -> bool:
        """Whether it is filled and always the same."""
        return self.filled > 0 and (self.column.role == "constant" or self.column.distinct == 1)

    @property
    def answers(self) -> bool:
        """Whether a question could be answered from it: no key, nothing personal, not empty, not constant."""
        if self.column.marks & {"personal", "leakage"} or self.column.role in ("id", "constant", "empty"):
            return False
        return self.filled > 0 and not self.constant

    @property
    def question(self) -> str:
        """A question that it could answer."""
        table, noun, label = self.scope.table, plural(self.scope.table.entity), said(self.column.label)
        if self.column.role == "text":
            return f"What do {noun} say in {label}?"
        if self.column.role == "time":
            return f"How many {noun} are there by month of {label}?"
        if self.column.role == "measure":
            return f"What is typical of {label}?"
        outcome = table.column(table.outcome) if table.outcome else None
        if outcome is not None and outcome.name != self.column.name:
            return f"How does {said(outcome.label)} differ by {label}?"
        return f"How many {noun} are there by {label}?"

    def finding(self) -> Finding:
        """Return how far it is filled: blanks and placeholders count as empty."""
        label = said(self.column.label)
        return self.scope.share(
            sentence(
                f"{label} {is_are(self.column.label)} filled in {percent(self.share)} of the rows of "
                f"{self.scope.table.name} ({share_phrase(self.filled, self.rows)})"
            ),
            self.filled,
            self.rows,
            label=f"share of rows with {self.column.label}",
            customers=None,
            formula=f"rows with a usable {self.column.name} / rows",
        )


def field_coverage(context: ToolContext, arguments: CoverageArguments) -> Report:
    """Return the fill of fields, those without information, and those unused with a question for each."""
    if arguments.table is not None:
        tables = [Scope.open(context, arguments.table).table]
    else:
        tables = [table for table in context.tables.catalog if table.part_of is None][:_MOST_TABLES]
    if not tables:
        return Report(missing=("No table has been ingested, so there are no fields.",))
    fields = [field for table in tables for field in _fields(context, table)]
    unused = [field for field in fields if field.answers and not field.used]
    emptiest = sorted((f for f in fields if 0 < f.share < _FULL), key=lambda field: field.share)
    unused.sort(key=lambda field: ("protected" in field.column.marks, -field.share))
    findings = [_headline(tables, fields, unused)]
    findings += [field.finding() for field in emptiest[:_EMPTIEST]]
    findings += [finding for table in tables for finding in _blank(table, fields)]
    findings += _named("empty", "hold nothing at all", [f for f in fields if not f.filled])
    findings += _named("constant", "hold the same value everywhere", [f for f in fields if f.constant])
    findings += [_unused(field) for field in unused[:_UNUSED]]
    left = len(context.tables.catalog.tables) - len(tables)
    notes = ["Uses are counted since the table was loaded or since somebody was last erased from it."]
    if arguments.table is None and left > 0:
        notes.append(f"{counted(left, 'further table')} not looked at; name one to see its fields.")
    return Report(
        title="Fields: filled, empty, unused",
        findings=tuple(findings),
        charts=_chart(fields),
        caveats=tuple(notes),
        follow_ups=tuple(dict.fromkeys(field.question for field in unused[:_UNUSED])),
        sources=tuple(table.name for table in tables),
    )


def _fields(context: ToolContext, table: Table) -> list[Field]:
    scope = Scope.open(context, table.name)
    used, columns = context.releases.usage.counts(table.name), table.columns[:_MOST_COLUMNS]
    found = []
    for start in range(0, len(columns), _AT_ONCE):
        part = columns[start : start + _AT_ONCE]
        known = scope.total([Measure(f"c{at}", "count", column.name) for at, column in enumerate(part)])
        found += [
            Field(scope, column, int(known[f"c{at}"]), scope.rows, used.get(column.name, 0))
            for at, column in enumerate(part)
        ]
    return found


def _headline(tables: list[Table], fields: list[Field], unused: list[Field]) -> Finding:
    full = sum(field.share >= _FULL for field in fields)
    nothing = sum(not field.filled or field.constant for field in fields)
    names = listed([said(field.column.label) for field in unused[:_LISTED]]) or "none"
    where = tables[0].name if len(tables) == 1 else counted(len(tables), "table")
    return fields[0].scope.finding(
        sentence(
            f"{number(len(unused))} of {counted(len(fields), 'field')} of {where} could answer questions and "
            f"never did: {names}; {number(full)} fields are "
            f"filled in 99% of the rows or more, {number(nothing)} are empty or always the same"
        ),
        label="fields never used",
        value=len(unused),
        unit="count",
        n=len(fields),
        customers=None,
        formula="fields that could answer a question and from which no answer was computed",
    )


def _blank(table: Table, fields: list[Field]) -> list[Finding]:
    """Return which fields of a table have blanks, all by name, each with the number of rows."""
    some = [field for field in fields if field.scope.table is table and 0 < field.filled < field.rows]
    if not some:
        return []
    some.sort(key=lambda field: field.filled)
    names = [f"{headed(field.column)} in {number(field.rows - field.filled)}" for field in some[:_MOST_NAMED]]
    more = f" and {number(len(some) - _MOST_NAMED)} more" if len(some) > _MOST_NAMED else ""
    have = "has" if len(some) == 1 else "have"
    return [
        some[0].scope.finding(
            sentence(
                f"{counted(len(some), 'field')} of {table.name} {have} no usable value in some of the "
                f"{counted(some[0].rows, 'row')}: {listed(names)}{more}"
            ),
            label="fields with blanks",
            value=len(some),
            unit="count",
            n=some[0].rows,
            customers=None,
            formula="rows without a usable value, field by field",
        )
    ]


def _named(kind: str, told: str, fields: list[Field]) -> list[Finding]:
    if not fields:
        return []
    names = [headed(field.column) for field in fields[:_MOST_NAMED]]
    more = f" and {number(len(fields) - _MOST_NAMED)} more" if len(fields) > _MOST_NAMED else ""
    return [
        fields[0].scope.finding(
            sentence(f"{counted(len(fields), 'field')} {told}: {listed(names)}{more}"),
            label=f"{kind} fields",
            value=len(fields),
            unit="count",
            n=len(fields),
            customers=None,
        )
    ]


def _unused(field: Field) -> Finding:
    label = said(field.column.label)
    return field.scope.finding(
        sentence(
            f"No answer has used {label} of {field.scope.table.name} yet, filled in {percent(field.share)} of the "
            f'rows ({share_phrase(field.filled, field.rows)}); it could answer: "{field.question}"'
        ),
        label=f"uses of {field.column.label}",
        value=0,
        unit="count",
        n=field.rows,
        customers=None,
    )


def _chart(fields: list[Field]) -> tuple[Chart, ...]:
    """Return the fields that are not filled everywhere, emptiest first."""
    shown = sorted((field for field in fields if field.share < _FULL), key=lambda field: field.share)[:_SHOWN]
    if not shown:
        return ()
    rows = []
    for field in shown:
        low, high = wilson(field.filled, field.rows)
        rows.append({"label": field.column.label, "value": field.share, "low": low, "high": high, "n": field.rows})
    title = "Share of rows in which a field is filled"
    return (Chart(title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}, emptiest first.", unit="share"),)


FIELD_COVERAGE = Analysis(
    name="field_coverage",
    title="Fields filled, empty and unused",
    description=(
        "Which fields are collected and never used, which are empty, sparsely filled or constant, with the share "
        "filled and its interval, and a question that each unused field could answer. Use it for field fill, "
        "completeness of a whole table, wasted or dormant data. Not for one column's blanks (describe_data)."
    ),
    arguments=CoverageArguments,
    examples=(
        "Which data do we hold and never use?",
        "What do we collect and never use?",
        "Which fields are empty?",
        "Which fields are hardly ever filled?",
        "Field fill rates of the survey",
        "What data is collected in vain?",
        "How complete are the fields of the accounts?",
        "Which unused fields could answer something?",
        "Which columns never vary?",
        "Dormant data: fields nobody asks about",
    ),
    run=field_coverage,
)

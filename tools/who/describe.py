"""describe_data: what the tables and columns are, and how far they can be trusted."""

from retrieval.documents import Kind
from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, slot
from tools.results import Finding, Report
from tools.who.columns import column_findings
from tools.who.quality import blankest, blanks, duplicates, period, roles, size, zero_label, zeroed
from tools.who.scope import Scope
from tools.wording import counted, listed, number, sentence

_FEW_TABLES = 5
_MOST_TABLES = 11


class DescribeArguments(Arguments):
    """What to describe: everything, one table, or one column of a table."""

    table: str | None = slot("table", "One table; none describes all tables and documents.", default=None)
    metric: str | None = slot(
        "metric", "One column of the table: type, range, blanks, placeholders, duplicates.", default=None
    )


def describe_data(context: ToolContext, arguments: DescribeArguments) -> Report:
    """Return what the data holds: tables and columns by role, or the quality of one column."""
    if arguments.table is None:
        return _everything(context)
    scope = Scope.open(context, arguments.table)
    if arguments.metric is not None:
        label = scope.column(arguments.metric).label
        findings = _with_duplicates(column_findings(scope, arguments.metric), scope, arguments.metric)
        return _report(scope, f"{label} in {scope.table.name}", findings)
    findings = [size(scope), *period(scope), duplicates(scope), roles(scope), *blankest(scope), *zeroed(scope)]
    return _report(scope, scope.table.name, findings)


def _with_duplicates(findings: list[Finding], scope: Scope, reference: str) -> list[Finding]:
    """Return the findings with exact duplicates: for money right after the zeros, as both distort sums."""
    column = scope.column(reference)
    if column.unit != "money" or column.role != "measure" or "personal" in column.marks:
        return [*findings, duplicates(scope)]
    usable, *rest = findings
    empty = [finding for finding in rest if finding.label == zero_label(column)]
    return [usable, *empty, duplicates(scope), *(finding for finding in rest if finding not in empty)]


def _report(scope: Scope, title: str, findings: list[Finding]) -> Report:
    table = scope.table
    notes = []
    if table.part_of:
        notes.append(f"{table.name} is a part of {table.part_of}; do not add the two up.")
    if table.like:
        notes.append(f"{table.name} has the same columns as {table.like}.")
    if not table.header:
        notes.append(f"{table.name} has no header; its column names were made up from the content.")
    if table.description:
        notes.append(table.description)
    return Report(title=title, findings=tuple(findings), caveats=tuple(notes), sources=(table.name,))


def _everything(context: ToolContext) -> Report:
    """Return one finding per table and the number of texts by kind."""
    tables = list(context.tables.catalog)
    findings = []
    for table in tables[:_MOST_TABLES]:
        scope = Scope.open(context, table.name)
        findings += [size(scope), roles(scope), *blanks(scope)] if len(tables) <= _FEW_TABLES else [size(scope)]
    notes = [
        f"{join.left_table} joins {join.right_table} by {join.left_column}."
        for join in context.tables.catalog.joins
    ]
    kinds = context.corpus.kinds()
    findings.append(_documents(sum(kinds.values()), dict(sorted(kinds.items()))))
    if len(tables) > _MOST_TABLES:
        rest = [table.name for table in tables[_MOST_TABLES:]]
        notes.append(f"Further tables: {listed(rest)}.")
    missing = () if tables or kinds else ("No data has been ingested.",)
    return Report(
        title="What the data holds",
        findings=tuple(findings),
        caveats=tuple(notes),
        missing=missing,
        sources=tuple(table.name for table in tables),
    )


def _documents(count: int, kinds: dict[Kind, int]) -> Finding:
    told = listed([f"{number(n)} {kind.replace('_', ' ')}" for kind, n in kinds.items()])
    return Finding(
        statement=sentence(f"There are {counted(count, 'text')}" + (f": {told}" if told else "")),
        metric="documents",
        label="number of texts",
        value=count,
        unit="count",
        table="",
        n=count,
        computed=("Rows: all stored texts (documents and text cells)",),
    )


DESCRIBE_DATA = Analysis(
    name="describe_data",
    title="Describe the data",
    description=(
        "What data there is: tables with rows, people, period and columns by role; for one table its exact "
        "duplicates and blanks; for one column its type, range, blanks, placeholder values such as -1 or 999 and "
        "what those rows have in common, and zero values. Use it first when unsure which table or column holds "
        "something, and for questions about data quality. Never shows personal values."
    ),
    arguments=DescribeArguments,
    examples=(
        "What data do we have?",
        "Which columns does the orders table have?",
        "What period does the export cover?",
        "How many duplicate rows are in the file?",
        "Are there zero-value transactions?",
        "How many values are missing in the income column?",
        "Any problems with the age field?",
        "Can we trust the region label?",
        "How many sources, tables and documents are loaded?",
    ),
    run=describe_data,
)

"""describe_data: what the tables and columns are, and how far they can be trusted."""

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, slot
from tools.errors import AnalysisError
from tools.results import Report


class DescribeArguments(Arguments):
    """What to describe: everything, one table, or one column of a table."""

    table: str | None = slot("table", "One table; none describes all tables and documents.", default=None)
    metric: str | None = slot(
        "metric", "One column of the table: type, range, blanks, placeholders, duplicates.", default=None
    )


def describe_data(_context: ToolContext, _arguments: DescribeArguments) -> Report:
    """Return what the data holds: tables and columns by role, or the quality of one column."""
    raise AnalysisError("describe_data is not available yet.")


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

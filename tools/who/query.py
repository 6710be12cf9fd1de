"""query_table: the general question over a table, answered with the companions that honesty asks for."""

from typing import Literal

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Report

Aggregate = Literal[
    "count", "share", "mean", "median", "sum", "min", "max", "distinct", "distribution", "top_share"
]


class QueryArguments(Arguments):
    """One typed question over one table (columns of joined tables are written `table::column`)."""

    table: TableName
    aggregate: Aggregate = slot(
        "aggregate",
        "What to compute: `count` rows or people; `share` of rows where `metric` equals `value`; `mean`, "
        "`median`, `sum`, `min`, `max` of `metric`; `distinct` values of it; its `distribution`; or "
        "`top_share`, how much of `metric` the largest tenth and fifth of entities hold.",
        default="count",
    )
    metric: str | None = slot("metric", "The column that is measured; none for counting rows.", default=None)
    value: str | None = slot(
        "value",
        "For `share`: the value that counts; by default what the catalog calls positive. For `top_share`: a "
        "percentage such as `5`.",
        default=None,
    )
    where: Where = slot("where", "Conditions that all must hold.", default=())
    by: tuple[Grouping, ...] = slot("by", "Columns to group by; a date column needs a grain.", default=())
    per: str | None = slot(
        "per",
        "First aggregate `metric` (or the rows) for each value of this column, e.g. spend per customer, "
        "then compute `aggregate` over those.",
        default=None,
    )
    per_aggregate: Literal["count", "sum", "mean"] = slot(
        "per_aggregate", "How `per` aggregates: number of rows, sum or mean of `metric`.", default="sum"
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)
    order: Literal["highest", "lowest", "natural"] = slot(
        "order", "How groups are ranked; `natural` keeps dates and ordered answers in order.", default="highest"
    )
    limit: int = slot("limit", "How many groups to report.", default=5, ge=1, le=50)


def query_table(_context: ToolContext, _arguments: QueryArguments) -> Report:
    """Return the answer to one typed question, the number that was asked for first."""
    raise AnalysisError("query_table is not available yet.")


QUERY_TABLE = Analysis(
    name="query_table",
    title="Compute a number from a table",
    description=(
        "Counts, shares, means, medians, sums, extremes, distinct values, distributions, rankings, trends over "
        "time and concentration, for any table, filter, grouping and period. Use it for every question that asks "
        "for a number, a top list, a rate by group, a typical value or a change over time. Not for testing "
        "whether two groups differ (compare_segments), nor for a portrait of a group (profile_segment)."
    ),
    arguments=QueryArguments,
    examples=(
        "How many customers do we have?",
        "What share of customers cancelled, and how does it differ by plan?",
        "What is the typical order value?",
        "Which five product categories sell most?",
        "Top complaint reasons and how many tickets each has",
        "How did revenue develop month by month?",
        "When did refund requests peak, and by how much?",
        "What is the average age of members in the north region?",
        "How much of the revenue comes from the top 10% of customers?",
        "How many customers bought only once?",
        "Number of tickets per channel in the last 30 days",
        "What do respondents want improved most?",
        "How are ratings distributed?",
        "How long do projects take on average by team?",
    ),
    run=query_table,
)

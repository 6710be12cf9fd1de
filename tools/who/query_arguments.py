"""What can be asked of one table: the arguments of query_table."""

from typing import Literal

from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.who.having import Having

_MOST_GROUPS = 50
Aggregate = Literal[
    "count",
    "share",
    "mean",
    "median",
    "sum",
    "min",
    "max",
    "distinct",
    "distribution",
    "top_share",
    "promoters",
]


class QueryArguments(Arguments):
    """One typed question over one table (columns of joined tables are written `table::column`)."""

    table: TableName
    aggregate: Aggregate = slot(
        "aggregate",
        "What to compute: `count` rows or people; `share` of rows where `metric` equals `value`; `mean`, "
        "`median`, `sum`, `min`, `max` of `metric`; `distinct` values of it; its `distribution`; "
        "`promoters`, the net promoter score of answers from 0 to 10; or `top_share`, how much of `metric` the "
        "largest tenth and fifth of entities hold.",
        default="count",
    )
    metric: str | None = slot(
        "metric",
        "The column that is measured; none for counting rows. `a + b - c` adds columns of a row up; `a / b` "
        "divides the sum of one by the sum of another (cost per click), `a % b` says it in percent (margin).",
        default=None,
    )
    value: str | None = slot(
        "value",
        "For `share`: the value that counts; by default what the catalog calls positive. For `top_share`: a "
        "percentage such as `5`, or `5 largest` for the few with the largest sums.",
        default=None,
    )
    values: tuple[str, ...] = slot(
        "values", "For `share`: several values of `metric` of which any counts, in place of `value`.", default=()
    )
    where: Where = slot("where", "Conditions that all must hold.", default=())
    by: tuple[Grouping, ...] = slot("by", "Columns to group by; a date column needs a grain.", default=())
    per: str | None = slot(
        "per",
        "First aggregate `metric` (or the rows) for each value of this column, e.g. spend per customer, "
        "then compute `aggregate` over those.",
        default=None,
    )
    per_aggregate: Literal["count", "sum", "mean", "distinct", "any", "none"] = slot(
        "per_aggregate",
        "How `per` aggregates: number of rows, sum or mean of `metric`, or number of its distinct values (orders "
        "of several lines); `any` for the share of these with a row where `metric` is `value`, `none` for that "
        "without one.",
        default="sum",
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)
    against: Period | None = slot(
        "against",
        "An earlier stretch of time that the count or sum of each group of `by` in `period` is set beside: groups "
        "are ranked by how much they grew, with `order` lowest by how much they shrank.",
        default=None,
    )
    order: Literal["highest", "lowest", "natural"] = slot(
        "order", "How groups are ranked; `natural` keeps dates and ordered answers in order.", default="highest"
    )
    limit: int = slot("limit", "How many groups to report.", default=5, ge=1, le=_MOST_GROUPS)
    having: tuple[Having, ...] = slot(
        "having", "Only groups of `by` whose computed value passes, e.g. more than 400 rows.", default=()
    )

"""compare_segments: whether groups differ on a metric, by how much, and whether the sign holds inside strata."""

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Report


class CompareArguments(Arguments):
    """The metric, and the groups: the values of a column, or a segment and its contrast."""

    table: TableName
    metric: str | None = slot(
        "metric", "The measure or outcome column compared; by default the table's outcome.", default=None
    )
    value: str | None = slot(
        "value", "For a share: the value of `metric` that counts; by default the positive one.", default=None
    )
    by: Grouping | None = slot("by", "Compare the groups of this column with each other.", default=None)
    where: Where = slot(
        "where",
        "Without `by`: the segment to compare. With `by`: conditions that limit all groups.",
        default=(),
    )
    contrast: Where | None = slot(
        "contrast", "Whom the segment is compared with; none: everybody else.", default=None
    )
    contrast_table: str | None = slot(
        "table",
        "Another table that asked the same question, to compare with (e.g. an earlier survey).",
        default=None,
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def compare_segments(_context: ToolContext, _arguments: CompareArguments) -> Report:
    """Return the difference with its interval, test and effect size, and any reversal inside strata."""
    raise AnalysisError("compare_segments is not available yet.")


COMPARE_SEGMENTS = Analysis(
    name="compare_segments",
    title="Compare groups",
    description=(
        "Tests whether two or more groups differ on a share or a measure: difference with interval, p-value of "
        "the named test, effect size, correction over many pairs, and a check whether the sign turns inside other "
        "groups (Simpson). Use it for more, less, higher, lower, significant, versus, compared with, and for the "
        "same question in two surveys. It never says because."
    ),
    arguments=CompareArguments,
    examples=(
        "Do customers with a loyalty card churn less? Is it significant?",
        "Compare the spend of men and women",
        "Is satisfaction higher in branch A than in branch B?",
        "Does the conversion rate differ between channels?",
        "Is the difference between card payers and everyone else statistically significant?",
        "Did more respondents recommend us in this year's survey than in the last one?",
        "Do older clients buy more than younger ones?",
        "Are tickets from mobile resolved faster than tickets from the web?",
        "Which region has the highest complaint rate, which the lowest, and is the gap real?",
    ),
    run=compare_segments,
)

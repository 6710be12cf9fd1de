"""query_table: the general question over a table, answered with the companions that honesty asks for."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Condition, Grouping
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.tables.recommendation import on_scale
from tools.who.averages import Metric, Statistic, average_report
from tools.who.counts import count_report, distinct_report
from tools.who.days import days_report
from tools.who.distinct import distinct_by_group
from tools.who.distribution import rows_sample, shape_report, top_share_report
from tools.who.entities import Each, entity_report, parts_of
from tools.who.growth import growth_report
from tools.who.having import passing
from tools.who.none_or_few import none_or_few
from tools.who.onesided import unknown_here
from tools.who.outcome import Outcome
from tools.who.part_of_all import part_of_all
from tools.who.peaks import peak_findings
from tools.who.plausible import standing_out
from tools.who.promoters import camps, promoter_report, promoting
from tools.who.query_arguments import QueryArguments
from tools.who.quotient_report import quotient_report
from tools.who.quotients import Quotient, dividing
from tools.who.reach import reach_report
from tools.who.scope import Scope
from tools.who.series import Quantity, averaging, counting, rating, varying
from tools.who.shape_words import hump_note
from tools.who.shares import share_report
from tools.who.trend import trend_report
from tools.wording import listed

CATEGORIES = ("segment", "outcome", "ordinal", "multi_select")
FEW = 12
_DIVIDED = frozenset({"count", "share", "mean", "sum"})  # of a quotient these all ask for that of the sums


def query_table(context: ToolContext, arguments: QueryArguments) -> Report:
    """Return the answer to one typed question, the number that was asked for first."""
    if arguments.against is not None:
        return growth_report(context, arguments, arguments.against)
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    if (little := none_or_few(scope, arguments)) is not None:
        return little
    if lacking := unknown_here(scope, arguments.metric):
        return Report(missing=(lacking,), sources=(scope.table.name,))
    report = _having(scope, arguments)
    title = f"{arguments.aggregate} of {arguments.metric or scope.noun()} in {scope.table.name}"
    caveats = (*report.caveats, *_between_humps(scope, arguments))
    return replace(report, title=title, sources=_sources(scope, arguments), caveats=caveats)


def _between_humps(scope: Scope, asked: QueryArguments) -> list[str]:
    """Return the warning that an average of one measure stands between two humps."""
    if asked.aggregate not in ("mean", "median", "distribution") or asked.metric is None or asked.per is not None:
        return []
    metric = _metric(scope, asked)
    plain = metric.column.storage == "number" and metric.column.role not in CATEGORIES
    plain = plain and "personal" not in metric.column.marks
    return (
        hump_note(scope, metric) if plain and not any(_is_time(scope, grouping) for grouping in asked.by) else []
    )


def _having(scope: Scope, asked: QueryArguments) -> Report:
    """Return the report, with the groups that pass where a condition on groups is given."""
    if not asked.having:
        return _report(scope, asked)
    if not asked.by or asked.per is not None:
        raise AnalysisError("`having` is a condition on groups: it needs `by`, and no `per`.")
    report = _report(scope, asked.model_copy(update={"limit": max(scope.rows, 1)}))  # every group is judged
    labels = [scope.column(grouping.column).label for grouping in asked.by]
    return passing(report, asked.having, labels, scope, asked.limit)


def _report(scope: Scope, asked: QueryArguments) -> Report:
    aggregate, by = asked.aggregate, asked.by
    if aggregate == "promoters":
        return _promoters(scope, asked)
    if asked.per is not None:
        return _of_each(scope, asked, asked.per)
    if aggregate == "top_share":
        return _top_share(scope, asked)
    if aggregate in _DIVIDED and (quotient := Quotient.of(scope, asked.metric)) is not None:
        return _divided(scope, asked, quotient)
    timed = len(by) == 1 and _is_time(scope, by[0])
    if aggregate == "distinct" and not timed:
        if by:
            return distinct_by_group(scope, _metric(scope, asked), by, asked.order, asked.limit)
        return distinct_report(scope, _metric(scope, asked).reference)
    if aggregate == "distribution":
        return _distribution(scope, asked)
    if aggregate == "count" and asked.metric is not None:
        return _count_of_metric(scope, asked)
    if timed or aggregate == "distinct":
        return trend_report(scope, _quantity(scope, asked), by[0])
    if aggregate == "count":
        return count_report(scope, by, asked.order, asked.limit)
    if aggregate == "share":
        outcome = Outcome.of(scope, asked.metric, asked.value, asked.values)
        return share_report(scope, outcome, by, asked.order, asked.limit)
    return _average(scope, asked, aggregate)


def _of_each(scope: Scope, asked: QueryArguments, per: str) -> Report:
    """Return the statistic over one value for each person or thing, or which share of them has any such row."""
    if asked.per_aggregate == "none":
        return reach_report(scope, per, _named(scope, asked), without=True)
    if asked.per_aggregate == "any":
        return reach_report(scope, per, _named(scope, asked))
    each = Each(per, asked.per_aggregate, asked.metric, asked.aggregate, asked.value)
    return entity_report(scope, each, asked.by, asked.order, asked.limit)


def _named(scope: Scope, asked: QueryArguments) -> Outcome | None:
    """Return what has to hold of a row, None where any row of the scope will do."""
    return Outcome.of(scope, asked.metric, asked.value, asked.values) if asked.metric is not None else None


def _average(scope: Scope, asked: QueryArguments, statistic: Statistic) -> Report:
    """Return a mean, median, sum or extreme with what it hides: its part of all, zeros, peaks."""
    metric = _metric(scope, asked)
    if statistic in ("min", "max") and metric.column.storage == "date" and not asked.by:
        return days_report(scope, metric.reference, "max" if statistic == "max" else "min")
    report = average_report(scope, metric, statistic, asked.by, asked.order, asked.limit)
    if asked.by:
        return report
    part = part_of_all(scope, metric) if statistic == "sum" else []
    part += camps(scope, metric) if statistic == "mean" else []
    hidden = _hidden(scope, metric) if statistic in ("mean", "median") else []
    return replace(report, findings=(*report.findings[:1], *part, *report.findings[1:], *hidden))


def _hidden(scope: Scope, metric: Metric) -> list[Finding]:
    """Return what a mean or a median hides: numbers of very many or far out, or several peaks; not told limits."""
    if any(condition.column == metric.reference for condition in scope.where):
        return []
    return standing_out(scope, metric) or peak_findings(scope, metric)


def _divided(scope: Scope, asked: QueryArguments, quotient: Quotient) -> Report:
    """Return the quotient of two sums: in all, by group or over time."""
    if len(asked.by) == 1 and _is_time(scope, asked.by[0]):
        return trend_report(quotient.known(scope), dividing(quotient), asked.by[0])
    return quotient_report(scope, quotient, asked.by, asked.order, asked.limit)


def _metric(scope: Scope, asked: QueryArguments) -> Metric:
    if asked.metric is None:
        measures = [f"`{column.name}`" for column in scope.table.columns if column.role == "measure"]
        raise AnalysisError(
            f"`{asked.aggregate}` needs a metric. Measures of `{scope.table.name}`: "
            f"{listed(measures[:12]) or 'none'}."
        )
    return Metric(asked.metric, scope.column(asked.metric))


def _is_time(scope: Scope, grouping: Grouping) -> bool:
    return scope.column(grouping.column).storage == "date" and grouping.grain not in ("weekday", "hour")


def _quantity(scope: Scope, asked: QueryArguments) -> Quantity:
    if asked.aggregate == "share":
        return rating(Outcome.of(scope, asked.metric, asked.value, asked.values))
    if asked.aggregate in ("mean", "median", "sum", "min", "max"):
        return averaging(_metric(scope, asked), asked.aggregate)
    return varying(_metric(scope, asked)) if asked.aggregate == "distinct" else counting(scope)


def _count_of_metric(scope: Scope, asked: QueryArguments) -> Report:
    """Count rows with a value; without a value, count the values of a category or the rows of a measure."""
    metric = _metric(scope, asked)
    if asked.value is not None:
        condition = Condition(column=metric.reference, op="=", value=asked.value)
        return _report(scope.narrowed(condition), asked.model_copy(update={"metric": None, "value": None}))
    if metric.column.role in CATEGORIES and not asked.by:
        return count_report(scope, (Grouping(column=metric.reference),), asked.order, asked.limit)
    present = scope.narrowed(Condition(column=metric.reference, op="present"))
    return _report(present, asked.model_copy(update={"metric": None}))


def _distribution(scope: Scope, asked: QueryArguments) -> Report:
    metric = _metric(scope, asked)
    column = metric.column
    if column.storage == "date":
        return trend_report(scope, counting(scope), Grouping(column=metric.reference))
    if column.storage == "number" and not (column.role in CATEGORIES or 0 < column.distinct <= FEW):
        return shape_report(rows_sample(scope, metric))
    natural = column.role == "ordinal" or (column.storage == "number" and column.role != "segment")
    order = "natural" if natural else asked.order
    return count_report(
        scope, (Grouping(column=metric.reference), *asked.by), order, max(asked.limit, 8), spread=True
    )


def _promoters(scope: Scope, asked: QueryArguments) -> Report:
    answers = _metric(scope, asked)
    if asked.per is not None or not on_scale(answers.column):
        raise AnalysisError("`promoters` needs a metric with answers from 0 to 10, and no `per`.")
    if len(asked.by) == 1 and _is_time(scope, asked.by[0]):
        return trend_report(scope, promoting(answers), asked.by[0])
    return promoter_report(scope, answers, asked.by, asked.order, asked.limit)


def _top_share(scope: Scope, asked: QueryArguments) -> Report:
    metric = _metric(scope, asked)
    if metric.column.storage != "number":
        raise AnalysisError(f"`top_share` needs numbers; `{metric.column.name}` is {metric.column.storage}.")
    if scope.table.person is None or scope.rows_are_people:
        return top_share_report(rows_sample(scope, metric), parts_of(asked.value))
    return entity_report(scope, Each(scope.table.person, "sum", metric.reference, "top_share", asked.value))


def _sources(scope: Scope, asked: QueryArguments) -> tuple[str, ...]:
    references = [asked.metric, asked.per, *(c.column for c in asked.where), *(g.column for g in asked.by)]
    joined = [reference.split("::", 1)[0] for reference in references if reference and "::" in reference]
    known = {table.name for table in scope.context.tables.catalog}
    return tuple(dict.fromkeys([scope.table.name, *(name for name in joined if name in known)]))


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

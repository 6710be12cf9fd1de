"""Different values by group: how many customers each region or product has had, where rows are not people."""

from collections.abc import Sequence

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.speech import said, thing
from tools.tables.engine import Measure
from tools.who.averages import Metric
from tools.who.groups import Group
from tools.who.ranking import Order, Ranking, rank
from tools.who.scope import Scope
from tools.wording import counted, listed, number, percent, plural, sentence

_COUNT = "distinct"


def distinct_by_group(scope: Scope, metric: Metric, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    """Return the number of different values in each group, with its part of all; one may be in several groups."""
    measure = Measure(_COUNT, "distinct", metric.reference)
    whole, cut = scope.total([measure]), scope.cut([measure], by)
    ranking = rank(cut.groups, lambda group: group[_COUNT], lambda a, b: a[_COUNT] != b[_COUNT], order, limit)
    noun = scope.person if metric.reference == scope.table.person else f"different {thing(metric.column)}"
    findings = [_finding(scope, metric, noun, group, whole, by, ranking, order) for group in ranking.shown]
    findings.append(_finding(scope, metric, noun, whole, whole, (), ranking, order))
    labels = listed([said(scope.column(grouping.column).label) for grouping in by])
    title = f"{plural(noun)} by {labels}"
    chart = Chart(
        title=title,
        kind="bar",
        rows=tuple({"label": group.name, "value": group[_COUNT], "n": group.rows} for group in ranking.shown),
        unit="count",
        alt=f"Bars: {title}.",
    )
    several = sum(group[_COUNT] for group in cut.groups) > whole[_COUNT]
    note = (
        f"{plural(noun)} can stand in several groups of {labels}, so the groups add up to more than all of them."
    )
    caveats = (*((sentence(note),) if several else ()), *ranking.notes())
    return Report(findings=tuple(findings), charts=(chart,), caveats=caveats, withheld=cut.withheld)


def _finding(
    scope: Scope,
    metric: Metric,
    noun: str,
    group: Group,
    whole: Group,
    by: Sequence[Grouping],
    ranking: Ranking,
    order: Order,
) -> Finding:
    words, named = scope.named(group, by) if by else (scope.words(), {})
    value, total = int(group[_COUNT]), int(whole[_COUNT])
    share = f", {percent(value / total)} of all {number(total)}" if by and total else ""
    place = ranking.place(group, order, ("the most", "the fewest")) if by else ""
    return scope.finding(
        sentence(f"there are {counted(value, noun)} behind the {number(group.rows)} {words}{share}{place}"),
        label=f"number of {plural(noun)}",
        value=value,
        unit="count",
        n=group.rows,
        customers=group.people,
        extra=group.where or (),
        named=named,
        formula=f"distinct {metric.reference}",
    )

"""Numbers that hold very many rows, such as 0 or the least that is charged: averages with and without them."""

from tools.arguments import Condition
from tools.disclosure import too_few
from tools.results import Finding
from tools.speech import said, with_article
from tools.statistics.proportions import wilson
from tools.who.averages import Metric, statistic_finding
from tools.who.scope import Scope
from tools.wording import number, percent, sentence, span

_MANY, _SOME = 0.15, 0.01  # of the rows: at 0, which much may have; at a number that stands out in the whole table
_AMOUNTS = ("money", "count", "number", "days", "duration")


def spike_findings(scope: Scope, metric: Metric) -> list[Finding]:
    """Return the share of rows that have such a number, mean and median of the others; nothing where few do."""
    told = {float(value): _SOME for value, _ in metric.column.spikes}
    if metric.column.unit in _AMOUNTS:
        told[0.0] = min(_MANY, told.get(0.0, _MANY))
    return [finding for value, least in told.items() for finding in _at(scope, metric, value, least)]


def _at(scope: Scope, metric: Metric, value: float, least: float) -> list[Finding]:
    condition = Condition(column=metric.reference, op="=", value=value)
    these = scope.narrowed(condition)
    others = scope.narrowed(condition.model_copy(update={"op": "!="}))
    rest = others.total(list(metric.measures()))
    n = these.rows + int(rest["count"])
    if not these.rows or not int(rest["count"]) or these.rows < least * n:
        return []
    if scope.where and too_few(these.rows, scope.context.min_group):
        return []
    share, interval = these.rows / n, wilson(these.rows, n)
    label, shown = said(metric.label), metric.said(value)
    finding = scope.share(
        sentence(
            f"{percent(share)} of {scope.words()} ({number(these.rows)} of {number(n)}; "
            f"{span(interval, 'share')}) have {with_article(label)} of {shown}"
        ),
        these.rows,
        n,
        label=f"share with {with_article(metric.label)} of {shown}",
        customers=scope.people,
        formula=f"rows where {metric.reference} is {value:g} / rows with a value",
    )
    words = f"{scope.words()} with {with_article(label)} other than {shown}"
    return [
        finding,
        statistic_finding(others, metric, "median", rest, words),
        statistic_finding(others, metric, "mean", rest, words),
    ]

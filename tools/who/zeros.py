"""Rows whose amount is zero: where there are many, neither mean nor median tells what the others come to."""

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import said
from tools.statistics.proportions import wilson
from tools.who.averages import Metric, statistic_finding
from tools.who.scope import Scope
from tools.wording import number, percent, sentence, span

_MANY = 0.15  # of the rows
_AMOUNTS = ("money", "count", "number", "days", "duration")


def zero_findings(scope: Scope, metric: Metric) -> list[Finding]:
    """Return the share of rows that have a zero and the median of the others; nothing where zeros are few."""
    if metric.column.unit not in _AMOUNTS:
        return []
    condition = Condition(column=metric.reference, op="=", value=0)
    none = scope.narrowed(condition)
    some = scope.narrowed(condition.model_copy(update={"op": "!="}))
    rest = some.total(list(metric.measures()))
    n = none.rows + int(rest["count"])
    if not none.rows or not int(rest["count"]) or none.rows < _MANY * n:
        return []
    share, interval = none.rows / n, wilson(none.rows, n)
    label = said(metric.label)
    finding = scope.share(
        sentence(
            f"{percent(share)} of {scope.words()} ({number(none.rows)} of {number(n)}; {span(interval, 'share')}) "
            f"have a {label} of 0"
        ),
        none.rows,
        n,
        label=f"share with a {metric.label} of 0",
        customers=scope.people,
        formula=f"rows where {metric.reference} is 0 / rows with a value",
    )
    return [
        finding,
        statistic_finding(some, metric, "median", rest, f"{scope.words()} with a {label} other than 0"),
    ]

"""A few numbers far beyond all the others, and what the average is without them."""

from math import isnan

from tools.arguments import Condition
from tools.disclosure import too_few
from tools.results import Finding
from tools.tables.engine import Measure
from tools.who.averages import Metric, moments, statistic_finding
from tools.who.scope import Scope
from tools.wording import counted, number, sentence

_FAR = 10.0  # interquartile ranges above the upper quartile
_FEW = 0.01  # of the rows, above which a long tail is how things are
_MATTERS = 0.02  # by which the mean changes without them


def extreme_findings(scope: Scope, metric: Metric) -> list[Finding]:
    """Return how many rows lie far above the others, and the mean of those; nothing where it is the same."""
    if metric.column.storage != "number" or metric.column.role != "measure":
        return []
    at = {"q1": 0.25, "q3": 0.75}
    quartiles = [Measure(name, "quantile", metric.reference, quantile=part) for name, part in at.items()]
    ends = scope.total([*quartiles, Measure("count", "count", metric.reference)])
    if isnan(ends["q1"]) or ends["q3"] <= ends["q1"]:
        return []
    limit = ends["q3"] + _FAR * (ends["q3"] - ends["q1"])
    beyond = scope.narrowed(Condition(column=metric.reference, op=">", value=limit))
    if not 0 < beyond.rows <= _FEW * ends["count"] or too_few(beyond.rows, scope.context.min_group):
        return []
    others = scope.narrowed(Condition(column=metric.reference, op="<=", value=limit))
    rest, whole = others.total(list(metric.measures())), scope.total(list(metric.measures()))
    mean = moments(whole).mean
    if abs(moments(rest).mean - mean) < _MATTERS * abs(mean):
        return []
    told = (
        f"{counted(beyond.rows, 'row')} of {number(int(ends['count']))} lie far above all others, over "
        f"{metric.said(limit)}, and pull the mean up"
    )
    finding = scope.finding(
        sentence(told),
        label=f"rows with an extreme {metric.label}",
        value=beyond.rows,
        unit="count",
        n=int(ends["count"]),
        customers=None,
        formula=f"rows with {metric.reference} over upper quartile + {_FAR:g} interquartile ranges",
    )
    words = f"{scope.words()} without these"
    return [finding, statistic_finding(others, metric, "mean", rest, words)]

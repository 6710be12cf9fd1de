"""The net promoter score: those who would recommend less those who would not, in points.

Answers of 9 and 10 on a scale from 0 to 10 are promoters, 0 to 6 detractors (Reichheld, HBR 2003).
"""

from collections.abc import Sequence
from math import isfinite

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.speech import said
from tools.statistics.means import Moments, mean_interval, welch
from tools.statistics.proportions import ALPHA
from tools.tables.engine import Measure
from tools.tables.recommendation import recommends
from tools.who.averages import Metric
from tools.who.blanks import unusable
from tools.who.groups import Group, Labels
from tools.who.homogeneity import homogeneity_finding, of_means
from tools.who.outcome import share_phrase
from tools.who.ranking import Order, rank
from tools.who.scope import Scope
from tools.who.series import Change, Quantity
from tools.wording import listed, number, percent, ratio, sentence, span

_DETRACTORS = range(7)
_PROMOTERS = range(9, 11)


def promoting(metric: Metric) -> Quantity:
    """Return the net promoter score as a quantity."""

    def change(new: Group, old: Group) -> Change:
        result = welch(_balance(new), _balance(old))
        if result is None:
            return Change(_balance(new).mean - _balance(old).mean)
        effect = f"Cohen's d {ratio(result.effect)}" if isfinite(result.effect) else ""
        return Change(result.difference, result.interval, result.p_value, "Welch's t test", None, effect)

    return Quantity(
        label="net promoter score",
        unit="points",
        change_unit="points",
        measures=_measures(metric),
        value=lambda group: _balance(group).mean,
        size=lambda group: group["count"],
        finding=lambda scope, group, words, tail, named: _score(scope, metric, group, words, tail, named),
        change=change,
        said=_points,
        interval=lambda group: mean_interval(_balance(group)),
    )


def promoter_report(scope: Scope, metric: Metric, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    """Return the net promoter score in all or by group, and the shares that it is the balance of."""
    whole = scope.total(_measures(metric))
    if not whole["count"]:
        return Report(
            missing=(sentence(f"no {scope.table.entity} asked about has a usable {said(metric.label)}"),)
        )
    overall = [_score(scope, metric, whole), *camps(scope, metric), *unusable(scope, metric.reference)]
    if not by:
        return Report(findings=tuple(overall))
    cut = scope.cut(_measures(metric), by)
    usable = [group for group in cut.groups if group["count"]]
    ranking = rank(usable, lambda group: _balance(group).mean, _differ, order, max(limit, 8))
    findings = []
    for group in ranking.shown:
        words, named = scope.named(group, by)
        findings.append(_score(scope, metric, group, words, ranking.place(group, order), named))
    quantity = promoting(metric)
    title = f"net promoter score by {listed([scope.column(grouping.column).label for grouping in by])}"
    rows = tuple(quantity.row(group, group.name) for group in ranking.shown)
    return Report(
        findings=(*findings, overall[0], *_test(scope, by, ranking.ranked), *overall[1:]),
        charts=(Chart(title=title, kind="bar", rows=rows, alt=f"Bars: {title}.", unit="points"),),
        caveats=tuple(ranking.notes()),
        withheld=cut.withheld,
    )


def camps(scope: Scope, metric: Metric) -> list[Finding]:
    """Return the shares of promoters and of detractors among all who answered; none of other measures."""
    limited = any(condition.column == metric.reference for condition in scope.where)
    if limited or not recommends(metric.column):
        return []
    whole = scope.total(_measures(metric))
    n = int(whole["count"])
    told = (("promoters", "9 or 10", _promoters(whole)), ("detractors", "0 to 6", _detractors(whole)))
    return [
        scope.share(
            sentence(f"{percent(hits / n)} of {scope.words()} are {camp} ({limits}; {share_phrase(hits, n)})"),
            hits,
            n,
            label=f"share of {camp}",
            customers=whole.people,
            denominator=f"{number(n)} {scope.words()} with a usable {metric.label}",
            formula=f"rows where {metric.reference} is {limits} / rows with a known {metric.reference}",
        )
        for camp, limits, hits in told
        if n
    ]


def _measures(metric: Metric) -> tuple[Measure, ...]:
    answers = (*_DETRACTORS, *_PROMOTERS)
    told = (Measure(f"answer {answer}", "true", metric.reference, str(answer)) for answer in answers)
    return Measure("count", "count", metric.reference), *told


def _promoters(group: Group) -> int:
    return sum(int(group[f"answer {answer}"]) for answer in _PROMOTERS)


def _detractors(group: Group) -> int:
    return sum(int(group[f"answer {answer}"]) for answer in _DETRACTORS)


def _balance(group: Group) -> Moments:
    """Return the moments of answers that count 1 for a promoter, -1 for a detractor and 0 for others."""
    promoters, detractors = _promoters(group), _detractors(group)
    return Moments(group["count"], promoters - detractors, promoters + detractors)


def _points(value: float) -> str:
    return f"{100 * value:.1f}"


def _score(
    scope: Scope, metric: Metric, group: Group, words: str = "", tail: str = "", named: Labels | None = None
) -> Finding:
    words = words or scope.words_of(group)
    balance, n = _balance(group), int(group["count"])
    interval = mean_interval(balance)
    bounds = f"; {span(interval, 'points')}" if interval else ""
    shares = f"{percent(_promoters(group) / n)} promoters less {percent(_detractors(group) / n)} detractors"
    return scope.finding(
        sentence(
            f"among {words}, the net promoter score is {_points(balance.mean)} points "
            f"({shares}; n = {number(n)}{bounds}){tail}"
        ),
        label="net promoter score",
        value=balance.mean,
        unit="points",
        n=n,
        customers=group.people,
        interval=interval,
        extra=group.where or (),
        named=named,
        denominator=f"{number(n)} {words} with a usable {metric.label}",
        formula=f"share of {metric.reference} from 9 - share of {metric.reference} up to 6",
        method="Student's t interval",
    )


def _differ(one: Group, other: Group) -> bool:
    result = welch(_balance(one), _balance(other))
    return result is not None and result.p_value < ALPHA


def _test(scope: Scope, by: Sequence[Grouping], groups: Sequence[Group]) -> list[Finding]:
    balances = [_balance(group) for group in groups]
    test, n = of_means(balances), sum(balance.n for balance in balances)
    return [] if test is None else [homogeneity_finding(scope, by, "net promoter score", test, n)]

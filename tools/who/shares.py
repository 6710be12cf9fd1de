"""Shares: one rate, or a rate by group with its lift over the whole and each group's part of all positives."""

from collections.abc import Mapping, Sequence

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.statistics.contingency import chi_square
from tools.statistics.proportions import lift, two_proportion_p
from tools.who.outcome import Outcome, interval_of, share_phrase
from tools.who.ranking import Order, Ranking, rank
from tools.who.scope import Cut, Group, Scope
from tools.wording import number, p_value, percent, ratio, sentence, span

SMALL = 30
_LIFTS = 2
_ALPHA = 0.05


def rate_finding(
    scope: Scope,
    outcome: Outcome,
    group: Group,
    words: str = "",
    tail: str = "",
    named: Mapping[str, str] | None = None,
) -> Finding:
    """Return a group's rate: `28.7% of customers with job student have y yes (269 of 938; ...)`."""
    positives, n = outcome.counts(group)
    words = words or scope.words(*(group.where or ()))
    if n:
        statement = f"{percent(positives / n)} of {words} {outcome.verb} ({share_phrase(positives, n)}){tail}"
    else:
        statement = f"No {outcome.column.label} is known for {words}"
    return scope.finding(
        sentence(statement),
        label=outcome.label,
        value=positives / n if n else None,
        unit="share",
        n=n,
        customers=group.people,
        interval=interval_of(positives, n),
        extra=group.where or (),
        denominator=f"{number(n)} {words}"
        + ("" if outcome.among_all else f" with a known {outcome.column.label}"),
        formula=outcome.formula,
        method="Wilson interval",
        named=named,
    )


def overall(scope: Scope, outcome: Outcome) -> tuple[Finding, Group]:
    """Return the rate over the whole scope, and its counts."""
    group = scope.total(outcome.measures())
    return rate_finding(scope, outcome, group), group


def share_report(scope: Scope, outcome: Outcome, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    """Return the rate asked for: over all rows, or by group beside the overall rate."""
    whole_finding, whole = overall(scope, outcome)
    caveats = _unknown(scope, outcome, whole)
    if not by:
        return Report(findings=_single(scope, outcome, whole, whole_finding), caveats=caveats)
    cut = scope.cut(outcome.measures(), by)
    ranking = rank(_counted(cut, outcome), outcome.rate, lambda a, b: _differ(outcome, a, b), order, limit)
    findings = [_group_finding(scope, outcome, group, whole, by, ranking, order) for group in ranking.shown]
    if order == "natural":
        findings.insert(0, whole_finding)
    else:
        findings.append(whole_finding)
    last = ranking.ranked[-1:]
    if last and last[0] not in ranking.shown:
        findings.append(_group_finding(scope, outcome, last[0], whole, by, ranking, order))
    findings += _companions(scope, outcome, whole, by, ranking)
    findings += _test(scope, outcome, by, ranking)
    return Report(
        findings=tuple(findings),
        charts=(_chart(scope, outcome, by, ranking),),
        caveats=(*caveats, *ranking.notes(), *_small(outcome, ranking), *_left(ranking)),
        withheld=cut.withheld,
    )


def _counted(cut: Cut, outcome: Outcome) -> list[Group]:
    return [group for group in cut.groups if outcome.counts(group)[1]]


def _differ(outcome: Outcome, one: Group, other: Group) -> bool:
    return two_proportion_p(*outcome.counts(one), *outcome.counts(other)) < _ALPHA


def _single(scope: Scope, outcome: Outcome, whole: Group, finding: Finding) -> tuple[Finding, ...]:
    if not scope.where:
        return (finding,)
    base_finding, base = overall(scope.base, outcome)
    positives, n = outcome.counts(whole)
    against = lift(positives, n, *outcome.counts(base))
    if against is None or not n:
        return finding, base_finding
    words = f"{scope.words()} {outcome.verb} {ratio(against.value)} times as often as {scope.base.words()} overall"
    statement = f"{words} ({span(against.interval, 'ratio')})" if against.interval else words
    return (
        finding,
        base_finding,
        scope.finding(
            sentence(statement),
            label=f"lift of the {outcome.label}",
            value=against.value,
            unit="ratio",
            n=n,
            customers=whole.people,
            interval=against.interval,
            contrast={},
            formula="rate in the group / rate overall",
            method="log interval, delta method",
        ),
    )


def _group_finding(
    scope: Scope,
    outcome: Outcome,
    group: Group,
    whole: Group,
    by: Sequence[Grouping],
    ranking: Ranking,
    order: Order,
) -> Finding:
    words, named = scope.named(group, by)
    rate = outcome.rate(whole)
    tail = f", {ratio(outcome.rate(group) / rate)} times the overall rate" if rate else ""
    return rate_finding(scope, outcome, group, words, tail + ranking.place(group, order), named)


def _companions(
    scope: Scope, outcome: Outcome, whole: Group, by: Sequence[Grouping], ranking: Ranking
) -> list[Finding]:
    """Return lift and share of all positives for the first groups, and the group with most positives."""
    positives, total = outcome.counts(whole)
    if not positives or len(ranking.ranked) < 2:
        return []
    findings = []
    first = ranking.ranked[:_LIFTS]
    for group in first:
        a, n = outcome.counts(group)
        against = lift(a, n, positives, total)
        if against is not None and a:
            findings.append(_lift_finding(scope, outcome, group, by, against.value, against.interval))
    largest = max(ranking.ranked, key=lambda group: outcome.counts(group)[0])
    parts = [*first, *([] if largest in first else [largest])]
    return findings + [_part_finding(scope, outcome, group, by, positives, largest) for group in parts]


def _lift_finding(
    scope: Scope, outcome: Outcome, group: Group, by: Sequence[Grouping], value: float, interval: object
) -> Finding:
    words, named = scope.named(group, by)
    bounds = interval if isinstance(interval, tuple) else None
    tail = f" ({span(bounds, 'ratio')})" if bounds else ""
    return scope.finding(
        sentence(f"The {outcome.label} of {words} is {ratio(value)} times the overall rate{tail}"),
        label=f"lift of the {outcome.label}",
        value=value,
        unit="ratio",
        n=outcome.counts(group)[1],
        customers=group.people,
        interval=bounds,
        extra=group.where or (),
        named=named,
        contrast={},
        formula="rate in the group / rate overall",
        method="log interval, delta method",
    )


def _part_finding(
    scope: Scope, outcome: Outcome, group: Group, by: Sequence[Grouping], positives: int, largest: Group
) -> Finding:
    words, named = scope.named(group, by)
    a = outcome.counts(group)[0]
    most = ", the largest part" if group is largest else ""
    statement = (
        f"{words} are {percent(a / positives)} of all {scope.noun()} that {outcome.verb} "
        f"({share_phrase(a, positives)}){most}"
    )
    return scope.finding(
        sentence(statement),
        label=f"share of all that {outcome.verb}",
        value=a / positives,
        unit="share",
        n=positives,
        customers=group.people,
        interval=interval_of(a, positives),
        extra=group.where or (),
        named=named,
        formula="positive rows in the group / all positive rows",
        method="Wilson interval",
    )


def _test(scope: Scope, outcome: Outcome, by: Sequence[Grouping], ranking: Ranking) -> list[Finding]:
    exclusive = all(scope.column(grouping.column).role != "multi_select" for grouping in by)
    counts = [outcome.counts(group) for group in ranking.ranked]
    result = chi_square([(a, n - a) for a, n in counts]) if len(counts) > 1 and exclusive else None
    if result is None or result.statistic is None:
        return []
    verdict = "differs" if result.p_value < _ALPHA else "does not differ detectably"
    groups = ", ".join(scope.column(grouping.column).label for grouping in by)
    return [
        scope.finding(
            sentence(
                f"The {outcome.label} {verdict} between the groups of {groups} (chi-square "
                f"{number(round(result.statistic, 2))} with {result.freedom} degrees of freedom, "
                f"{p_value(result.p_value)}, Cramer's V {ratio(result.cramers_v)})"
            ),
            label=f"chi-square of the {outcome.label} by {groups}",
            value=result.statistic,
            unit="number",
            n=sum(n for _, n in counts),
            customers=scope.people,
            contrast={},
            p_value=result.p_value,
            method=f"{result.test}, no continuity correction",
        )
    ]


def _unknown(scope: Scope, outcome: Outcome, whole: Group) -> tuple[str, ...]:
    unknown = whole.rows - outcome.counts(whole)[1]
    if unknown <= 0:
        return ()
    share = percent(unknown / whole.rows)
    told = f"{outcome.column.label} is not known for {share} of {scope.words()} ({number(unknown)})"
    return (sentence(f"{told}; they are left out"),)


def _small(outcome: Outcome, ranking: Ranking) -> tuple[str, ...]:
    small = [group for group in ranking.shown if outcome.counts(group)[1] < SMALL]
    if not small:
        return ()
    told = ", ".join(f"{group.name} ({number(outcome.counts(group)[1])})" for group in small[:4])
    return (f"Small groups, whose rates are rough: {told}.",)


def _left(ranking: Ranking) -> tuple[str, ...]:
    left = len(ranking.ranked) - len(ranking.shown)
    return (f"{number(left)} more groups are not listed.",) if left > 1 else ()


def _chart(scope: Scope, outcome: Outcome, by: Sequence[Grouping], ranking: Ranking) -> Chart:
    rows = []
    for group in ranking.shown:
        positives, n = outcome.counts(group)
        low, high = interval_of(positives, n) or (0.0, 1.0)
        rows.append({"label": group.name, "value": positives / n, "low": low, "high": high, "n": n})
    title = f"{outcome.label} by {', '.join(scope.column(grouping.column).label for grouping in by)}"
    return Chart(title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}, with 95% intervals.")

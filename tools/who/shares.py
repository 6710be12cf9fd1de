"""Shares: one rate, or a rate by group with its lift over the whole and each group's part of all positives."""

from collections.abc import Sequence

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.speech import is_are, said
from tools.statistics.proportions import ALPHA, lift, two_proportion_p
from tools.who.blanks import may_count
from tools.who.groups import Cut, Group
from tools.who.homogeneity import homogeneity_finding, of_shares
from tools.who.not_yet import with_not_yet
from tools.who.onesided import one_sided
from tools.who.outcome import Outcome, interval_of
from tools.who.ranking import Order, Ranking, rank
from tools.who.rates import lift_finding, overall, part_finding, rate_finding, share_of_positives
from tools.who.scope import Scope
from tools.wording import listed, number, percent, ratio, sentence

SMALL = 30


def share_report(scope: Scope, outcome: Outcome, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    """Return the rate asked for: over all rows, or by group beside the overall rate."""
    whole_finding, whole = overall(scope, outcome)
    caveats = _unknown(scope, outcome, whole)
    if not by:
        told, open_ones = with_not_yet(scope, outcome, list(_single(scope, outcome, whole, whole_finding)))
        return Report(findings=tuple(told), caveats=(*caveats, *open_ones))
    cut = scope.cut(outcome.measures(), by)
    if len(by) == 1 and (unknowable := one_sided(scope, outcome, by[0].column, cut.groups)):
        return Report(missing=(unknowable,))
    ranking = rank(_counted(cut, outcome), outcome.rate, lambda a, b: _differ(outcome, a, b), order, limit)
    findings = [_group_finding(scope, outcome, group, whole, by, ranking, order) for group in ranking.shown]
    last = ranking.ranked[-1:]
    if last and last[0] not in ranking.shown:
        findings.append(_group_finding(scope, outcome, last[0], whole, by, ranking, order))
    findings.insert(0 if order == "natural" else len(findings), whole_finding)
    findings += _companions(scope, outcome, whole, by, ranking, ranked_by_rate=order != "natural")
    return Report(
        findings=tuple(findings),
        charts=(_chart(scope, outcome, by, ranking),),
        caveats=(*caveats, *ranking.notes(), *_small(outcome, ranking), *_left(ranking)),
        withheld=cut.withheld,
    )


def _counted(cut: Cut, outcome: Outcome) -> list[Group]:
    return [group for group in cut.groups if outcome.counts(group)[1]]


def _differ(outcome: Outcome, one: Group, other: Group) -> bool:
    return two_proportion_p(*outcome.counts(one), *outcome.counts(other)) < ALPHA


def _single(scope: Scope, outcome: Outcome, whole: Group, finding: Finding) -> tuple[Finding, ...]:
    """Return the rate, beside that of everybody and their ratio where conditions narrow it."""
    if not scope.where:
        return (finding,)
    base_finding, base = overall(scope.base, outcome)
    against = lift(*outcome.counts(whole), *outcome.counts(base))
    if against is None or not outcome.counts(whole)[1]:
        return finding, base_finding
    found = (finding, base_finding, lift_finding(scope, outcome, whole, against))
    return found if scope.window else (*found, share_of_positives(scope, outcome, whole, base))


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
    scope: Scope, outcome: Outcome, whole: Group, by: Sequence[Grouping], ranking: Ranking, *, ranked_by_rate: bool
) -> list[Finding]:
    """Return whether the groups differ, whose part of all positives is largest, and how sure the first lift is."""
    findings = _test(scope, outcome, by, ranking)
    positives, total = outcome.counts(whole)
    if not positives or len(ranking.ranked) < 2:
        return findings
    first = ranking.ranked[0]
    largest = max(ranking.ranked, key=lambda group: outcome.counts(group)[0])
    findings.append(part_finding(scope, outcome, largest, by, positives, largest=True))
    if ranked_by_rate and first is not largest:
        findings.append(part_finding(scope, outcome, first, by, positives, largest=False))
    against = lift(*outcome.counts(first), positives, total)
    if against is not None and against.interval and not against.interval[0] <= 1 <= against.interval[1]:
        words, named = scope.named(first, by)
        findings.append(lift_finding(scope, outcome, first, against, words, named))
    return findings


def _test(scope: Scope, outcome: Outcome, by: Sequence[Grouping], ranking: Ranking) -> list[Finding]:
    exclusive = all(scope.column(grouping.column).role != "multi_select" for grouping in by)
    counts = [outcome.counts(group) for group in ranking.ranked]
    test = of_shares([(a, n - a) for a, n in counts]) if len(counts) > 1 and exclusive else None
    n = sum(n for _, n in counts)
    return [] if test is None else [homogeneity_finding(scope, by, outcome.label, test, n, "chi-square")]


def _unknown(scope: Scope, outcome: Outcome, whole: Group) -> tuple[str, ...]:
    unknown = whole.rows - outcome.counts(whole)[1]
    if unknown <= 0 or not may_count(scope, unknown):
        return ()
    share = percent(unknown / whole.rows)
    label = said(outcome.column.label)
    told = f"{label} {is_are(outcome.column.label)} not known for {share} of {scope.words()} ({number(unknown)})"
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
    title = f"{outcome.label} by {listed([scope.column(grouping.column).label for grouping in by])}"
    return Chart(
        title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}, with 95% intervals.", unit="share"
    )

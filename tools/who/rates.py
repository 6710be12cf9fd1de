"""The sentences about shares: a rate, how it compares with the whole, and a group's part of all positives."""

from collections.abc import Sequence

from tools.arguments import Grouping
from tools.results import Finding
from tools.statistics.proportions import Ratio
from tools.who.groups import Group, Labels
from tools.who.outcome import Outcome, share_phrase
from tools.who.scope import Scope
from tools.wording import number, percent, ratio, sentence, span


def rate_finding(
    scope: Scope, outcome: Outcome, group: Group, words: str = "", tail: str = "", named: Labels | None = None
) -> Finding:
    """Return a group's rate: `Among members whose plan is annual, 9.2% left (11 of 120; ...)`."""
    positives, n = outcome.counts(group)
    words = words or scope.words_of(group)
    if n:
        details = share_phrase(positives, n)
        told = outcome.event.share(percent(positives / n), words, details, narrowed=words != scope.noun())
    else:
        told, tail = f"it is not known for any of the {words} whether {outcome.event.state}", ""
    return scope.share(
        sentence(f"{told}{tail}"),
        positives,
        n,
        label=outcome.label,
        metric=outcome.metric,
        customers=group.people,
        extra=group.where or (),
        denominator=f"{number(n)} {words} {outcome.known}".strip(),
        formula=outcome.formula,
        named=named,
    )


def overall(scope: Scope, outcome: Outcome) -> tuple[Finding, Group]:
    """Return the rate over the whole scope, and its counts."""
    group = scope.total(outcome.measures())
    return rate_finding(scope, outcome, group), group


def lift_finding(
    scope: Scope,
    outcome: Outcome,
    group: Group,
    against: Ratio,
    words: str = "",
    named: Labels | None = None,
) -> Finding:
    """Return how a group's rate compares with the overall one: `... is 1.58 times the overall rate (...)`."""
    words = words or scope.words_of(group)
    bounds = f" ({span(against.interval, 'ratio')})" if against.interval else ""
    return scope.finding(
        sentence(f"The {outcome.label} among {words} is {ratio(against.value)} times the overall rate{bounds}"),
        label=f"lift of the {outcome.label}",
        metric=f"lift of the {outcome.metric}",
        value=against.value,
        unit="ratio",
        n=outcome.counts(group)[1],
        customers=group.people,
        interval=against.interval,
        extra=group.where or (),
        named=named,
        contrast={},
        formula="rate in the group / rate overall",
        method="log interval, delta method",
    )


def share_of_positives(scope: Scope, outcome: Outcome, segment: Group, everybody: Group) -> Finding:
    """Return a segment's part of all positive rows: `23.2% of all leads who converted are leads where ...`."""
    a, positives = outcome.counts(segment)[0], outcome.counts(everybody)[0]
    told = f"all {scope.base.noun()} {outcome.event.relative}"
    return scope.base.share(
        sentence(f"{percent(a / positives)} of {told} are {scope.words()} ({share_phrase(a, positives)})"),
        a,
        positives,
        label=f"share of {told}",
        customers=segment.people,
        extra=scope.where,
        named=scope.labels(),
        formula="positive rows in the segment / all positive rows",
    )


def part_finding(
    scope: Scope, outcome: Outcome, group: Group, by: Sequence[Grouping], positives: int, *, largest: bool
) -> Finding:
    """Return a group's part of all positive rows: `94.1% of all members who left are members ...`."""
    words, named = scope.named(group, by)
    a = outcome.counts(group)[0]
    most = ", the largest part" if largest else ""
    population = scope.words()
    joined = "and " if population != scope.noun() else ""
    everyone = f"all {population} {joined}{outcome.event.relative}"
    return scope.share(
        sentence(f"{percent(a / positives)} of {everyone} are {words} ({share_phrase(a, positives)}){most}"),
        a,
        positives,
        label=f"share of {everyone}",
        customers=group.people,
        extra=group.where or (),
        named=named,
        formula="positive rows in the group / all positive rows",
    )

"""survival_curves: how long until it happens, with those to whom it has not happened yet (Kaplan-Meier)."""

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.results import Report
from tools.who.scope import Scope
from tools.who.survival_rows import Followed, followed
from tools.who.survival_told import (
    FEWEST,
    Followers,
    chart,
    followers,
    log_rank_finding,
    median_finding,
    share_findings,
)
from tools.wording import number

_MOST_GROUPS = 6


class SurvivalArguments(Arguments):
    """The event, the time until it, and the groups compared."""

    table: TableName
    outcome: str | None = slot(
        "outcome", "The column that says whether it happened; by default the table's outcome.", default=None
    )
    value: str | None = slot("value", "The value of `outcome` that counts as the event.", default=None)
    duration: str | None = slot(
        "aspect", "The column with the time followed (tenure, days until); by default recognised.", default=None
    )
    by: Grouping | None = slot("by", "Compare the curves of the groups of this column.", default=None)
    where: Where = slot("where", "Only rows that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def survival_curves(context: ToolContext, arguments: SurvivalArguments) -> Report:
    """Return the median time with its interval and the share left at round times; for groups the log-rank test."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    times = followed(scope, arguments.duration, arguments.outcome, arguments.value)
    everybody = followers(scope, times, "", ())
    if everybody is None:
        return Report(missing=(f"Too few {scope.words()} have a known time and event: it takes {FEWEST}.",))
    if not everybody.happened.any():
        told = f"It has not happened to any of the {number(len(everybody.durations))} {scope.words()}"
        return Report(missing=(f"{told} ({times.event}).",))
    groups, withheld = _groups(scope, times, arguments.by) if arguments.by else ([], 0)
    findings = log_rank_finding(scope, times, groups, arguments.by) if arguments.by and len(groups) > 1 else []
    findings += [median_finding(scope, times, group) for group in (*groups, everybody)]
    findings += share_findings(scope, times, everybody)
    return Report(
        title=f"Time until {times.event}",
        findings=tuple(findings),
        charts=(chart(scope, times, groups or [everybody]),),
        caveats=_caveats(scope, times, everybody, arguments, groups),
        sources=(scope.table.name,),
        withheld=withheld,
    )


def _groups(scope: Scope, times: Followed, by: Grouping) -> tuple[list[Followers], int]:
    cut = scope.cut([], [by])
    largest = sorted((g for g in cut.groups if g.known and g.where), key=lambda g: -g.rows)[:_MOST_GROUPS]
    found = [followers(scope, times, group.name, group.where or ()) for group in largest]
    return [group for group in found if group is not None], cut.withheld


def _caveats(
    scope: Scope, times: Followed, group: Followers, asked: SurvivalArguments, groups: list[Followers]
) -> tuple[str, ...]:
    n, open_ = len(group.durations), int((~group.happened).sum())
    notes = [
        f"{number(open_)} of {number(n)} {scope.noun()} to whom it has not happened count as long as they were "
        f"followed; this assumes that they are no different from those followed longer. Taken: {times.source}.",
    ]
    if times.negative:
        notes.append(f"{number(times.negative)} {scope.noun()} with a time below nought are left out.")
    unknown = int((~times.known).sum()) - times.negative
    if unknown > 0:
        notes.append(f"{number(unknown)} {scope.noun()} without a known time or event are left out.")
    if asked.by is not None and len(groups) < 2:
        notes.append(
            f"Fewer than two groups of {scope.column(asked.by.column).label} are large enough to compare."
        )
    return tuple(notes)


TIME_TO_EVENT = Analysis(
    name="survival_curves",
    title="Survival curves",
    description=(
        "Survival analysis (Kaplan-Meier): median time until an event (leaving, buying again, resolving) with "
        "interval, the share to whom it has not happened after round times, and the log-rank test between groups. "
        "Those to whom it has not happened yet are counted rightly. Use it for how long until, how long do they "
        "stay, survival, half-life. Needs a length of time with an outcome, or a start and an end date."
    ),
    arguments=SurvivalArguments,
    examples=(
        "Survival curve of our subscribers",
        "How long do customers stay before they leave?",
        "Kaplan-Meier by plan",
        "How long until a member cancels?",
        "Survive the first year: what share of accounts does?",
        "Median time to churn for premium clients",
        "Does the time until cancellation differ between regions?",
        "How long does it take until a ticket is closed?",
        "Attrition curve: what is the half-life of a subscription?",
    ),
    run=survival_curves,
)

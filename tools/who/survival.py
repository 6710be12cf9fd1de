"""survival_curves: how long until it happens, with those to whom it has not happened yet (Kaplan-Meier)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.results import Chart, Finding, Report
from tools.speech import said
from tools.statistics.survival import Curve, kaplan_meier, log_rank
from tools.who.scope import Scope
from tools.who.survival_rows import Followed, followed
from tools.wording import listed, number, p_value, percent, sentence, span

_FEWEST = 20
_MOST_GROUPS = 6
_AT_RISK = 10
_ALPHA = 0.05
_MARKS = {"days": (30, 90, 180, 365, 730), "months": (3, 6, 12, 24, 48), "years": (1, 2, 3, 5, 10)}
_METHOD = "Kaplan-Meier estimate, log-log interval on Greenwood's variance"


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


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one group: name, conditions, times, events, curve."""

    name: str
    where: Where
    durations: NDArray[np.float64]
    happened: NDArray[np.bool_]
    curve: Curve
    people: int | None


def survival_curves(context: ToolContext, arguments: SurvivalArguments) -> Report:
    """Return the median time with its interval and the share left at round times; for groups the log-rank test."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    times = followed(scope, arguments.duration, arguments.outcome, arguments.value)
    everybody = _group(scope, times, "", ())
    if everybody is None:
        return Report(missing=(f"Too few {scope.words()} have a known time and event: it takes {_FEWEST}.",))
    if not everybody.happened.any():
        told = f"It has not happened to any of the {number(len(everybody.durations))} {scope.words()}"
        return Report(missing=(f"{told} ({times.event}).",))
    groups, withheld = _groups(scope, times, arguments.by) if arguments.by else ([], 0)
    findings = _compared(scope, times, groups, arguments.by) if arguments.by and len(groups) > 1 else []
    findings += [_median(scope, times, group) for group in (*groups, everybody)]
    findings += _shares(scope, times, everybody)
    return Report(
        title=f"Time until {times.event}",
        findings=tuple(findings),
        charts=(_chart(scope, times, groups or [everybody]),),
        caveats=_caveats(scope, times, everybody, arguments, groups),
        sources=(scope.table.name,),
        withheld=withheld,
    )


def _group(scope: Scope, times: Followed, name: str, extra: Where) -> _Group | None:
    tables, table = scope.context.tables, scope.table.name
    selected = tables.mask(table, scope.where)
    inside = tables.mask(table, (*scope.where, *extra))[selected] & times.known
    if inside.sum() < _FEWEST:
        return None
    codes = tables.people(table)[selected][inside]
    people = len(np.unique(codes)) if (codes >= 0).all() else None
    durations, happened = times.durations[inside], times.happened[inside]
    return _Group(name, extra, durations, happened, kaplan_meier(durations, happened), people)


def _groups(scope: Scope, times: Followed, by: Grouping) -> tuple[list[_Group], int]:
    cut = scope.cut([], [by])
    largest = sorted((g for g in cut.groups if g.known and g.where), key=lambda g: -g.rows)[:_MOST_GROUPS]
    found = [_group(scope, times, group.name, group.where or ()) for group in largest]
    return [group for group in found if group is not None], cut.withheld


def _time(value: float | None, unit: str) -> str:
    if value is None:
        return "beyond what was observed"
    return f"{number(value)} {unit}".strip()


def _median(scope: Scope, times: Followed, group: _Group) -> Finding:
    middle, (low, high) = group.curve.median()
    words = scope.words(*group.where)
    n, events = len(group.durations), int(group.happened.sum())
    counted = f"n = {number(n)}, it happened to {number(events)}"
    if middle is None:
        last = float(group.durations.max())
        share, interval = group.curve.at(last)
        text = (
            f"For {words} the median time until {said(times.event)} is not reached: after "
            f"{_time(last, times.unit)} "
            f"it has not happened to an estimated {percent(share)} ({span(interval, 'share')}; {counted})"
        )
        return _finding(scope, times, group, text, "share without the event", share, "share", interval)
    bounds = f"95% interval {_time(low, times.unit)} to {_time(high, times.unit)}"
    told = f"For {words} the median time until {said(times.event)} is {_time(middle, times.unit)}"
    text = f"{told} ({bounds}; {counted})"
    ends = (low, high) if low is not None and high is not None else None
    return _finding(scope, times, group, text, "median time", middle, times.unit or "number", ends)


def _finding(
    scope: Scope,
    times: Followed,
    group: _Group,
    text: str,
    label: str,
    value: float,
    unit: str,
    interval: tuple[float, float] | None,
) -> Finding:
    return scope.finding(
        sentence(text),
        label=label,
        value=value,
        unit=unit,  # type: ignore[arg-type]
        n=len(group.durations),
        customers=group.people,
        interval=interval,
        extra=group.where,
        method=_METHOD,
        formula=times.source,
    )


def _shares(scope: Scope, times: Followed, group: _Group) -> list[Finding]:
    """Return the share to whom it has not happened at round times at which enough are still followed."""
    longest = float(group.durations.max())
    marks = _MARKS.get(times.unit) or tuple(float(np.round(longest * part)) for part in (0.25, 0.5, 0.75))
    findings = []
    for mark in marks:
        at_risk = int((group.durations >= mark).sum())
        if at_risk < max(_AT_RISK, scope.context.min_group) or mark <= 0:
            continue
        share, interval = group.curve.at(mark)
        after = _time(mark, times.unit)
        text = (
            f"After {after} it ({times.event}) has not happened to an estimated {percent(share)} "
            f"of {scope.words()} ({span(interval, 'share')}; n = {number(len(group.durations))}, "
            f"{number(at_risk)} followed that long)"
        )
        findings.append(_finding(scope, times, group, text, f"share left after {after}", share, "share", interval))
    return findings


def _compared(scope: Scope, times: Followed, groups: list[_Group], by: Grouping | None) -> list[Finding]:
    test = log_rank([(group.durations, group.happened) for group in groups])
    if test is None or by is None:
        return []
    label = said(scope.column(by.column).label)
    told = [f"{g.name} {_time(g.curve.median()[0], times.unit)} (n = {number(len(g.durations))})" for g in groups]
    verdict = "differs" if test.p_value < _ALPHA else "does not differ beyond chance"
    text = (
        f"The time until {said(times.event)} {verdict} between the groups of {label} (log-rank chi-square "
        f"{number(test.statistic)}, {number(test.freedom)} df, {p_value(test.p_value)}); medians: {listed(told)}"
    )
    n = sum(len(group.durations) for group in groups)
    people = [group.people for group in groups]
    finding = scope.finding(
        sentence(text),
        label="log-rank p-value",
        value=test.p_value,
        unit="p",
        n=n,
        customers=sum(p for p in people if p is not None) if None not in people else None,
        p_value=test.p_value,
        base=scope.people,
        method="log-rank test (Mantel 1966)",
        formula=times.source,
    )
    return [finding]


def _chart(scope: Scope, times: Followed, groups: list[_Group]) -> Chart:
    """Return the curves at up to forty times, while enough are followed that no step tells of a few people."""
    k = max(scope.context.min_group, _AT_RISK)
    rows = []
    for group in groups:
        ends = np.sort(group.durations)[::-1]
        longest = float(ends[min(k, len(ends)) - 1])
        for time in np.unique(np.round(np.linspace(0, longest, 40))):
            share, (low, high) = group.curve.at(float(time))
            row = {"label": number(float(time)), "value": share, "low": low, "high": high}
            rows.append({**row, "n": len(group.durations), **({"series": group.name} if group.name else {})})
    title = f"Share without {times.event}" + (f" by {times.unit}" if times.unit else " over time")
    return Chart(title=title, kind="line", rows=tuple(rows), alt=f"Falling lines: {title}.")


def _caveats(
    scope: Scope, times: Followed, group: _Group, asked: SurvivalArguments, groups: list[_Group]
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

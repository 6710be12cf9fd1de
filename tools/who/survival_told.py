"""How the time until something happens is told of a group: its median, the shares left, the curve, the test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.arguments import Grouping, Where
from tools.results import Chart, Finding
from tools.speech import said
from tools.statistics.proportions import ALPHA
from tools.statistics.survival import Curve, kaplan_meier, log_rank
from tools.who.scope import Scope
from tools.who.survival_rows import Followed
from tools.wording import listed, number, p_value, percent, sentence, span

FEWEST = 20
"""People or rows with a known time and event that a curve takes."""
_AT_RISK = 10
_MARKS = {"days": (30, 90, 180, 365, 730), "months": (3, 6, 12, 24, 48), "years": (1, 2, 3, 5, 10)}
_METHOD = "Kaplan-Meier estimate, log-log interval on Greenwood's variance"


@dataclass(frozen=True, slots=True)
class Followers:
    """Rows of one group: name, conditions, times, events, curve."""

    name: str
    where: Where
    durations: NDArray[np.float64]
    happened: NDArray[np.bool_]
    curve: Curve
    people: int | None


def followers(scope: Scope, times: Followed, name: str, extra: Where) -> Followers | None:
    """Return the rows of the scope under further conditions with their curve, None where they are too few."""
    tables, table = scope.context.tables, scope.table.name
    selected = tables.mask(table, scope.where)
    inside = tables.mask(table, (*scope.where, *extra))[selected] & times.known
    if inside.sum() < FEWEST:
        return None
    codes = tables.people(table)[selected][inside]
    people = len(np.unique(codes)) if (codes >= 0).all() else None
    durations, happened = times.durations[inside], times.happened[inside]
    return Followers(name, extra, durations, happened, kaplan_meier(durations, happened), people)


def median_finding(scope: Scope, times: Followed, group: Followers) -> Finding:
    """Return the median time, or how many are left at the end where it is not reached."""
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


def share_findings(scope: Scope, times: Followed, group: Followers) -> list[Finding]:
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


def log_rank_finding(scope: Scope, times: Followed, groups: list[Followers], by: Grouping | None) -> list[Finding]:
    """Return whether the times differ between groups beyond chance, with their medians."""
    test = log_rank([(group.durations, group.happened) for group in groups])
    if test is None or by is None:
        return []
    label = said(scope.column(by.column).label)
    told = [f"{g.name} {_time(g.curve.median()[0], times.unit)} (n = {number(len(g.durations))})" for g in groups]
    verdict = "differs" if test.p_value < ALPHA else "does not differ beyond chance"
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


def chart(scope: Scope, times: Followed, groups: list[Followers]) -> Chart:
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


def _finding(
    scope: Scope,
    times: Followed,
    group: Followers,
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


def _time(value: float | None, unit: str) -> str:
    if value is None:
        return "beyond what was observed"
    return f"{number(value)} {unit}".strip()

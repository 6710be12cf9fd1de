"""The price sensitivity meter of a survey: its four points, in all and by group, beside what was paid."""

import numpy as np

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.statistics.price_curves import Prices, consistent, meter, meter_intervals
from tools.statistics.proportions import Interval
from tools.statistics.ranks import median_interval
from tools.who.price_questions import Meters, paid_column
from tools.who.scope import Scope
from tools.wording import money, number, percent, sentence, span

_SMALLEST = 30
_GROUPS = 4
_POINTS = (
    ("optimal price point", "as many find it too cheap as too expensive"),
    ("indifference price point", "as many find it cheap as expensive"),
    ("lower end of the acceptable range", "below it, more find it too cheap than expensive"),
    ("upper end of the acceptable range", "above it, more find it too expensive than cheap"),
)
_METHOD = "Van Westendorp's price sensitivity meter; percentile bootstrap interval, 400 draws"


def meter_report(scope: Scope, questions: Meters, by: Grouping | None) -> Report:
    """Return the points over all consistent answers, the optimal price of each group, and stated beside paid."""
    answers, asked = _answers(scope, questions)
    few = max(_SMALLEST, scope.context.min_group)
    if len(answers) < few:
        told = (
            f"Only {number(len(answers))} of {number(asked)} answered all four price questions in a rising order"
        )
        return Report(missing=(f"{told}; prices are not computed from fewer than {few}.",))
    found = _points(scope, questions, answers, everything=True)
    missing = () if found else ("The four price curves do not cross, so no price can be read from them.",)
    notes = _notes(scope, len(answers), asked)
    if by is not None:
        found[1:1] = _by_group(scope, questions, by)
    found += _paid(scope, questions, answers)
    return Report(findings=tuple(found), charts=(_chart(answers),), caveats=notes, missing=missing)


def _answers(scope: Scope, questions: Meters) -> tuple[Prices, int]:
    """Return the consistent answers, and how many rows answered at least one of the four questions."""
    frame = scope.context.tables.frame(scope.table.name, list(questions.columns), scope.where)
    answers = np.column_stack([frame[name].to_numpy(dtype=float, na_value=np.nan) for name in questions.columns])
    return answers[consistent(answers)], int((~np.isnan(answers)).any(axis=1).sum())


def _points(scope: Scope, questions: Meters, answers: Prices, *, everything: bool) -> list[Finding]:
    points, intervals = meter(answers).points(), meter_intervals(answers)
    found = [
        _point(scope, questions, len(answers), _POINTS[place], points[place], intervals[place])
        for place in range(len(_POINTS) if everything else 1)
    ]
    return [finding for finding in found if finding is not None]


def _point(
    scope: Scope,
    questions: Meters,
    n: int,
    named: tuple[str, str],
    value: float | None,
    interval: Interval | None,
) -> Finding | None:
    if value is None:
        return None
    currency = scope.column(questions.columns[0]).currency
    bounds = f"; {span(interval, 'money', currency)}" if interval else "; too few crossings for an interval"
    people = f" among {scope.words()}" if scope.where else ""
    return scope.finding(
        sentence(f"The {named[0]}{people} is {money(value, currency)}: {named[1]} (n = {number(n)}{bounds})"),
        label=named[0],
        value=value,
        unit="money",
        currency=currency,
        n=n,
        customers=scope.people,
        interval=interval,
        method=_METHOD,
        formula=f"crossing of the price curves of {', '.join(questions.columns)}",
        denominator=f"{number(n)} {scope.noun()} with four rising prices",
    )


def _by_group(scope: Scope, questions: Meters, by: Grouping) -> list[Finding]:
    """Return the optimal price of the largest groups that are large enough."""
    found: list[Finding] = []
    groups = [group for group in scope.cut([], [by]).groups if group.known and group.where]
    for group in sorted(groups, key=lambda item: -item.rows)[:_GROUPS]:
        inside = scope.narrowed(*(group.where or ()))
        answers, _ = _answers(inside, questions)
        if len(answers) >= max(_SMALLEST, scope.context.min_group):
            found += _points(inside, questions, answers, everything=False)
    return found


def _paid(scope: Scope, questions: Meters, answers: Prices) -> list[Finding]:
    """Return the median that was really paid, beside the range that was called acceptable."""
    column = paid_column(scope.table, questions.columns)
    points = meter(answers)
    if column is None or points.cheapness is None or points.expensiveness is None:
        return []
    cells = scope.context.tables.frame(scope.table.name, [column.name], scope.where)[column.name]
    values = cells.to_numpy(dtype=float, na_value=np.nan)
    values = values[~np.isnan(values)]
    if len(values) < _SMALLEST:
        return []
    middle, interval = float(np.median(values)), median_interval(values)
    low, high = points.cheapness, points.expensiveness
    place = "below" if middle < low else "above" if middle > high else "within"
    bounds = f"; {span(interval, 'money', column.currency)}" if interval else ""
    return [
        scope.finding(
            sentence(
                f"The median really paid is {money(middle, column.currency)} (n = {number(len(values))}{bounds}), "
                f"{place} the range called acceptable ({money(low)} to {money(high)})"
            ),
            label=f"median {column.label}",
            value=middle,
            unit="money",
            currency=column.currency,
            n=len(values),
            customers=scope.people,
            interval=interval,
            method="median; distribution-free interval",
            formula=f"median of {column.name}",
        )
    ]


def _notes(scope: Scope, used: int, asked: int) -> tuple[str, ...]:
    left = asked - used
    if not left:
        return ()
    return (
        f"{number(left)} of {number(asked)} {scope.noun(left)} ({percent(left / asked)}) are left out: their four "
        "prices are incomplete or do not rise from too cheap to too expensive.",
    )


def _chart(answers: Prices) -> Chart:
    """Return the four curves at a readable number of prices."""
    prices = np.unique(np.quantile(answers, np.linspace(0, 1, 25), method="nearest"))
    rows = []
    for price in prices:
        rows += [
            {"series": "too cheap", "label": number(price), "value": float((answers[:, 0] >= price).mean())},
            {"series": "cheap", "label": number(price), "value": float((answers[:, 1] >= price).mean())},
            {"series": "expensive", "label": number(price), "value": float((answers[:, 2] <= price).mean())},
            {"series": "too expensive", "label": number(price), "value": float((answers[:, 3] <= price).mean())},
        ]
    title = f"Share of respondents by price (n = {number(len(answers))})"
    return Chart(title=title, kind="line", rows=tuple(rows), alt=f"Four curves: {title}.", unit="share", x="price")

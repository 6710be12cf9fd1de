"""Counts: how rows spread over the values of a column, and how many different values it has."""

from collections.abc import Sequence
from functools import partial

from tools.arguments import Condition, Grouping
from tools.events import Event, predicate
from tools.results import Chart, Finding, Report
from tools.speech import different, is_name, quoted, said, value_said
from tools.statistics.proportions import counts_differ
from tools.tables.engine import Measure
from tools.who.blanks import may_count
from tools.who.groups import Group
from tools.who.outcome import interval_of
from tools.who.ranking import Order, Ranking, rank
from tools.who.scope import Scope
from tools.who.totals import totals
from tools.wording import listed, number, percent, ratio, sentence

_LEFT_OUT = 0.01


def count_report(
    scope: Scope, by: Sequence[Grouping], order: Order, limit: int, *, spread: bool = False
) -> Report:
    """Return the number of rows: in all, or in each group with its share of the rows that have a value.

    With `spread` it is asked how the values spread, so that each value is told with its share first.
    """
    if not by:
        return Report(findings=tuple(totals(scope)))
    cut = scope.cut([], by)
    known = sum(group.rows for group in cut.groups if group.known)
    multi = [g for g in by if scope.column(g.column).role == "multi_select"]
    answered = _answered(scope, by) if multi else known
    if cut.withheld and not multi:
        answered = _answered(scope, by)
    ranking = rank(cut.groups, lambda g: g.rows, lambda a, b: counts_differ(a.rows, b.rows), order, limit)
    told = partial(_group, scope, answered=answered, by=by, ranking=ranking, order=order, spread=spread)
    findings = [told(group) for group in ranking.shown]
    last = ranking.ranked[-1:]
    if last and last[0] not in ranking.shown and len(ranking.shown) < len(ranking.ranked) <= 12:
        findings.append(told(last[0]))
    findings += _difference(scope, by, ranking)
    findings += totals(scope)
    labels = listed([said(scope.column(g.column).label) for g in by])
    caveats = [*ranking.notes(), *_left(scope, ranking, answered, labels)]
    if multi:
        caveats.append(f"Several answers were possible for {labels}, so the shares add up to more than the whole.")
    chart = Chart(
        title=f"{scope.noun()} by {labels}",
        kind="bar",
        rows=tuple({"label": g.name, "value": g.rows, "n": answered} for g in ranking.shown),
        unit="count",
        alt=f"Bars: number of {scope.noun()} by {labels}.",
    )
    return Report(findings=tuple(findings), charts=(chart,), caveats=tuple(caveats), withheld=cut.withheld)


def distinct_report(scope: Scope, reference: str) -> Report:
    """Return how many different known values a column has."""
    column = scope.column(reference)
    group = scope.total([Measure("distinct", "distinct", reference), Measure("known", "count", reference)])
    value = int(group["distinct"])
    finding = scope.finding(
        sentence(
            f"There {'is' if value == 1 else 'are'} {different(value, column)} "
            f"among {number(group['known'])} {scope.words()}"
        ),
        label=f"distinct {column.label}",
        value=value,
        unit="count",
        n=int(group["known"]),
        customers=group.people,
        formula=f"distinct {reference}",
    )
    return Report(findings=(finding, *totals(scope)))


def _answered(scope: Scope, by: Sequence[Grouping]) -> int:
    return scope.narrowed(*(Condition(column=g.column, op="present") for g in by)).rows


def _group(
    scope: Scope,
    group: Group,
    *,
    answered: int,
    by: Sequence[Grouping],
    ranking: Ranking,
    order: Order,
    spread: bool,
) -> Finding:
    words, named = scope.named(group, by)
    interval = interval_of(group.rows, answered) if answered >= group.rows else None
    place = ranking.place(group, order, ("the most", "the fewest"))
    told = f"There are {number(group.rows)} {words}"
    if interval is not None:
        within = f"95% interval {percent(interval[0])} to {percent(interval[1])}"
        share = percent(group.rows / answered)
        told += f" ({share} of {number(answered)}; {within})"
        if spread and (valued := _valued(scope, group, by, share)):
            known = f"the {number(answered)} with one recorded" if answered < scope.rows else number(answered)
            told = f"{valued} ({number(group.rows)} of {known}; {within})"
    labels = listed([scope.column(g.column).label for g in by])
    return scope.finding(
        sentence(f"{told}{place}"),
        label=f"number of {scope.noun()}",
        value=group.rows,
        unit="count",
        n=answered,
        customers=group.people,
        extra=group.where or (),
        named=named,
        formula="number of rows in the group",
        denominator=f"{number(answered)} {scope.words()} with a known {labels}",
    )


def _valued(scope: Scope, group: Group, by: Sequence[Grouping], share: str) -> str | None:
    """Return a group by one plain column, value first: `"Gone" is the reason of 12.0% of the 50 users`.

    None for other groups, such as ranges and months.
    """
    column = scope.column(by[0].column)
    if len(by) > 1 or by[0].grain or by[0].in_ranges or column.storage != "text" or column.role == "multi_select":
        return None
    whom = scope.words()
    happened = predicate(column, group.name, people=scope.about_people)
    if happened is not None:
        return f"{share} of {whom} {happened}"
    if is_name(column.label):
        return f"{quoted(group.name)} is the {column.label} of {share} of {whom}"
    return f"{Event(column, group.name, scope.about_people).state} for {share} of {whom}"


def _difference(scope: Scope, by: Sequence[Grouping], ranking: Ranking) -> list[Finding]:
    """Return how far the first group is ahead of the second, when the order is beyond chance."""
    if len(ranking.ranked) < 2 or ranking.tied or ranking.unsure:
        return []
    first, second = ranking.ranked[:2]
    if not second.rows:
        return []
    size = "largest" if first.rows >= second.rows else "smallest"
    _, named = scope.named(first, by)
    _, other = scope.named(second, by)
    return [
        scope.finding(
            sentence(
                f"The {size} group, {value_said(first.name)} ({number(first.rows)}), is "
                f"{ratio(first.rows / second.rows)} times the size of the next one, {value_said(second.name)} "
                f"({number(second.rows)})"
            ),
            label=f"ratio of {scope.noun()}",
            value=first.rows / second.rows,
            unit="ratio",
            n=first.rows + second.rows,
            customers=first.people,
            extra=first.where or (),
            named=named,
            contrast=other,
            formula="rows in the first group / rows in the second",
        )
    ]


def _left(scope: Scope, ranking: Ranking, answered: int, labels: str) -> list[str]:
    notes = []
    if ranking.unknown:
        rows = sum(group.rows for group in ranking.unknown)
        if rows > _LEFT_OUT * (rows + answered) and may_count(scope, rows):
            share = percent(rows / max(1, scope.rows))
            told = f"{labels} is not known for {share} of {scope.words()} ({number(rows)})"
            notes.append(sentence(f"{told}; they are not in the shares"))
    left = len(ranking.ranked) - len(ranking.shown)
    if left > 1:
        notes.append(f"{number(left)} more groups are not listed.")
    return notes

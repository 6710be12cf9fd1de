"""The report on a quotient of two sums: over all rows with both sums, or by group with the whole beside it."""

from collections.abc import Sequence

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.speech import measured, said
from tools.statistics.proportions import ALPHA
from tools.statistics.quotients import homogeneous, quotients_differ
from tools.who.groups import Group
from tools.who.homogeneity import Homogeneity, homogeneity_finding
from tools.who.quotients import TEST, Quotient, dividing, quotient_finding
from tools.who.ranking import Order, Ranking, rank
from tools.who.scope import Scope
from tools.wording import listed, number, rendered, sentence, unit_of


def quotient_report(asked: Scope, quotient: Quotient, by: Sequence[Grouping], order: Order, limit: int) -> Report:
    """Return the quotient over all rows, or by group with the whole beside it."""
    scope = quotient.known(asked)
    whole = scope.total(quotient.measures())
    if not whole["n"] or not whole["under"]:
        missing = f"no {scope.table.entity} asked about has a usable {quotient.column.label}"
        return Report(missing=(sentence(missing),))
    overall = quotient_finding(scope, quotient, whole)
    if not by:
        return Report(findings=(overall, *_base(scope, quotient), *_parts(scope, quotient, whole)))
    cut = scope.cut(quotient.measures(), by)
    usable = [group for group in cut.groups if group["n"] and group["under"]]
    ranking = rank(usable, quotient.value, lambda a, b: _differ(quotient, a, b), order, limit)
    shown = [*ranking.shown]
    if ranking.ranked and ranking.ranked[-1] not in shown:
        shown.append(ranking.ranked[-1])
    findings = [_group(scope, quotient, group, by, ranking, order) for group in shown]
    findings.insert(0 if order == "natural" else len(findings), overall)
    findings += _test(scope, quotient, by, ranking)
    return Report(
        findings=tuple(findings),
        charts=(_chart(quotient, by, ranking, scope),),
        caveats=tuple(ranking.notes()),
        withheld=cut.withheld,
    )


def _base(scope: Scope, quotient: Quotient) -> list[Finding]:
    """Return the quotient of everybody where conditions narrow it."""
    if not any(condition.op != "present" for condition in scope.where):
        return []
    base = quotient.known(scope.base)
    return [quotient_finding(base, quotient, base.total(quotient.measures()))]


def _parts(scope: Scope, quotient: Quotient, whole: Group) -> list[Finding]:
    """Return the two sums by themselves."""
    found = []
    for name, column in (("top", quotient.top), ("under", quotient.under)):
        value = rendered(round(whole[name], 2), unit_of(column.unit), column.currency)
        told = measured(f"total of {said(column.label)}", scope.words(), value, narrowed=bool(scope.where))
        found.append(
            scope.finding(
                sentence(f"{told} (n = {number(whole['n'])})"),
                label=f"total {column.label}",
                value=whole[name],
                unit=unit_of(column.unit),
                currency=column.currency,
                n=int(whole["n"]),
                customers=whole.people,
                formula=f"sum of {column.name}",
            )
        )
    return found


def _group(
    scope: Scope, quotient: Quotient, group: Group, by: Sequence[Grouping], ranking: Ranking, order: Order
) -> Finding:
    words, named = scope.named(group, by)
    place = ranking.place(group, order)
    if not place and len(ranking.ranked) > 1 and group is ranking.ranked[-1]:
        place = f", {'the highest' if order == 'lowest' else 'the lowest'} of {len(ranking.ranked)} groups"
    return quotient_finding(scope, quotient, group, words, place, named)


def _differ(quotient: Quotient, one: Group, other: Group) -> bool:
    gap = quotients_differ(quotient.paired(one), quotient.paired(other))
    return gap is not None and gap.p_value < ALPHA


def _test(scope: Scope, quotient: Quotient, by: Sequence[Grouping], ranking: Ranking) -> list[Finding]:
    p = homogeneous([quotient.paired(group) for group in ranking.ranked])
    if p is None:
        return []
    n = sum(group["n"] for group in ranking.ranked)
    return [homogeneity_finding(scope, by, said(quotient.column.label), Homogeneity(p, TEST, f", {TEST}"), n)]


def _chart(quotient: Quotient, by: Sequence[Grouping], ranking: Ranking, scope: Scope) -> Chart:
    quantity = dividing(quotient)
    title = f"{quotient.column.label} by {listed([scope.column(grouping.column).label for grouping in by])}"
    return Chart(
        title=title,
        kind="bar",
        rows=tuple(quantity.row(group, group.name) for group in ranking.shown),
        alt=f"Bars: {title}, with 95% intervals.",
        unit=quotient.unit,
        currency=quotient.column.currency,
    )

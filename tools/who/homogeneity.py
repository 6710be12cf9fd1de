"""The finding that tells whether a figure is the same in all groups of a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from tools.arguments import Grouping
from tools.results import Finding
from tools.speech import said
from tools.statistics.contingency import chi_square
from tools.statistics.means import Moments, welch_anova
from tools.who.scope import Scope
from tools.wording import listed, number, p_value, ratio, sentence

ALPHA = 0.05
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """A test of several groups: its p-value, its method, what is told behind the p-value, and its statistic.

    Where there is no statistic worth telling, the p-value is the finding's value.
    """

    p_value: float
    method: str
    details: str = ""
    statistic: float | None = None


def of_shares(counts: Sequence[tuple[float, float]]) -> Homogeneity | None:
    """Return the chi-square test of groups, each (rows with, rows without), None where none is possible."""
    result = chi_square(counts)
    if result is None or result.statistic is None:
        return None
    freedom = f"{number(result.freedom)} degree{'' if result.freedom == 1 else 's'} of freedom"
    details = (
        f"; chi-square {number(round(result.statistic, 2))} with {freedom}, Cramer's V {ratio(result.cramers_v)}"
    )
    return Homogeneity(result.p_value, f"{result.test}, no continuity correction", details, result.statistic)


def of_means(groups: Sequence[Moments]) -> Homogeneity | None:
    """Return Welch's test of the groups with two rows or more; None where there is nothing to test."""
    p = welch_anova([group for group in groups if group.n >= _LEAST])
    if p is None or isnan(p):
        return None
    return Homogeneity(p, "Welch's analysis of variance", ", Welch's test")


def homogeneity_finding(
    scope: Scope, by: Sequence[Grouping], what: str, test: Homogeneity, n: float, kind: str = "test"
) -> Finding:
    """Return whether `what` differs between groups, n rows in all; `kind` opens the finding's label."""
    groups = listed([said(scope.column(grouping.column).label) for grouping in by])
    verdict = "differs significantly" if test.p_value < ALPHA else "does not differ significantly"
    return scope.finding(
        sentence(f"The {what} {verdict} between the groups of {groups} ({p_value(test.p_value)}{test.details})"),
        label=f"{kind} of the {what} by {groups}",
        value=test.p_value if test.statistic is None else test.statistic,
        unit="p" if test.statistic is None else "number",
        n=int(n),
        customers=scope.people,
        contrast={},
        p_value=test.p_value,
        method=test.method,
    )

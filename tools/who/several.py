"""The report on more than two groups: highest against lowest, the test of all, the pairs that do not differ."""

from itertools import combinations

from tools.arguments import Grouping
from tools.results import Finding, Report
from tools.speech import said
from tools.statistics.contingency import chi_square
from tools.statistics.means import welch_anova
from tools.statistics.multiple import holm
from tools.who.averages import moments
from tools.who.difference import NOT_WHY, chart, difference_finding, hump_notes, own, small_note, sure
from tools.who.groups import Group
from tools.who.outcome import POSITIVES
from tools.who.reversal import reversal, reversal_findings, reversal_note
from tools.who.scope import Scope
from tools.who.series import Quantity
from tools.who.sides import group_side
from tools.wording import number, p_value, ratio, sentence

_ALPHA = 0.05
_MOST_GROUPS = 7
_MOST_PAIRS = 6


def many_report(
    scope: Scope, ordered: list[Group], by: Grouping, quantity: Quantity, metric: str | None, aside: frozenset[str]
) -> Report:
    """Return highest against lowest, the test of all groups, every group, and the pairs that do not differ."""
    sides = [group_side(scope, group, by) for group in ordered]
    pairs = list(combinations(range(len(sides)), 2))
    changes = [quantity.change(ordered[a], ordered[b]) for a, b in pairs]
    adjusted = holm([1.0 if change.p_value is None else change.p_value for change in changes])
    extreme = pairs.index((0, len(sides) - 1))
    tail = f" with Holm's correction over {number(len(pairs))} pairs"
    findings = [difference_finding(sides[0], sides[-1], quantity, changes[extreme], adjusted[extreme], tail)]
    findings += _overall(scope, ordered, by, quantity)
    shown = sides if len(sides) <= _MOST_GROUPS + 1 else [*sides[:_MOST_GROUPS], sides[-1]]
    findings += [side.finding(quantity) for side in shown]
    same = [
        f"{sides[a].group.name} and {sides[b].group.name}"
        for (a, b), p in zip(pairs, adjusted, strict=True)
        if p >= _ALPHA
    ]
    caveats = [NOT_WHY, *_pairs_note(same, len(pairs)), *small_note(sides, quantity)]
    caveats += hump_notes(shown, quantity, metric)
    if quantity.value(ordered[0]) == quantity.value(ordered[1]):
        caveats.insert(0, f"{ordered[0].name} and {ordered[1].name} are exactly tied for the highest value.")
    for (a, b), change in list(zip(pairs, changes, strict=True))[:_MOST_PAIRS]:
        turned = reversal(sides[a], sides[b], quantity, change.difference, aside | own(metric))
        if turned is not None and (turned.sure or sure(change)):
            findings[1:1] = reversal_findings(turned, sides[a], sides[b], quantity)
            caveats.insert(0, reversal_note(turned, quantity))
            break
    return Report(findings=tuple(findings), charts=(chart(shown, quantity),), caveats=tuple(caveats))


def _pairs_note(same: list[str], pairs: int) -> list[str]:
    if not same:
        return [f"All {number(pairs)} pairs of groups differ after Holm's correction."]
    told = "; ".join(same[:_MOST_PAIRS])
    more = f"; and {number(len(same) - _MOST_PAIRS)} more pairs" if len(same) > _MOST_PAIRS else ""
    return [f"Not distinguishable after Holm's correction over {number(pairs)} pairs: {told}{more}."]


def _overall(scope: Scope, groups: list[Group], by: Grouping, quantity: Quantity) -> list[Finding]:
    label = said(scope.column(by.column).label)
    if quantity.unit == "share" and POSITIVES in groups[0].values:
        table = [(group[POSITIVES], quantity.size(group) - group[POSITIVES]) for group in groups]
        test = chi_square(table)
        if test is None or test.statistic is None:
            return []
        p, value = test.p_value, test.statistic
        told = f"; chi-square {number(round(value, 2))} with {test.freedom} degrees of freedom"
        effect, name = f", Cramer's V {ratio(test.cramers_v)}", "chi-square test, no continuity correction"
    else:
        alike = quantity.alike or (lambda groups: welch_anova([moments(group) for group in groups]))
        found = alike(groups)
        if found is None:
            return []
        p, value, told, effect = found, found, "", ""
        name = quantity.alike_test or "Welch's analysis of variance"
    verdict = "differs significantly" if p < _ALPHA else "does not differ significantly"
    return [
        scope.finding(
            sentence(f"The {quantity.label} {verdict} between the groups of {label} ({p_value(p)}{told}{effect})"),
            label=f"test of the {quantity.label} by {label}",
            value=value,
            unit="number" if told else "p",
            n=int(sum(quantity.size(group) for group in groups)),
            customers=scope.people,
            contrast={},
            p_value=p,
            method=name,
        )
    ]

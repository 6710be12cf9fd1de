"""The report on more than two groups: highest against lowest, the test of all, the pairs that do not differ."""

from itertools import combinations

from tools.arguments import Grouping
from tools.results import Finding, Report
from tools.statistics.multiple import holm
from tools.statistics.proportions import ALPHA
from tools.who.averages import moments
from tools.who.difference import difference_finding, own, sure
from tools.who.groups import Group
from tools.who.homogeneity import Homogeneity, homogeneity_finding, of_means, of_shares
from tools.who.outcome import POSITIVES
from tools.who.reversal import reversal, reversal_findings, reversal_note
from tools.who.scope import Scope
from tools.who.series import Quantity
from tools.who.side_notes import NOT_WHY, chart, hump_notes, small_note
from tools.who.sides import group_side
from tools.wording import number

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
        if p >= ALPHA
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
    if quantity.unit == "share" and POSITIVES in groups[0].values:
        test = of_shares([(group[POSITIVES], quantity.size(group) - group[POSITIVES]) for group in groups])
    elif quantity.alike is None:
        test = of_means([moments(group) for group in groups])
    else:
        p = quantity.alike(groups)
        test = None if p is None else Homogeneity(p, quantity.alike_test)
    n = sum(quantity.size(group) for group in groups)
    return [] if test is None else [homogeneity_finding(scope, (by,), quantity.label, test, n)]

"""The report on two groups, and on many: difference, interval, test, effect size, reversal."""

from itertools import combinations

import numpy as np

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.statistics.contingency import chi_square
from tools.statistics.means import welch_anova
from tools.statistics.multiple import holm
from tools.statistics.ranks import mann_whitney
from tools.who.averages import SKEWED, moments
from tools.who.outcome import POSITIVES
from tools.who.reversal import reversal, reversal_findings, reversal_note
from tools.who.scope import Group, Scope
from tools.who.series import Change, Quantity
from tools.who.sides import Side, group_side
from tools.wording import listed, number, p_value, percent, ratio, rendered, sentence, span

_ALPHA = 0.05
_MOST_GROUPS = 7
_MOST_PAIRS = 6
_SMALL = 30
NOT_WHY = (
    "This says what goes together, not why: the groups may differ in other ways, so it is no proof of a cause."
)


def pair_report(
    first: Side,
    second: Side,
    quantity: Quantity,
    metric: str | None,
    aside: frozenset[str],
    *,
    strata: bool = True,
) -> Report:
    """Return the difference of two groups with everything needed to judge it."""
    empty = [side.words for side in (first, second) if not quantity.size(side.group)]
    if empty:
        return Report(missing=(f"There is no {quantity.label} for {listed(empty)}.",))
    change = quantity.change(first.group, second.group)
    findings = [difference_finding(first, second, quantity, change)]
    findings += [first.finding(quantity), second.finding(quantity)]
    if (relative := _ratio_finding(first, second, quantity)) is not None:
        findings.append(relative)
    if (statistic := _statistic_finding(first, second, quantity, change)) is not None:
        findings.append(statistic)
    findings += _rank_findings(first, second, quantity, metric)
    caveats = [NOT_WHY, *_small([first, second], quantity)]
    turned = reversal(first, second, quantity, change.difference, aside | _metric(metric)) if strata else None
    if turned is not None and (turned.sure or _sure(change)):
        findings[3:3] = reversal_findings(turned, first, second, quantity)
        caveats.insert(0, reversal_note(turned, quantity))
    return Report(findings=tuple(findings), charts=(_chart([first, second], quantity),), caveats=tuple(caveats))


def difference_finding(
    first: Side, second: Side, quantity: Quantity, change: Change, p: float | None = None, tail: str = ""
) -> Finding:
    """Return first minus second in one sentence: which is higher, by how much, how sure."""
    p = change.p_value if p is None else p
    values = [rendered(quantity.value(side.group), quantity.unit) for side in (first, second)]
    sure = p is not None and p < _ALPHA
    word = "higher" if change.difference > 0 else "lower" if change.difference < 0 else "the same"
    size = rendered(abs(change.difference), quantity.change_unit).removeprefix("+")
    if change.difference == 0:
        told = f"The {quantity.label} is the same for {first.words} and {second.words}"
    elif sure or p is None:
        told = f"The {quantity.label} of {first.words} is {size} {word} than that of {second.words}"
    else:
        told = (
            f"The {quantity.label} of {first.words} and of {second.words} does not differ detectably: the first "
            f"is {size} {word}, which is within chance"
        )
    verdict = "significant" if sure else "not significant"
    parts = [f"{values[0]} against {values[1]}", span(change.interval, quantity.change_unit)]
    if p is not None:
        parts.append(f"{p_value(p)}, {verdict}, {change.method.split('; ')[-1]}{tail}")
    parts += [change.effect] if change.effect else []
    people = [side.group.people for side in (first, second) if side.group.people is not None]
    return first.scope.finding(
        sentence(f"{told} ({'; '.join(part for part in parts if part)})"),
        label=f"difference of the {quantity.label}",
        value=change.difference,
        unit=quantity.change_unit,
        n=int(quantity.size(first.group) + quantity.size(second.group)),
        customers=min(people, default=None),
        base=None,
        interval=change.interval,
        extra=first.group.where or (),
        named=first.named,
        contrast=dict(second.named),
        p_value=p,
        method=change.method,
        formula=f"{quantity.label} of the first group - of the second",
    )


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
    caveats = [NOT_WHY, *_pairs_note(same, len(pairs)), *_small(sides, quantity)]
    if quantity.value(ordered[0]) == quantity.value(ordered[1]):
        caveats.insert(0, f"{ordered[0].name} and {ordered[1].name} are exactly tied for the highest value.")
    for (a, b), change in list(zip(pairs, changes, strict=True))[:_MOST_PAIRS]:
        turned = reversal(sides[a], sides[b], quantity, change.difference, aside | _metric(metric))
        if turned is not None and (turned.sure or _sure(change)):
            findings[1:1] = reversal_findings(turned, sides[a], sides[b], quantity)
            caveats.insert(0, reversal_note(turned, quantity))
            break
    return Report(findings=tuple(findings), charts=(_chart(shown, quantity),), caveats=tuple(caveats))


def _sure(change: Change) -> bool:
    return change.p_value is not None and change.p_value < _ALPHA


def _metric(metric: str | None) -> frozenset[str]:
    return frozenset() if metric is None else frozenset({metric})


def _pairs_note(same: list[str], pairs: int) -> list[str]:
    if not same:
        return [f"All {number(pairs)} pairs of groups differ after Holm's correction."]
    told = "; ".join(same[:_MOST_PAIRS])
    more = f"; and {number(len(same) - _MOST_PAIRS)} more pairs" if len(same) > _MOST_PAIRS else ""
    return [f"Not distinguishable after Holm's correction over {number(pairs)} pairs: {told}{more}."]


def _overall(scope: Scope, groups: list[Group], by: Grouping, quantity: Quantity) -> list[Finding]:
    label = scope.column(by.column).label
    if quantity.unit == "share" and POSITIVES in groups[0].values:
        table = [(group[POSITIVES], quantity.size(group) - group[POSITIVES]) for group in groups]
        test = chi_square(table)
        if test is None or test.statistic is None:
            return []
        p, value = test.p_value, test.statistic
        told = f"chi-square {number(round(value, 2))} with {test.freedom} degrees of freedom, "
        effect, name = f", Cramer's V {ratio(test.cramers_v)}", "chi-square test, no continuity correction"
    else:
        found = welch_anova([moments(group) for group in groups])
        if found is None:
            return []
        p, value, told, effect, name = found, found, "", "", "Welch's analysis of variance"
    verdict = "differs" if p < _ALPHA else "does not differ detectably"
    return [
        scope.finding(
            sentence(f"The {quantity.label} {verdict} between the groups of {label} ({told}{p_value(p)}{effect})"),
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


def _ratio_finding(first: Side, second: Side, quantity: Quantity) -> Finding | None:
    value, other = quantity.value(first.group), quantity.value(second.group)
    if other <= 0 or value < 0:
        return None
    interval = quantity.ratio(first.group, second.group)
    bounds = f" ({span(interval, 'ratio')})" if interval else ""
    return first.scope.finding(
        sentence(
            f"The {quantity.label} of {first.words} is {ratio(value / other)} times that of {second.words}{bounds}"
        ),
        label=f"ratio of the {quantity.label}",
        value=value / other,
        unit="ratio",
        n=int(quantity.size(first.group) + quantity.size(second.group)),
        customers=first.group.people,
        base=None,
        interval=interval,
        extra=first.group.where or (),
        named=first.named,
        contrast=dict(second.named),
        method="Katz log interval" if interval else "",
        formula=f"{quantity.label} of the first group / of the second",
    )


def _statistic_finding(first: Side, second: Side, quantity: Quantity, change: Change) -> Finding | None:
    if change.statistic is None or change.p_value is None:
        return None
    return first.scope.finding(
        sentence(
            f"The chi-square statistic of that difference is {number(round(change.statistic, 2))} with 1 degree "
            f"of freedom ({p_value(change.p_value)}, {change.effect})"
        ),
        label=f"chi-square of the {quantity.label}",
        value=change.statistic,
        unit="number",
        n=int(quantity.size(first.group) + quantity.size(second.group)),
        customers=first.group.people,
        base=None,
        extra=first.group.where or (),
        named=first.named,
        contrast=dict(second.named),
        p_value=change.p_value,
        method="chi-square test, no continuity correction",
    )


def _rank_findings(first: Side, second: Side, quantity: Quantity, metric: str | None) -> list[Finding]:
    """Return medians and the rank test for a measure so skewed that means mislead; nothing for shares."""
    sides = (first, second)
    if metric is None or any("median" not in side.group.values for side in sides):
        return []
    values = [side.values(metric) for side in sides]
    medians = [float(np.median(found)) for found in values]
    skewed = any(
        abs(moments(side.group).mean - median) >= SKEWED * moments(side.group).variance ** 0.5 > 0
        for side, median in zip(sides, medians, strict=True)
    )
    test = mann_whitney(values[0], values[1]) if skewed else None
    if test is None:
        return []
    told = [rendered(median, quantity.unit) for median in medians]
    label = first.scope.column(metric).label
    return [
        first.scope.finding(
            sentence(
                f"{label} is skewed, so compare medians: {told[0]} for {first.words} against {told[1]} for "
                f"{second.words} ({p_value(test.p_value)}, Mann-Whitney test; a value of the first group exceeds "
                f"one of the second in {percent(test.superiority)} of pairs)"
            ),
            label=f"difference of the median {label}",
            value=medians[0] - medians[1],
            unit=quantity.change_unit,
            n=len(values[0]) + len(values[1]),
            customers=first.group.people,
            base=None,
            extra=first.group.where or (),
            named=first.named,
            contrast=dict(second.named),
            p_value=test.p_value,
            method="Mann-Whitney test, ties corrected",
        )
    ]


def _small(sides: list[Side], quantity: Quantity) -> list[str]:
    small = [side for side in sides if quantity.size(side.group) < _SMALL]
    told = ", ".join(f"{side.words} ({number(quantity.size(side.group))})" for side in small[:4])
    return [f"Small groups, whose numbers are rough: {told}."] if small else []


def _chart(sides: list[Side], quantity: Quantity) -> Chart:
    rows = tuple(
        {
            "label": side.group.name or side.words,
            "value": quantity.value(side.group),
            "n": int(quantity.size(side.group)),
        }
        for side in sides
    )
    return Chart(title=quantity.label, kind="bar", rows=rows, alt=f"Bars: {quantity.label} of each group.")

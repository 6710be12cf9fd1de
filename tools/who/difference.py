"""The report on two groups, and on many: difference, interval, test, effect size, reversal."""

from typing import Any

import numpy as np

from tools.arguments import Grouping
from tools.results import Finding, Report
from tools.speech import is_are, said
from tools.statistics.proportions import ALPHA
from tools.statistics.ranks import mann_whitney
from tools.who.averages import SKEWED, moments
from tools.who.few import nothing_told
from tools.who.reversal import (
    MOST_STRATA,
    adjusted_finding,
    inside,
    inside_note,
    reversal,
    reversal_findings,
    reversal_note,
)
from tools.who.series import Change, Quantity
from tools.who.side_notes import NOT_WHY, chart, hump_notes, small_note
from tools.who.sides import Side, tells_of_few
from tools.wording import listed, number, p_value, percent, ratio, sentence, significance, span

_MOST_GROUPS = 7
_MOST_PAIRS = 6


def pair_report(
    first: Side,
    second: Side,
    quantity: Quantity,
    metric: str | None,
    aside: frozenset[str],
    *,
    strata: bool | Grouping = True,
    whole: Side | None = None,
) -> Report:
    """Return the difference of two groups with everything needed to judge it; `whole` is everybody, for scale.

    `strata` says whether other columns are searched for groups in which the sign turns, or the one to look into.
    """
    if few := [side.words for side in (first, second) if tells_of_few(side, quantity)]:
        return nothing_told(first.scope, *few)
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
    caveats = [NOT_WHY, *small_note([first, second], quantity), *hump_notes([first, second], quantity, metric)]
    turned = None
    if isinstance(strata, Grouping):
        asked = inside(first, second, quantity, strata)
        caveats.insert(0, inside_note(asked, quantity, change.difference) if asked else _too_few(first, strata))
        if asked is not None:
            remains = adjusted_finding(asked, first, second, quantity, change.difference)
            findings[1:1] = [remains, *reversal_findings(asked, first, second, quantity, MOST_STRATA)]
    elif strata:
        turned = reversal(first, second, quantity, change.difference, aside | own(metric))
    if turned is not None and (turned.sure or sure(change) or turned.everywhere):
        findings[3:3] = reversal_findings(turned, first, second, quantity)
        caveats.insert(0, reversal_note(turned, quantity))
    if whole is not None:
        findings.insert(3, whole.finding(quantity))
    return Report(findings=tuple(findings), charts=(chart([first, second], quantity),), caveats=tuple(caveats))


def _too_few(side: Side, strata: Grouping) -> str:
    label = said(side.scope.column(strata.column).label)
    return f"Fewer than two groups of {label} hold enough of both sides to compare them inside its groups."


def difference_finding(
    first: Side, second: Side, quantity: Quantity, change: Change, p: float | None = None, tail: str = ""
) -> Finding:
    """Return first minus second in one sentence: which is higher, by how much, how sure."""
    p = change.p_value if p is None else p
    told, details = _told(first, second, quantity, change, p), _details(first, second, quantity, change, p, tail)
    people = [side.group.people for side in (first, second) if side.group.people is not None]
    return first.scope.finding(
        sentence(f"{told} ({details})"),
        label=f"difference of the {quantity.label}",
        value=change.difference,
        unit=quantity.change_unit,
        n=int(quantity.size(first.group) + quantity.size(second.group)),
        customers=min(people, default=None),
        interval=change.interval,
        **_against(first, second),
        p_value=p,
        method=change.method,
        formula=f"{quantity.label} of the first group - of the second",
    )


def _told(first: Side, second: Side, quantity: Quantity, change: Change, p: float | None) -> str:
    """Return which group is higher and by how much, that it is a tie, or that chance explains the difference."""
    if change.difference == 0:
        return f"{first.words} and {second.words} are tied: the {quantity.label} is the same for both"
    if p is not None and p >= ALPHA:
        return f"The {quantity.label} does not differ significantly between {first.words} and {second.words}"
    size = quantity.gap(abs(change.difference)).removeprefix("+")
    word = "higher" if change.difference > 0 else "lower"
    return f"The {quantity.label} is {size} {word} among {first.words} than among {second.words}"


def _details(first: Side, second: Side, quantity: Quantity, change: Change, p: float | None, tail: str) -> str:
    """Return both values, the interval of the difference, the test and the size of the effect."""
    values = [quantity.said(quantity.value(side.group)) for side in (first, second)]
    parts = [f"{values[0]} against {values[1]}"]
    if p is not None and p >= ALPHA:
        parts.append(f"difference {quantity.gap(change.difference)}")
    parts.append(quantity.bounds(change))
    if p is not None:
        verdict = significance(p)
        parts.append(f"{verdict}, {p_value(p)}, {change.method.split('; ')[-1]}{tail}")
    parts.append(change.effect)
    return "; ".join(part for part in parts if part)


def _against(first: Side, second: Side) -> dict[str, Any]:
    """Return what every finding about a pair says of it: the rows of the first, the names of both, no base."""
    return {
        "base": None,
        "extra": first.group.where or (),
        "named": first.named,
        "contrast": dict(second.named),
    }


def sure(change: Change) -> bool:
    """Return whether a change is beyond chance."""
    return change.p_value is not None and change.p_value < ALPHA


def own(metric: str | None) -> frozenset[str]:
    """Return the metric's own column, which explains nothing about itself."""
    return frozenset() if metric is None else frozenset({metric})


def _ratio_finding(first: Side, second: Side, quantity: Quantity) -> Finding | None:
    value, other = quantity.value(first.group), quantity.value(second.group)
    if other <= 0 or value < 0:
        return None
    interval = quantity.ratio(first.group, second.group)
    bounds = f" ({span(interval, 'ratio')})" if interval else ""
    return first.scope.finding(
        sentence(
            f"The {quantity.label} among {first.words} is {ratio(value / other)} times that among "
            f"{second.words}{bounds}"
        ),
        label=f"ratio of the {quantity.label}",
        value=value / other,
        unit="ratio",
        n=int(quantity.size(first.group) + quantity.size(second.group)),
        customers=first.group.people,
        interval=interval,
        **_against(first, second),
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
        **_against(first, second),
        p_value=change.p_value,
        method="chi-square test, no continuity correction",
    )


def _rank_findings(first: Side, second: Side, quantity: Quantity, metric: str | None) -> list[Finding]:
    """Return the medians beside each other with the rank test; nothing for shares."""
    sides = (first, second)
    if metric is None or any("median" not in side.group.values for side in sides):
        return []
    values = [side.values(metric) for side in sides]
    test = mann_whitney(values[0], values[1])
    if test is None:
        return []
    medians = [float(np.median(found)) for found in values]
    spreads = [moments(side.group).variance ** 0.5 for side in sides]
    means = [moments(side.group).mean for side in sides]
    skewed = any(abs(m - middle) >= SKEWED * s > 0 for m, middle, s in zip(means, medians, spreads, strict=True))
    label = said(first.scope.column(metric).label)
    why = f"{label} {is_are(label)} skewed, so compare medians" if skewed else f"medians of {label}"
    verdict = significance(test.p_value)
    return [
        first.scope.finding(
            sentence(
                f"{why}: {quantity.said(medians[0])} for {first.words} against "
                f"{quantity.said(medians[1])} for {second.words} ({verdict}, {p_value(test.p_value)}, "
                f"Mann-Whitney test; a value of the first group exceeds one of the second in "
                f"{percent(test.superiority)} of pairs)"
            ),
            label=f"difference of the median {label}",
            value=medians[0] - medians[1],
            unit=quantity.change_unit,
            n=len(values[0]) + len(values[1]),
            customers=first.group.people,
            **_against(first, second),
            p_value=test.p_value,
            method="Mann-Whitney test, ties corrected",
        )
    ]

"""Portraits: of a segment beside everybody else, and of those with an outcome beside those without it."""

from itertools import combinations

from tools.arguments import Grouping, Where
from tools.results import Chart, Finding, Report
from tools.statistics.contingency import independence
from tools.statistics.multiple import holm
from tools.statistics.proportions import ALPHA, lift
from tools.tables.catalog import Column
from tools.who.alike import named_once
from tools.who.few import nothing_told, of_few
from tools.who.groups import Group
from tools.who.outcome import Outcome
from tools.who.rates import lift_finding, overall, rate_finding
from tools.who.scope import Scope
from tools.who.series import counting, rating
from tools.who.shape_words import hump_note
from tools.who.shares import SMALL
from tools.who.sides import rest_side, segment_side
from tools.who.totals import totals
from tools.who.traits import PROTECTED, described, level_finding, levels, trait_finding, traits
from tools.wording import number, p_value, percent, ratio, sentence, span

_TRAITS = 5
_LEVELS = 3
_HIGH, _LOW = 5, 2
_PAIR_COLUMNS = 4
_PAIR_SHARE = 0.02
_PAIR_ROWS = 100


def segment_portrait(everybody: Scope, where: Where, outcome: Outcome | None) -> Report:
    """Return size, outcome against everybody and the rest, and what sets the segment apart."""
    inside = everybody.narrowed(*where)
    if not inside.rows:
        return Report(missing=(f"There are no {inside.words()}.",))
    if of_few(inside):
        return nothing_told(inside)
    findings = totals(inside)
    if outcome is not None:
        findings += _outcome(everybody, inside, where, outcome)
    aside = frozenset({condition.column for condition in where} | ({outcome.reference} if outcome else set()))
    columns = described(everybody, aside)
    rest = rest_side(everybody, where, rating(outcome) if outcome else counting(everybody))
    found = traits(inside, everybody, columns)
    named, remarks = named_once(inside, found, lambda trait: (trait.value, trait.column), _TRAITS)
    findings += [trait_finding(inside, rest.words, trait) for trait in named]
    measured = levels(inside, everybody, columns, _LEVELS)
    findings += [level_finding(inside, rest, level) for level in measured]
    caveats = [] if found or measured else [f"Nothing in the table sets {inside.words()} apart beyond chance."]
    caveats += [note for level in measured for note in hump_note(inside, level.metric)]
    return Report(
        findings=tuple(findings),
        caveats=(*caveats, *remarks, *_small(inside)),
        follow_ups=(f"What do {inside.words()} say about why?",),
    )


def _small(inside: Scope) -> list[str]:
    if inside.rows >= SMALL:
        return []
    return [f"The segment is small ({number(inside.rows)} {inside.noun(inside.rows)}), so its numbers are rough."]


def _outcome(everybody: Scope, inside: Scope, where: Where, outcome: Outcome) -> list[Finding]:
    """Return the segment's rate, its lift over everybody, everybody's rate and the rest's."""
    quantity = rating(outcome)
    side = segment_side(inside, quantity)
    base_finding, base = overall(everybody, outcome)
    findings = [side.finding(quantity)]
    positives, n = outcome.counts(side.group)
    against = lift(positives, n, *outcome.counts(base))
    if against is not None and n:
        findings.append(lift_finding(inside, outcome, side.group, against))
    return [*findings, base_finding, rest_side(everybody, where, quantity).finding(quantity)]


def outcome_portrait(everybody: Scope, outcome: Outcome) -> Report:
    """Return the overall rate, the groups with the highest and lowest rates, a pair of traits, and measures."""
    base_finding, base = overall(everybody, outcome)
    columns = described(everybody, frozenset({outcome.reference}))
    rates = _rates(everybody, outcome, columns, base)
    high, high_remarks = named_once(
        everybody, [item for item in rates if item[3] > 0], lambda item: item[:2], _HIGH
    )
    low, low_remarks = named_once(everybody, [item for item in rates if item[3] < 0], lambda item: item[:2], _LOW)
    findings = [_rate(everybody, outcome, base, item) for item in high]
    findings[1:1] = [base_finding]
    if not high:
        findings = [base_finding]
    by_effect = sorted((*high, *low), key=lambda item: -abs(item[3]))
    strongest = list(dict.fromkeys(column.name for _, column, _, _, _ in by_effect))[:_PAIR_COLUMNS]
    findings += _pair(everybody, outcome, base, strongest)
    findings += [_rate(everybody, outcome, base, item) for item in low]
    inside = everybody.narrowed(outcome.condition)
    rest = rest_side(everybody, (outcome.condition,), rating(outcome))
    measured = levels(inside, everybody, columns, 2)
    findings += [level_finding(inside, rest, level) for level in measured]
    caveats = [*high_remarks, *low_remarks]
    if not high and not measured:
        caveats.append(f"No column goes with the {outcome.label} beyond chance.")
    if any("protected" in column.marks for _, column, _, _, _ in (*high, *low)):
        caveats.append("Protected traits are described in aggregate only; they are no basis for targeting.")
    return Report(
        findings=tuple(findings),
        charts=_chart(outcome, [*high, *low]),
        caveats=tuple(caveats),
        follow_ups=(f"What do {everybody.noun()} {outcome.event.relative} say about why?",),
    )


Rated = tuple[Group, Column, float, float, Grouping]


def _rates(everybody: Scope, outcome: Outcome, columns: list[Column], base: Group) -> list[Rated]:
    """Return the groups whose rate differs from the rest's after Holm's correction, strongest effect first."""
    found: list[Rated] = []
    positives, total = outcome.counts(base)
    for column in columns:
        if column.role == "measure":
            continue
        grouping = Grouping(column=column.name)
        for group in everybody.cut(outcome.measures(), [grouping]).groups:
            a, n = outcome.counts(group)
            if not group.known or n < SMALL or n == total:
                continue
            test = independence([[a, n - a], [positives - a, (total - n) - (positives - a)]])
            if test is not None:
                sign = 1 if a / n >= positives / total else -1
                found.append((group, column, test.p_value, sign * test.cramers_v, grouping))
    adjusted = holm([item[2] for item in found])
    kept = [(g, c, p, effect, by) for (g, c, _, effect, by), p in zip(found, adjusted, strict=True) if p < ALPHA]
    return sorted(kept, key=lambda item: -abs(item[3]))


def _rate(everybody: Scope, outcome: Outcome, base: Group, item: Rated) -> Finding:
    group, column, p, _, grouping = item
    words, named = everybody.named(group, [grouping])
    positives, total = outcome.counts(base)
    a, n = outcome.counts(group)
    against = lift(a, n, positives, total)
    part = f", {ratio(a / n / (positives / total))} times the overall rate" if positives else ""
    bounds = f"{span(against.interval, 'ratio')}; " if against and against.interval else ""
    share = f"; they are {percent(a / positives)} of all {everybody.noun()} {outcome.event.relative}"
    marked = PROTECTED if "protected" in column.marks else ""
    tail = (
        f"{part} ({bounds}significant, {p_value(p)} after Holm's correction){share if positives else ''}{marked}"
    )
    return rate_finding(everybody, outcome, group, words, tail, named)


def _pair(everybody: Scope, outcome: Outcome, base: Group, columns: list[str]) -> list[Finding]:
    """Return the pair of traits with the highest rate, and how many of them do not have the outcome."""
    best: tuple[float, Group, list[Grouping]] | None = None
    for one, other in combinations(columns, 2):
        by = [Grouping(column=one), Grouping(column=other)]
        for group in everybody.cut(outcome.measures(), by).groups:
            n = outcome.counts(group)[1]
            if group.known and n >= max(_PAIR_ROWS, _PAIR_SHARE * base.rows):
                rate = outcome.rate(group)
                if best is None or rate > best[0]:
                    best = (rate, group, by)
    if best is None or best[0] <= outcome.rate(base):
        return []
    _, group, by = best
    words, named = everybody.named(group, by)
    a, n = outcome.counts(group)
    times = ratio(best[0] / outcome.rate(base))
    tail = f", {times} times the overall rate, the highest of the pairs of traits looked at"
    without = everybody.finding(
        sentence(f"Of these {number(n)} {words}, {number(n - a)} are not among those {outcome.event.relative}"),
        label=f"number of {everybody.noun()} not among those {outcome.event.relative}",
        value=n - a,
        unit="count",
        n=n,
        customers=group.people,
        extra=group.where or (),
        named=named,
        formula="rows of the group - positive rows",
    )
    return [rate_finding(everybody, outcome, group, words, tail, named), without]


def _chart(outcome: Outcome, rated: list[Rated]) -> tuple[Chart, ...]:
    rows = tuple(
        {"label": f"{column.label} {group.name}", "value": outcome.rate(group), "n": outcome.counts(group)[1]}
        for group, column, _, _, _ in rated
    )
    title = f"{outcome.label} by trait"
    return (Chart(title=title, kind="bar", rows=rows, alt=f"Bars: {title}.", unit="share"),) if rows else ()

"""Segments and what they share: people in one, in two, in any and in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tools.arguments import Where
from tools.differencing import Mask
from tools.disclosure import admitted, too_few
from tools.results import Chart, Finding, Report
from tools.statistics.proportions import wilson
from tools.who.outcome import interval_of
from tools.who.scope import Scope
from tools.wording import counted, number, percent, plural, sentence

_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its conditions and its words."""

    where: Where
    words: str


def reach(scope: Scope, where: Where, words: str = "") -> Finding:
    """Return the distinct people who meet the conditions, as a number and a share of everybody."""
    inside = scope.narrowed(*where)
    n, whole = _size(inside), _size(scope)
    unit = _unit(scope)
    told = words or scope.words(*where)
    details = f"{percent(n / whole)} of {counted(whole, unit)}; {_interval(n, whole)}" if whole else "no rows"
    distinct = scope.people is not None and not scope.rows_are_people
    verb = "is" if n == 1 else "are"
    statement = (
        f"{counted(n, f'distinct {unit}')} stand behind {told}" if distinct else f"There {verb} {number(n)} {told}"
    )
    return scope.finding(
        sentence(f"{statement} ({details})"),
        label="audience",
        value=n,
        unit="count",
        n=inside.rows,
        customers=inside.people,
        extra=where,
        formula=f"distinct {unit} ids" if distinct else "number of rows",
        denominator=f"{number(whole)} in all",
        method="Wilson interval of the share",
    )


def overlaps(scope: Scope, segments: Sequence[Segment], *, skip: bool = False) -> Report:
    """Return the sizes, the largest overlaps pair by pair, and how many people are in any or in none.

    `skip` leaves out the overlap of two segments, which was the headline already. Any and none come from the same
    rows; they are withheld when a combination of segments holds fewer people than the threshold.
    """
    sizes = [reach(scope, segment.where, segment.words) for segment in segments]
    told = [_pair(scope, one, other) for one, other in combinations(segments, 2)]
    pairs = sorted(
        (finding for finding in told if finding is not None), key=lambda finding: -float(finding.value or 0)
    )
    shown = [] if skip and len(segments) == 2 else pairs[:_PAIRS]
    joined, note = _union(scope, segments)
    first = (*shown[:1], *sizes, *shown[1:]) if len(segments) == 2 else (*sizes, *shown)
    findings = (*first[: 12 - len(joined) - 1], *joined)
    chart = _chart(scope, segments, sizes)
    return Report(findings=findings, charts=(chart,), caveats=note, withheld=1 if note else 0)


def _pair(scope: Scope, one: Segment, other: Segment) -> Finding | None:
    """Return how many people are in both segments, with whatever rows; None where that is withheld."""
    if scope.people is not None and not scope.rows_are_people:
        return _people_in_both(scope, one, other)
    both = scope.narrowed(*one.where, *other.where)
    return _overlap(scope, one, other, _size(both), both.rows, both.people, (*one.where, *other.where))


def _people_in_both(scope: Scope, one: Segment, other: Segment) -> Finding | None:
    """Return how many people have rows in both segments: no row has to meet both rules."""
    tables, table = scope.context.tables, scope.table.name
    codes = tables.people(table)
    masks = [tables.mask(table, (*scope.where, *segment.where)) for segment in (one, other)]
    here, there = (np.unique(codes[mask & (codes >= 0)]) for mask in masks)
    both = np.intersect1d(here, there)
    n = len(both)
    if n and (too_few(n, scope.context.min_group) or not _admitted(scope, (one.where,), np.isin(codes, both))):
        return None
    return _overlap(scope, one, other, n, n, None, ())


def _overlap(
    scope: Scope, one: Segment, other: Segment, n: int, rows: int, people: int | None, where: Where
) -> Finding:
    first, second = _size(scope.narrowed(*one.where)), _size(scope.narrowed(*other.where))
    parts = [
        f"{percent(n / size)} of {segment.words}" for segment, size in ((one, first), (other, second)) if size
    ]
    if where:
        told = f"{number(n)} are both {one.words} and {other.words} ({' and '.join(parts)})"
    else:
        parts = [text.replace(" of ", f" of the {plural(_unit(scope), 2)} behind ", 1) for text in parts]
        stand = "stands" if n == 1 else "stand"
        told = (
            f"{counted(n, _unit(scope))} {stand} behind both {one.words} and {other.words} ({' and '.join(parts)})"
        )
    return scope.finding(
        sentence(told if n else f"Nobody is both among {one.words} and among {other.words}"),
        label="overlap",
        value=n,
        unit="count",
        n=rows,
        customers=people,
        extra=where,
        interval=None,
        formula="people who meet both rules",
        denominator=f"{number(min(first, second))} in the smaller segment",
    )


def _union(scope: Scope, segments: Sequence[Segment]) -> tuple[list[Finding], tuple[str, ...]]:
    """Return how many are in any and in none of the segments, or why that is not told."""
    tables, table = scope.context.tables, scope.table
    codes = tables.people(table.name)
    here = tables.mask(table.name, scope.where)
    masks = [tables.mask(table.name, (*scope.where, *segment.where)) for segment in segments]
    if scope.people is None:
        codes = np.arange(len(codes))
    everybody = np.unique(codes[here & (codes >= 0)])
    patterns = np.zeros(len(everybody), dtype=np.int64)
    for place, mask in enumerate(masks):
        patterns[np.isin(everybody, np.unique(codes[mask & (codes >= 0)]))] |= 1 << place
    _, sizes = np.unique(patterns, return_counts=True)
    if scope.people is not None and any(too_few(int(size), scope.context.min_group) for size in sizes):
        return [], ("How many are in any or in none of the segments is withheld: a combination is too small.",)
    if not _admitted(scope, [segment.where for segment in segments]):
        return [], ("How many are in any or in none of the segments is withheld beside earlier answers.",)
    whole = len(everybody)
    reached = int((patterns > 0).sum())
    unit = _unit(scope)
    return [
        _share(scope, reached, whole, unit, "in at least one of these segments"),
        _share(scope, whole - reached, whole, unit, "in none of these segments"),
    ], ()


def _admitted(scope: Scope, wheres: Sequence[Where], rows: Mask | None = None) -> bool:
    """Return whether the union, of these rows if given, may be told beside earlier answers, and remember it."""
    if scope.people is None:
        return True
    context, table = scope.context, scope.table.name
    masks = context.tables.filled_masks(table, [(*scope.where, *where) for where in wheres], context.min_group)
    union = np.logical_or.reduce(masks)
    return admitted(context, table, [union if rows is None else union & rows])[0]


def _share(scope: Scope, n: int, whole: int, unit: str, told: str) -> Finding:
    verb = "is" if n == 1 else "are"
    details = f"{percent(n / whole)} of {counted(whole, unit)}; {_interval(n, whole)}"
    return scope.finding(
        sentence(f"{counted(n, unit)} {verb} {told} ({details})"),
        label=f"number {told}",
        value=n,
        unit="count",
        n=whole,
        customers=None,
        formula="distinct people, counted once however many segments they are in",
        method="Wilson interval of the share",
        named={"segments": told},
    )


def _size(scope: Scope) -> int:
    return scope.rows if scope.people is None else scope.people


def _unit(scope: Scope) -> str:
    """Return what is counted: people where rows tell them apart, else rows."""
    return scope.person if scope.people is not None else scope.table.entity


def _interval(n: int, whole: int) -> str:
    low, high = wilson(n, whole)
    return f"95% interval {percent(low)} to {percent(high)}"


def _chart(scope: Scope, segments: Sequence[Segment], sizes: Sequence[Finding]) -> Chart:
    whole = _size(scope)
    rows = []
    for segment, finding in zip(segments, sizes, strict=True):
        n = int(finding.value or 0)
        low, high = interval_of(n, whole) or (0.0, 1.0)
        rows.append({"label": segment.words, "value": n / whole, "low": low, "high": high, "n": whole})
    title = f"Share of {scope.words()} in each segment"
    alt = f"Bars: {title}, with 95% intervals."
    return Chart(title=title, kind="bar", rows=tuple(rows), alt=alt, unit="share")

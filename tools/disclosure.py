"""What may be told of a result: nothing about fewer than k people, directly or by subtraction."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.analysis import ToolContext
from tools.arguments import Condition
from tools.differencing import Mask
from tools.phrases import notation, parse
from tools.releases import ReleaseLog
from tools.results import Finding, Report
from tools.tables.sales import reversal

__all__ = ["NOTHING_LEFT", "ReleaseLog", "admitted", "hidden_cells", "protect", "too_few"]

WITHHELD = (
    "Some numbers are withheld because too few people stand behind them, or because they could be subtracted "
    "from other numbers to reveal a few people."
)
NOTHING_LEFT = "The groups asked about are too small to report without pointing at individual people."


def too_few(people: float | None, k: int) -> bool:
    """Return whether a group of people is too small to report; an empty one tells of nobody."""
    return people is not None and 0 < people < k


def hidden_cells(people: Sequence[int | None], k: int, *, exclusive: bool = True) -> set[int]:
    """Return the places in a grouping that must be withheld.

    Cells under k people are hidden. Where the cells are exclusive their total is known, so hidden cells must
    hide one another: the next smallest is hidden too until at least two, with k people or more, are hidden.
    """
    hidden = {place for place, count in enumerate(people) if too_few(count, k)}
    if not hidden or not exclusive:
        return hidden
    rest = sorted(
        (place for place, count in enumerate(people) if place not in hidden and count),
        key=lambda p: people[p] or 0,
    )
    while rest and (len(hidden) < 2 or sum(people[place] or 0 for place in hidden) < k):
        hidden.add(rest.pop(0))
    return hidden


def admitted(context: ToolContext, table: str, masks: Sequence[Mask]) -> list[bool]:
    """Return for each group of rows whether it may be told of beside all earlier ones, and remember which may.

    `Tables.filled_masks` turns conditions into such groups.
    """
    people, k = context.tables.counting_people(table, context.min_group), context.min_group
    return context.releases.admit(table, context.tables.version(table), masks, people, k)


def protect(report: Report, context: ToolContext) -> Report:
    """Return the report without findings that tell, alone or beside earlier releases, of fewer than k people."""
    kept = [finding for finding in report.findings if _large_enough(finding, context)]
    kept = _admitted(kept, context)
    withheld = len(report.findings) - len(kept)
    if not withheld and not report.withheld:
        return report
    missing = report.missing if kept or not withheld else (*report.missing, NOTHING_LEFT)
    return replace(
        report,
        findings=tuple(kept),
        charts=() if withheld else report.charts,
        caveats=tuple(dict.fromkeys((*report.caveats, WITHHELD))),
        missing=missing,
        withheld=report.withheld + withheld,
    )


def _large_enough(finding: Finding, context: ToolContext) -> bool:
    people, k = _people(finding, context), context.min_group
    if too_few(people, k):
        return False
    return finding.base is None or people is None or not too_few(finding.base - people, k)


def _people(finding: Finding, context: ToolContext) -> int | None:
    """Return how many people a finding tells of; None where it tells of rows, files or things.

    Where a row may be about somebody whom no column names, each row counts as one person, and only its count is
    free to tell.
    """
    if finding.customers is not None:
        return finding.customers
    table = context.tables.catalog.table(finding.table)
    return finding.n if table is not None and table.may_be_people and finding.unit != "count" else None


def _admitted(findings: Sequence[Finding], context: ToolContext) -> list[Finding]:
    """Return the findings that may stand beside all earlier ones; some without their people."""
    refused: set[int] = set()
    unnamed: set[int] = set()
    people = [_people(finding, context) for finding in findings]
    tables = {finding.table for finding, count in zip(findings, people, strict=True) if count is not None}
    for table in sorted(tables):
        places = [
            place
            for place, finding in enumerate(findings)
            if finding.table == table and people[place] and _selects(finding, context)
        ]
        if not places:
            continue
        rests = {place for place in places if _beside_blanks(findings[place], context)}
        asked = [place for place in places if place not in rests]
        masks = _masks([findings[place].filter for place in asked], table, context)
        empty = _masks(_gaps(findings, asked, table, context), table, context)
        verdicts = admitted(context, table, [*empty, *masks])[len(empty) :]
        refused |= rests | {place for place, verdict in zip(asked, verdicts, strict=True) if not verdict}
        left = [(place, mask) for place, mask in zip(asked, masks, strict=True) if place not in refused]
        unnamed |= _of_few_more(left, findings, table, context)
    refused |= {place for place in unnamed if _tells_people(findings[place])}
    return [
        replace(finding, customers=None, base=None) if place in unnamed else finding
        for place, finding in enumerate(findings)
        if place not in refused
    ]


def _gaps(findings: Sequence[Finding], places: Sequence[int], table: str, context: ToolContext) -> list[str]:
    """Return the filters of the empty cells of the columns that groups are of: how many there are is no secret."""
    held = context.tables.catalog.table(table)
    asked = {condition.column for place in places for condition in parse(findings[place].filter)}
    columns = [column.name for column in held.columns if column.missing and column.name in asked] if held else []
    return [notation((Condition(column=name, op="missing"),)) for name in columns]


def _of_few_more(
    asked: Sequence[tuple[int, Mask]], findings: Sequence[Finding], table: str, context: ToolContext
) -> set[int]:
    """Return the findings of which the number of people may not be told, though their rows may.

    Where people have several rows, whoever compares how many people stand behind two groups of rows learns who has
    none in the smaller one. So the people behind a group are a group as well, with all their rows. That sales were
    not taken back says which rows are sales; the people behind them are everybody (see `Scope.audience`).
    """
    people = context.tables.people(table)
    if not asked or np.bincount(people[people >= 0]).max(initial=0) < 2:
        return set()
    held = context.tables.catalog.table(table)
    taken_back = reversal(held) if held is not None else None
    kept = taken_back.name if taken_back is not None else ""
    told = [
        (place, _with_all_rows(mask, people))
        for place, mask in asked
        if {condition.column for condition in parse(findings[place].filter)} - {kept}
    ]
    verdicts = admitted(context, table, [mask for _, mask in told])
    return {place for (place, _), verdict in zip(told, verdicts, strict=True) if not verdict}


def _with_all_rows(mask: Mask, people: NDArray[np.int64]) -> Mask:
    """Return the rows of a group with all other rows of the people who have one in it."""
    known = people >= 0
    present = np.zeros(int(people.max(initial=0)) + 1, dtype=bool)
    present[people[mask & known]] = True
    return np.where(known, present[np.where(known, people, 0)], mask)


def _tells_people(finding: Finding) -> bool:
    """Return whether a finding's figure, or what it is a mean or share of, is the number of people."""
    return finding.customers in (finding.value, finding.n)


def _selects(finding: Finding, context: ToolContext) -> bool:
    return context.tables.catalog.table(finding.table) is not None


def _beside_blanks(finding: Finding, context: ToolContext) -> bool:
    """Return whether a finding's group is all but the few people with an empty cell, so that it tells of these."""
    return context.tables.leaves_out_blanks(finding.table, parse(finding.filter), context.min_group)


def _masks(filters: Sequence[str], table: str, context: ToolContext) -> list[Mask]:
    found = dict.fromkeys(filters)
    filled = context.tables.filled_masks(table, [parse(text) for text in found], context.min_group)
    masks = dict(zip(found, filled, strict=True))
    return [masks[text] for text in filters]

"""What an answer rests on, counted from what it cites."""

from collections.abc import Callable, Sequence

from assistant.answer import Basis
from retrieval.documents import Evidence
from tools.results import Finding


def basis_of(findings: Sequence[Finding], citations: Sequence[Evidence]) -> Basis:
    """Return distinct customers, documents and table rows behind the cited findings and quotations.

    Groups of one table that exclude each other (same columns, other values) are added up, up to the population
    they were cut from; otherwise the largest group of a table counts. A comparison holds both of its sides and is
    added to nothing. Findings about texts count the people and the texts that they were taken from, quotations
    their own where that is more.
    """
    quoted = {item.customer for item in citations if item.customer}
    # Findings about texts name no table: their counts are documents and people, never rows.
    spoken = [finding for finding in findings if not finding.table]
    tables = dict.fromkeys(finding.table for finding in findings if finding.table)
    people = [_covered([f for f in findings if f.table == table], _people) for table in tables]
    rows = [_covered([f for f in findings if f.table == table], _rows) for table in tables]
    customers = max([*people, len(quoted), *(finding.customers or 0 for finding in spoken)])
    return Basis(
        customers=customers or None,
        documents=max(
            [len({item.document for item in citations}), *(finding.documents or 0 for finding in spoken)]
        ),
        rows=sum(rows),
    )


def _covered(findings: Sequence[Finding], count: Callable[[Finding], int]) -> int:
    groups: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
    compared = [finding for finding in findings if finding.contrast is not None]
    for finding in (each for each in findings if each.contrast is None):
        sides = tuple(sorted(finding.segment))
        values = tuple(str(finding.segment[column]) for column in sides)
        largest = groups.setdefault(sides, {})
        largest[values] = max(largest.get(values, 0), count(finding))
    # Groups cannot hold more than what they were cut from: the population, or the finding about everybody.
    whole = [count(finding) for finding in findings if not finding.segment and finding.contrast is None]
    ceiling = max([*(finding.base or 0 for finding in findings), *whole], default=0)
    sizes = [sum(group.values()) for group in groups.values()]
    reached = max([*sizes, *map(count, compared)], default=0)
    return min(reached, ceiling) if ceiling and ceiling >= max(map(count, findings), default=0) else reached


def _people(finding: Finding) -> int:
    if finding.customers is None:
        return 0
    return max(finding.customers, finding.base or 0) if finding.contrast is not None else finding.customers


def _rows(finding: Finding) -> int:
    if isinstance(finding.value, int | float) and finding.unit == "count" and finding.n is None:
        return int(finding.value)
    return finding.n or 0

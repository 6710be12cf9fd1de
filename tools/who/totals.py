"""How many rows and people there are in all, which part of everything that is, how many repeats were left out."""

from tools.results import Finding
from tools.speech import said
from tools.who.known_share import share_of_known
from tools.who.outcome import interval_of
from tools.who.reach import reach_finding
from tools.who.scope import Scope
from tools.wording import counted, listed, number, percent, sentence


def only_blank(scope: Scope) -> bool:
    """Return whether rows are counted for one column's empty cells alone, which tells of the file only."""
    return len(scope.where) == 1 and scope.where[0].op == "missing" and "::" not in scope.where[0].column


def totals(scope: Scope) -> list[Finding]:
    """Return the number of rows in the scope, of people where rows are not people, and the share of all."""
    findings = []
    rows, people = scope.size
    noun = scope.table.entity
    total = scope.base.rows
    told = scope.words()
    known = share_of_known(scope) if scope.where and rows else None
    tail = f", {percent(rows / total)} of {number(total)}" if scope.where and total and known is None else ""
    findings.append(
        scope.finding(
            sentence(f"There {'is' if rows == 1 else 'are'} {number(rows)} {_rest(told, scope, rows)}{tail}"),
            label=f"number of {scope.noun()}",
            value=rows,
            unit="count",
            n=total if scope.where else rows,
            customers=None if only_blank(scope) else people,
            formula="number of rows",
            denominator=f"all {counted(total, noun)} of the table" if scope.where else "",
        )
    )
    findings += [known] if known is not None else []
    if people is not None and not scope.rows_are_people:
        findings.append(
            scope.finding(
                sentence(f"There are {counted(people, scope.person)} behind these {number(rows)} {told}"),
                label=f"number of distinct {scope.person}",
                value=people,
                unit="count",
                n=rows,
                customers=people,
                formula=f"distinct {scope.table.person}",
            )
        )
        if (
            scope.where
            and scope.table.person
            and (part := reach_finding(scope, scope.audience, scope.table.person))
        ):
            findings.append(part)
    if scope.where and total:
        findings.append(_share_of_all(scope, rows, total, told))
    elif scope.table.repeats:
        findings.append(repeats(scope))
    return findings


def repeats(scope: Scope) -> Finding:
    """Return how many rows of the file were repeats of others and were left out."""
    count, differing = scope.table.repeats, scope.table.repeats_in
    alike = "the same key exactly"
    if differing:
        labels = [said(column.label) for name in differing if (column := scope.table.column(name)) is not None]
        alike = f"the same key and differ in {listed(labels)} only"
    return scope.finding(
        sentence(
            f"{counted(count, 'row')} of the {number(scope.base.rows + count)} in the file "
            f"{'repeats' if count == 1 else 'repeat'} another row with {alike}, so that each {scope.table.entity} "
            "counts once and these duplicates are left out"
        ),
        label="number of duplicate rows left out" if differing else "number of exact duplicate rows left out",
        value=count,
        unit="count",
        n=scope.base.rows + count,
        customers=None,
        formula="rows that repeat another one in every column, in a table whose key tells all others apart",
    )


def _share_of_all(scope: Scope, rows: int, total: int, told: str) -> Finding:
    interval = interval_of(rows, total)
    low, high = (percent(end) for end in interval or (0.0, 1.0))
    return scope.share(
        sentence(
            f"{percent(rows / total)} of all {number(total)} {scope.noun()} are {told} "
            f"(95% interval {low} to {high})"
        ),
        rows,
        total,
        label=f"share of all {scope.noun()}",
        customers=None if only_blank(scope) else scope.people,
        formula="rows that satisfy the filter / all rows",
        denominator=f"all {counted(total, scope.table.entity)} of the table",
    )


def _rest(told: str, scope: Scope, rows: int) -> str:
    plural_noun = scope.noun()
    return told if rows != 1 else scope.table.entity + told.removeprefix(plural_noun)

"""Rows that are there several times: exact repeats, and rows that agree in named columns."""

from collections.abc import Sequence

from tools.results import Finding
from tools.speech import said
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.quality import duplicates, fact
from tools.who.scope import Scope
from tools.wording import counted, listed, number


def copies(scope: Scope, columns: Sequence[Column]) -> list[Finding]:
    """Return how many rows are further copies of one that agrees in the columns (none: all but numbering ones)."""
    if len(columns) == 1 and "personal" in columns[0].marks:
        return _of_one(scope, columns[0])
    open_ones = [column for column in columns if "personal" not in column.marks]
    if open_ones:
        return _agreeing(scope, open_ones)
    numbering = [column for column in scope.table.columns if column.role == "id" and column.distinct == scope.rows]
    rest = [
        column
        for column in scope.table.columns
        if column not in numbering and "personal" not in column.marks and not (column.present_in or column.made)
    ]
    return [duplicates(scope), *(_agreeing(scope, rest, but=numbering) if numbering and rest else ())]


def _agreeing(scope: Scope, columns: Sequence[Column], but: Sequence[Column] = ()) -> list[Finding]:
    frame = scope.context.tables.frame(scope.table.name, [column.name for column in columns], scope.where)
    same = frame.duplicated(keep=False)
    extra = int(frame.duplicated().sum())
    labels = listed([said(column.label) for column in columns])
    where = f"all columns but {listed([said(column.label) for column in but])}" if but else f"the same {labels}"
    groups = int(same.sum()) - extra
    told = (
        f"{counted(extra, 'row')} of {number(len(frame))} {'is' if extra == 1 else 'are'} further copies of an "
        f"earlier row with {where} ({share_phrase(extra, len(frame))}); {number(int(same.sum()))} rows in "
        f"{counted(groups, 'set')} agree in that"
        if extra
        else f"no row has {where} as another one (of {number(len(frame))})"
    )
    names = ", ".join(column.name for column in columns)
    return [fact(scope, told, "rows beyond the first copy", extra, "count", f"repeats of ({names})")]


def _of_one(scope: Scope, column: Column) -> list[Finding]:
    measures = [Measure("known", "count", column.name), Measure("distinct", "distinct", column.name)]
    group = scope.total(measures)
    known, different = int(group["known"]), int(group["distinct"])
    told = (
        f"{counted(known - different, 'row')} of {number(known)} with a known {said(column.label)} are further "
        f"copies of an earlier row with the same one ({number(different)} different ones)"
    )
    formula = f"rows with {column.name} - distinct {column.name}"
    return [fact(scope, told, "rows beyond the first copy", known - different, "count", formula)]

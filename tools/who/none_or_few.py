"""Questions about no rows at all, or about so few that they are not told of."""

from dataclasses import replace

from tools.results import Report
from tools.who.counts import count_report
from tools.who.few import nothing_told, of_few
from tools.who.query_arguments import QueryArguments
from tools.who.scope import Scope
from tools.who.totals import only_blank


def none_or_few(scope: Scope, asked: QueryArguments) -> Report | None:
    """Return the report where a scope holds nothing that may be told, None where it does.

    None is a number too where rows are counted; that empty cells are few tells of the file and of nobody in it.
    """
    counts = asked.aggregate == "count" and asked.metric is None and asked.per is None and not asked.having
    if not scope.rows and counts and _could_hold(scope):
        return replace(count_report(scope, (), asked.order, asked.limit), sources=(scope.table.name,))
    if not scope.rows:
        return Report(missing=(f"`{scope.table.name}` has no {scope.words()}.",), sources=(scope.table.name,))
    blanks = counts and not asked.by and only_blank(scope)
    return nothing_told(scope) if of_few(scope) and not blanks else None


def _could_hold(scope: Scope) -> bool:
    """Return whether rows could be in the scope: none has no key, and days that are not held tell nothing.

    Nor does it tell anything that rows of other tables meet no condition of these.
    """
    columns = [(item, scope.column(item.column)) for item in scope.where]
    never = any(
        column.role == "id" or "::" in item.column or (column.storage == "date" and item.op != "missing")
        for item, column in columns
    )
    return bool(scope.where) and bool(scope.base.rows) and not never

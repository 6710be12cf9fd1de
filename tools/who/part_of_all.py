"""Which part of all that was paid, counted or measured falls to the rows asked about."""

from tools.results import Finding
from tools.tables.engine import Measure
from tools.tables.sales import reversal
from tools.who.averages import Metric
from tools.who.scope import Scope
from tools.wording import percent, sentence


def part_of_all(scope: Scope, metric: Metric) -> list[Finding]:
    """Return the sum over the scope as a part of the sum over all rows of its dates; nothing for all of them.

    Leaving out sales that were taken back selects nobody: the rows that stand are then all rows.
    """
    back = reversal(scope.table)
    given = {scope.table.time, back.name if back is not None else None}
    frame = [condition for condition in scope.where if condition.column in given]
    if len(frame) == len(scope.where) or metric.unit == "share":
        return []
    measure = Measure("sum", "sum", metric.reference)
    whole = scope.base.narrowed(*frame)
    part, total = scope.total([measure])["sum"], whole.total([measure])["sum"]
    if not total > 0 or part < 0:
        return []
    share = part / total
    return [
        scope.finding(
            sentence(
                f"{scope.words()} account for {percent(share)} of the {metric.named('total')} of {whole.words()} "
                f"({metric.said(part)} of {metric.said(total)})"
            ),
            label=f"share of the total {metric.label}",
            value=share,
            unit="share",
            n=scope.rows,
            customers=scope.people,
            formula=f"sum of {metric.reference} over these rows / over all",
        )
    ]

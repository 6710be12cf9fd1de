"""Days that no row is of, between the first and the last one."""

import pandas as pd

from tools.results import Finding
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, number


def gaps(scope: Scope) -> list[Finding]:
    """Return how many days between the first and the last one no row is of, the longest stretch of them named."""
    time = scope.table.time
    if time is None:
        return [fact(scope, f"{scope.table.name} has no dates", "days without rows", 0, "count")]
    frame = scope.context.tables.frame(scope.table.name, [time], scope.where)
    days = pd.DatetimeIndex(pd.to_datetime(frame[time]).dropna().dt.normalize().unique()).sort_values()
    blank = int(frame[time].isna().sum())
    undated = fact(
        scope,
        f"{counted(blank, 'row')} {'has' if blank == 1 else 'have'} no date",
        "rows without date",
        blank,
        "count",
    )
    if days.empty:
        return [undated]
    first, last = days[0].date(), days[-1].date()
    span = (last - first).days + 1
    told = f"from {first} to {last}, {counted(span - len(days), 'day')} of {number(span)} have no row"
    if span > len(days):
        without = pd.Series(pd.date_range(first, last).difference(days))
        runs = without.groupby((without.diff() != pd.Timedelta(days=1)).cumsum()).agg(["first", "size"])
        start, length = max(zip(runs["first"], runs["size"], strict=True), key=lambda run: int(run[1]))
        told += f"; the longest stretch are {counted(int(length), 'day')} from {start.date()}"
    found = fact(scope, told, "days without rows", span - len(days), "count", f"days of {time}")
    return [found, undated] if blank else [found]

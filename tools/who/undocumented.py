"""Codes that the dictionary beside the data does not explain, and days that no row is of."""

from collections.abc import Sequence

import pandas as pd

from tools.results import Finding
from tools.speech import said
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, listed, number, sentence

_SHOWN = 6


def undocumented(scope: Scope, columns: Sequence[Column], *, asked: bool = True) -> list[Finding]:
    """Return in how many rows a code stands that the dictionary does not explain, of all columns or some."""
    able = [column for column in columns or scope.table.columns if column.meanings and column.values]
    found = [finding for column in able if (finding := _codes(scope, column)) is not None]
    if found or not asked:
        return found
    looked = listed([said(column.label) for column in able[:_SHOWN]])
    told = f"the dictionary explains every code of {looked}" if able else "no dictionary explains codes here"
    return [fact(scope, sentence(told), "rows with unexplained codes", 0, "count")]


def _codes(scope: Scope, column: Column) -> Finding | None:
    explained = {value for value, _ in column.meanings} | {value for value, _ in column.sentinels}
    rest = [(value, rows) for value, rows in column.values if value.removesuffix(".0") not in explained]
    rest = [(value, rows) for value, rows in rest if value not in explained]
    if not rest:
        return None
    rows = sum(count for _, count in rest)
    known = sum(count for _, count in column.values)
    codes = listed([f"{value} ({number(count)})" for value, count in rest[:_SHOWN]])
    told = (
        f"{said(column.label)} holds codes in {counted(rows, 'row')} that the dictionary does not explain: "
        f"{codes} ({share_phrase(rows, known)})"
    )
    return fact(scope, sentence(told), f"unexplained codes of {column.label}", rows, "count")


def gaps(scope: Scope) -> list[Finding]:
    """Return how many days between the first and the last one no row is of, the longest stretch of them named."""
    time = scope.table.time
    if time is None:
        return [fact(scope, f"{scope.table.name} has no dates", "days without rows", 0, "count")]
    frame = scope.context.tables.frame(scope.table.name, [time], scope.where)
    days = pd.DatetimeIndex(pd.to_datetime(frame[time]).dropna().dt.normalize().unique()).sort_values()
    first, last = days[0].date(), days[-1].date()
    span = (last - first).days + 1
    told = f"from {first} to {last}, {counted(span - len(days), 'day')} of {number(span)} have no row"
    if span > len(days):
        without = pd.Series(pd.date_range(first, last).difference(days))
        runs = without.groupby((without.diff() != pd.Timedelta(days=1)).cumsum()).agg(["first", "size"])
        start, length = max(zip(runs["first"], runs["size"], strict=True), key=lambda run: int(run[1]))
        told += f"; the longest stretch are {counted(int(length), 'day')} from {start.date()}"
    share = [fact(scope, sentence(told), "days without rows", span - len(days), "count", f"days of {time}")]
    blank = int(scope.rows - scope.total([Measure("known", "count", time)])["known"])
    if blank:
        undated = sentence(f"{counted(blank, 'row')} have no date")
        share.append(fact(scope, undated, "rows without date", blank, "count"))
    return share

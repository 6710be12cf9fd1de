"""What cannot be: a part above its whole, an end before its start, negative amounts, dates to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import pandas as pd

from tools.results import Finding
from tools.speech import said
from tools.tables.catalog import OLDEST, Column
from tools.tables.lexicon import lexicon, tokens, word_set
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, listed, number

LARGEST = 500_000
"""Rows up to which this is looked at unasked, because it takes a look at every row."""

_MOSTLY = 0.95  # of the rows, in which one of two columns is at most the other
_TELLING, _SOME = 0.1, 0.01  # of the rows, in which it is less; where headers say so, fewer do
_WHOLE = 0.05  # of the rows, in which a part is all there is
_RARE = 0.05
_MOST_COLUMNS = 24
_MOST = 6
NEVER_NEGATIVE = ("count", "age", "days", "months", "years", "duration", "score")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns of which the first must not lie above the second; `named` says that their headers say so."""

    low: Column
    high: Column
    named: bool


def impossible(scope: Scope, columns: Sequence[Column], *, asked: bool = True) -> list[Finding]:
    """Return in how many rows something cannot be, of all columns or of those given; with two numbers of them.

    Without `asked` only what was found is told, and not that nothing was.
    """
    wanted = {column.name for column in columns}
    able = [column for column in scope.table.columns if _ordered(column)][:_MOST_COLUMNS]
    names = [column.name for column in able]
    frame = scope.context.tables.frame(scope.table.name, names, scope.where) if names else pd.DataFrame()
    pairs = list(_pairs(frame, able))
    if wanted:
        both = [pair for pair in pairs if {pair.low.name, pair.high.name} <= wanted]
        pairs = both or [pair for pair in pairs if wanted & {pair.low.name, pair.high.name}]
    found = [finding for pair in pairs if (finding := _counted(scope, frame, pair)).value]
    named = [column for column in able if not wanted or column.name in wanted]
    found += [finding for column in named for finding in _alone(scope, frame, column)]
    if asked and wanted and not found:
        return impossible(scope, ())
    if found or not asked:
        return found[:_MOST]
    looked = listed(
        [f"{said(pair.low.label)} with {said(pair.high.label)}" for pair in pairs if pair.named][:_MOST]
    )
    compared = f"; compared were {looked}" if looked else ""
    told = f"no row of {scope.table.name} holds what cannot be: a part above its whole, an end before its start"
    told += f", a negative count, a date to come{compared}"
    return [fact(scope, told, "rows with impossible values", 0, "count")]


def above(scope: Scope, low: Column, high: Column) -> list[Finding]:
    """Return in how many rows the first of two numbers or dates lies above the second."""
    frame = scope.context.tables.frame(scope.table.name, [low.name, high.name], scope.where)
    return [_counted(scope, frame, Pair(low, high, True))]


def _ordered(column: Column) -> bool:
    """Return whether a column holds numbers or dates that can be compared."""
    if column.made or column.present_in or "personal" in column.marks:
        return False
    return column.role == "time" or (column.role in ("measure", "ordinal") and column.storage == "number")


def _pairs(frame: pd.DataFrame, able: Sequence[Column]) -> Iterator[Pair]:
    """Yield the pairs that headers set in order, or that share a word and are in order in nearly all rows."""
    for low, high in permutations(able, 2):
        if (low.role == "time") != (high.role == "time"):
            continue
        named = _in_order(low, high)
        if named or (_akin(low, high) and not _in_order(high, low)):
            known = frame[[low.name, high.name]].dropna()
            less, more = known[low.name] < known[high.name], known[low.name] > known[high.name]
            least = _SOME if named else _TELLING
            usual = (~more).sum() >= _MOSTLY * len(known) and less.sum() >= least * len(known) > 0
            parts = low.role == "time" or (~more & ~less).sum() >= _WHOLE * len(known)
            if usual and (named or (more.any() and parts)):
                yield Pair(low, high, named)


def _in_order(low: Column, high: Column) -> bool:
    """Return whether headers say that one is a part of the other, its lower end, or earlier."""
    one, two = set(tokens(low.name)), set(tokens(high.name))
    rest = (one ^ two) - word_set("aside_orders")
    return any(small & one - two and large & two - one and rest <= small | large for small, large in _orders())


def _orders() -> list[tuple[frozenset[str], frozenset[str]]]:
    return [(frozenset(small), frozenset(large)) for small, large in lexicon()["orders"]]


def _akin(low: Column, high: Column) -> bool:
    """Return whether two columns are of the same unit and share a telling word, or both are dates."""
    if low.role == "time":
        return True
    shared = (set(tokens(low.name)) & set(tokens(high.name))) - word_set("aside_orders")
    return bool(shared) and low.unit == high.unit and low.unit != "score" and low.role == high.role


def _counted(scope: Scope, frame: pd.DataFrame, pair: Pair) -> Finding:
    known = frame[[pair.low.name, pair.high.name]].dropna()
    rows = int((known[pair.low.name] > known[pair.high.name]).sum())
    way = "after" if pair.low.role == "time" else "above"
    one, two = said(pair.low.label), said(pair.high.label)
    told = f"{one} lies {way} {two} in {counted(rows, 'row')} of {number(len(known))} with both"
    formula = f"rows where {pair.low.name} > {pair.high.name}"
    return fact(scope, told, f"rows with {one} {way} {two}", rows, "count", formula)


def _alone(scope: Scope, frame: pd.DataFrame, column: Column) -> Iterator[Finding]:
    """Yield in how many rows a column holds what its unit does not allow, or what hardly any other row has."""
    values = frame[column.name].dropna()
    if not len(values):
        return
    label = said(column.label)
    if column.role == "time":
        today = pd.Timestamp(date.today())  # noqa: DTZ011 - dates are kept without zone
        yield from _told(scope, column, int((values > today).sum()), len(values), f"{label} lies in the future")
        return
    negative = int((values < 0).sum())
    if column.unit in (*NEVER_NEGATIVE, "money") and negative <= _RARE * len(values) and not column.meanings:
        yield from _told(scope, column, negative, len(values), f"{label} is negative")
    if column.unit == "money" and column.role == "measure":
        none = int((values == 0).sum())
        if none <= _RARE * len(values):
            yield from _told(scope, column, none, len(values), f"{label} is 0")
    if column.unit == "age":
        old = int((values > OLDEST).sum())
        yield from _told(scope, column, old, len(values), f"{label} is above {number(OLDEST)}")
    if column.unit == "share":
        whole = 1.0 if float(values.quantile(0.9)) <= 1 else 100.0
        yield from _told(scope, column, int((values > whole).sum()), len(values), f"{label} is above {whole:g}")


def _told(scope: Scope, column: Column, rows: int, known: int, state: str) -> Iterator[Finding]:
    if rows:
        told = f"{state} in {counted(rows, 'row')} of {number(known)} with a known value"
        yield fact(scope, told, f"rows where {state}", rows, "count", f"rows where {column.name} cannot be")

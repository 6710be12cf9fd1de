"""Totals against their parts: rows in which a number is not the sum or product that it is elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from tools.results import Finding, Report
from tools.speech import said
from tools.tables.catalog import Column
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.wording import counted, sentence

_MOST_COLUMNS = 14
_SAMPLE = 4_000
_MOSTLY = 0.6  # of the rows in which a rule has to hold before its exceptions are faults
_TELLING = 0.2  # of the rows in which every part has to be other than 0 (or 1 in a product)
_CENT = 0.011
_SHOWN = 4
_FEWEST = 20  # rows, of fewer nothing is called a rule
_WORDS = {"+": "plus", "-": "minus", "*": "times"}


def sums(scope: Scope, columns: Sequence[Column]) -> Report:
    """Return for each number that is made of others in most rows how many rows break that rule."""
    able = [column for column in scope.table.columns if _adds(column) and not column.made]
    able = able[:_MOST_COLUMNS]
    frame = scope.context.tables.frame(scope.table.name, [column.name for column in able], scope.where)
    wanted = {column.name for column in columns}
    rules = [rule for rule in _once(_rules(frame, able)) if not wanted or wanted & _names(rule)]
    if not rules:
        return Report(
            missing=(f"No number of {scope.table.name} is the sum or product of others, so none can be checked.",)
        )
    findings = [_finding(scope, frame, *rule) for rule in rules[:_SHOWN]]
    return Report(title="Totals against their parts", findings=tuple(findings), sources=(scope.table.name,))


def _adds(column: Column) -> bool:
    """Return whether a column is a number that may be a part, one that is the same in all rows included."""
    return column.role == "measure" or (column.role == "constant" and column.storage == "number")


def _finding(scope: Scope, frame: pd.DataFrame, total: Column, parts: Sequence[Column], sign: str) -> Finding:
    known = frame[[total.name, *(part.name for part in parts)]].dropna()
    broken = int((~_holds(known, total, parts, sign)).sum())
    words = f" {_WORDS[sign]} ".join(said(part.label) for part in parts)
    return scope.finding(
        sentence(
            f"{said(total.label)} is {words} in {counted(len(known) - broken, 'row')} and something else in "
            f"{counted(broken, 'row')} ({share_phrase(broken, len(known))})"
        ),
        label=f"rows where {total.label} does not add up",
        value=broken,
        unit="count",
        n=len(known),
        customers=None,
        interval=interval_of(broken, len(known)),
        formula=f"{total.name} = {f' {sign} '.join(part.name for part in parts)}",
    )


Rule = tuple[Column, Sequence[Column], str]


def _once(rules: Iterable[Rule]) -> list[Rule]:
    """Return one rule for the same columns: a sum rather than the difference that says the same."""
    kept: dict[frozenset[str], Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule[2] == "-"):
        kept.setdefault(_names(rule), rule)
    return list(kept.values())


def _names(rule: Rule) -> frozenset[str]:
    return frozenset({rule[0].name, *(part.name for part in rule[1])})


def _rules(frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[Rule]:
    """Yield what holds in most rows, once for each total: the rule that holds most often."""
    sample = frame.dropna().head(_SAMPLE)
    if len(sample) < _FEWEST:
        return
    for total in columns:
        others = [column for column in columns if column is not total]
        rules = [(parts, sign) for size in (2, 3) for parts in combinations(others, size) for sign in "+*"]
        rules += [((one, two), "-") for one in others for two in others if one is not two]
        scored = [(_share(sample, total, parts, sign), parts, sign) for parts, sign in rules]
        best = max(scored, key=lambda entry: entry[0], default=(0.0, (), "+"))
        if best[0] >= _MOSTLY:
            yield total, best[1], best[2]


def _share(sample: pd.DataFrame, total: Column, parts: Sequence[Column], sign: str) -> float:
    """Return in how much of the rows the rule holds, 0 where its parts hardly ever say anything."""
    idle = 1.0 if sign == "*" else 0.0
    telling = np.all([sample[part.name] != idle for part in parts], axis=0) & (sample[total.name] != 0)
    return float(_holds(sample, total, parts, sign).mean()) if telling.mean() >= _TELLING else 0.0


def _holds(rows: pd.DataFrame, total: Column, parts: Sequence[Column], sign: str) -> pd.Series:
    made = rows[parts[0].name].astype("float64")
    for part in parts[1:]:
        other = rows[part.name].astype("float64")
        made = made + other if sign == "+" else made - other if sign == "-" else made * other
    return (made - rows[total.name]).abs() <= _CENT

"""All that is wrong with a table at a glance: repeats, blanks, placeholders, what cannot be, spellings, spikes."""

from tools.results import Finding
from tools.speech import figure
from tools.tables.catalog import Column
from tools.who.copies import copies
from tools.who.impossible import LARGEST, impossible
from tools.who.quality import blankest, column_is, fact, period
from tools.who.scope import Scope
from tools.who.spelling import spelling
from tools.who.undocumented import undocumented
from tools.wording import counted, listed, number, percent

_FEW = 3


def faults(scope: Scope) -> list[Finding]:
    """Return what was found, the kinds of faults that can turn an answer around first."""
    small = scope.rows <= LARGEST
    columns = [column for column in scope.table.columns if not column.made and "personal" not in column.marks]
    found = [
        *(each for column in columns if (each := _placeholders(scope, column)) is not None),
        *undocumented(scope, (), asked=False),
        *(impossible(scope, (), asked=False) if small else ()),
        *(finding for finding in (copies(scope, ()) if small else ()) if finding.value),
        *blankest(scope)[:_FEW],
        *(finding for finding in spelling(scope, ())[:_FEW] if finding.value),
        *(each for column in columns for each in _spikes(scope, column)),
        *period(scope)[:1],
    ]
    if found:
        return found
    told = f"{scope.table.name} shows no repeated row, blank, placeholder, impossible value or double spelling"
    return [fact(scope, told, "faults found", 0, "count")]


def _placeholders(scope: Scope, column: Column) -> Finding | None:
    """Return which values of a column stand for nothing, and in how many rows."""
    if not column.sentinels:
        return None
    rows = sum(count for _, count in column.sentinels)
    names = listed([name for name, _ in column.sentinels], "or")
    told = (
        f"{column_is(column)} {names} in {counted(rows, 'row')} "
        f"({percent(rows / max(1, scope.rows))}), which stands for nothing known; statistics leave it out"
    )
    return fact(scope, told, f"placeholders of {column.label}", rows, "count", f"{column.name} = {names}")


def _spikes(scope: Scope, column: Column) -> list[Finding]:
    """Return the numbers that hold far more rows than any other."""
    return [
        fact(
            scope,
            f"{column_is(column)} exactly {figure(float(value), column)} in "
            f"{counted(rows, 'row')} of {number(scope.rows)}, far more than any other value has",
            f"rows where {column.label} is {value}",
            rows,
            "count",
        )
        for value, rows in column.spikes
    ]

"""Codes that the dictionary beside the data does not explain."""

from collections.abc import Sequence

from tools.results import Finding
from tools.speech import said
from tools.tables.catalog import Column
from tools.who.outcome import share_phrase
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, listed, number

_SHOWN = 6


def undocumented(scope: Scope, columns: Sequence[Column], *, asked: bool = True) -> list[Finding]:
    """Return in how many rows a code stands that the dictionary does not explain, of all columns or some."""
    able = [column for column in columns or scope.table.columns if column.meanings and column.values]
    found = [finding for column in able if (finding := _codes(scope, column)) is not None]
    if found or not asked:
        return found
    looked = listed([said(column.label) for column in able[:_SHOWN]])
    told = f"the dictionary explains every code of {looked}" if able else "no dictionary explains codes here"
    return [fact(scope, told, "rows with unexplained codes", 0, "count")]


def _codes(scope: Scope, column: Column) -> Finding | None:
    explained = {value for value, _ in column.meanings}
    rest = [item for item in column.usable_values if not {item[0], item[0].removesuffix(".0")} & explained]
    if not rest:
        return None
    rows = sum(count for _, count in rest)
    known = sum(count for _, count in column.values)
    codes = listed([f"{value} ({number(count)})" for value, count in rest[:_SHOWN]])
    told = (
        f"{said(column.label)} holds codes in {counted(rows, 'row')} that the dictionary does not explain: "
        f"{codes} ({share_phrase(rows, known)})"
    )
    return fact(scope, told, f"unexplained codes of {column.label}", rows, "count")

"""The same question in two tables: columns whose names differ by numbering, brackets or case only."""

import re
from collections.abc import Sequence

from tools.arguments import Condition
from tools.tables.catalog import Column, Table

_NUMBERING = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d+\s*[.):]\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")


def asked_as(column: Column) -> str:
    """Return what a column asks, lower-case, without a number before it or a remark in brackets."""
    text = _ASIDE.sub(" ", _NUMBERING.sub("", column.label or column.name))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def twin(column: Column, table: Table) -> Column | None:
    """Return the column of a table that has the same name or asks the same, None when there is not exactly one."""
    if (same := table.column(column.name)) is not None:
        return same
    asks = asked_as(column)
    found = [other for other in table.columns if asked_as(other) == asks]
    return found[0] if len(found) == 1 else None


def renamed(conditions: Sequence[Condition], here: Table, there: Table) -> tuple[Condition, ...]:
    """Return conditions on one table in the column names of another; one without a twin keeps its name."""
    moved = []
    for condition in conditions:
        column = here.column(condition.column)
        other = twin(column, there) if column is not None else None
        moved.append(condition if other is None else condition.model_copy(update={"column": other.name}))
    return tuple(moved)

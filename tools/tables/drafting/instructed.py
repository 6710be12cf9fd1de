"""What a person says about columns beforehand, put over the draft."""

from collections.abc import Mapping
from dataclasses import replace

from tools.tables.catalog import MARKS, ROLES, Column, Table
from tools.tables.errors import TableError

_REASON = "said by sources.yaml"


def instructed(table: Table, roles: Mapping[str, str]) -> Table:
    """Return the table with roles and marks as given by column name; raises TableError for unknown ones."""
    unknown = [name for name in roles if table.column(name) is None]
    if unknown:
        raise TableError(
            f"There is no column {unknown[0]!r}; sources.yaml names it. Columns are: {_names(table)}."
        )
    columns = tuple(
        _told(column, roles[column.name]) if column.name in roles else column for column in table.columns
    )
    outcome = next((name for name, role in roles.items() if role == "outcome"), table.outcome)
    time = next((name for name, role in roles.items() if role == "time"), table.time)
    return replace(table, columns=columns, outcome=outcome, time=time)


def _told(column: Column, said: str) -> Column:
    if said in MARKS:
        changed = replace(column, marks=column.marks | {said}, reason=_REASON)
        hides = said == "personal"
        return replace(changed, values=(), sentinels=(), minimum=None, maximum=None) if hides else changed
    if said in ROLES:
        return replace(column, role=said, reason=_REASON)
    raise TableError(f"{said!r} is no role of a column. Use one of {', '.join((*ROLES, *MARKS))}.")


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)

"""Tables of one kind: samples of larger ones, the same columns again, and labels borrowed from one another."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import pandas as pd

from tools.tables.catalog import Column, Table
from tools.tables.keys import Keys, comparable

_SURE = 0.98
_SAME = 0.9
_FEWEST_COLUMNS = 3
_LARGEST = 2_000_000


def with_relations(table: Table, tables: Sequence[Table], keys: Keys) -> Table:
    """Return the table with the one that it is part of, or like; without a header, with the labels of that one."""
    for other in tables:
        if other.name == table.name:
            continue
        pairs = _matching_columns(table, other, keys)
        if pairs is None:
            continue
        contained = table.rows < other.rows and _contained(table, other, pairs, keys)
        if contained or (not table.header and other.header):
            table = _lent(table, other, pairs) if not table.header and other.header else table
        if contained:
            return replace(table, part_of=other.name)
        if len(pairs) == len(table.columns) == len(other.columns):
            table = replace(table, like=other.name) if table.like is None else table
    if not table.header and table.like is None:
        return _beside_its_like(table, tables, keys)
    return table


def _beside_its_like(table: Table, tables: Sequence[Table], keys: Keys) -> Table:
    """Return a header-less table with the labels of those in its folder that have its shape, if they agree."""
    folder = PurePosixPath(table.name).parent
    alike = [
        other
        for other in tables
        if other.header and PurePosixPath(other.name).parent == folder and _same_shape(table, other, keys)
    ]
    if not alike or len({tuple(c.label.casefold() for c in other.columns) for other in alike}) > 1:
        return table
    pairs = {c.name: goal.name for c, goal in zip(table.columns, alike[0].columns, strict=True)}
    return replace(_lent(table, alike[0], pairs, "stands in the place of"), like=alike[0].name)


def _same_shape(table: Table, other: Table, keys: Keys) -> bool:
    """Return whether the columns, in order, are stored alike: dates, whole numbers, decimals, texts."""
    if len(table.columns) != len(other.columns) or len(table.columns) < _FEWEST_COLUMNS:
        return False
    if len({column.storage for column in table.columns}) == 1:
        return False
    return all(
        column.storage == goal.storage
        and (
            column.storage != "number"
            or _whole(keys.values(table.name, column.name)) == _whole(keys.values(other.name, goal.name))
        )
        and (column.role == "id") == (goal.role == "id")
        for column, goal in zip(table.columns, other.columns, strict=True)
    )


def _whole(values: pd.Series) -> bool:
    return pd.api.types.is_integer_dtype(values)


def _matching_columns(table: Table, other: Table, keys: Keys) -> dict[str, str] | None:
    """Return which column of `table` is which of `other`, when all columns of `other` are found in it."""
    if table.header and other.header:
        names = {column.name.casefold(): column.name for column in table.columns}
        pairs = {names[c.name.casefold()]: c.name for c in other.columns if c.name.casefold() in names}
        return pairs if len(pairs) >= max(2, _SAME * max(len(table.columns), len(other.columns))) else None
    if not other.header or len(table.columns) < len(other.columns) or max(table.rows, other.rows) > _LARGEST:
        return None
    pairs, taken = {}, set()
    for goal in other.columns:
        found = next(
            (c.name for c in table.columns if c.name not in taken and _same_values(table, c, other, goal, keys)),
            None,
        )
        if found is None:
            return None
        taken.add(found)
        pairs[found] = goal.name
    return pairs if len(pairs) >= 2 else None


def _same_values(table: Table, column: Column, other: Table, goal: Column, keys: Keys) -> bool:
    if column.storage != goal.storage:
        return False
    values, targets = keys.of(table.name, column.name), keys.of(other.name, goal.name)
    if table.rows >= other.rows:
        return len(values) > 0 and values.common(targets) >= 0.5 * len(targets)
    return len(values) > 0 and values.common(targets) >= 0.95 * len(values)


def _contained(table: Table, other: Table, pairs: dict[str, str], keys: Keys) -> bool:
    small = pd.DataFrame({goal: comparable(keys.values(table.name, name)) for name, goal in pairs.items()})
    large = pd.DataFrame({goal: comparable(keys.values(other.name, goal)) for goal in pairs.values()})
    inside = pd.util.hash_pandas_object(small, index=False).isin(pd.util.hash_pandas_object(large, index=False))
    return len(small) > 0 and float(inside.mean()) >= _SURE


def _lent(table: Table, other: Table, pairs: dict[str, str], how: str = "holds the values of") -> Table:
    """Return a header-less table with labels, units and words of the columns that it shares with `other`."""
    columns = []
    for column in table.columns:
        source = other.column(pairs[column.name]) if column.name in pairs else None
        if source is None:
            columns.append(column)
            continue
        why = f"{column.reason}; {how} `{source.name}` in `{other.name}`"
        lent = replace(
            column,
            label=source.label,
            unit=source.unit,
            currency=source.currency,
            words=source.words,
            reason=why,
            role=source.role,
            description=source.description,
            marks=source.marks,
        )
        columns.append(lent)
    person = next((name for name, goal in pairs.items() if goal == other.person), table.person)
    entity = other.entity if table.entity in ("row", "transaction", "event", "message") else table.entity
    words = other.entity_words if entity == other.entity else table.entity_words
    return replace(table, columns=tuple(columns), person=person, entity=entity, entity_words=words)

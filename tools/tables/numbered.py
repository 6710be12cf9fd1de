"""Numbers that are keys although no header says so: those of one table are all found among another's.

Whole numbers that lie far apart (account 48213) coincide with a second column's by nothing but identity. Numbers
without gaps (1, 2, 3 ...) coincide by accident, so they tell nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tools.tables.catalog import Column, Table
from tools.tables.drafting.coded import identifier
from tools.tables.keys import Keys
from tools.tables.lexicon import word_set

_ALL = 0.98
_FEWEST = 30
SPARSE = 0.5  # of the whole numbers from the least to the largest that may be there
_PLAIN = (None, "number")


def with_number_keys(tables: Sequence[Table], keys: Keys) -> list[Table]:
    """Return the tables with number columns made identifiers where their values are another column's keys."""
    found = {table.name: table for table in tables}
    for goal_table in tables:
        for goal in _numbers(goal_table):
            if not _once_each(goal_table, goal) or not telling(goal_table, goal, keys):
                continue
            for table in tables:
                if table.name == goal_table.name:
                    continue
                for column in _numbers(table):
                    if _points_at(table, column, goal_table, goal, keys):
                        found[goal_table.name] = _keyed(found[goal_table.name], goal.name, table.name)
                        owner = found[goal_table.name]
                        found[table.name] = _pointing(found[table.name], column.name, owner, goal.name)
    return [found[table.name] for table in tables]


def telling(table: Table, column: Column, keys: Keys) -> bool:
    """Return whether a column's values are each another row's, and too far apart to be met by accident."""
    values = keys.of(table.name, column.name)
    return len(values) >= _FEWEST and keys.unique(table.name, column.name) and 0 < values.density <= SPARSE


def _numbers(table: Table) -> Iterator[Column]:
    """Yield columns that may be keys: identifiers, and plain numbers that measure nothing known."""
    for column in table.columns:
        plain = column.role == "measure" and column.storage == "number" and column.unit in _PLAIN
        if (plain and not column.made) or column.role == "id":
            yield column


def _once_each(table: Table, column: Column) -> bool:
    """Return whether the catalog does not rule out that each row has a whole number of its own."""
    whole = column.role == "id" or all((end or "").isdigit() for end in (column.minimum, column.maximum))
    return whole and column.distinct >= _FEWEST and column.distinct + column.missing >= table.rows


def _points_at(table: Table, column: Column, goal_table: Table, goal: Column, keys: Keys) -> bool:
    if column.role == "id" and goal.role == "id":
        return False  # both are known for what they are
    if not _FEWEST <= column.distinct <= goal.distinct:
        return False
    values = keys.of(table.name, column.name)
    if len(values) < _FEWEST or not values.density:
        return False
    return values.common(keys.of(goal_table.name, goal.name)) >= _ALL * len(values)


def _keyed(table: Table, name: str, other: str) -> Table:
    """Return the table with that column as an identifier, and as its key where it has none."""
    table = _made(table, name, f"whole numbers, each once, which `{other}` refers to")
    if table.key:
        return table
    people = table.rows_are_people or (table.person is None and table.entity in word_set("people"))
    person = name if people else table.person
    return replace(table, key=(name,), person=person, rows_are_people=table.rows_are_people and person is None)


def _pointing(table: Table, name: str, owner: Table, goal: str) -> Table:
    table = _made(table, name, f"whole numbers, all of them keys of `{owner.name}` (`{goal}`)")
    own = table.person is None and owner.person == goal and not table.rows_are_people
    return replace(table, person=name) if own else table


def _made(table: Table, name: str, why: str) -> Table:
    columns = tuple(
        identifier(column, why) if column.name == name and column.role != "id" else column
        for column in table.columns
    )
    return replace(table, columns=columns)

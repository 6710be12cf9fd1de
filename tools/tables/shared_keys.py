"""Texts that are keys although no header says so: each row of one table has its own, and others have the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tools.tables.catalog import Column, Table
from tools.tables.drafting.coded import identifier
from tools.tables.keys import Keys
from tools.tables.lexicon import tokens

_FEWEST = 30
_MET = 0.5  # of the fewer values that have to be among the others
_ROLES = ("segment", "text", "id")


def with_shared_keys(tables: Sequence[Table], keys: Keys) -> list[Table]:
    """Return the tables with columns of the same name made identifiers where one's values are another's keys.

    Where the rows of one of them are people, these are the people of all.
    """
    found = {table.name: table for table in tables}
    for owner in tables:
        for goal in _texts(owner):
            if goal.distinct < _FEWEST or goal.distinct + goal.missing < owner.rows:
                continue
            pointing = [
                (table, column)
                for table in tables
                if table.name != owner.name
                for column in _texts(table)
                if tokens(column.name) == tokens(goal.name) and _met(owner, goal, table, column, keys)
            ]
            if not pointing or not keys.unique(owner.name, goal.name):
                continue
            people = any(_of_people(table, column) for table, column in [(owner, goal), *pointing])
            for table, column in [(owner, goal), *pointing]:
                found[table.name] = _keyed(found[table.name], column, people=people)
    return [found[table.name] for table in tables]


def _texts(table: Table) -> Iterator[Column]:
    for column in table.columns:
        if column.role in _ROLES and column.storage == "text" and "personal" not in column.marks:
            yield column


def _met(owner: Table, goal: Column, table: Table, column: Column, keys: Keys) -> bool:
    """Return whether most of the fewer values of two columns are among the other's."""
    if column.distinct < _FEWEST:
        return False
    here, there = keys.of(table.name, column.name), keys.of(owner.name, goal.name)
    return here.common(there) >= _MET * min(len(here), len(there))


def _of_people(table: Table, column: Column) -> bool:
    """Return whether each row of a table is a person whom the column tells from the others."""
    once = column.distinct + column.missing >= table.rows
    return once and (table.person == column.name or (table.rows_are_people and not table.person))


def _keyed(table: Table, column: Column, *, people: bool) -> Table:
    made = identifier(column, "texts of which each row of a table has its own, and other tables have the same")
    columns = tuple(made if known.name == column.name and known.role != "id" else known for known in table.columns)
    once = column.distinct + column.missing >= table.rows
    person = column.name if people and table.person is None else table.person
    key = (column.name,) if once and not table.key else table.key
    return replace(
        table, columns=columns, key=key, person=person, rows_are_people=table.rows_are_people and not person
    )

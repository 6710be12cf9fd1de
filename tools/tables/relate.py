"""How tables belong together: the keys that join them, and who is whose; `alike` finds tables of one kind."""

from collections.abc import Sequence
from dataclasses import replace

from tools.tables.alike import with_relations
from tools.tables.catalog import Catalog, Column, Join, Table
from tools.tables.drafting.coded import identifier, names_one_person, same_people
from tools.tables.drafting.roles import is_id_name
from tools.tables.keys import Keys, KeySet, StoredColumn, comparable
from tools.tables.lexicon import lexicon, tokens, word_set
from tools.tables.numbered import SPARSE, telling, with_number_keys
from tools.tables.presence import with_listed, with_presence
from tools.tables.shared_keys import with_shared_keys

__all__ = ["comparable", "relate"]

_COUNTED = frozenset({"segment", "measure"})  # what numbers are taken for that are no identifiers by their name
_OVERLAP = 0.5
_SURE = 0.98
_MANY = 100
_FEWEST_KEYS = 10
_FEWEST_NAMED = 5  # texts under two headers that say outright that they identify something


def relate(tables: Sequence[Table], column: StoredColumn) -> Catalog:
    """Return the tables with their relations; `column` gives the stored values of a table's column.

    A join needs a right column that identifies its rows, values that overlap, and names that fit; without fitting
    names all values must be there, and too far apart to meet by accident (see `numbered`). A number column whose
    header names one person is that person's key when another table's people have these keys. A header-less table
    borrows labels from a table that holds the same values, or from the one beside it in its folder that has the
    same shape. What became of a table's rows may stand in another one (see `presence`).
    """
    here = [table for table in tables if not table.source]
    if len(here) < len(tables):  # of a table in a database no column is fetched; a person may name its joins
        known = relate(here, column)
        return Catalog(tables=tuple(known.table(table.name) or table for table in tables), joins=known.joins)
    if len(tables) <= 1:
        return Catalog(tables=tuple(tables))
    keys = Keys(tables, column)
    tables = with_shared_keys(tables, keys)
    tables = [_with_foreign_keys(table, tables, keys) for table in tables]
    tables = [_with_confirmed_person(table, tables, keys) for table in tables]
    tables = with_number_keys(tables, keys)
    related = [with_relations(table, tables, keys) for table in tables]
    catalog = Catalog(tables=tuple(related), joins=tuple(_joins(related, keys)))
    return with_listed(with_presence(catalog, keys), _lists(related, keys), keys)


def _lists(tables: Sequence[Table], keys: Keys) -> list[Join]:
    """Return as joins where a table's key (of returned orders) is a part of a column of another table."""
    found = []
    for there in tables:
        goal = there.column(there.key[0]) if len(there.key) == 1 else None
        if goal is None or there.source:
            continue
        for lines in tables:
            for column in _ids(lines) if lines.name != there.name else ():
                if not _names_fit(lines, column, there, goal, by_name_alone=True) or lines.key == (column.name,):
                    continue
                own, listed = keys.of(lines.name, column.name), keys.of(there.name, goal.name)
                if len(listed) < len(own) and own.common(listed) >= _SURE * len(listed):
                    share = round(own.common(listed) / len(own), 4)
                    found.append(
                        Join(
                            left_table=lines.name,
                            left_column=column.name,
                            right_table=there.name,
                            right_column=goal.name,
                            share=share,
                        )
                    )
    return found


def _joins(tables: Sequence[Table], keys: Keys) -> list[Join]:
    joins = []
    for right in tables:
        for goal in _ids(right):
            if not keys.unique(right.name, goal.name) or len(keys.of(right.name, goal.name)) < 3:
                continue
            for left in tables:
                if left.name != right.name:
                    joins += _best(left, right, goal, keys)
    both = {(join.left_table, join.left_column, join.right_table, join.right_column) for join in joins}
    return [
        join
        for join in joins
        if (join.right_table, join.right_column, join.left_table, join.left_column) not in both
        or (join.left_table, join.left_column) > (join.right_table, join.right_column)
    ]


def _best(left: Table, right: Table, goal: Column, keys: Keys) -> list[Join]:
    found = []
    targets = keys.of(right.name, goal.name)
    for column in [*_ids(left), *_called_alike(left, goal)]:
        values = keys.of(left.name, column.name)
        if not len(values) or _addresses(values):
            continue
        share = values.common(targets) / len(values)
        running = _running(values) and _running(targets)
        fits = _names_fit(left, column, right, goal, by_name_alone=running and not values.same(targets))
        same = len(values) >= _MANY and values.same(targets) and not (left.header and right.header)
        named = is_id_name(tokens(column.name)) and is_id_name(tokens(goal.name)) and not values.numeric
        enough = len(values) >= (_FEWEST_NAMED if named else _FEWEST_KEYS)
        coded = share >= _SURE and enough and (not values.numeric or telling(right, goal, keys))
        if (fits and share >= _OVERLAP) or same or coded:
            found.append(
                (
                    fits,
                    Join(
                        left_table=left.name,
                        left_column=column.name,
                        right_table=right.name,
                        right_column=goal.name,
                        share=round(share, 4),
                    ),
                )
            )
    best = max(found, key=lambda pair: (pair[0], pair[1].share), default=None)
    return [best[1]] if best else []


def _addresses(values: KeySet) -> bool:
    """Return whether the values are addresses of pages: two tables that cite one page are not joined by it."""
    pages = sum("://" in value or value.startswith(("/", "www.")) for value in values.some)
    return pages > len(values.some) / 2


def _ids(table: Table) -> list[Column]:
    keys = (table.person, *table.key)
    return [c for c in table.columns if c.role == "id" or c.name in keys or _few_ids(c)]


def _few_ids(column: Column) -> bool:
    """Return whether a column's header calls it an identifier, though so few of them make groups ("store_id")."""
    return column.role == "segment" and is_id_name(tokens(column.name))


def _called_alike(table: Table, goal: Column) -> list[Column]:
    """Return the columns of groups that are called just like a key of another table (`branch` of its branches)."""
    called = tokens(goal.label)
    if all(word in word_set("id") for word in called):
        return []
    groups = (column for column in table.columns if column.role == "segment" and column.storage != "boolean")
    return [column for column in groups if tokens(column.label) == called]


def _running(values: KeySet) -> bool:
    """Return whether keys are numbers without gaps (1, 2, 3 ...), which any two tables have in common."""
    return values.density > SPARSE


def _names_fit(left: Table, column: Column, right: Table, goal: Column, *, by_name_alone: bool) -> bool:
    """Return whether two key columns are called alike: `customer_id` and `customer_id`, or `id` of customers.

    Where values that both have tell nothing, what one of them is the number of has to be said `by_name_alone`: two
    columns `id` are each their own table's.
    """
    one, two = set(tokens(column.label)), set(tokens(goal.label))
    generic = word_set("id")
    if one - generic and (one - generic) & (two - generic):
        return True
    if (column.name, goal.name) == (left.person, right.person) and same_people(column.label, goal.label):
        return True
    if by_name_alone:
        return not (two - generic) and bool(one - generic) and _names_rows(one, column, right)
    if one == two and (one - generic or left.entity == right.entity):
        return True
    names_left_person = bool(one & word_set("person_id")) and right.entity in word_set("people")
    return not (two - generic) and (_names_rows(one, column, right) or names_left_person)


def _names_rows(words: set[str], column: Column, table: Table) -> bool:
    """Return whether the words of a key column's name say what the rows of a table are."""
    kinds = lexicon()["entity"].get(table.entity, [])
    names = {table.entity, *(term.rstrip("*") for term in kinds)}
    joined = "".join(tokens(column.label))
    return any(word in names or any(joined.startswith(name) for name in names if len(name) > 3) for word in words)


def _with_foreign_keys(table: Table, tables: Sequence[Table], keys: Keys) -> Table:
    """Return the table with columns of codes made identifiers where another table's key holds all of them.

    Codes that repeat ("M100043" of a loan's borrower) look like groups until one sees whose rows they are; so do
    numbers that are called what the other table's key is the number of (`agent` of `agent_no`).
    """
    for column in table.columns:
        coded = column.role == "segment" and column.storage == "text" and column.distinct >= _FEWEST_KEYS
        coded = coded and all(any(map(str.isdigit, value)) for value, _ in column.values)
        numbered = column.role in _COUNTED and column.storage == "number" and column.distinct >= _FEWEST_KEYS
        if not (coded or numbered):
            continue
        values = keys.of(table.name, column.name)
        for other in tables:
            goal = other.key[0] if len(other.key) == 1 else None
            if other.name == table.name or goal is None or not keys.unique(other.name, goal):
                continue
            if numbered and not _numbered_by(column, goal):
                continue
            if values.common(keys.of(other.name, goal)) >= _SURE * len(values):
                made = identifier(column, f"codes, all of them keys of `{other.name}` (`{goal}`)")
                columns = tuple(made if c is column else c for c in table.columns)
                person = column.name if other.person == goal and table.person is None else table.person
                table = replace(table, columns=columns, person=person)
                break
    return table


def _numbered_by(column: Column, goal: str) -> bool:
    """Return whether a column of numbers is called what a key is the number of: `agent` of `agent_no`."""
    called = tokens(goal)
    bare = [word for word in called if word not in word_set("id")]
    return bool(bare) and len(bare) < len(called) and tokens(column.name) == bare


def _with_confirmed_person(table: Table, tables: Sequence[Table], keys: Keys) -> Table:
    """Return the table with the key of people that another table's key confirms; unchanged if it has one."""
    if table.person is not None or table.rows_are_people:
        return table
    numbers = [c for c in table.columns if c.role == "measure" and names_one_person(c.name)]
    for column in numbers:
        values = keys.of(table.name, column.name)
        if keys.unique(table.name, column.name) or len(values) < _FEWEST_KEYS:
            continue
        for other in tables:
            goal = other.person
            if other.name == table.name or goal is None or not keys.unique(other.name, goal):
                continue
            if values.common(keys.of(other.name, goal)) >= _SURE * len(values):
                made = identifier(column, f"the header names one person, and `{goal}` of `{other.name}` has these")
                columns = tuple(made if c is column else c for c in table.columns)
                return replace(table, columns=columns, person=column.name)
    return table

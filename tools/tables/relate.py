"""How tables belong together: joins on keys, samples of larger tables, tables with the same columns."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from tools.tables.catalog import Catalog, Column, Join, Table
from tools.tables.lexicon import lexicon, tokens, word_set

Rows = Callable[[Table], pd.DataFrame]
_OVERLAP = 0.5
_SURE = 0.98
_MANY = 100
_SAME = 0.9
_LARGEST = 2_000_000


def relate(tables: Sequence[Table], rows: Rows) -> Catalog:
    """Return the tables with their relations; `rows` gives a table's stored rows.

    A join needs a right column that identifies its rows, values that overlap, and names that fit; without
    fitting names the values must be the very same ones and many. A header-less table borrows labels from a table
    that holds the same values.
    """
    keys = _Keys(tables, rows)
    related = [_with_relations(table, tables, keys) for table in tables]
    return Catalog(tables=tuple(related), joins=tuple(_joins(related, keys)))


class _Keys:
    """The distinct values of identifier columns, read once, as they are compared across files."""

    def __init__(self, tables: Sequence[Table], rows: Rows) -> None:
        self._rows = rows
        self._frames: dict[str, pd.DataFrame] = {}
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        self._tables = {table.name: table for table in tables}

    def frame(self, table: str) -> pd.DataFrame:
        if table not in self._frames:
            self._frames[table] = self._rows(self._tables[table])
        return self._frames[table]

    def of(self, table: str, column: str) -> frozenset[str]:
        place = (table, column)
        if place not in self._found:
            self._found[place] = frozenset(comparable(self.frame(table)[column]).dropna().unique())
        return self._found[place]

    def unique(self, table: str, column: str) -> bool:
        return len(self.of(table, column)) == int(self.frame(table)[column].notna().sum())


def comparable(values: pd.Series) -> pd.Series:
    """Return keys as they are compared across files: text without case, outer blanks and leading zeros."""
    texts = values.astype("str").where(values.notna(), None)
    return texts.str.strip().str.lower().str.replace(r"^0+(?=.)", "", regex=True)


def _joins(tables: Sequence[Table], keys: _Keys) -> list[Join]:
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


def _best(left: Table, right: Table, goal: Column, keys: _Keys) -> list[Join]:
    found = []
    targets = keys.of(right.name, goal.name)
    for column in _ids(left):
        values = keys.of(left.name, column.name)
        if not values or _addresses(values):
            continue
        share = len(values & targets) / len(values)
        fits = _names_fit(left, column, right, goal)
        same = values == targets and len(values) >= _MANY and not (left.header and right.header)
        coded = share >= _SURE and len(values) >= 10 and not all(value.isdigit() for value in list(values)[:50])
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


def _addresses(values: frozenset[str]) -> bool:
    """Return whether the values are addresses of pages: two tables that cite one page are not joined by it."""
    sample = list(values)[:50]
    return sum("://" in value or value.startswith(("/", "www.")) for value in sample) > len(sample) / 2


def _ids(table: Table) -> list[Column]:
    return [c for c in table.columns if c.role == "id" or c.name in (table.person, *table.key)]


def _names_fit(left: Table, column: Column, right: Table, goal: Column) -> bool:
    """Return whether two key columns are called alike: `customer_id` and `customer_id`, or `id` of customers."""
    one, two = set(tokens(column.label)), set(tokens(goal.label))
    generic = word_set("id")
    if one - generic and (one - generic) & (two - generic):
        return True
    if one == two and (one - generic or left.entity == right.entity):
        return True
    kinds = lexicon()["entity"].get(right.entity, [])
    names = {right.entity, *(term.rstrip("*") for term in kinds)}
    joined = "".join(tokens(column.label))
    names_right = any(
        word in names or any(joined.startswith(name) for name in names if len(name) > 3) for word in one
    )
    names_left_person = bool(one & word_set("person_id")) and right.entity in word_set("people")
    return not (two - generic) and (names_right or names_left_person)


def _with_relations(table: Table, tables: Sequence[Table], keys: _Keys) -> Table:
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
    return table


def _matching_columns(table: Table, other: Table, keys: _Keys) -> dict[str, str] | None:
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


def _same_values(table: Table, column: Column, other: Table, goal: Column, keys: _Keys) -> bool:
    if column.storage != goal.storage:
        return False
    values, targets = keys.of(table.name, column.name), keys.of(other.name, goal.name)
    if table.rows >= other.rows:
        return bool(values) and len(values & targets) >= 0.5 * len(targets)
    return bool(values) and len(values & targets) >= 0.95 * len(values)


def _contained(table: Table, other: Table, pairs: dict[str, str], keys: _Keys) -> bool:
    small = pd.DataFrame({goal: comparable(keys.frame(table.name)[name]) for name, goal in pairs.items()})
    large = pd.DataFrame({goal: comparable(keys.frame(other.name)[goal]) for goal in pairs.values()})
    inside = pd.util.hash_pandas_object(small, index=False).isin(pd.util.hash_pandas_object(large, index=False))
    return len(small) > 0 and float(inside.mean()) >= _SURE


def _lent(table: Table, other: Table, pairs: dict[str, str]) -> Table:
    """Return a header-less table with labels, units and words of the columns that hold the same values."""
    columns = []
    for column in table.columns:
        source = other.column(pairs[column.name]) if column.name in pairs else None
        if source is None:
            columns.append(column)
            continue
        why = f"{column.reason}; holds the values of `{source.name}` in `{other.name}`"
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

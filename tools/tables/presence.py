"""Whether something happened, told by another table: who has a deal bought, who has a cancellation left."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from tools.tables.catalog import Catalog, Column, Join, Role, Table
from tools.tables.drafting.words import outcome_words
from tools.tables.keys import Keys, comparable
from tools.tables.lexicon import kind_of, lexicon, tokens, word_set
from tools.wording import number, singular

YES, NO = "yes", "no"
_ALL_OF_THEM = 0.98  # of the keys there that have to be known here
_MOST = 0.9  # of the rows here at most may be found there: what befalls everybody tells nobody apart
_ENOUGH = 0.5  # of the rows here that a table of labels has to tell of
_FEWEST = 20
_SHORT = 3  # letters of a word that may only be initials
_LONGEST = 3  # words of a name that a sentence can say
_SEPARATOR = "::"


def without_presence(table: Table) -> Table:
    """Return the table as it was drafted, before other tables told what became of its rows."""
    kept = tuple(column for column in table.columns if not column.present_in)
    if len(kept) == len(table.columns):
        return table
    told = table.outcome is not None and all(column.name != table.outcome for column in kept)
    return replace(table, columns=kept, outcome=None if told else table.outcome)


def with_presence(catalog: Catalog, keys: Keys) -> Catalog:
    """Return the catalog with an outcome for each table whose rows another table records as won, lost or returned.

    The other table's keys must all be known here, cover a part of the rows only, and its name must say what
    happened. A table that has an outcome of its own keeps it.
    """
    tables = {table.name: table for table in catalog}
    for join in catalog.joins:
        here, there = tables[join.right_table], tables[join.left_table]
        made = None if _labelled(here, tables.values(), catalog.joins, keys) else _outcome(here, there, join, keys)
        if made is None:
            reached = _reached(here, there, join, keys)
            tables[here.name] = here if reached is None else replace(here, columns=(*here.columns, reached))
            continue
        tables[here.name] = replace(here, columns=(*here.columns, made), outcome=made.name)
        if there.entity == here.entity:
            words = tuple(dict.fromkeys(made.label.split()))
            tables[there.name] = replace(there, entity=made.label, entity_words=words)
    return replace(catalog, tables=tuple(tables[table.name] for table in catalog))


def with_listed(catalog: Catalog, lists: Sequence[Join], keys: Keys) -> Catalog:
    """Return the catalog with a yes or no on rows whose sale or person is listed as lost or returned."""
    tables = {table.name: table for table in catalog}
    for join in lists:
        here = tables[join.left_table]
        if (flag := _flag(here, tables[join.right_table], join, keys)) is not None:
            tables[here.name] = replace(here, columns=(*here.columns, flag))
    return replace(catalog, tables=tuple(tables[table.name] for table in catalog))


def _labelled(here: Table, tables: Iterable[Table], joins: Iterable[Join], keys: Keys) -> bool:
    """Return whether a table with one row for most rows here says outright what became of them."""
    told = {table.name for table in tables if table.outcome is not None and _ENOUGH * here.rows <= table.rows}
    for join in joins:
        ends = ((join.left_table, join.left_column), (join.right_table, join.right_column))
        names = {name for name, _ in ends}
        if here.name in names and names & told - {here.name} and all(keys.unique(*end) for end in ends):
            return True
    return False


def target(column: Column) -> tuple[str, str]:
    """Return the table and the column of it in which a presence column looks for keys."""
    table, _, name = column.present_in.rpartition(_SEPARATOR)
    return table, name


def _outcome(here: Table, there: Table, join: Join, keys: Keys) -> Column | None:
    """Return the column that says whether a row of `here` has one in `there`, None where that tells nothing."""
    if here.outcome is not None or here.entity == "product" or here.source or there.source:
        return None
    if join.share < _ALL_OF_THEM or not keys.unique(here.name, join.right_column):
        return None
    own, other = keys.of(here.name, join.right_column), keys.of(there.name, join.left_column)
    found = own.common(other)
    if found < _FEWEST or found > _MOST * here.rows:
        return None
    return _column(here, there, join.right_column, join.left_column, (found, here.rows), "outcome")


def _reached(here: Table, there: Table, join: Join, keys: Keys) -> Column | None:
    """Return the column that says which people have any row in `there`, None where that is nearly all or none.

    Rows that are people themselves, or that say what became of somebody, are no such thing to have.
    """
    people = here.rows_are_people or here.person == join.right_column
    things = there.entity not in (here.entity, "row", *word_set("people"))
    words = _own_words(there, here)
    happened = kind_of(words, "recorded") or kind_of(words, "outcome")
    if not (people and things) or happened is not None or here.source or there.source:
        return None
    if join.share < _ALL_OF_THEM or not keys.unique(here.name, join.right_column):
        return None
    found = keys.of(here.name, join.right_column).common(keys.of(there.name, join.left_column))
    if min(found, here.rows - found) < _FEWEST:
        return None
    label = there.entity
    return Column(
        name=_free(f"has {label}", here),
        label=label,
        role="segment",
        storage="boolean",
        values=_counts(found, here.rows),
        distinct=2,
        positive=YES,
        present_in=f"{there.name}{_SEPARATOR}{join.left_column}",
        present_by=join.right_column,
        reason=f"{number(found)} of {number(here.rows)} `{join.right_column}` stand in `{there.name}`",
    )


def _flag(lines: Table, there: Table, join: Join, keys: Keys) -> Column | None:
    """Return the column that says whether a row's sale or person is listed, None where the list says nothing.

    Rows share the key (lines of an order), so that it is no outcome of the rows, but can be asked of them.
    """
    if lines.source or not keys.unique(there.name, join.right_column):
        return None
    own, listed = keys.of(lines.name, join.left_column), keys.of(there.name, join.right_column)
    found = own.common(listed)
    if found < max(_FEWEST, _ALL_OF_THEM * len(listed)) or found > _MOST * len(own):
        return None
    known = comparable(keys.values(there.name, join.right_column)).dropna()
    rows = int(comparable(keys.values(lines.name, join.left_column)).isin(known).sum())
    return _column(lines, there, join.left_column, join.right_column, (rows, lines.rows), "segment")


def _column(here: Table, there: Table, by: str, key: str, counts: tuple[int, int], role: Role) -> Column | None:
    """Return the yes or no that `there` tells of rows here, whose column `by` holds its `key`."""
    words = _own_words(there, here)
    kind = kind_of(words, "recorded") or kind_of(words, "outcome")
    if kind is None or kind[0] not in lexicon()["recorded"] or (role == "segment" and kind[0] == "buy"):
        return None
    (found, rows), label = counts, _label(words, there)
    named = [word for column in there.columns if column.role == "id" for word in tokens(column.name)]
    plain = word_set("id") | set(tokens(key))
    nouns = [word for word in named if len(word) > _SHORT and word not in plain]
    return Column(
        name=_free(f"has {label}", here),
        label=label,
        role=role,
        storage="boolean",
        values=_counts(found, rows),
        distinct=2,
        positive=YES,
        words=tuple(dict.fromkeys((*label.split()[-1:], *nouns, *outcome_words(kind[0], tokens(label))))),
        present_in=f"{there.name}{_SEPARATOR}{key}",
        present_by=by,
        reason=f"{role}: {number(found)} of {number(rows)} `{by}` stand in `{there.name}`, "
        f"whose name says `{kind[1].rstrip('*')}`; a guess",
    )


def _counts(found: int, rows: int) -> tuple[tuple[str, int], ...]:
    """Return how many rows say yes and how many no, the more frequent first."""
    yes, no = (YES, found), (NO, rows - found)
    return (yes, no) if 2 * found > rows else (no, yes)


def _own_words(there: Table, here: Table) -> list[str]:
    """Return the words of a table's file name that the other's does not have."""
    shared = set(_file_words(here))
    return [word for word in _file_words(there) if word not in shared]


def _file_words(table: Table) -> list[str]:
    return tokens(PurePosixPath(table.name).name.split(".", 1)[0])


def _label(words: Sequence[str], there: Table) -> str:
    """Return what a row there is called, in the singular: `closed deal` of `shop_closed_deals_2024`."""
    telling = [word for word in words if word.isalpha() and word not in word_set("of_files")]
    if not telling or len(telling) > _LONGEST:
        return there.entity
    return " ".join([*telling[:-1], singular(telling[-1])])


def _free(name: str, table: Table) -> str:
    return name if table.column(name) is None else f"{name} (found)"

"""A catalog that people edited, brought up to date without losing an edit."""

from collections.abc import Mapping
from dataclasses import fields, replace

from tools.tables.catalog import Catalog, Column, Table

# Counted from the rows: always taken from the new draft, whatever stands in the edited file.
_COUNTED_TABLE = frozenset(
    {"name", "rows", "version", "duplicates", "repeats", "repeats_in", "header", "columns", "source"}
)
_COUNTED_COLUMN = frozenset({"name", "values", "distinct", "missing", "minimum", "maximum", "spikes"})


def merge(edited: Catalog, old_draft: Catalog, new_draft: Catalog) -> Catalog:
    """Return the new draft with every field that a person changed since the old draft kept as they left it.

    Joins that a person added stay, joins they removed stay removed. Tables that are gone go.
    """
    tables = tuple(
        _table(edited.table(table.name), old_draft.table(table.name), table) for table in new_draft.tables
    )
    names = {table.name for table in tables}
    added = [join for join in edited.joins if join not in old_draft.joins]
    removed = {_ends(join) for join in old_draft.joins} - {_ends(join) for join in edited.joins}
    told = {_ends(join) for join in added}
    joins = [join for join in new_draft.joins if _ends(join) not in removed | told]
    kept = [join for join in added if {join.left_table, join.right_table} <= names]
    return Catalog(tables=tables, joins=(*joins, *kept))


def _table(edited: Table | None, old: Table | None, new: Table) -> Table:
    if edited is None or old is None:
        return new
    columns = tuple(_column(edited.column(c.name), old.column(c.name), c) for c in new.columns)
    changes = {
        field.name: getattr(edited, field.name)
        for field in fields(Table)
        if field.name not in _COUNTED_TABLE and getattr(edited, field.name) != getattr(old, field.name)
    }
    return replace(new, columns=columns, **changes)


def _column(edited: Column | None, old: Column | None, new: Column) -> Column:
    if edited is None or old is None:
        return new
    changes: Mapping[str, object] = {
        field.name: getattr(edited, field.name)
        for field in fields(Column)
        if field.name not in _COUNTED_COLUMN and getattr(edited, field.name) != getattr(old, field.name)
    }
    return replace(new, **changes)  # type: ignore[arg-type]


def _ends(join: object) -> tuple[object, ...]:
    return tuple(getattr(join, name) for name in ("left_table", "left_column", "right_table", "right_column"))

"""The catalog as YAML that people read and edit: only what is known is written, reasons stand as text."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import yaml

from tools.tables.catalog import MARKS, ROLES, Catalog, Column, Join, Table
from tools.tables.errors import CatalogError

_HEADER = """\
# What whybuy understood of your tables. Edit any line: your edits survive the next ingest.
# role: {roles}
# marks: {marks}
"""
_PAIRS = ("values", "sentinels", "bounds", "spikes")
_SAID = "meanings"
_LISTS = ("order", "words", "key", "entity_words", "repeats_in")
_TEXTS = (
    *("label", "entity", "currency", "minimum", "maximum", "positive", "separator"),
    *("person", "time", "outcome", "version", "source"),
)
T = TypeVar("T", Table, Column, Join)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def to_yaml(catalog: Catalog) -> str:
    """Return the catalog as a YAML document; fields with their default value are left out."""
    body = {
        "tables": {table.name: _table(table) for table in catalog},
        "joins": [_plain(join) for join in catalog.joins],
    }
    header = _HEADER.format(roles=" | ".join(ROLES), marks=" | ".join(MARKS))
    text: str = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return header + text


def from_yaml(text: str) -> Catalog:
    """Return the catalog that `to_yaml` wrote, with people's edits; raises CatalogError naming the fault."""
    try:
        body = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, the C one where it is built
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise CatalogError(f"The catalog is not valid YAML{where}.") from error
    if not isinstance(body, Mapping):
        raise CatalogError("The catalog is empty or not a mapping with `tables`.")
    tables = tuple(_read_table(str(name), entry) for name, entry in (body.get("tables") or {}).items())
    joins = tuple(_build(Join, f"join {number}", entry) for number, entry in enumerate(body.get("joins") or (), 1))
    return Catalog(tables=tables, joins=joins)


def _table(table: Table) -> dict[str, Any]:
    entry = _plain(table)
    del entry["name"]
    entry["columns"] = {column.name: _column(column) for column in table.columns}
    return entry


def _column(column: Column) -> dict[str, Any]:
    entry = _plain(column)
    del entry["name"]
    return entry


def _plain(item: Table | Column | Join) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "columns" or value == field.default:
            continue
        if field.name in _PAIRS:
            value = {str(name): int(count) for name, count in value}
        elif field.name == _SAID:
            value = dict(value)
        elif isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, tuple):
            value = list(value)
        entry[field.name] = value
    return entry


def _read_table(name: str, entry: object) -> Table:
    where = f"table `{name}`"
    if not isinstance(entry, Mapping):
        raise CatalogError(f"In the catalog, {where} has no fields.")
    columns = entry.get("columns")
    if not isinstance(columns, Mapping):
        raise CatalogError(f"In the catalog, {where} has no `columns`.")
    values = {key: value for key, value in entry.items() if key != "columns"}
    read = tuple(_read_column(str(column), fields_, where) for column, fields_ in columns.items())
    return _build(Table, where, {"name": name, **values, "columns": read})


def _read_column(name: str, entry: object, table: str) -> Column:
    where = f"column `{name}` of {table}"
    column = _build(Column, where, {"name": name, **(entry if isinstance(entry, Mapping) else {})})
    if column.role not in ROLES:
        raise CatalogError(f"In the catalog, {where}: role `{column.role}` is none of {', '.join(ROLES)}.")
    if unknown := column.marks - set(MARKS):
        raise CatalogError(f"In the catalog, {where}: mark `{min(unknown)}` is none of {', '.join(MARKS)}.")
    return column


def _build(kind: type[T], where: str, values: object) -> T:
    known = {field.name for field in fields(kind)}
    if not isinstance(values, Mapping):
        raise CatalogError(f"In the catalog, {where} has no fields.")
    if unknown := set(map(str, values)) - known:
        raise CatalogError(f"In the catalog, {where}: `{min(unknown)}` is not a field.")
    try:
        return kind(**{str(name): _value(str(name), value) for name, value in values.items()})
    except (TypeError, ValueError, AttributeError) as error:
        raise CatalogError(f"In the catalog, {where} is incomplete or has a value of the wrong form.") from error


def _value(name: str, value: Any) -> Any:
    if name in _PAIRS:
        return tuple((_text(option), int(count)) for option, count in value.items())
    if name == _SAID:
        return tuple((_text(option), str(said)) for option, said in value.items())
    if name == "marks":
        return frozenset(map(str, value))
    if name in _LISTS:
        return tuple(_text(item) for item in ([value] if isinstance(value, str) else value))
    if name in _TEXTS and value is not None:
        return _text(value)
    return value


def _text(value: object) -> str:
    """Return what the person meant: YAML reads a bare `no` as false and `2025-03-01` as a date."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)

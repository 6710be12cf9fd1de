"""JSON, JSON Lines and YAML to flat records: the usual ways to write rows down, nested fields as `outer.inner`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from tools.tables.lexicon import tokens

Record = Mapping[str, Any]
_FEWEST = 3  # rows that a mapping of mappings must hold to be one of rows


def parse_records(text: str, suffix: str) -> list[Record] | None:
    """Return the records that the text lists, None when it holds something else.

    A list may stand alone or as the only list of a mapping; one object a line, columns of cells, rows by key and
    rows beside their column names are read as well.
    """
    try:
        loaded = _loaded(text, suffix)
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError):
        return None
    if isinstance(loaded, Mapping):
        loaded = _rows_of(loaded)
    if not isinstance(loaded, list) or not loaded or not all(isinstance(item, Mapping) for item in loaded):
        return None
    return [dict(_flat(item)) for item in loaded]


def spelled_otherwise(records: Sequence[Record]) -> dict[str, str]:
    """Return fields that are another spelling of a more frequent one and never stand beside it: theirs to that."""
    rows: dict[str, int] = {}
    for record in records:
        for field in record:
            rows[str(field)] = rows.get(str(field), 0) + 1
    alike: dict[tuple[str, ...], list[str]] = {}
    for field in rows:
        alike.setdefault(tuple(tokens(field)), []).append(field)
    found: dict[str, str] = {}
    for words, fields in alike.items():
        if words and len(fields) > 1:
            first, *others = sorted(fields, key=lambda field: -rows[field])
            apart = not any(sum(field in record for field in fields) > 1 for record in records)
            found |= dict.fromkeys(others, first) if apart else {}
    return found


def brought_together(record: Record, same: Mapping[str, str]) -> dict[str, Any]:
    """Return a record with its fields under the names that stand for all of their spellings."""
    return {same.get(str(field), str(field)): value for field, value in record.items()}


def _loaded(text: str, suffix: str) -> object:
    if suffix == ".jsonl":
        return _lines(text)
    if suffix != ".json":
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        if text.lstrip()[:1] != "{":
            raise
        return _lines(text)


def _lines(text: str) -> list[object]:
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def _rows_of(loaded: Mapping[Any, Any]) -> object:
    """Return the rows of a mapping: its only list, its columns, or its entries by key."""
    names, rows = loaded.get("columns"), loaded.get("data")
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return [dict(zip(map(str, names), row, strict=False)) for row in rows]
    lists = [value for value in loaded.values() if isinstance(value, list) and value]
    if len(lists) == 1:
        return lists[0]
    inner = list(loaded.values())
    if not inner or not all(isinstance(value, Mapping) for value in inner):
        return None
    if len(inner[0]) >= _FEWEST and all(
        str(key).isdigit() and value.keys() == inner[0].keys() for value in inner for key in value
    ):
        return [{name: column[key] for name, column in loaded.items()} for key in inner[0]]
    return [{"key": key, **value} for key, value in loaded.items()] if len(inner) >= _FEWEST else None


def _flat(record: Mapping[Any, Any], outer: str = "") -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{outer}{field}.")
        else:
            yield f"{outer}{field}", value

"""Lists of records (JSON, JSON Lines, YAML) and Parquet as rows of text cells or typed columns."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from tools.tables.errors import TableError
from tools.tables.readers.columns import typed
from tools.tables.readers.header import Headed, unique_names
from tools.tables.readers.numbers import bounded
from tools.tables.readers.raw import RawTable, TableOptions
from tools.tables.remote import noted_beside

LIST_SEPARATOR = "; "
_COMMON = 0.5


def parse_records(text: str, suffix: str) -> list[Mapping[str, Any]] | None:
    """Return the records that the text lists, None when it holds something else."""
    try:
        loaded = _loaded(text, suffix)
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError):
        return None
    if isinstance(loaded, Mapping):
        lists = [value for value in loaded.values() if isinstance(value, list) and value]
        loaded = lists[0] if len(lists) == 1 else None
    if not isinstance(loaded, list) or not loaded or not all(isinstance(item, Mapping) for item in loaded):
        return None
    return [_flat(item) for item in loaded]


def rectangular(records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the records share their fields and hold plain values: a table and not nested documents."""
    fields = [field for record in records for field in record]
    if len(records) < 2 or not fields:
        return False
    shared = {field for field in set(fields) if fields.count(field) >= _COMMON * len(records)}
    nested = sum(
        isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value)
        for record in records
        for value in record.values()
    )
    return len(shared) >= 2 and nested <= 0.05 * len(fields)


def read_records(records: Sequence[Mapping[str, Any]], name: str, options: TableOptions) -> RawTable:
    """Return the records as a table; lists become cells joined by a semicolon, nested fields `outer.inner`."""
    fields = list(dict.fromkeys(str(field) for record in records for field in record))
    if not fields:
        raise TableError("The records have no fields.")
    by_name = [{str(field): value for field, value in record.items()} for record in records]
    lists = {field for record in by_name for field, value in record.items() if isinstance(value, list)}
    cells = pd.DataFrame([[_cell(record.get(field)) for field in fields] for record in by_name], dtype=object)
    names = unique_names(fields)
    cells.columns = names
    table = typed(name, Headed(cells, True, ()), (), options)
    joined = {new: LIST_SEPARATOR.strip() for old, new in zip(fields, names, strict=True) if old in lists}
    return RawTable(
        name=name, frame=table.frame, notes=table.notes, reasons=table.reasons, units=table.units, lists=joined
    )


def read_parquet(path: Path, name: str, options: TableOptions) -> RawTable:
    """Return a Parquet file as a table; numbers and dates keep their types, everything else becomes text."""
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise TableError("The file is not a readable Parquet file.") from error
    if (remote := noted_beside(path)) is not None:
        return RawTable(
            name=name, frame=pd.DataFrame({each: _as_stored(frame[each]) for each in frame}), remote=remote
        )
    frame.columns = unique_names([str(column) for column in frame.columns])
    return read_frame(frame.reset_index(drop=True), name, options)


def read_frame(frame: pd.DataFrame, name: str, options: TableOptions) -> RawTable:
    """Return a frame of mixed types as a table: text columns are read like cells of a text file."""
    kept: dict[str, pd.Series] = {}
    for column in frame.columns:
        values = frame[column]
        if pd.api.types.is_bool_dtype(values) or not (
            pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values)
        ):
            kept[str(column)] = values.map(_cell, na_action="ignore").astype(object).where(values.notna(), "")
    read = typed(name, Headed(pd.DataFrame(kept, index=frame.index), True, ()), (), options) if kept else None
    columns: dict[str, pd.Series] = {}
    reasons = dict(read.reasons) if read else {}
    for column in map(str, frame.columns):
        columns[column] = read.frame[column] if read and column in kept else _native(frame[column])
        if pd.api.types.is_float_dtype(columns[column]) and column not in kept:
            columns[column], beyond = bounded(columns[column])
            reasons |= {column: beyond} if beyond else {}
    return RawTable(
        name=name,
        frame=pd.DataFrame(columns, index=frame.index),
        reasons=reasons,
        units=read.units if read else {},
    )


def _as_stored(values: pd.Series) -> pd.Series:
    """Return a column of a database: its texts stay texts, because it is computed with as it is there."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return _native(values)
    return values.astype("str").where(values.notna(), None).str.strip().replace("", None)


def _native(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        naive = values.dt.tz_localize(None) if getattr(values.dt, "tz", None) is not None else values
        return naive.astype("datetime64[us]")
    distinct = set(values.dropna().unique()[:3])
    if distinct == {0, 1}:
        return values.map(lambda value: str(int(value)), na_action="ignore").astype("str")
    if pd.api.types.is_integer_dtype(values):
        return values.astype("Int64")
    return values.astype("float64")


def _loaded(text: str, suffix: str) -> object:
    if suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if suffix == ".json":
        return json.loads(text)
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _flat(record: Mapping[Any, Any]) -> Mapping[str, Any]:
    flat: dict[str, Any] = {}
    for field, value in record.items():
        if isinstance(value, Mapping):
            flat |= {f"{field}.{inner}": item for inner, item in value.items()}
        else:
            flat[str(field)] = value
    return flat


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) or hasattr(value, "tolist"):
        items = value if isinstance(value, Sequence) else value.tolist()
        if isinstance(items, Sequence):
            return LIST_SEPARATOR.join(_cell(item) for item in items)
    return str(value)

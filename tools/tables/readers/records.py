"""Lists of records (JSON, JSON Lines, YAML) and Parquet as rows of text cells or typed columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tools.tables.errors import TableError
from tools.tables.readers import counted_dates
from tools.tables.readers.columns import typed
from tools.tables.readers.header import Headed, unique_names
from tools.tables.readers.nested import brought_together, spelled_otherwise
from tools.tables.readers.numbers import bounded
from tools.tables.readers.raw import RawTable, TableOptions
from tools.tables.remote import noted_beside

LIST_SEPARATOR = "; "
_COMMON = 0.5
_PEEKED = 50  # different numbers that have to be dates before all are looked at


def rectangular(records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the records share their fields and hold plain values: a table and not nested documents."""
    fields = [field for record in records for field in record]
    if len(records) < 2 or not fields:
        return False
    counts = Counter(fields)
    shared = {field for field in counts if counts[field] >= _COMMON * len(records)}
    nested = sum(
        isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value)
        for record in records
        for value in record.values()
    )
    return len(shared) >= 2 and nested <= 0.05 * len(fields)


def read_records(records: Sequence[Mapping[str, Any]], name: str, options: TableOptions) -> RawTable:
    """Return the records as a table; lists become cells joined by a semicolon.

    A field that is spelled in several ways ("offer id", "offer_id") is one column.
    """
    same = spelled_otherwise(records)
    by_name = [brought_together(record, same) for record in records]
    fields = list(dict.fromkeys(field for record in by_name for field in record))
    if not fields:
        raise TableError("The records have no fields.")
    lists = {field for record in by_name for field, value in record.items() if isinstance(value, list)}
    cells = pd.DataFrame([[_cell(record.get(field)) for field in fields] for record in by_name], dtype=object)
    names = unique_names(fields)
    cells.columns = names
    table = typed(name, Headed(cells, True, ()), (), options)
    joined = {new: LIST_SEPARATOR.strip() for old, new in zip(fields, names, strict=True) if old in lists}
    notes = [f"The fields `{other}` and `{field}` are one column." for other, field in same.items()]
    return replace(table, notes=(*notes, *table.notes), lists={**table.lists, **joined})


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
        if column not in kept and (dated := _dated(column, columns[column])) is not None:
            columns[column], reasons[column] = dated
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


def _dated(name: str, values: pd.Series) -> tuple[pd.Series, str] | None:
    """Return whole numbers that are dates as such, with the reason, None for others."""
    if not pd.api.types.is_integer_dtype(values):
        return None
    different = values.dropna().unique()
    if counted_dates.parse(name, [str(value) for value in different[:_PEEKED]]) is None:
        return None
    found = counted_dates.parse(name, [str(value) for value in different])
    if found is None:
        return None
    return values.map(dict(zip(different, found.values, strict=True))).astype("datetime64[us]"), found.reason


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

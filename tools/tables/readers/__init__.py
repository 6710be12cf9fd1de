"""Files to tables: finds out encoding, delimiter, header and types by itself."""

from pathlib import Path

import numpy as np

from tools.tables.errors import TableError
from tools.tables.readers.columns import typed
from tools.tables.readers.decode import decode
from tools.tables.readers.delimited import looks_tabular, rows, sniff
from tools.tables.readers.header import apply
from tools.tables.readers.nested import parse_records
from tools.tables.readers.raw import RawTable, TableOptions
from tools.tables.readers.records import read_parquet, read_records, rectangular
from tools.tables.readers.workbook import read_workbook

__all__ = ["RawTable", "TableError", "TableOptions", "is_table", "may_be_table", "read_tables"]

_ALWAYS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet"})
_RECORDS = frozenset({".json", ".jsonl", ".ndjson", ".yaml", ".yml"})
_TEXTS = frozenset({".txt", ".dat", ".asc", ".tab", ".psv"})
_PEEK = 400_000


def is_table(path: Path) -> bool:
    """Return whether the file holds rows: by its ending, or by what is in it where the ending leaves it open."""
    suffix = path.suffix.lower()
    if suffix in _ALWAYS:
        return True
    try:
        if suffix in _TEXTS:
            with path.open("rb") as file:
                return looks_tabular(decode(file.read(_PEEK)))
        if suffix in _RECORDS:
            records = parse_records(decode(path.read_bytes()), _kind(suffix))
            return records is not None and rectangular(records)
    except (OSError, TableError):
        return False
    return False


def may_be_table(path: Path) -> bool:
    """Return whether files of this ending may hold rows, without looking inside."""
    return path.suffix.lower() in _ALWAYS | _RECORDS | _TEXTS


def read_tables(path: Path, *, name: str, options: TableOptions | None = None) -> list[RawTable]:
    """Return the tables of a file, in order; raises TableError with the reason when there is none."""
    options = options or TableOptions()
    suffix = path.suffix.lower()
    try:
        if suffix in (".xlsx", ".xlsm"):
            return [_with_rows(table) for table in read_workbook(path, name, options)]
        if suffix == ".parquet":
            return [_with_rows(read_parquet(path, name, options))]
        text = decode(path.read_bytes(), options.encoding)
    except OSError as error:
        raise TableError(f"The file cannot be read ({error.strerror or 'input error'}).") from error
    if suffix in _RECORDS:
        records = parse_records(text, _kind(suffix))
        if records is None:
            raise TableError("The file does not hold a list of records.")
        return [_with_rows(read_records(records, name, options))]
    return [_with_rows(_read_text(text, name, options))]


def _read_text(text: str, name: str, options: TableOptions) -> RawTable:
    layout = sniff(text, options.delimiter)
    cells, notes = rows(text, layout)
    filled = np.zeros(len(cells), dtype=bool)
    for column in cells:
        filled |= (cells[column] != "").to_numpy(dtype=bool)
        if filled.all():
            break
    cells = cells if filled.all() else cells[filled].reset_index(drop=True)
    if not len(cells):
        raise TableError("The file has no rows.")
    return typed(name, apply(cells, options.header), notes, options)


def _with_rows(table: RawTable) -> RawTable:
    if not len(table.frame):
        raise TableError("The file has a header but no rows.")
    if not table.frame.shape[1]:
        raise TableError("The file has no columns.")
    return table


def _kind(suffix: str) -> str:
    return {".ndjson": ".jsonl", ".yml": ".yaml"}.get(suffix, suffix)

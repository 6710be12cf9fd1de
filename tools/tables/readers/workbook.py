"""Spreadsheets: each sheet with rows is a table of its own."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tools.tables.errors import TableError
from tools.tables.readers.columns import typed
from tools.tables.readers.header import apply
from tools.tables.readers.raw import RawTable, TableOptions


def read_workbook(path: Path, name: str, options: TableOptions) -> list[RawTable]:
    """Return one table per sheet that has at least a header and a row; several are named `file/Sheet`."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise TableError("The file is not a readable .xlsx workbook.") from error
    try:
        sheets = {sheet.title: _cells(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    finally:
        book.close()
    filled = {title: cells for title, cells in sheets.items() if len(cells) >= 2}
    if not filled:
        raise TableError("The workbook has no sheet with rows.")
    tables = []
    for title, cells in filled.items():
        table_name = name if len(filled) == 1 else f"{name}/{title}"
        tables.append(typed(table_name, apply(pd.DataFrame(cells, dtype=object), options.header), (), options))
    return tables


def _cells(rows: object) -> list[list[str]]:
    found = [[_cell(value) for value in row] for row in rows]  # type: ignore[attr-defined]
    found = [row for row in found if any(row)]
    width = max((len(row) for row in found), default=0)
    while width and all(len(row) < width or not row[width - 1] for row in found):
        width -= 1
    return [(row + [""] * width)[:width] for row in found]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)

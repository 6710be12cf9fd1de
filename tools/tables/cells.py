"""Cells of free text: each is a document that remembers its table and row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from tools.tables.catalog import Table
from tools.tables.parquet import KEY, ROW, numbers

_CELL = re.compile(r"(.+)#(\d+)(?::(.+))?")


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell of free text as stored, with what ties it to its row: `number` counts rows from 1."""

    row_key: str
    number: int
    column: str
    text: str
    customer: str | None
    date: str | None


def text_cells(table: Table, stored: Callable[[Table], pd.DataFrame]) -> Iterator[TextCell]:
    """Yield the filled cells of the table's free-text columns, row by row; `stored` gives its rows."""
    columns = [c.name for c in table.columns if c.role == "text" and "personal" not in c.marks]
    if not columns:
        return
    rows = stored(table).sort_values(ROW)
    numbered, keys = numbers(rows).tolist(), rows[KEY].tolist()
    dates = _values(rows[table.time].dt.strftime("%Y-%m-%d") if _is_date(rows, table.time) else None, len(rows))
    people = _values(rows[table.person].astype("str") if table.person in rows.columns else None, len(rows))
    # Taken out of the frame column by column: a cell at a time costs pandas far more.
    texts = {column: rows[column].tolist() for column in columns}
    for position in range(len(rows)):
        for column, cells in texts.items():
            text = cells[position]
            if isinstance(text, str) and text.strip():
                yield TextCell(
                    row_key=str(keys[position]),
                    number=int(numbered[position]),
                    column=column,
                    text=text,
                    customer=people[position],
                    date=dates[position],
                )


def cell_of(document: str) -> tuple[str, int, str | None] | None:
    """Return table, row number and column of a text cell's id; None for the id of a file."""
    match = _CELL.fullmatch(document)
    return (match[1], int(match[2]), match[3]) if match else None


def _is_date(rows: pd.DataFrame, name: str | None) -> bool:
    return name in rows.columns and pd.api.types.is_datetime64_any_dtype(rows[name])


def _values(values: pd.Series | None, rows: int) -> list[str | None]:
    if values is None:
        return [None] * rows
    return [str(value) if pd.notna(value) else None for value in values.tolist()]

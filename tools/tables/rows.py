"""The rows of tables as they lie in a workspace: written without personal data, rewritten when some of them go."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tools.tables.catalog import Column, Table
from tools.tables.draft import draft
from tools.tables.identity import content_version, row_keys
from tools.tables.parquet import FOLDER, KEY, LINE, ROW, numbers, path_of, write
from tools.tables.protect import Scrub, protected
from tools.tables.readers import RawTable


class Rows:
    """The Parquet files of a workspace; a table that stays in its database has none."""

    def __init__(self, directory: Path, scrub: Scrub, pseudonym: Scrub | None) -> None:
        self._directory = directory
        self._scrub = scrub
        self._pseudonym = pseudonym

    def has(self, table: Table) -> bool:
        """Return whether this version of the table is stored, or need not be."""
        return bool(table.source) or path_of(self._directory, table).is_file()

    def read(self, table: Table) -> pd.DataFrame:
        """Return the table's stored rows in order, with the columns for row number and row key."""
        return pd.read_parquet(path_of(self._directory, table))

    def column(self, table: Table, name: str) -> pd.Series:
        """Return one column of the stored rows in order."""
        return pd.read_parquet(path_of(self._directory, table), columns=[name])[name]

    def write(self, table: Table, raw: RawTable) -> None:
        """Store the rows as read, personal data replaced."""
        if table.source:
            return
        rows = protected(raw.frame, table, self._scrub, self._pseudonym)
        if table.repeats:
            rows[LINE] = raw.frame.index + 1
        rows[ROW] = range(len(rows))
        rows[KEY] = row_keys(raw.frame.drop(columns=list(raw.made)), table).to_numpy()
        write(rows, path_of(self._directory, table))

    def rewrite(self, known: Table, rows: pd.DataFrame) -> Table:
        """Write what remains as a new version and return the table with counts of its own."""
        kept = rows.sort_values(ROW).reset_index(drop=True)
        body = kept.drop(columns=[ROW, KEY, LINE], errors="ignore")
        raw = RawTable(name=known.name, frame=body, header=known.header)
        made = draft(raw, content_version(body, known.version))
        columns = tuple(_counted(column, made.column(column.name)) for column in known.columns)
        changed = replace(known, rows=len(body), version=made.version, columns=columns, duplicates=made.duplicates)
        kept[LINE] = numbers(kept)
        kept[ROW] = range(len(kept))
        write(kept, path_of(self._directory, changed))
        return changed

    def hide(self, table: Table, names: Collection[str]) -> None:
        """Take personal data out of columns that were marked as personal after they were stored."""
        if table.source:
            return
        rows = self.read(table)
        shown = [
            name for name in names if not rows[name].dropna().astype("str").str.fullmatch(r"\[[^\]]*\]").all()
        ]
        if shown:
            clean = protected(rows, table, self._scrub, self._pseudonym)
            for name in shown:
                rows[name] = clean[name]
            write(rows, path_of(self._directory, table))

    def sweep(self, tables: Iterable[Table]) -> None:
        """Remove the files that none of these tables refers to, half-written ones among them."""
        wanted = {path_of(self._directory, table) for table in tables}
        for path in (self._directory / FOLDER).glob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()

    def files(self) -> list[Path]:
        """Return the files in the folder of rows."""
        folder = self._directory / FOLDER
        return sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []


def blanked(rows: pd.DataFrame, cells: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return the rows with the marked cells of each column emptied."""
    blank = rows.copy()
    for name, mask in cells.items():
        blank.loc[mask, name] = None
    return blank


def _counted(column: Column, made: Column | None) -> Column:
    """Return the column with values, counts and extremes as they are now; what it means stays."""
    if made is None:
        return column
    return replace(
        column,
        values=made.values if column.values else (),
        distinct=made.distinct,
        missing=made.missing,
        minimum=made.minimum if column.minimum is not None else None,
        maximum=made.maximum if column.maximum is not None else None,
        sentinels=made.sentinels if column.sentinels else (),
    )

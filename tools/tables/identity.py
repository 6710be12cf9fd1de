"""Which row is which: its key, or what it says where there is no key."""

import hashlib

import pandas as pd

from tools.tables.catalog import Table


def row_keys(frame: pd.DataFrame, table: Table) -> pd.Series:
    """Return a text per row that stays when other rows come and go; equal rows are numbered among themselves."""
    key = [name for name in table.key if name in frame.columns]
    if key:
        texts = frame[key].astype("str").agg("|".join, axis=1)
        if not texts.duplicated().any() and not frame[key].isna().any(axis=None):
            return texts
    hashed = pd.util.hash_pandas_object(frame.astype("str"), index=False).map(lambda value: f"{value:016x}")
    again = hashed.groupby(hashed).cumcount()
    return hashed.where(again == 0, hashed + "." + (again + 1).astype("str"))


def once(frame: pd.DataFrame, table: Table) -> pd.DataFrame | None:
    """Return the rows without exact repeats, under their old index, where an identifier says they are the same.

    None where nothing repeats, or where no identifier is left that tells every remaining row apart: equal rows of
    a table without one may well be two sales.
    """
    ids = [column.name for column in table.columns if column.role == "id" and column.name in frame.columns]
    if not table.duplicates or not ids:
        return None
    kept = frame.drop_duplicates()
    telling = any(kept[name].notna().all() and kept[name].is_unique for name in ids)
    return kept if telling else None


def content_version(frame: pd.DataFrame, *also: str) -> str:
    """Return twelve hex digits that change when a name, a type or a cell of the rows does."""
    digest = hashlib.sha256()
    for name in frame.columns:
        digest.update(f"{name}\x1f{frame[name].dtype}\x1e".encode())
    digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    for text in also:
        digest.update(f"\x1d{text}".encode())
    return digest.hexdigest()[:12]

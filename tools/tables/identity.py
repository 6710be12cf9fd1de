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


def content_version(frame: pd.DataFrame, *also: str) -> str:
    """Return twelve hex digits that change when a name, a type or a cell of the rows does."""
    digest = hashlib.sha256()
    for name in frame.columns:
        digest.update(f"{name}\x1f{frame[name].dtype}\x1e".encode())
    digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    for text in also:
        digest.update(f"\x1d{text}".encode())
    return digest.hexdigest()[:12]

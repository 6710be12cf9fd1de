"""Which row is which: its key, or what it says where there is no key."""

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa

from tools.tables.catalog import Table


def row_keys(frame: pd.DataFrame, table: Table) -> pd.Series:
    """Return a text per row that stays when other rows come and go; equal rows are numbered among themselves."""
    key = [name for name in table.key if name in frame.columns]
    if key:
        texts = frame[key[0]].astype("str")
        for name in key[1:]:
            texts = texts.str.cat(frame[name].astype("str"), sep="|")
        if texts.is_unique and not frame[key].isna().any(axis=None):
            return texts
    hashed = pd.Series(row_hashes(frame), index=frame.index).map("{:016x}".format).astype("str")
    again = hashed.groupby(hashed).cumcount()
    return hashed.where(again == 0, hashed + "." + (again + 1).astype("str"))


def row_hashes(frame: pd.DataFrame) -> np.ndarray:
    """Return 64 bits per row that depend on the text of its cells alone."""
    texts = {
        name: frame[name] if isinstance(frame[name].dtype, pd.StringDtype) else _as_text(frame[name])
        for name in frame.columns
    }
    return pd.util.hash_pandas_object(pd.DataFrame(texts, index=frame.index), index=False).to_numpy()


def _as_text(values: pd.Series) -> pd.Series:
    """Return the values as text; each different one is written once, which numbers take their time for."""
    codes, different = pd.factorize(values)
    written = pd.Series([*pd.Series(different).astype("str"), None], dtype="str")
    return written.take(codes).set_axis(values.index)


def once(frame: pd.DataFrame, table: Table) -> pd.DataFrame | None:
    """Return the rows without exact repeats, under their old index, where an identifier says they are the same.

    None where nothing repeats, or where no identifier is left that tells every remaining row apart: equal rows of
    a table without one may well be two sales.
    """
    ids = [column.name for column in table.columns if column.role == "id" and column.name in frame.columns]
    if not table.duplicates or not ids:
        return None
    kept = frame[~repeats(frame)]
    telling = any(kept[name].notna().all() and kept[name].is_unique for name in ids)
    return kept if telling else None


def repeats(frame: pd.DataFrame) -> np.ndarray:
    """Return which rows repeat an earlier one exactly.

    Hashes of rows tell most of them apart; only rows whose hash comes twice are compared.
    """
    mixed: np.ndarray = np.zeros(len(frame), dtype=np.uint64)
    for number, name in enumerate(frame.columns):
        hashed = pd.util.hash_pandas_object(frame[name], index=False).to_numpy()
        mixed = (mixed ^ hashed) * np.uint64(2 * number + 0x9E3779B97F4A7C15)
    alike = pd.Series(mixed).duplicated(keep=False).to_numpy()
    found = np.zeros(len(frame), dtype=bool)
    if alike.any():
        found[alike] = frame[alike].duplicated().to_numpy()
    return found


def content_version(frame: pd.DataFrame, *also: str) -> str:
    """Return twelve hex digits that change when a name, a type or a cell of the rows does."""
    digest = hashlib.blake2b()
    for name in frame.columns:
        digest.update(f"{name}\x1f{frame[name].dtype}\x1e".encode())
        for part in _cells(frame[name]):
            digest.update(part)
    for text in also:
        digest.update(f"\x1d{text}".encode())
    return digest.hexdigest()[:12]


def _cells(values: pd.Series) -> tuple[pa.Buffer, pa.Buffer]:
    """Return bytes that are the same for the same cells: which are filled, and what is in them."""
    column = pa.array(values, from_pandas=True)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    filled = pa.record_batch([column.is_valid()], ["filled"])
    present = pa.record_batch([column.drop_null()], ["cells"])  # empty cells' memory may hold anything
    return filled.serialize(), present.serialize()

"""Where a table's rows lie on disk: one Parquet file per version of a table, replaced atomically."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tools.tables.catalog import Table

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "tables"
ROW = "__row"
KEY = "__key"
# The row's number in its file, from 1; only where rows are left out, so that the others keep theirs.
LINE = "__line"
RESERVED = frozenset({ROW, KEY, LINE})


def file_name(table: Table) -> str:
    """Return the file name of one version of a table: readable stem, hash of the name, version.

    The version is part of the name so that the catalog and the rows it describes never disagree: an old
    catalog reads the old file until the new catalog replaces it.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", table.name.lower()).strip("-")[-40:] or "table"
    digest = hashlib.sha256(table.name.encode()).hexdigest()[:8]
    return f"{stem}-{digest}-{table.version}.parquet"


def path_of(directory: Path, table: Table) -> Path:
    """Return the Parquet file of the table inside a workspace."""
    return directory / FOLDER / file_name(table)


def numbers(rows: "pd.DataFrame") -> "pd.Series":
    """Return the number of each stored row in its file, from 1, as people cite it."""
    return rows[LINE] if LINE in rows.columns else rows[ROW] + 1


def write(frame: "pd.DataFrame", path: Path) -> None:
    """Write the frame, complete or not at all: into a file beside it that then takes its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".parquet.part")
    try:
        frame.to_parquet(draft, index=False, compression="zstd")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

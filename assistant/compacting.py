"""Databases written anew, so that no freed page of them keeps what was deleted."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from assistant.errors import WorkspaceError

_HEADER = b"SQLite format 3\0"
_PATIENCE = 30.0


def compact_all(directory: Path) -> None:
    """Rewrite every database of a workspace; raises WorkspaceError when one cannot be."""
    for path in _databases(directory):
        _compact(path)


def _databases(directory: Path) -> Iterator[Path]:
    """Yield the SQLite files of the workspace; the record keeps its own clean."""
    for path in sorted(directory.rglob("*")):
        parts = PurePosixPath(path.relative_to(directory).as_posix()).parts
        if parts[0] not in {"chroma", "index"} and path.is_file():
            with path.open("rb") as stream:
                if stream.read(len(_HEADER)) == _HEADER:
                    yield path


def _compact(path: Path) -> None:
    """Write a database anew and empty its log, so that no freed page keeps what was deleted."""
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            deadline = time.monotonic() + _PATIENCE
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > deadline:
                    raise WorkspaceError(f"{path.name} is being read; erase again when nothing uses it.")
                time.sleep(0.05)
    except sqlite3.Error as error:
        raise WorkspaceError(
            f"{path.name} could not be rewritten without what was erased. Check the disk's free space and that "
            "nothing else uses the file, and erase again."
        ) from error

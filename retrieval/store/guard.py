"""Turn every way in which stored data can be unreadable into one sentence for the operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import StoreError

_DATABASE = "chroma.sqlite3"
_ADVICE = "Restore the workspace from a backup, or move it away and ingest again."


@contextmanager
def guarded(directory: Path) -> Iterator[None]:
    """Raise StoreError for whatever the vector store reports about the files in `directory`."""
    from chromadb.errors import ChromaError  # noqa: PLC0415 - a slow import, needed once a workspace is opened

    try:
        yield
    except (ChromaError, sqlite3.Error, ValueError, RuntimeError) as error:
        raise StoreError(f"The stored texts in `{directory}` cannot be read or written. {_ADVICE}") from error
    except OSError as error:
        raise StoreError(f"`{directory}` cannot be used: {error.strerror or 'input or output failed'}.") from error
    except BaseException as error:
        # The store's native part panics on damaged files; the panic derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise StoreError(f"The stored texts in `{directory}` are damaged. {_ADVICE}") from error


def inspect(directory: Path) -> None:
    """Raise StoreError when the database in `directory` is damaged or gone; changes nothing."""
    database = directory / _DATABASE
    if not database.exists():
        raise StoreError(f"`{database}` is missing. {_ADVICE}")
    try:
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        try:
            connection.execute("SELECT count(*) FROM collections").fetchone()
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"`{database}` is damaged ({error}). {_ADVICE}") from error
    if problem != "ok":
        raise StoreError(f"`{database}` is damaged. {_ADVICE}")

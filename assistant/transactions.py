"""All or nothing in a SQLite file that several threads of a process share."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from assistant.errors import WorkspaceError


@contextmanager
def transaction(
    connection: sqlite3.Connection, lock: "Lock | RLock", unusable: Callable[[], WorkspaceError]
) -> Iterator[sqlite3.Connection]:
    """Do all or nothing; raises what `unusable` makes when the file cannot be used."""
    with lock:
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise unusable() from error

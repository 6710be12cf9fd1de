"""What the bot remembers between restarts: events it answered, threads it is in, how numbers were computed."""

import json
import sqlite3
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import Self

from assistant.errors import WorkspaceError
from assistant.transactions import transaction

_DAY = 86_400.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (
    key TEXT PRIMARY KEY, at REAL NOT NULL, run TEXT NOT NULL, answered INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS threads (thread TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS workings (record TEXT PRIMARY KEY, at REAL NOT NULL, lines TEXT NOT NULL);
"""
_KEPT_DAYS = {"seen": 7, "threads": 90, "workings": 90}


class SlackStore:
    """One SQLite file, shared by the threads of one process; entries leave it when they are old.

    Nothing in it was written by a customer or an asker, except that the lines of a computation name the
    filter: `erase` removes those that mention what is being erased.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._run = uuid.uuid4().hex
        self._lock = Lock()
        self._pruned = 0.0
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._unusable() from error
        try:
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(_SCHEMA)
            self.prune()
        except (sqlite3.Error, WorkspaceError) as error:
            self._connection.close()
            raise self._unusable() from error

    def _unusable(self) -> WorkspaceError:
        return WorkspaceError(
            f"{self.path} cannot be used. Check that the folder is writable; if the file is damaged, delete it: "
            "it only keeps the bot from answering one message twice."
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Write all or nothing; raises WorkspaceError when the disk is full or the file is gone."""
        return transaction(self._connection, self._lock, self._unusable)

    def claim(self, keys: Sequence[str]) -> bool:
        """Return True for the first delivery of an event, False when one of its keys was claimed before.

        What an earlier process claimed but never answered may be claimed again: that process died at work.
        """
        if self._clock() - self._pruned > _DAY:
            self.prune()
        marks = ",".join("?" * len(keys))
        with self._transaction() as connection:
            query = f"SELECT 1 FROM seen WHERE key IN ({marks}) AND (answered OR run = ?)"  # noqa: S608 - marks only
            if connection.execute(query, (*keys, self._run)).fetchone():
                return False
            connection.executemany(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, 0)",
                [(key, self._clock(), self._run) for key in keys],
            )
        return True

    def answered(self, keys: Sequence[str]) -> None:
        """Remember for good that the event with these keys got its reply."""
        with self._transaction() as connection:
            connection.executemany("UPDATE seen SET answered = 1 WHERE key = ?", [(key,) for key in keys])

    def join(self, channel: str, thread_ts: str) -> None:
        """Remember that the bot takes part in a thread."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO threads VALUES (?, ?)", (f"{channel}:{thread_ts}", self._clock())
            )

    def takes_part(self, channel: str, thread_ts: str) -> bool:
        """Return whether the bot has been asked in this thread before."""
        with self._transaction() as connection:
            query = "SELECT 1 FROM threads WHERE thread = ?"
            return connection.execute(query, (f"{channel}:{thread_ts}",)).fetchone() is not None

    def keep(self, record: str, lines: Sequence[str]) -> None:
        """Keep how an answer's numbers were computed, under the answer's record."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO workings VALUES (?, ?, ?)",
                (record, self._clock(), json.dumps(list(lines))),
            )

    def workings(self, record: str) -> list[str] | None:
        """Return how an answer's numbers were computed; None when that is no longer kept."""
        with self._transaction() as connection:
            row = connection.execute("SELECT lines FROM workings WHERE record = ?", (record,)).fetchone()
        return None if row is None else [str(line) for line in json.loads(row[0])]

    def erase(self, words: Collection[str]) -> int:
        """Remove the computations that mention one of these customers or documents; return how many."""
        wanted = [json.dumps(word)[1:-1] for word in words if word]
        with self._transaction() as connection:
            doomed = [
                (record,)
                for record, lines in connection.execute("SELECT record, lines FROM workings")
                if any(word in lines for word in wanted)
            ]
            connection.executemany("DELETE FROM workings WHERE record = ?", doomed)
        return len(doomed)

    def prune(self) -> None:
        """Remove what is too old to be asked for again: Slack repeats an event within hours."""
        self._pruned = self._clock()
        with self._transaction() as connection:
            for table, days in _KEPT_DAYS.items():
                statement = f"DELETE FROM {table} WHERE at < ?"  # noqa: S608 - our own table names
                connection.execute(statement, (self._clock() - days * _DAY,))

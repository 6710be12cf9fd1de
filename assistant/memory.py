"""What a conversation remembers, on disk: LangGraph's checkpoints in SQLite, the newest of each thread only."""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.errors import WorkspaceError
from assistant.ledger.numbering import reports_in

_DAY = 86_400.0
_GREGORIAN = 12_219_292_800  # seconds from the epoch of UUIDs (15 October 1582) to that of Unix


class Memory:
    """The threads of a workspace. `saver` is what the agent is built with."""

    def __init__(
        self, connection: sqlite3.Connection, *, keep_days: int = 30, clock: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._keep = keep_days * _DAY
        self._clock = clock
        # Nothing but messages and plain values is stored, so nothing else may be brought back to life.
        self.saver = SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        self.saver.setup()
        self.expire()

    @classmethod
    def open(cls, path: Path, *, keep_days: int = 30, clock: Callable[[], float] = time.time) -> "Memory":
        """Return the memory stored at `path`, new when missing; raises WorkspaceError when damaged.

        A conversation in which nothing was said for `keep_days` is deleted, now and then once a day.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        try:
            connection.execute("PRAGMA secure_delete=ON")
            return cls(connection, keep_days=keep_days, clock=clock)
        except sqlite3.DatabaseError as exc:
            connection.close()
            raise WorkspaceError(
                f"The conversations in {path} cannot be read. Move the file away to begin with an empty memory."
            ) from exc

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def threads(self) -> list[str]:
        """Return the ids of all threads."""
        with self.saver.lock:
            rows = self._connection.execute("SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id")
            return [str(row[0]) for row in rows]

    def messages(self, thread: str) -> list[AnyMessage]:
        """Return a thread's messages, oldest first."""
        held = self.saver.get_tuple({"configurable": {"thread_id": thread}})
        values: dict[str, Any] = held.checkpoint["channel_values"] if held else {}
        return list(values.get("messages", ()))

    def about(self, *, documents: Collection[str] = (), customers: Collection[str] = ()) -> list[str]:
        """Return the threads in which one of the documents or customers was quoted."""
        wanted, people = set(documents), set(customers)
        return [thread for thread in self.threads() if _mentions(self.messages(thread), wanted, people)]

    def forget(self, threads: Iterable[str]) -> int:
        """Delete the threads and return how many there were."""
        gone = sorted(set(threads) & set(self.threads()))
        for thread in gone:
            self.saver.delete_thread(thread)
        with self.saver.lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def expire_daily(self) -> None:
        """Expire, unless that was done within the last day."""
        if self._clock() - self._expired > _DAY:
            self.expire()

    def expire(self) -> int:
        """Delete the conversations whose last turn is older than they may be kept; return how many."""
        self._expired = self._clock()
        oldest = _first_id(self._expired - self._keep)
        with self.saver.lock:
            rows = self._connection.execute(
                "SELECT thread_id FROM checkpoints GROUP BY thread_id HAVING MAX(checkpoint_id) < ?", (oldest,)
            )
            gone = [str(row[0]) for row in rows]
        return self.forget(gone) if gone else 0


def _first_id(at: float) -> str:
    """Return the least checkpoint id of a moment: LangGraph's ids are UUIDs of version 6, which sort by time."""
    ticks = max(0, int((at + _GREGORIAN) * 10_000_000))
    return f"{ticks >> 28:08x}-{ticks >> 12 & 0xFFFF:04x}-6{ticks & 0xFFF:03x}-"


def _mentions(messages: Iterable[AnyMessage], documents: set[str], customers: set[str]) -> bool:
    quoted = [item for report in reports_in(list(messages)) for item in report.evidence]
    return any({item.document, item.source} & documents or item.customer in customers for item in quoted)


def prune(saver: Any, thread: str) -> None:
    """Delete all checkpoints of a thread but the newest; savers other than SQLite's keep theirs."""
    if not isinstance(saver, SqliteSaver):
        return
    with saver.lock, saver.conn:
        newest = "SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
        for table in ("writes", "checkpoints"):
            saver.conn.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id != ({newest})",  # noqa: S608
                (thread, thread),
            )

"""The audit log: what was decided in each turn, without a word of what anybody wrote, for a limited time."""

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import WorkspaceError
from assistant.transactions import transaction

DAY = 86_400.0
PAUSE = "pause"
"""The policy of a turn that was not judged because its asker was refused too often; it counts as no refusal."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    id TEXT PRIMARY KEY, at REAL NOT NULL, verdict TEXT NOT NULL, policy TEXT, asker TEXT, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS records_at ON records (at);
CREATE INDEX IF NOT EXISTS records_asker ON records (asker) WHERE asker IS NOT NULL;
CREATE TABLE IF NOT EXISTS appeals (record TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS salts (day TEXT PRIMARY KEY, salt BLOB NOT NULL);
"""
_ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One turn. `thread` and `question` are keyed hashes; `documents` are the ids that the answer quoted.

    `prompts`, `rules`, `model` and `data_version` say what was in force. Who asked is no part of it.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex[:16])
    thread: str
    question: str
    status: str
    verdict: str
    policy: str | None
    model: str
    prompts: Mapping[str, str]
    rules: str = ""
    data_version: str
    tools: tuple[str, ...] = ()
    findings: int = 0
    citations: int = 0
    documents: tuple[str, ...] = ()
    cut: int = 0
    seconds: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often an asker was refused lately, and in how many seconds the oldest of these no longer counts."""

    count: int
    seconds_left: float


class AuditLog:
    """One SQLite file, shared by threads and processes; what is older than `keep_days` leaves it.

    An asker is held as a hash, of refused turns only, for a day: it is keyed with a secret that is drawn anew
    each day and thrown away the day after, so that nobody can list what a person asked.
    """

    def __init__(self, path: Path, *, keep_days: int = 90, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._keep = keep_days * DAY
        self._clock = clock
        self._lock = threading.Lock()
        self._expired = 0.0
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise self._unusable() from error
        self.expire()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def digest(self, text: str) -> str:
        """Return sixteen hex digits that stand for a text: equal texts are recognised, none can be guessed.

        The key stays in the workspace, so the hashes of an export cannot be compared with likely texts.
        """
        with self._transaction() as connection:
            return _keyed(_salt(connection, _ALWAYS), text)

    def write(self, record: Record, asker: str = "") -> str:
        """Keep the record and return its id. `asker` is remembered for a day, and only of a refused turn."""
        self.expire_daily()
        now = self._clock()
        counted = asker and record.verdict == "refuse" and record.policy != PAUSE
        with self._transaction() as connection:
            who = _keyed(_salt(connection, _day(now)), asker) if counted else None
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)",
                (record.id, now, record.verdict, record.policy, who, _json(asdict(record))),
            )
        return record.id

    def refusals(self, asker: str, window: float) -> Refusals:
        """Return how often this asker was refused within the last `window` seconds, a day at most."""
        now = self._clock()
        since = now - min(window, DAY)
        with self._transaction() as connection:
            days = (_day(now), _day(now - DAY))
            salts = [row[0] for row in connection.execute("SELECT salt FROM salts WHERE day IN (?, ?)", days)]
            marks = ",".join("?" * len(salts))
            query = f"SELECT COUNT(*), MIN(at) FROM records WHERE asker IN ({marks}) AND at > ?"  # noqa: S608
            count, oldest = connection.execute(query, (*(_keyed(salt, asker) for salt in salts), since)).fetchone()
        return Refusals(int(count), max(0.0, oldest - since) if oldest is not None else 0.0)

    def appeal(self, record: str) -> dict[str, Any] | None:
        """Note that somebody thinks the decision of a record is wrong and return it; None when it is not held."""
        with self._transaction() as connection:
            if not connection.execute("SELECT 1 FROM records WHERE id = ?", (record,)).fetchone():
                return None
            connection.execute("INSERT OR IGNORE INTO appeals VALUES (?, ?)", (record, self._clock()))
        return self.find(record)

    def records(
        self,
        *,
        since: float = 0.0,
        policy: str | None = None,
        verdict: str | None = None,
        appealed: bool = False,
    ) -> list[dict[str, Any]]:
        """Return the records from `since` (seconds of the epoch) on, oldest first, as plain JSON values.

        `appealed` leaves those that somebody called wrong. There is no way to ask for a person.
        """
        wanted = "at >= ? AND (? IS NULL OR policy = ?) AND (? IS NULL OR verdict = ?)"
        kind = "JOIN" if appealed else "LEFT JOIN"
        query = (
            "SELECT records.at, body, appeals.at FROM records "  # noqa: S608 - our own words
            f"{kind} appeals ON appeals.record = records.id WHERE records.{wanted} ORDER BY records.at"
        )
        with self._transaction() as connection:
            rows = connection.execute(query, (since, policy, policy, verdict, verdict)).fetchall()
        return [_told(*row) for row in rows]

    def find(self, record: str) -> dict[str, Any] | None:
        """Return the record of that id, or None."""
        query = (
            "SELECT records.at, body, appeals.at FROM records LEFT JOIN appeals ON appeals.record = records.id "
            "WHERE id = ?"
        )
        with self._transaction() as connection:
            row = connection.execute(query, (record,)).fetchone()
        return None if row is None else _told(*row)

    def about(self, documents: Collection[str]) -> int:
        """Return how many records name one of the documents."""
        wanted = set(documents)
        return sum(bool(wanted & set(item["documents"])) for item in self.records())

    def forget(self, documents: Collection[str]) -> int:
        """Take the documents out of every record and return how many records changed."""
        gone = set(documents)
        changed = 0
        with self._transaction() as connection:
            for identity, body in connection.execute("SELECT id, body FROM records").fetchall():
                held = json.loads(body)
                if gone & set(held["documents"]):
                    held["documents"] = [name for name in held["documents"] if name not in gone]
                    connection.execute("UPDATE records SET body = ? WHERE id = ?", (_json(held), identity))
                    changed += 1
        return changed

    def expire_daily(self) -> None:
        """Expire, unless that was done within the last day."""
        if self._clock() - self._expired > DAY:
            self.expire()

    def expire(self) -> int:
        """Delete what is older than the log may be, and all traces of askers older than a day; return how many."""
        now = self._expired = self._clock()
        with self._transaction() as connection:
            gone = connection.execute("DELETE FROM records WHERE at < ?", (now - self._keep,)).rowcount
            connection.execute("DELETE FROM appeals WHERE record NOT IN (SELECT id FROM records)")
            connection.execute("UPDATE records SET asker = NULL WHERE asker IS NOT NULL AND at < ?", (now - DAY,))
            kept = (_ALWAYS, _day(now), _day(now - DAY))
            connection.execute("DELETE FROM salts WHERE day NOT IN (?, ?, ?)", kept)
        return gone

    def _transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Do all or nothing; raises WorkspaceError when the log cannot be used: without it nothing is answered."""
        return transaction(self._connection, self._lock, self._unusable)

    def _unusable(self) -> WorkspaceError:
        return WorkspaceError(
            f"The audit log {self._path} cannot be used, and nothing is answered without it. Check that the "
            "folder is writable and the disk not full; if the file is damaged, move it away to begin a new log."
        )


def _salt(connection: sqlite3.Connection, day: str) -> bytes:
    """Return the secret of a day, drawn when the day is new."""
    connection.execute("INSERT OR IGNORE INTO salts VALUES (?, ?)", (day, secrets.token_bytes(32)))
    found: bytes = connection.execute("SELECT salt FROM salts WHERE day = ?", (day,)).fetchone()[0]
    return found


def _keyed(salt: bytes, text: str) -> str:
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()[:16]


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _told(at: float, body: str, appealed: float | None) -> dict[str, Any]:
    """Return a stored record as people and scripts get it."""
    held: dict[str, Any] = json.loads(body)
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    since = None if appealed is None else datetime.fromtimestamp(appealed, UTC).isoformat(timespec="seconds")
    return {"id": held.pop("id"), "at": moment, **held, "appealed": since}

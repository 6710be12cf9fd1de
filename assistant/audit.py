"""The audit log: what was decided in each turn, without a word of what anybody wrote."""

import hashlib
import json
import threading
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One turn. Question, thread and asker are hashes; `documents` are the ids that the answer quoted.

    `prompts`, `rules` and `data_version` say which prompts, guard rules and data were in force.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex[:16])
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    thread: str
    asker: str
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


def digest(text: str) -> str:
    """Return sixteen hex digits that stand for a text: equal texts can be recognised, none can be read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class AuditLog:
    """JSON Lines in one file, appended by any thread of this process; a damaged line is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, record: Record) -> str:
        """Append the record and return its id."""
        line = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as log:
                log.write(line + "\n")
        return record.id

    def records(self) -> list[dict[str, Any]]:
        """Return all records, oldest first."""
        return list(self._read())

    def find(self, record: str) -> dict[str, Any] | None:
        """Return the record of that id, or None."""
        return next((item for item in self._read() if item.get("id") == record), None)

    def about(self, documents: Collection[str]) -> int:
        """Return how many records name one of the documents."""
        wanted = set(documents)
        return sum(bool(wanted & set(item.get("documents", ()))) for item in self._read())

    def forget(self, documents: Collection[str]) -> int:
        """Take the documents out of every record and return how many records changed."""
        gone = set(documents)
        with self._lock:
            items = list(self._read())
            changed = [item for item in items if gone & set(item.get("documents", ()))]
            for item in changed:
                item["documents"] = [name for name in item["documents"] if name not in gone]
            if changed:
                lines = (json.dumps(item, ensure_ascii=False, sort_keys=True) + "\n" for item in items)
                draft = self._path.with_suffix(".new")
                draft.write_text("".join(lines), encoding="utf-8")
                draft.replace(self._path)
        return len(changed)

    def _read(self) -> Iterator[dict[str, Any]]:
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                item = json.loads(line)
            except json.JSONDecodeError:
                continue  # a line that a crash cut in half must not hide the others
            if isinstance(item, dict):
                yield item

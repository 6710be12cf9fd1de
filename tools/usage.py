"""Which columns answers were computed from: names and how often, nothing of anybody's question."""

import fcntl
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".used"


class Usage:
    """One small file per table below `directory`, shared by all threads and processes."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def note(self, table: str, columns: Iterable[str]) -> None:
        """Count one use of each column."""
        named = sorted(set(columns))
        if not named:
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._path(table).open("a+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            handle.seek(0)
            counts = _counts(handle.read())
            counts |= {name: counts.get(name, 0) + 1 for name in named}
            handle.seek(0)
            handle.truncate()
            handle.write(json.dumps(counts, ensure_ascii=False))

    def counts(self, table: str) -> dict[str, int]:
        """Return how often each column was used; those never used are not in it."""
        path = self._path(table)
        return _counts(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def _path(self, table: str) -> Path:
        return self.directory / f"{hashlib.sha256(table.encode()).hexdigest()[:16]}-columns{SUFFIX}"


def _counts(text: str) -> dict[str, int]:
    """Return the counts of a file; one that a crash cut off counts anew."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(name): int(count) for name, count in found.items()} if isinstance(found, dict) else {}

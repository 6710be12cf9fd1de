"""The log of groups whose statistics were released, so that no later answer can be subtracted to a few people."""

import base64
import fcntl
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from tools.differencing import Combinations, Mask, Packed, pack
from tools.usage import SUFFIX as USED
from tools.usage import Usage

_SUFFIX = ".released"


def _decoded(line: str) -> tuple[int, Packed] | None:
    """Return a released group, and the number of people for which it was judged beside those before it."""
    k, _, rows = line.rpartition(" ")
    try:
        return int(k or 0), np.frombuffer(zlib.decompress(base64.b64decode(rows, validate=True)), dtype=np.uint8)
    except (ValueError, zlib.error):
        return None  # a line cut off by a crash was never answered from


def _encoded(packed: Packed, k: int) -> str:
    return f"{k} {base64.b64encode(zlib.compress(packed.tobytes(), 6)).decode()}\n"


@dataclass(slots=True)
class _Known:
    """What was released of one table version, and how far its file has been read."""

    combinations: Combinations
    offset: int = 0


class ReleaseLog:
    """Append-only files below `directory`, one per table version, shared by all threads and processes."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.usage = Usage(directory)
        self._lock = RLock()
        self._known: dict[Path, _Known] = {}

    @classmethod
    def open(cls, directory: Path) -> "ReleaseLog":
        """Return the log kept in `directory`, which is created with the first release."""
        return cls(directory)

    def admit(
        self, table: str, version: str, masks: Sequence[Mask], people: NDArray[np.int64], k: int
    ) -> list[bool]:
        """Return for each group whether it may be released beside all earlier ones, and remember those that may.

        `people` holds a code per stored row (see `Combinations`). The whole table always counts as released.
        """
        path = self._path(table, version)
        with self._lock, self._exclusive(path) as handle:
            known = self._read(path, handle, people, k)
            verdicts = []
            for mask in masks:
                verdict = known.combinations.consider(mask)
                if verdict == "admitted":
                    handle.seek(0, 2)
                    handle.write(_encoded(pack(mask), k))
                    handle.flush()
                    known.offset = handle.tell()
                verdicts.append(verdict != "refused")
            return verdicts

    def files(self) -> list[Path]:
        """Return the files that hold the log."""
        return sorted(self.directory.glob(f"*{_SUFFIX}")) if self.directory.is_dir() else []

    def forget(self, table: str) -> int:
        """Erase what was released and used of every version of a table; return the number of files removed."""
        with self._lock:
            stem = self._path(table, "").name.split("-", 1)[0]
            known = [*self.files(), *self.directory.glob(f"*{USED}")]
            removed = [path for path in known if path.name.startswith(stem + "-")]
            for path in removed:
                path.unlink(missing_ok=True)
                self._known.pop(path, None)
            return len(removed)

    def _path(self, table: str, version: str) -> Path:
        name, rows = (hashlib.sha256(text.encode()).hexdigest()[:16] for text in (table, version))
        return self.directory / f"{name}-{rows}{_SUFFIX}"

    @contextmanager
    def _exclusive(self, path: Path) -> Iterator[TextIO]:
        self.directory.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="ascii") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            try:
                yield handle
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)

    def _read(self, path: Path, handle: TextIO, people: NDArray[np.int64], k: int) -> _Known:
        size = handle.seek(0, 2)
        known = self._known.get(path)
        if known is None or size < known.offset:  # begun anew after another process erased the file
            known = self._known[path] = _Known(Combinations(people, k))
            known.combinations.remember(np.ones(len(people), dtype=bool))
        handle.seek(known.offset)
        for released in map(_decoded, handle.read().splitlines()):
            if released is not None:
                mask = np.unpackbits(released[1], count=len(people)).astype(bool)
                known.combinations.remember(mask, judged=released[0] >= k)
        known.offset = handle.tell()
        return known

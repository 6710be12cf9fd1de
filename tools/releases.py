"""The log of groups whose statistics were released, so that no later answer can be subtracted to a few people."""

import base64
import binascii
import fcntl
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Packed = NDArray[np.uint8]
_SUFFIX = ".released"


def pack(mask: Mask) -> Packed:
    """Return one bit per row."""
    return np.packbits(mask)


def _decoded(line: str) -> Packed | None:
    try:
        return np.frombuffer(zlib.decompress(base64.b64decode(line, validate=True)), dtype=np.uint8)
    except (binascii.Error, zlib.error):
        return None  # a line cut off by a crash was never answered from


def _encoded(packed: Packed) -> str:
    return base64.b64encode(zlib.compress(packed.tobytes(), 6)).decode() + "\n"


def people_in(mask: Mask, people: NDArray[np.int64]) -> int:
    """Return how many distinct people the rows belong to; rows without a person (-1) count as one each."""
    codes = people[mask]
    known = codes[codes >= 0]
    return len(np.unique(known)) + int((codes < 0).sum())


def tells_apart(one: Packed, other: Packed, people: NDArray[np.int64], k: int) -> bool:
    """Return whether one group contains the other and the rows between them are 1 to k - 1 people."""
    both = one & other
    if np.array_equal(both, one) or np.array_equal(both, other):
        between = np.unpackbits(one ^ other, count=len(people)).astype(bool)
        return 0 < people_in(between, people) < k
    return False


@dataclass(slots=True)
class _Known:
    """The groups of one table version read so far, and how far the file has been read."""

    groups: list[Packed] = field(default_factory=list)
    offset: int = 0


class ReleaseLog:
    """Append-only files, one per table version, shared by all threads and processes of a workspace."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
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

        `people` holds a code per stored row. The whole table always counts as released.
        """
        path = self._path(table, version)
        whole = pack(np.ones(len(people), dtype=bool))
        with self._lock, self._exclusive(path) as handle:
            known = self._read(path, handle)
            admitted: dict[bytes, bool] = {group.tobytes(): True for group in (whole, *known.groups)}
            verdicts = []
            for mask in masks:
                packed = pack(mask)
                identity = packed.tobytes()
                if identity not in admitted:
                    earlier = (whole, *known.groups)
                    admitted[identity] = not any(tells_apart(packed, other, people, k) for other in earlier)
                    if admitted[identity]:
                        known.groups.append(packed)
                        handle.seek(0, 2)
                        handle.write(_encoded(packed))
                        handle.flush()
                        known.offset = handle.tell()
                verdicts.append(admitted[identity])
            return verdicts

    def files(self) -> list[Path]:
        """Return the files that hold the log."""
        return sorted(self._directory.glob(f"*{_SUFFIX}")) if self._directory.is_dir() else []

    def forget(self, table: str) -> int:
        """Erase what was released of every version of a table and return the number of files removed."""
        with self._lock:
            stem = self._path(table, "").name.split("-", 1)[0]
            removed = [path for path in self.files() if path.name.startswith(stem + "-")]
            for path in removed:
                path.unlink(missing_ok=True)
                self._known.pop(path, None)
            return len(removed)

    def _path(self, table: str, version: str) -> Path:
        name, rows = (hashlib.sha256(text.encode()).hexdigest()[:16] for text in (table, version))
        return self._directory / f"{name}-{rows}{_SUFFIX}"

    @contextmanager
    def _exclusive(self, path: Path) -> Iterator[TextIO]:
        self._directory.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="ascii") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            try:
                yield handle
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)

    def _read(self, path: Path, handle: TextIO) -> _Known:
        known = self._known.setdefault(path, _Known())
        size = handle.seek(0, 2)
        if size < known.offset:  # the file was erased and begun anew by another process
            known = self._known[path] = _Known()
        handle.seek(known.offset)
        for line in handle.read().splitlines():
            packed = _decoded(line)
            if packed is not None:
                known.groups.append(packed)
        known.offset = handle.tell()
        return known

"""Many lines of text in one memory-mapped file, read one at a time."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np


class Lines:
    """The lines that `write` wrote; a file of another length raises ValueError."""

    def __init__(self, path: Path) -> None:
        self._ends = np.load(path.with_suffix(".ends.npy"))
        if path.stat().st_size != (int(self._ends[-1]) if len(self._ends) else 0):
            raise ValueError(f"`{path.name}` is not as long as it was.")
        self._bytes = (
            np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else np.zeros(0, dtype=np.uint8)
        )

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "surrogatepass")

    def raw(self, number: int) -> bytes:
        """Return a line as it is stored."""
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._bytes[start : int(self._ends[number])])

    @staticmethod
    def encoded(line: str) -> bytes:
        """Return a line as it is to be stored."""
        return line.encode("utf-8", "surrogatepass")

    @staticmethod
    def write(path: Path, lines: Iterable[bytes]) -> None:
        """Write encoded lines to `path`, and where each ends beside it."""
        ends: list[int] = []
        with path.open("wb") as file:
            for line in lines:
                file.write(line)
                ends.append(file.tell())
        np.save(path.with_suffix(".ends.npy"), np.array(ends, dtype=np.int64))

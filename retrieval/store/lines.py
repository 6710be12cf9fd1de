"""Many lines of text in one memory-mapped file, read one at a time."""

from array import array
from pathlib import Path
from typing import Self

import numpy as np

Ends = np.ndarray[tuple[int], np.dtype[np.int64]]


class Lines:
    """The lines that a `LineWriter` wrote; a file of another length raises ValueError."""

    def __init__(self, path: Path) -> None:
        self._ends = np.load(path.with_suffix(".ends.npy"))
        if path.stat().st_size != (int(self._ends[-1]) if len(self._ends) else 0):
            raise ValueError(f"`{path.name}` is not as long as it was.")
        self._bytes = np.asarray(
            np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else np.zeros(0, dtype=np.uint8)
        )

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "surrogatepass")

    def raw(self, number: int) -> bytes:
        """Return a line as it is stored."""
        return bytes(self._bytes[self._start(number) : self._start(number + 1)])

    def block(self, part: range) -> tuple[bytes, Ends]:
        """Return consecutive lines as they are stored, and where each ends in them."""
        start = self._start(part.start)
        return bytes(self._bytes[start : self._start(part.stop)]), self._ends[part.start : part.stop] - start

    def _start(self, number: int) -> int:
        return int(self._ends[number - 1]) if number else 0


class LineWriter:
    """Writes lines to `path` and, once closed, where each ends beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends = array("q")
        self._reached = 0
        self._file = path.open("wb")

    def add(self, line: str) -> None:
        """Append a line."""
        self._reached += self._file.write(line.encode("utf-8", "surrogatepass"))
        self._ends.append(self._reached)

    def copy(self, lines: Lines, part: range) -> None:
        """Append consecutive lines of another file."""
        block, ends = lines.block(part)
        self._ends.frombytes((ends + self._reached).tobytes())
        self._reached += self._file.write(block)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
        np.save(self._path.with_suffix(".ends.npy"), np.array(self._ends, dtype=np.int64))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""Words kept in a file, one a line, that several processes read and add to."""

from collections.abc import Iterable
from pathlib import Path

from retrieval.errors import StoreError


class KeptWords:
    """A set that only grows; `what` says in errors of what the file is a list."""

    def __init__(self, file: Path, what: str) -> None:
        self._file = file
        self._what = what
        self._size = -1
        self._words: frozenset[str] = frozenset()
        self.refresh()

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __len__(self) -> int:
        return len(self._words)

    def refresh(self) -> None:
        """Take in what another process has added since."""
        size = self._file.stat().st_size if self._file.exists() else 0
        if size == self._size:
            return
        try:
            text = self._file.read_text(encoding="utf-8") if size else ""
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"The list of {self._what} {self._file} cannot be read.") from error
        self._size, self._words = size, frozenset(text.split())

    def add(self, words: Iterable[str]) -> None:
        """Write down those that are not there yet."""
        new = sorted(set(words) - self._words)
        if new:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write("".join(f"{word}\n" for word in new))
            self.refresh()

"""Which index a search reads: this process's own, or the one that the owner of the workspace has put in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from retrieval.errors import StoreError
from retrieval.store.index import Index, open_index, opened, remade_index
from retrieval.store.record import Record

Elsewhere = Callable[[], bool]
"""Tells whether another process owns the workspace; when it does, the index on disk is in order on return."""

# How often a search that waits for the lock looks whether a change is being made, in seconds.
_PATIENCE = 0.02
# An index that its owner replaces between the look at its name and the opening of its files is looked for again.
_TRIES = 5


def nobody() -> bool:
    """Say that no other process owns the workspace."""
    return False


class Published:
    """The index in use, with what was made from it. Safe to share between threads.

    While a change is being made, every other thread reads what was there before it; while changes are gathered, so
    does everybody.
    """

    def __init__(self, directory: Path, record: Callable[[], Record], elsewhere: Elsewhere) -> None:
        self._directory = directory
        self._record = record
        self._elsewhere = elsewhere
        self._index: Index | None = None
        self._lock = RLock()
        self._changing = False
        self._gathering = 0
        self.derived: dict[str, object] = {}

    def now(self) -> Index:
        """Return the index of the record's present generation; raises StoreError when the record is damaged."""
        if self._elsewhere():
            return self._take_over()
        while not self._lock.acquire(timeout=_PATIENCE):
            index = self._index
            if self._changing and index is not None:
                return index
        try:
            index = self._index
            if index is not None and (self._gathering or index.stamp.generation == self._record().generation):
                return index
            return self.renew()
        finally:
            self._lock.release()

    def renew(self, *, anew: bool = False) -> Index:
        """Bring the index up to the record's present generation and return it.

        `anew` takes over nothing of the former one, which may hold words that no text says any more.
        """
        with self.changing(), self._record().still():
            make = remade_index if anew else open_index
            self._index = make(self._directory, self._record())
            self.derived = {}
        return self._index

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold off other changes; meanwhile searches read the index of the state before."""
        with self._lock:
            before, self._changing = self._changing, True
            try:
                yield
            finally:
                self._changing = before

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Put off what many changes would cost the searches in between: they read the state before the first."""
        with self._lock:
            if self._index is None:
                found = opened(self._directory)
                if found is not None and found.stamp.generation == self._record().generation:
                    self._index = found
            self._gathering += 1
        try:
            yield
        finally:
            with self._lock:
                self._gathering -= 1

    def close(self) -> None:
        """Let go of the files."""
        self._index = None

    def _take_over(self) -> Index:
        """Return the index that the owner of the workspace uses."""
        for _ in range(_TRIES):
            found = opened(self._directory)
            if found is None:
                continue
            with self._lock:
                if self._index is None or self._index.stamp != found.stamp:
                    self._index, self.derived = found, {}
                return self._index
        raise StoreError(
            f"The search index in `{self._directory}` cannot be read although its owner has just written it. Check"
            " the permissions of the workspace, and that both processes run the same version of whybuy."
        )

"""The record's generation in a small file, so that a search need not ask Chroma whether anything changed.

Whoever changes the record withdraws the file first and writes it again when the change has been made, both while
nobody else may change it. As long as it is missing, also after a crash, everybody asks Chroma: the file may be
absent, but it is never wrong.
"""

from pathlib import Path

from retrieval.errors import StoreError

NAME = "generation"


class Mark:
    """The file in the directory of an embedded record; `None` for one on a server, which has to be asked."""

    def __init__(self, directory: Path | None) -> None:
        self._path = directory / NAME if directory else None

    def read(self) -> int | None:
        """Return the generation; None when the record itself has to be asked."""
        try:
            return int(self._path.read_bytes()) if self._path else None
        except (OSError, ValueError):
            return None

    def withdraw(self) -> None:
        """Say that the record is about to change; raises StoreError when that cannot be said."""
        if self._path is None:
            return
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"`{self._path}` cannot be removed ({error.strerror}); nothing was changed. Check the workspace's"
                " permissions."
            ) from error

    def put(self, generation: int) -> None:
        """Say which generation the record has now."""
        if self._path is None:
            return
        draft = self._path.with_suffix(".part")
        try:
            draft.write_bytes(b"%d" % generation)
            draft.replace(self._path)
        except OSError:
            # The change itself has been made; without the file searches ask Chroma, which takes a little longer.
            return

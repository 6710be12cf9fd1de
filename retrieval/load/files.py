"""Bytes of files, within limits."""

from pathlib import Path

from retrieval.errors import LoadError
from retrieval.load.limits import megabytes


def read_bytes(path: Path, most: int) -> bytes:
    """Return the bytes of a file; raises LoadError, before anything is read, when there are more than `most`."""
    try:
        size = path.stat().st_size
        if size > most:
            raise LoadError(f"It is {megabytes(size)} large; up to {megabytes(most)} of this format are read.")
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise LoadError(f"It cannot be read: {error.strerror or 'input/output error'}.") from error

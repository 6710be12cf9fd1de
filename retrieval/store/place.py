"""Which folder the embedded record lies in: a pointer names it, and replacing the pointer is the swap.

Erased texts and vectors leave the disk only when the record is written anew elsewhere, because its engine keeps
what was deleted. `chroma/current` names the folder in use; whatever lies beside it was left by a crash.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import StoreError

_POINTER = "current"
_LOCK = "write.lock"
_PREFIX = "record-"


def current(directory: Path) -> Path | None:
    """Return the folder in use, None where nothing was stored yet; raises StoreError when it is gone."""
    try:
        name = (directory / _POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"`{directory}` cannot be read; restore the workspace from a backup.") from error
    folder = directory / name
    if not name.startswith(_PREFIX) or not folder.is_dir():
        raise StoreError(
            f"`{directory / _POINTER}` names stored texts that are missing. Restore the workspace from a backup, "
            "or move it away and ingest again."
        )
    return folder


def fresh(directory: Path) -> Path:
    """Return a new, empty folder that is not in use yet."""
    directory.mkdir(parents=True, exist_ok=True)
    folder = directory / f"{_PREFIX}{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def adopt(directory: Path, folder: Path) -> None:
    """Put `folder` into use: from now on, also after a crash, it is the current one."""
    for path in (*folder.rglob("*"), folder):
        _synchronise(path)
    draft = directory / f"{_POINTER}.part"
    draft.write_text(f"{folder.name}\n", encoding="ascii")
    _synchronise(draft)
    draft.replace(directory / _POINTER)
    _synchronise(directory)


def sweep(directory: Path) -> None:
    """Remove folders and drafts that are not in use; for whoever holds `exclusive`."""
    used = current(directory)
    if used is None:
        return
    for path in directory.iterdir():
        if path.is_dir() and path.name.startswith(_PREFIX) and path != used:
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix == ".part":
            path.unlink(missing_ok=True)
    left = [path.name for path in directory.glob(f"{_PREFIX}*") if path != used]
    if left:
        raise StoreError(
            f"`{directory / left[0]}` cannot be removed; delete it by hand, it may hold what was erased."
        )


@contextmanager
def exclusive(directory: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the record for changing it; yields False when another process does and `wait` is not set."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / _LOCK).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def settle(directory: Path) -> None:
    """Move a record that lies in `directory` itself (schema 1) into a folder of its own; may be repeated."""
    if not directory.is_dir() or (directory / _POINTER).exists():
        return
    folder = directory / f"{_PREFIX}1"
    if not (directory / "chroma.sqlite3").exists() and not folder.exists():
        return
    folder.mkdir(exist_ok=True)
    # The database goes last: until it has moved, a crash leaves what the next call recognises.
    ours = {folder.name, _LOCK, "journal.npz", "journal.part", f"{_POINTER}.part"}
    for path in sorted(directory.iterdir(), key=lambda path: path.name == "chroma.sqlite3"):
        if path.name not in ours:
            path.replace(folder / path.name)
    adopt(directory, folder)


def _synchronise(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Who may change a workspace: one process owns it, and one of that process's threads changes it at a time.

The bot owns the workspace for as long as it runs, a command for as long as it takes. Both change it under a second
lock, so that a backup, which owns nothing, can hold changes off for a moment.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock
from typing import TextIO

from assistant.errors import OwnedError, WorkspaceError

OWNER = "workspace.lock"
CHANGES = "changes.lock"


@dataclass(slots=True)
class _Held:
    """What this process holds of one workspace; `users` counts the contexts that rely on it."""

    turns: RLock = field(default_factory=RLock)
    handle: TextIO | None = None
    users: int = 0
    depth: int = 0


_HELD: dict[Path, _Held] = {}
_GUARD = Lock()


@contextmanager
def owned(directory: Path) -> Iterator[None]:
    """Own the workspace; raises WorkspaceError when another process does. May be entered again by any thread."""
    held = _held(directory)
    with _GUARD:
        if held.handle is None:
            held.handle = _locked(directory, OWNER, wait=False)
        held.users += 1
    try:
        yield
    finally:
        with _GUARD:
            held.users -= 1
            if not held.users and held.handle is not None:
                held.handle.close()
                held.handle = None


@contextmanager
def changing(directory: Path) -> Iterator[None]:
    """Change the owned workspace: other threads that want to wait their turn, and so does a backup."""
    held = _held(directory)
    with owned(directory), held.turns:
        handle = None if held.depth else _locked(directory, CHANGES, wait=True)
        held.depth += 1
        try:
            yield
        finally:
            held.depth -= 1
            if handle is not None:
                handle.close()


@contextmanager
def paused(directory: Path) -> Iterator[None]:
    """Hold off changes, whoever owns the workspace; waits until the change that is being made is done."""
    held = _held(directory)
    with held.turns:
        handle = None if held.depth else _locked(directory, CHANGES, wait=True)
        try:
            yield
        finally:
            if handle is not None:
                handle.close()


def owned_here(directory: Path) -> bool:
    """Return whether this process owns the workspace."""
    return _held(directory).handle is not None


def _held(directory: Path) -> _Held:
    with _GUARD:
        return _HELD.setdefault(directory.absolute(), _Held())


def _locked(directory: Path, name: str, *, wait: bool) -> TextIO:
    """Return the open lock file; closing it gives the lock back."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle = (directory / name).open("a")
    except OSError as error:
        raise WorkspaceError(
            f"The workspace {directory} cannot be written. Check its permissions and the disk's free "
            "space, or choose another one with --workspace."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        handle.close()
        raise OwnedError(
            f"Another process writes to the workspace {directory} (an ingest, or the bot). "
            "Try again when it is done, or stop it first."
        ) from error
    except BaseException:
        handle.close()
        raise
    return handle

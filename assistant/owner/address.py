"""Where the owner of a workspace listens: a socket in the workspace, or else in a private folder.

Whoever may connect may change the workspace, so only the user who owns the files gets in.
"""

import hashlib
import os
import socket
import stat
import tempfile
from pathlib import Path

NAME = "owner.sock"
# The systems we run on allow paths of 104 (macOS) or 108 bytes, the final zero included.
_LONGEST = 103


def candidates(directory: Path) -> list[Path]:
    """Return the places where the owner may listen, the usual one first."""
    name = hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:24]
    return [path for path in (directory / NAME, _private() / f"{name}.sock") if _fits(path)]


def listening(directory: Path) -> tuple[socket.socket, Path]:
    """Return a socket that listens for this workspace, for whoever owns it; what a dead owner left is removed.

    Raises OSError when no place allows a socket.
    """
    problem: OSError | None = None
    for path in candidates(directory):
        if path.parent == _private() and not _is_private():
            continue
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            path.unlink(missing_ok=True)
            listener.bind(str(path))
            path.chmod(0o600)
            listener.listen()
        except OSError as error:
            listener.close()
            problem = error
            continue
        return listener, path
    raise problem or OSError("There is no place for a socket.")


def connected(directory: Path) -> socket.socket | None:
    """Return a connection to the owner of the workspace; None when nobody listens."""
    for path in candidates(directory):
        if path.parent == _private() and not _is_private():
            continue
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except OSError:
            connection.close()
            continue
        return connection
    return None


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= _LONGEST


def _private() -> Path:
    return Path(tempfile.gettempdir()) / f"whybuy-{os.getuid()}"


def _is_private() -> bool:
    """Return whether the folder for sockets is this user's alone; anybody may have made one of its name."""
    try:
        _private().mkdir(mode=0o700, exist_ok=True)
        found = _private().lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077

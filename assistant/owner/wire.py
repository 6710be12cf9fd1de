"""How two processes talk: one JSON object a line, a request first, then progress, then a result or an error."""

import json
import socket
from collections.abc import Mapping
from typing import Any, Self

VERSION = 1
_LONGEST = 16_000_000  # a receipt or a report of a very large folder


class Channel:
    """One connection; closing it ends the talk."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self._connection.close()

    def send(self, message: Mapping[str, object]) -> None:
        """Send one message; raises OSError when the other side is gone."""
        self._connection.sendall(json.dumps(message).encode("ascii") + b"\n")

    def receive(self) -> dict[str, Any] | None:
        """Return the next message; None when the other side is gone or sends something else."""
        try:
            line = self._lines.readline(_LONGEST)
            message = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError):
            return None
        return message if isinstance(message, dict) else None

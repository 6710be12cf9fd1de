"""The side that asks: a job is handed to the owner of a workspace, its progress and its end are heard."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assistant import locks
from assistant.errors import AssistantError, UsageError
from assistant.owner.address import connected
from assistant.owner.wire import VERSION, Channel
from retrieval.errors import StoreError

Advance = Callable[[str, int, int], None]
INDEX = "index"


class NobodyError(Exception):
    """Nobody took the job: no owner listens."""


class LeftError(Exception):
    """The owner ended before the job did; what was done is kept."""


def asked(directory: Path, job: str, arguments: Mapping[str, object], advance: Advance) -> dict[str, Any]:
    """Return what the job gave in the process that owns the workspace.

    Raises the error that the job raised there, with its message; NobodyError and LeftError as they say.
    """
    connection = connected(directory)
    if connection is None:
        raise NobodyError
    with Channel(connection) as channel:
        try:
            channel.send({"whybuy": VERSION, "job": job, "arguments": dict(arguments)})
        except OSError as error:
            raise LeftError from error
        while (message := channel.receive()) is not None:
            if "stage" in message:
                advance(str(message["stage"]), int(message["done"]), int(message["total"]))
            elif "error" in message:
                kind = UsageError if message.get("kind") == "usage" else AssistantError
                raise kind(str(message["error"]))
            elif isinstance(message.get("result"), dict):
                result: dict[str, Any] = message["result"]
                return result
            else:
                break
    raise LeftError


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


def kept_elsewhere(directory: Path) -> bool:
    """Return whether another process owns the workspace and answers; its index is then in order.

    Raises StoreError when that process cannot put it in order.
    """
    if locks.owned_here(directory):
        return False
    try:
        asked(directory, INDEX, {}, _unheard)
    except (NobodyError, LeftError):
        return False
    except AssistantError as error:
        raise StoreError(str(error)) from error
    return True

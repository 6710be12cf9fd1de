"""Reading everything again at intervals, in a thread of the process that owns the workspace."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from assistant.cli.faults import said
from assistant.errors import AssistantError
from assistant.ingest.refresh import refresh
from assistant.wiring import House
from assistant.workspace import write_atomically

logger = logging.getLogger("whybuy.refresh")

NAME = "refresh.json"
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_INTERVAL = re.compile(r"(\d{1,4})\s*([mhd])", re.IGNORECASE)


class _EndingError(Exception):
    """The process ends; what was read so far is kept, and the next refresh goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """How the last refresh went; `problem` is empty when it went well, and never holds anybody's text."""

    at: str
    embedded: int = 0
    removed: int = 0
    skipped: int = 0
    problem: str = ""


def interval(text: str) -> timedelta | None:
    """Return how often to refresh, None for an empty text; raises AssistantError for what is no time."""
    if not text.strip():
        return None
    found = _INTERVAL.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise AssistantError("WHYBUY_REFRESH is no interval. Write minutes, hours or days: `30m`, `6h`, `1d`.")
    return timedelta(**{_UNITS[found[2].lower()]: int(found[1])})


def last_refresh(directory: Path) -> Refreshed | None:
    """Return how the last refresh of the workspace went; None when there was none, or nobody can tell."""
    try:
        return Refreshed(**json.loads((directory / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def refreshing(house: House) -> Iterator[None]:
    """Refresh as often as the settings say for as long as the context lasts; at once when it is overdue."""
    every = interval(house.settings.refresh)
    if every is None:
        yield
        return
    ending = Event()
    thread = Thread(target=_repeat, args=(house, every, ending), name="refresh", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def _repeat(house: House, every: timedelta, ending: Event) -> None:
    while not ending.wait(_left(house.workspace.directory, every)):
        try:
            write_atomically(house.workspace.directory / NAME, json.dumps(asdict(_once(house, ending))) + "\n")
        except _EndingError:
            return
        except OSError as error:
            logger.warning("How the refresh went could not be written down (%s).", type(error).__name__)
            ending.wait(every.total_seconds())


def _left(directory: Path, every: timedelta) -> float:
    """Return the seconds until the next refresh is due."""
    last = last_refresh(directory)
    try:
        due = datetime.fromisoformat(last.at) + every if last else datetime.now(UTC)
        return max(0.0, min(every, due - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _once(house: House, ending: Event) -> Refreshed:
    """Refresh and return how it went; what fails is logged by its kind, and tried again the next time."""

    def advance(_stage: str, _done: int, _total: int) -> None:
        if ending.is_set():
            raise _EndingError

    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        report = refresh(house, advance)
    except _EndingError:
        raise
    except Exception as error:  # noqa: BLE001 - the bot goes on answering whatever a folder or a database does
        logger.warning("The refresh failed: %s", said(error))
        return Refreshed(at=at, problem=said(error))
    return Refreshed(at=at, embedded=report.embedded, removed=report.removed, skipped=len(report.skipped))

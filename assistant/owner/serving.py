"""The side that owns: jobs that other processes hand over are run here, between this one's own work."""

import logging
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from assistant.cli.faults import said
from assistant.errors import UsageError
from assistant.owner.address import listening
from assistant.owner.asking import Advance
from assistant.owner.jobs import Job, job_named
from assistant.owner.wire import Channel
from assistant.wiring import House

logger = logging.getLogger("whybuy.owner")

_BETWEEN = 0.1  # seconds between two reports of progress within a stage


class _StoppedError(Exception):
    """The job is to end here: this process ends, or nobody waits for it any more."""


@contextmanager
def serving(house: House) -> Iterator[None]:
    """Take jobs for as long as the context lasts; for a process that owns the workspace.

    At the end jobs that can be taken up again are stopped and told so, the others are finished.
    """
    try:
        listener, path = listening(house.workspace.directory)
    except OSError as error:
        logger.warning(
            "Other processes cannot hand their changes over (%s); they wait until this one ends.",
            error.strerror or "no socket",
        )
        yield
        return
    desk = _Desk(house, listener, path)
    try:
        yield
    finally:
        desk.close()


class _Desk:
    """Listens in a thread of its own, and attends to each caller in another."""

    def __init__(self, house: House, listener: socket.socket, path: Path) -> None:
        self._house = house
        self._listener = listener
        self._path = path
        self._ending = Event()
        self._guard = Lock()
        self._callers: set[Thread] = set()
        self._bell, self._rung = socket.socketpair()
        self._thread = Thread(target=self._listen, name="owner", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more callers, stop what can be taken up again, and wait for the rest."""
        self._ending.set()
        self._bell.send(b".")
        self._thread.join()
        self._path.unlink(missing_ok=True)
        self._listener.close()
        with self._guard:
            callers = list(self._callers)
        for caller in callers:
            caller.join()
        self._bell.close()
        self._rung.close()

    def _listen(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._rung], [], [])
            if self._rung in ready:
                return
            try:
                connection, _ = self._listener.accept()
            except OSError:
                continue
            caller = Thread(target=self._attend, args=(connection,), name="owner-job", daemon=True)
            with self._guard:
                self._callers.add(caller)
            caller.start()

    def _attend(self, connection: socket.socket) -> None:
        with Channel(connection) as channel:
            try:
                channel.send(self._done(channel))
            except OSError:
                logger.info("Whoever handed a job over did not wait for its end.")
            finally:
                with self._guard:
                    self._callers = {caller for caller in self._callers if caller.is_alive()}

    def _done(self, channel: Channel) -> dict[str, object]:
        """Run the job that the caller asks for and return the last message to him."""
        request = channel.receive() or {}
        try:
            job = job_named(request.get("job"), request.get("whybuy"))
            return {"result": job.run(self._house, request.get("arguments") or {}, self._advance(channel, job))}
        except _StoppedError:
            return {"ended": True}
        except Exception as error:  # noqa: BLE001 - the caller is told, and the owner goes on
            return {"error": said(error), "kind": "usage" if isinstance(error, UsageError) else "fault"}

    def _advance(self, channel: Channel, job: Job) -> Advance:
        """Return what tells the caller how far his job is."""
        told: tuple[str, float] = ("", 0.0)

        def advance(stage: str, done: int, total: int) -> None:
            nonlocal told
            if job.resumes and self._ending.is_set():
                raise _StoppedError
            if told[0] == stage and done < total and monotonic() - told[1] < _BETWEEN:
                return
            told = stage, monotonic()
            try:
                channel.send({"stage": stage, "done": done, "total": total})
            except OSError as error:
                if job.resumes:
                    raise _StoppedError from error

        return advance

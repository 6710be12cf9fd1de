"""A bounded pool of threads that runs jobs of one conversation in order and different ones side by side."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from assistant.slack.faults import log

J = TypeVar("J")


class OrderedPool(Generic[J]):
    """Runs `work(job)`; at most `limit` jobs are in it, and two with the same key never run at once.

    `work` reports its own failures; what it raises is only logged, by type.
    """

    def __init__(self, work: Callable[[J], None], *, workers: int, limit: int) -> None:
        self._work = work
        self._limit = limit
        self._size = 0
        self._lock = Lock()
        self._waiting: dict[str, deque[J]] = {}
        self._executor = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="turn")

    def submit(self, key: str, job: J) -> bool:
        """Take a job and return True, or return False when the pool is full."""
        with self._lock:
            if self._size >= self._limit:
                return False
            self._size += 1
            if key in self._waiting:
                self._waiting[key].append(job)
            else:
                self._waiting[key] = deque([job])
                self._executor.submit(self._run, key)
        return True

    def _run(self, key: str) -> None:
        """Work off one conversation; a worker stays with it so that nothing can be submitted after `close`."""
        while True:
            with self._lock:
                jobs = self._waiting[key]
                if not jobs:
                    del self._waiting[key]
                    return
                job = jobs.popleft()
            try:
                self._work(job)
            except Exception as error:  # noqa: BLE001 - one failed job must not stall its conversation
                log("A turn was lost", error)
            finally:
                with self._lock:
                    self._size -= 1

    def close(self) -> None:
        """Wait until every accepted job has been done."""
        self._executor.shutdown(wait=True)

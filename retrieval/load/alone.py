"""Parsers in a process of their own, so that no file can hang, crash or exhaust the one that serves people.

Measured on damaged files: the HTML parser of the standard library takes 18 seconds for 24 kB of unclosed tags,
and PDF parsers can loop for ever. The process lives as long as its `Parsers`, so that its start is paid once.
"""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Timer
from types import TracebackType
from typing import IO, Any, Self

from retrieval.errors import LoadError
from retrieval.load.archive import Member, unpack
from retrieval.load.files import read_bytes
from retrieval.load.formats import Extract, largest, parse
from retrieval.load.limits import PARSER_MEMORY, PARSER_SECONDS, UNPACK_SECONDS

_TOO_LONG = "Its parser was stopped after {:g} seconds: it is damaged, or too large; split it or save it again."
_BROKE_DOWN = "Its parser broke down: it is damaged, or needs more memory than one file may take."
_REMEMBERED = 8_000_000
"""Characters of texts that were parsed to learn their names and are about to be asked for again."""


class Parsers:
    """Reads files of the formats that need a parser; use it as a context, or `close` it.

    Safe to share between threads, which wait for each other.
    """

    def __init__(self, seconds: float = PARSER_SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()
        self._parsed: dict[tuple[str, int, int], list[Extract]] = {}
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def parse(self, path: Path) -> list[Extract]:
        """Return the texts of a file; raises LoadError with a reason for a person."""
        with self._lock:
            key = _identity(path)
            if key in self._parsed:
                found = self._parsed.pop(key)
                self._held -= sum(len(one.text) for one in found)
                return found
            answer = self._ask({"path": str(path.resolve())}, self._seconds)
            found = [Extract.from_dict(values) for values in answer["texts"]]
            size = sum(len(one.text) for one in found)
            if self._held + size <= _REMEMBERED:
                self._parsed[key] = found
                self._held += size
            return found

    def unpack(self, path: Path, into: Path) -> list[Member]:
        """Write the files inside an archive or a mail below the folder `into`; raises LoadError like `parse`."""
        with self._lock:
            answer = self._ask({"path": str(path.resolve()), "into": str(into.resolve())}, UNPACK_SECONDS)
        return [Member(name, Path(place) if place else None, reason) for name, place, reason in answer["members"]]

    def _ask(self, request: dict[str, str], seconds: float) -> dict[str, Any]:
        process = self._started()
        stopped = Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        late = Timer(seconds, stop)
        late.daemon = True
        late.start()
        line = ""
        try:
            _pipe(process.stdin).write(json.dumps(request) + "\n")
            _pipe(process.stdin).flush()
            line = _pipe(process.stdout).readline()
        except OSError:
            pass  # the process is gone; told below
        finally:
            late.cancel()
        if not line.endswith("\n"):
            self._stop()
            raise LoadError(_TOO_LONG.format(seconds) if stopped.is_set() else _BROKE_DOWN)
        answer: dict[str, Any] = json.loads(line)
        if "reason" in answer:
            raise LoadError(answer["reason"])
        return answer

    def _started(self) -> subprocess.Popen[str]:
        """Return the running process; it looks for modules where Python does, not in the working directory."""
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "retrieval.load.alone"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                _pipe(pipe).close()
        process.wait()


def _identity(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise OSError("the process has no pipe")
    return pipe


def _serve() -> None:
    """Answer each request on standard input with a line on standard output."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what parsers print is no answer
    _limit_memory()
    for line in sys.stdin:
        try:
            answer = _answered(json.loads(line))
        except LoadError as error:
            answer = json.dumps({"reason": error.reason})
        answers.write(answer + "\n")
        answers.flush()


def _answered(request: dict[str, str]) -> str:
    path = Path(request["path"])
    if "into" in request:
        members = unpack(path, Path(request["into"]))
        return json.dumps({"members": [[one.name, str(one.path or ""), one.reason] for one in members]})
    found = parse(path.name, read_bytes(path, largest(path.suffix.casefold())))
    return json.dumps({"texts": [one.to_dict() for one in found]})


def _limit_memory() -> None:
    """Let a parser that asks for too much memory fail instead of the machine; where the system can do that."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (PARSER_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    _serve()

"""What can be handed to the owner of a workspace: the same functions that a command runs when nobody owns it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.owner.asking import INDEX, Advance
from assistant.owner.wire import VERSION
from assistant.wiring import House

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how it takes being cut short.

    `resumes`: it may be stopped between two steps, and doing it again goes on where it was. Any other runs to its
    end once it was begun.
    """

    run: Callable[[House, Arguments, Advance], dict[str, Any]]
    resumes: bool


def _ingest(house: House, arguments: Arguments, advance: Advance) -> dict[str, Any]:
    from assistant.ingest.run import ingest_paths  # noqa: PLC0415 - readers of all formats, needed for this alone

    return asdict(ingest_paths(house, [Path(path) for path in _texts(arguments, "paths")], advance))


def _refresh(house: House, arguments: Arguments, advance: Advance) -> dict[str, Any]:
    from assistant.ingest.refresh import refresh  # noqa: PLC0415 - as above

    del arguments
    return asdict(refresh(house, advance))


def _erase(house: House, arguments: Arguments, advance: Advance) -> dict[str, Any]:
    from assistant import erasing  # noqa: PLC0415 - knows every store; needed for this alone

    customer, document = _text(arguments, "customer"), _text(arguments, "document")
    return erasing.erase(house, customer=customer, document=document, advance=advance).to_dict()


def _unerase(house: House, arguments: Arguments, advance: Advance) -> dict[str, Any]:
    from assistant import erasing  # noqa: PLC0415 - as above

    del advance
    customer, document = _text(arguments, "customer"), _text(arguments, "document")
    return {"lifted": erasing.unerase(house, customer=customer, document=document)}


def _index(house: House, arguments: Arguments, advance: Advance) -> dict[str, Any]:
    del arguments, advance
    return {"generation": house.corpus.publish()}


JOBS: Mapping[str, Job] = {
    "ingest": Job(_ingest, resumes=True),
    "refresh": Job(_refresh, resumes=True),
    "erase": Job(_erase, resumes=False),
    "unerase": Job(_unerase, resumes=False),
    INDEX: Job(_index, resumes=True),
}


def job_named(name: object, version: object = VERSION) -> Job:
    """Return the job of that name; raises UsageError for one that this version does not know."""
    job = JOBS.get(str(name)) if version == VERSION else None
    if job is None:
        raise UsageError("The process that owns the workspace runs another version of whybuy; restart it.")
    return job


def _text(arguments: Arguments, name: str) -> str | None:
    value = arguments.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"`{name}` of the job has to be a text.")
    return value


def _texts(arguments: Arguments, name: str) -> list[str]:
    values = arguments.get(name)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UsageError(f"`{name}` of the job has to be a list of texts.")
    return values

"""How a command changes a workspace: as its owner, or through the process that owns it."""

from collections.abc import Mapping
from contextlib import ExitStack
from time import monotonic, sleep
from typing import Any

from assistant.errors import AssistantError, OwnedError
from assistant.owner.asking import Advance, LeftError, NobodyError, asked
from assistant.owner.jobs import Job, job_named
from assistant.owner.serving import serving
from assistant.wiring import House

# An owner that has just started, or is about to end, does not listen; so long it is waited for.
_PATIENCE = 10.0
_AGAIN = 0.1
HANDED = "Handed to the process that owns the workspace"


def perform(house: House, name: str, arguments: Mapping[str, object], advance: Advance) -> dict[str, Any]:
    """Run a job on the workspace, here or in the process that owns it, and return what it gave.

    The outcome is the same either way: should the owner end in the midst, a job that resumes goes on here. Raises
    what the job raises; OwnedError when the owner does not answer.
    """
    job = job_named(name)
    until = monotonic() + _PATIENCE
    while True:
        with ExitStack() as stack:
            try:
                stack.enter_context(house.workspace.owning())
            except OwnedError as error:
                owned = error
            else:
                stack.enter_context(serving(house))
                return job.run(house, arguments, advance)
        try:
            return _handed(house, name, job, arguments, advance)
        except NobodyError:
            if monotonic() > until:
                raise owned from None
        except LeftError:
            until = monotonic() + _PATIENCE
        sleep(_AGAIN)


def _handed(
    house: House, name: str, job: Job, arguments: Mapping[str, object], advance: Advance
) -> dict[str, Any]:
    heard = False

    def hearing(stage: str, done: int, total: int) -> None:
        nonlocal heard
        if not heard:
            heard = True
            advance(HANDED, 1, 1)
        advance(stage, done, total)

    try:
        return asked(house.workspace.directory, name, arguments, hearing)
    except LeftError as error:
        if job.resumes:
            raise
        raise AssistantError(
            "The process that owns the workspace ended before it answered. What it began is finished when the "
            "same command is run again."
        ) from error

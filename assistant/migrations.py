"""The schema of a workspace, and the steps that bring an older one forward.

Each step takes the directory from one schema to the next and may be repeated after a crash: the number in the
manifest is raised when all steps are done.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.errors import WorkspaceError
from retrieval.errors import StoreError
from retrieval.store.place import settle

SCHEMA = 2

Step = Callable[[Path], None]


def _record_in_a_folder(directory: Path) -> None:
    """Schema 2: the record lies in a folder of its own, so that an erased one can be replaced at once."""
    settle(directory / "chroma")
    # The log of schema 1 named askers by their hash for as long as it lay there; the present one does not.
    (directory / "audit.jsonl").unlink(missing_ok=True)


STEPS: Mapping[int, Step] = {1: _record_in_a_folder}


def known(schema: object) -> bool:
    """Return whether a workspace of that schema can be brought forward or is present already."""
    return isinstance(schema, int) and (schema == SCHEMA or schema in STEPS)


def bring_forward(directory: Path, schema: int) -> None:
    """Take the workspace's files from `schema` to the present one; raises WorkspaceError when a step fails."""
    for number in range(schema, SCHEMA):
        try:
            STEPS[number](directory)
        except (OSError, StoreError) as error:
            raise WorkspaceError(
                f"The workspace {directory} could not be brought from schema {number} to {number + 1}. Check the "
                "disk's free space and permissions and try again; nothing was lost."
            ) from error

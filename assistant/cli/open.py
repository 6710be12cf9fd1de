"""From command line options to the parts of a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.wiring import House


def settings(workspace: Path | None = None) -> Settings:
    """Return the settings, the workspace replaced when one is given; raises AssistantError naming bad ones."""
    try:
        found = Settings()
    except ValidationError as error:
        names = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        raise AssistantError(
            f"These settings have values that cannot be used: {names}. See the README."
        ) from error
    return found if workspace is None else found.model_copy(update={"workspace": workspace})


def house(workspace: Path | None = None) -> "House":
    """Return the parts of a workspace that may be empty still."""
    # Loading the parts takes seconds: help, wrong usage and `screen` do without.
    from assistant.wiring import House

    return House(settings(workspace))


def filled(workspace: Path | None = None) -> "House":
    """Return the parts of a workspace; raises WorkspaceError when nothing was ingested there."""
    chosen = settings(workspace)
    # Before the parts, which take seconds to load: a wrong folder is the commonest mistake.
    Workspace(chosen.workspace.expanduser().absolute()).require().read()
    return house(workspace)

"""`whybuy backup` and `whybuy restore`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it holds everything but the search index.")],
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Write the workspace into one file, also while the bot runs."""
    from assistant import backups

    with opening.filled(workspace) as house, output.advancing() as advance:
        made = backups.backup(house.workspace, file, advance)
        if house.settings.chroma_url:
            made = replace(made, without="Texts and vectors lie on the Chroma server; back that up as well.")
    if json:
        output.print_json(made.to_dict())
        return
    output.console().print(
        f"{made.path}: {made.files:,} files, {made.bytes / 1e6:,.1f} MB. {made.without}", markup=False
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `whybuy backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the workspace that is there.")] = False,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Put the workspace of a backup in place; what was erased since then is erased again."""
    from assistant import backups, erasing

    with output.advancing() as advance, opening.house(workspace) as house:
        made = backups.restore(house.workspace, file, force=force, advance=advance)
        house.workspace.read()
        again = erasing.again(house, advance)
    if json:
        output.print_json({**made.to_dict(), "erased": again})
        return
    console = output.console()
    console.print(f"Restored {made.files:,} files of {made.at}.", markup=False)
    if again:
        console.print(f"{again:,} texts and rows had been erased since and were erased again.")

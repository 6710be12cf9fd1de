"""`whybuy slack` and `whybuy manifest`."""

import json as jsonlib
import sys
from typing import Annotated

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory
from assistant.errors import UsageError


def slack(
    http: Annotated[int | None, typer.Option("--http", help="Serve HTTP on this port.")] = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Run the bot in Slack until it is stopped."""
    if http is not None:
        raise UsageError(
            "HTTP mode is not there yet; leave out --http to use Socket Mode, which needs no address."
        )
    from assistant.owner.schedule import refreshing
    from assistant.owner.serving import serving
    from assistant.slack.app import run

    # The bot owns the workspace while it runs; others hand it their changes, and it goes on answering meanwhile.
    with opening.filled(workspace) as house, house.workspace.owning(), serving(house), refreshing(house):
        run(
            house.settings,
            house.assistant,
            scrub=house.scrub,
            directory=house.workspace.directory,
            appeals=house.audit,
            tidy=house.tidy,
            started=lambda: output.errors().print("Listening in Slack. Ctrl-C stops."),
        )
    if json:
        output.print_json({"stopped": True})


def manifest(json: Json = False) -> None:
    """Print the manifest from which Slack creates the app."""
    from assistant.slack import manifest as slack_manifest

    found = slack_manifest.manifest()
    if json:
        output.print_json(found)
        return
    sys.stdout.write(jsonlib.dumps(found, indent=2) + "\n")

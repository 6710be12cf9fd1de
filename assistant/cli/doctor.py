"""`whybuy doctor`: what is configured, what can be reached, what is out of date."""

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory

_COLOURS = {"ok": "green", "off": "dim", "stale": "yellow", "broken": "red"}


def doctor(json: Json = False, workspace: WorkspaceDirectory = None) -> None:
    """Check settings, workspace, embedding, model server and Slack; exit code 1 when something is broken."""
    from assistant.doctor import examine

    with opening.house(workspace) as house:
        checks = examine(house)
    if json:
        output.print_json({"checks": [check.to_dict() for check in checks]})
    else:
        console = output.console()
        for check in checks:
            console.print(f"[{_COLOURS[check.state]}]{check.state:<7}[/]", f"{check.name}: ", end="")
            console.print(check.detail, markup=False, highlight=False)
    if any(check.state == "broken" for check in checks):
        raise typer.Exit(1)

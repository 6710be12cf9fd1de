"""`whybuy demo`: the invented company, guided."""

import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from assistant.cli import ask, output, render
from assistant.cli import ingest as ingesting
from assistant.cli import open as opening
from assistant.cli.options import Json, WorkspaceDirectory

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.ingest.report import IngestReport
    from assistant.wiring import House

DEMO_WORKSPACE = Path(".whybuy-demo")


def demo(json: Json = False, workspace: WorkspaceDirectory = None) -> None:
    """Read the invented company Sprig & Sill, ask it what the product is for, then let you ask."""
    with opening.house(workspace or DEMO_WORKSPACE) as house:
        if json:
            report = _read(house).to_dict()
            output.print_json({"ingest": report, "answers": [_asked(house, stop).to_dict() for stop in _tour()]})
        else:
            _guide(house)


def _guide(house: "House") -> None:
    console = output.console()
    console.print(
        "[bold]Sprig & Sill[/bold] sells self-watering herb planters. It is invented, its customers too."
    )
    ingesting.show(console, _read(house))
    for stop in _tour():
        _visit(console, house, stop)
    _farewell(console, house)


def _read(house: "House") -> "IngestReport":
    with as_file(files("assistant.demo").joinpath("data")) as data:
        return ingesting.read(house, [data])


def _tour() -> list[dict[str, str]]:
    stops: list[dict[str, str]] = yaml.safe_load(
        files("assistant.demo").joinpath("tour.yaml").read_text(encoding="utf-8")
    )
    return stops


def _asked(house: "House", stop: dict[str, str]) -> "Answer":
    return ask.put(house, stop["ask"], None)


def _visit(console: Console, house: "House", stop: dict[str, str]) -> None:
    console.print()
    console.print(Rule(style="dim"))
    console.print(Text(stop["why"], style="italic"))
    console.print(Text(f"? {stop['ask']}", style="bold green"))
    console.print()
    render.show(console, _asked(house, stop))


def _farewell(console: Console, house: "House") -> None:
    where = house.workspace.directory
    console.print()
    console.print(Rule(style="dim"))
    console.print(f"Ask it yourself: whybuy ask --workspace {where} --explain 'QUESTION'", markup=False)
    console.print("Your own data:   whybuy ingest FOLDER, then whybuy ask 'QUESTION'", markup=False)
    if sys.stdin.isatty() and sys.stdout.isatty():
        console.print("Type a question, or press Enter to leave.")
        ask.converse(house, "demo")

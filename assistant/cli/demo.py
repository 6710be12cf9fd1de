"""`whybuy demo`: the invented company, guided."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer
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
_COMPANY = (
    "[bold]Sprig & Sill[/bold] sells self-watering planters for the window sill, and herbs in pods. The company "
    "is invented, and so are its 3,200 customers: their orders, tickets, comments and answers, what sales people "
    "noted, eighteen interviews."
)
_READING = "Reading it, about half a minute on two cores ..."
Data = Annotated[
    Path | None, typer.Option("--data", hidden=True, help="Read this folder in place of the company.")
]


@dataclass(frozen=True, slots=True)
class Stop:
    """One question of the tour, why it is asked, and whether it is shown how its answer was computed."""

    why: str
    ask: str
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Tour:
    """The questions in their order, and what to try next."""

    stops: tuple[Stop, ...]
    next: tuple[str, ...]


def demo(json: Json = False, workspace: WorkspaceDirectory = None, data: Data = None) -> None:
    """Read the invented company Sprig & Sill, ask it what the product is for, then let you ask."""
    with opening.house(workspace or DEMO_WORKSPACE) as house:
        if json:
            report = _read(house, data).to_dict()
            output.print_json(
                {"ingest": report, "answers": [_asked(house, stop).to_dict() for stop in tour().stops]}
            )
        else:
            _guide(house, data)


def tour() -> Tour:
    """Return what the tour asks."""
    told = yaml.safe_load(files("assistant.demo").joinpath("tour.yaml").read_text(encoding="utf-8"))
    return Tour(tuple(Stop(**stop) for stop in told["stops"]), tuple(told["next"]))


def _guide(house: "House", data: Path | None) -> None:
    console = output.console()
    console.print(_COMPANY)
    console.print(_READING, style="dim")
    started = monotonic()
    ingesting.show(console, _read(house, data))
    console.print(f"Read in {monotonic() - started:.0f} seconds.", style="dim")
    stops = tour().stops
    for number, stop in enumerate(stops, start=1):
        _visit(console, house, stop, f"{number} of {len(stops)}")
    _farewell(console, house)


def _read(house: "House", data: Path | None) -> "IngestReport":
    # It brings numpy along, which help and wrong usage do without.
    from assistant.demo.vectors import Shipped

    house.embeddings = Shipped(house.embeddings)
    with _company(data) as folder:
        return ingesting.read(house, [folder])


@contextmanager
def _company(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with as_file(files("assistant.demo").joinpath("data")) as packaged:
        yield packaged


def _asked(house: "House", stop: Stop) -> "Answer":
    return ask.put(house, stop.ask, None)


def _visit(console: Console, house: "House", stop: Stop, place: str) -> None:
    console.print()
    console.print(Rule(place, style="dim", align="right"))
    console.print(Text(stop.why, style="italic"))
    console.print(Text(f"? {stop.ask}", style="bold green"))
    console.print()
    render.show(console, _asked(house, stop), explain=stop.explain)


def _farewell(console: Console, house: "House") -> None:
    where = house.workspace.directory
    console.print()
    console.print(Rule("what to try next", style="dim", align="right"))
    for question in tour().next:
        console.print(Text(f"? {question}", style="green"))
    console.print(f"Ask it yourself: whybuy ask --workspace {where} --explain 'QUESTION'", markup=False)
    console.print("Your own data:   whybuy ingest FOLDER, then whybuy ask 'QUESTION'", markup=False)
    if sys.stdin.isatty() and sys.stdout.isatty():
        console.print("Type a question, or press Enter to leave.")
        ask.converse(house, "demo")

"""`whybuy ask` and `whybuy chat`."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from assistant.cli import open as opening
from assistant.cli import output, render
from assistant.cli.options import Batch, Json, WorkspaceDirectory
from assistant.errors import AssistantError, UsageError
from assistant.question import Question

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.wiring import House

Explain = Annotated[bool, typer.Option("--explain", help="Add how each number was computed.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The date that 'last 30 days' counts back from.")]
Charts = Annotated[
    bool | None,
    typer.Option("--charts/--no-charts", help="Draw charts into the workspace (default: not for a --batch)."),
]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write the numbers of the answer to a new CSV file.")]


def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    batch: Batch = None,
    thread: Annotated[str | None, typer.Option(help="Continue the conversation of this name.")] = None,
    as_of: AsOf = None,
    explain: Explain = False,
    charts: Charts = None,
    csv: Csv = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None):
        raise UsageError("Give a question, or --batch FILE.")
    if csv is not None:
        _writable(csv, batch)
    day = _day(as_of)
    with opening.filled(workspace) as house:
        if batch is not None:
            output.batch(batch, lambda item: _answered(house, item, day, charts=charts is True).to_dict())
            return
        found = put(house, question or "", thread, day, charts=charts is not False)
    if csv is not None:
        _write(csv, found)
    if json:
        output.print_json(found.to_dict())
    else:
        render.show(output.console(), found, explain=explain)


def chat(
    thread: Annotated[str | None, typer.Option(help="Continue the conversation of this name.")] = None,
    as_of: AsOf = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Talk with the assistant; an empty line ends the conversation."""
    with opening.filled(workspace) as house:
        converse(house, thread or f"chat:{uuid4().hex}", _day(as_of), json=json)


def converse(house: "House", thread: str, as_of: date | None = None, *, json: bool = False) -> None:
    """Read questions from standard input and answer each, until an empty line or the end."""
    console = output.console()
    while True:
        if sys.stdin.isatty():
            console.print("\n[bold green]?[/bold green] ", end="")
        line = sys.stdin.readline().strip()
        if not line:
            return
        found = put(house, line, thread, as_of)
        if json:
            output.print_json(found.to_dict())
        else:
            render.show(console, found)


def put(
    house: "House", text: str, thread: str | None, as_of: date | None = None, *, charts: bool = True
) -> "Answer":
    """Return the answer to a question typed in the terminal, showing what is being done meanwhile."""
    question = Question(text=text, thread=thread or f"ask:{uuid4().hex}", as_of=as_of)
    with output.errors().status("Reading the question ...") as status:
        found = house.assistant.ask(question, progress=status.update)
        return _illustrated(house, found) if charts else found


def _illustrated(house: "House", found: "Answer") -> "Answer":
    """Return the answer with its charts drawn; without any the drawing library is not loaded."""
    if not found.charts:
        return found
    from assistant.charts.gallery import illustrated

    return illustrated(found, house.workspace.charts)


def _writable(path: Path, batch: Path | None) -> None:
    if batch is not None:
        raise UsageError("--csv takes the answer to one question, not a --batch.")
    if path.exists():
        raise UsageError(f"{path} exists already. Choose another name; nothing is overwritten.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {path.absolute().parent} to write {path.name} into.")


def _write(path: Path, found: "Answer") -> None:
    """Write the numbers of an answer; without any no file is made, and that is said."""
    from assistant.spreadsheet import to_csv

    if not found.findings:
        output.print_error(f"The answer holds no numbers, so {path} was not written.")
        return
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(to_csv(found))
    except OSError as error:
        raise AssistantError(
            f"{path} cannot be written. Check the permissions and the disk's free space."
        ) from error


def _answered(house: "House", item: Mapping[str, Any], as_of: date | None, *, charts: bool) -> "Answer":
    thread = item.get("thread")
    if thread is not None and not isinstance(thread, str):
        raise UsageError('"thread" must be a text.')
    found = house.assistant.ask(
        Question(text=output.field(item, "question"), thread=thread or f"ask:{uuid4().hex}", as_of=as_of)
    )
    return _illustrated(house, found) if charts else found


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"--as-of takes a date such as 2025-03-01, not {value!r}.") from error

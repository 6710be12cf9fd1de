"""`whybuy ask` and `whybuy chat`."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from assistant.cli import open as opening
from assistant.cli import output, render
from assistant.cli.options import Batch, Json, WorkspaceDirectory
from assistant.errors import UsageError
from assistant.question import Question

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.wiring import House

Explain = Annotated[bool, typer.Option("--explain", help="Add how each number was computed.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The date that 'last 30 days' counts back from.")]


def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    batch: Batch = None,
    thread: Annotated[str | None, typer.Option(help="Continue the conversation of this name.")] = None,
    as_of: AsOf = None,
    explain: Explain = False,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None):
        raise UsageError("Give a question, or --batch FILE.")
    day = _day(as_of)
    with opening.filled(workspace) as house:
        if batch is not None:
            output.batch(batch, lambda item: _answered(house, item, day).to_dict())
            return
        found = put(house, question or "", thread, day)
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


def put(house: "House", text: str, thread: str | None, as_of: date | None = None) -> "Answer":
    """Return the answer to a question typed in the terminal, showing what is being done meanwhile."""
    question = Question(text=text, thread=thread or f"ask:{uuid4().hex}", as_of=as_of)
    with output.errors().status("Reading the question ...") as status:
        return house.assistant.ask(question, progress=status.update)


def _answered(house: "House", item: Mapping[str, Any], as_of: date | None) -> "Answer":
    thread = item.get("thread")
    if thread is not None and not isinstance(thread, str):
        raise UsageError('"thread" must be a text.')
    return house.assistant.ask(
        Question(text=output.field(item, "question"), thread=thread or f"ask:{uuid4().hex}", as_of=as_of)
    )


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"--as-of takes a date such as 2025-03-01, not {value!r}.") from error

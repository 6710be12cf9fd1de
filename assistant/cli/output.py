"""What the terminal shows: JSON for scripts, readable text for people, errors on stderr."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from assistant.cli.faults import said
from assistant.errors import AssistantError, UsageError

WIDEST = 100


def console() -> Console:
    """Return the console for standard output: at most 100 columns, no colour when piped."""
    found = Console()
    return Console(width=min(found.width, WIDEST)) if found.width > WIDEST else found


def errors() -> Console:
    """Return the console for standard error."""
    return Console(stderr=True, highlight=False)


def progress() -> Progress:
    """Return a progress display on stderr that is silent unless a terminal is there."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors(),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


@contextmanager
def advancing() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far long work is: the name of a stage, how much is done, and of how much."""
    with progress() as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_error(message: str) -> None:
    """Print one message for the operator on stderr."""
    errors().print(f"[bold]whybuy:[/bold] {escape(message)}", soft_wrap=True)


def batch(path: Path, answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """Answer each line of a JSON Lines file with one line; a line that cannot be processed says why."""
    for number, line in enumerate(_lines(path), start=1):
        identifier: object = number
        try:
            item = _item(line, number)
            identifier = item["id"]
            result = answer(item)
        except Exception as error:  # noqa: BLE001 - one line must not cost the others their answers
            result = {"error": said(error)}
        print_json({"id": identifier, **result})


def _item(line: str, number: int) -> Mapping[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"Line {number} is not JSON.") from error
    if not isinstance(item, dict) or "id" not in item:
        raise UsageError(f'Line {number} is no object with an "id".')
    return item


def field(item: Mapping[str, Any], name: str) -> str:
    """Return a text field of a batch line; raises UsageError when it is missing or not a text."""
    value = item.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f'The line has no text in "{name}".')
    return value


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"The batch file {path} cannot be read as UTF-8 text.") from error
    yield from (line for line in text.splitlines() if line.strip())

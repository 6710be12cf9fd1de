"""`whybuy ingest`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory

if TYPE_CHECKING:
    from assistant.ingest.report import IngestReport
    from assistant.wiring import House


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Folders and files with documents and tables.")],
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Read folders and files into the workspace; a second time changes nothing."""
    with opening.house(workspace) as house:
        report = read(house, paths)
    if json:
        output.print_json(report.to_dict())
        return
    show(output.console(), report)


def read(house: "House", paths: list[Path]) -> "IngestReport":
    """Ingest with progress bars on a terminal."""
    from assistant.ingest.run import ingest_paths

    with output.progress() as bars:
        tasks: dict[str, int] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(bars.task_ids[tasks[stage]], completed=done, total=total)

        return ingest_paths(house, paths, advance)


def show(console: Console, report: "IngestReport") -> None:
    """Print what was read, what was skipped and why, and what the tables were taken to mean."""
    console.print(
        f"[bold]{report.documents:,}[/bold] documents ({report.passages:,} passages), "
        f"[bold]{report.tables:,}[/bold] tables ({report.rows:,} rows); "
        f"{report.embedded:,} passages embedded, {report.unchanged:,} files unchanged."
    )
    if report.erased:
        console.print(f"{report.erased:,} texts and rows were left out because they had been erased.")
    for skipped in report.skipped:
        console.print(f"[yellow]skipped[/yellow] {escape(skipped.path)}: {escape(skipped.reason)}")
    for line in report.catalog:
        console.print(escape(line), style="dim")
    if report.tables:
        console.print(
            "`whybuy catalog` prints what each column was taken for; catalog.yaml can be edited.", style="dim"
        )

"""`whybuy ingest` and `whybuy refresh`."""

from collections.abc import Mapping
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
    _tell(report, json=json)


def refresh(json: Json = False, workspace: WorkspaceDirectory = None) -> None:
    """Read all that was ever ingested again: what changed, was renamed or deleted, and what databases say now."""
    with opening.filled(workspace) as house:
        report = _performed(house, "refresh", {})
    _tell(report, json=json)


def read(house: "House", paths: list[Path]) -> "IngestReport":
    """Ingest with progress bars on a terminal; through the process that owns the workspace, if there is one."""
    return _performed(house, "ingest", {"paths": [str(path.expanduser().absolute()) for path in paths]})


def _performed(house: "House", job: str, arguments: Mapping[str, object]) -> "IngestReport":
    from assistant.ingest.report import IngestReport
    from assistant.owner.handing import perform

    with output.advancing() as advance:
        return IngestReport.restored(perform(house, job, arguments, advance))


def _tell(report: "IngestReport", *, json: bool) -> None:
    if json:
        output.print_json(report.to_dict())
        return
    show(output.console(), report)


def show(console: Console, report: "IngestReport") -> None:
    """Print what was read, what was skipped and why, and what the tables were taken to mean."""
    console.print(
        f"[bold]{report.documents:,}[/bold] documents ({report.passages:,} passages), "
        f"[bold]{report.tables:,}[/bold] tables ({report.rows:,} rows); "
        f"{report.embedded:,} passages embedded, {report.unchanged:,} files unchanged, {report.removed:,} removed."
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

"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
WorkspaceDirectory = Annotated[
    Path | None,
    typer.Option("--workspace", help="Where everything is kept (default: .whybuy, or WHYBUY_WORKSPACE)."),
]
Batch = Annotated[
    Path | None, typer.Option("--batch", help="Read JSON Lines from a file ('-' for standard input).")
]

"""`whybuy export`."""

import csv
import io
import json as jsonlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Mapping


def export(
    customer: Annotated[str, typer.Option(help="The customer's id, as it stands in the tables.")],
    to: Annotated[
        Path | None, typer.Option("--output", help="A file to write: .zip (tables and texts apart) or .json.")
    ] = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Give what is held about one customer."""
    from assistant.export import export as exported

    with opening.filled(workspace) as house:
        found = exported(house, customer).to_dict()
    if to is not None:
        _write(to, found)
    if json:
        output.print_json(found)
    elif to is None:
        output.console().print_json(jsonlib.dumps(found, ensure_ascii=False))
    else:
        rows = sum(map(len, found["tables"].values()))
        output.console().print(f"{to}: {rows:,} rows, {len(found['documents']):,} texts.", markup=False)


def _write(path: Path, found: "Mapping[str, Any]") -> None:
    if path.exists():
        raise AssistantError(f"{path} exists already. Choose another name; nothing is overwritten.")
    text = jsonlib.dumps(found, ensure_ascii=False, indent=1)
    try:
        if path.suffix.lower() != ".zip":
            path.write_text(text, encoding="utf-8")
            return
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export.json", text)
            for name, rows in found["tables"].items():
                archive.writestr(f"tables/{_plain(name)}.csv", _csv(rows))
            for number, document in enumerate(found["documents"], start=1):
                archive.writestr(f"texts/{number:04}-{_plain(document['id'])}.txt", document["text"])
    except OSError as error:
        raise AssistantError(
            f"{path} cannot be written. Check the permissions and the disk's free space."
        ) from error


def _csv(rows: "list[dict[str, Any]]") -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _plain(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "_" for character in name).strip(
        "."
    )

"""`whybuy search`, `show` and `catalog`: looking at what is stored."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Batch, Json, WorkspaceDirectory
from assistant.errors import AssistantError, UsageError
from retrieval.documents import KINDS


def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    document: Annotated[str | None, typer.Option(help="Only this document or file.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"Only one of {', '.join(KINDS)}.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Only what this person says.")] = None,
    role: Annotated[str | None, typer.Option(help="Only what an interviewer, or a respondent, says.")] = None,
    language: Annotated[str | None, typer.Option(help="Only texts in this language (two letters: en).")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this date on (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option(help="Only up to this date (YYYY-MM-DD).")] = None,
    where: Annotated[list[str] | None, typer.Option(help="Only customers where column=value.")] = None,
    batch: Batch = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Find passages in the documents."""
    if (query is None) == (batch is None):
        raise UsageError("Give a query, or --batch FILE.")
    from assistant.cli.hits import hits

    fields = {
        "k": k,
        "document": document,
        "kind": kind,
        "speaker": speaker,
        "role": role,
        "language": language,
        "since": since,
        "until": until,
        "where": where or [],
    }
    with opening.filled(workspace) as house:
        if batch is not None:
            output.batch(
                batch, lambda item: {"hits": hits(house, output.field(item, "query"), {**fields, **item})}
            )
            return
        found = hits(house, query or "", fields)
    if json:
        output.print_json({"hits": found})
        return
    _print(found)


def _print(found: Sequence[Mapping[str, Any]]) -> None:
    console = output.console()
    for hit in found:
        source = " · ".join(str(part) for part in (hit["document"], hit["date"], hit["speaker"]) if part)
        console.print(f"[bold]{hit['rank']}[/bold]", end=" ")
        console.print(source, markup=False, highlight=False)
        console.print(hit["text"], markup=False, highlight=False)
        console.print()
    if not found:
        console.print("Nothing was found.")


def show(
    document: Annotated[str, typer.Argument(help="The document as answers cite it.")],
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Print the stored text of a document, the text that offsets refer to."""
    with opening.filled(workspace) as house:
        found = house.corpus.document(document)
    if found is None:
        raise AssistantError(f"There is no document {document!r}. `whybuy search` names the documents it finds.")
    if json:
        output.print_json({"document": found.id, "kind": found.kind, "date": found.date, "text": found.text})
        return
    sys.stdout.write(found.text)


def catalog(json: Json = False, workspace: WorkspaceDirectory = None) -> None:
    """Print what is known of the tables; edit catalog.yaml in the workspace to correct it."""
    from tools.tables.notation import to_yaml

    with opening.filled(workspace) as house:
        known = house.tables.catalog
    text = to_yaml(known)
    if json:
        output.print_json({"catalog": text, "tables": [table.name for table in known]})
        return
    sys.stdout.write(text)

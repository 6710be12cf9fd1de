"""`whybuy erase` and `whybuy unerase`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory
from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.receipts import Receipt

Customer = Annotated[str | None, typer.Option(help="The customer's id, as it stands in the tables.")]
Document = Annotated[str | None, typer.Option(help="A document as answers cite it, or a whole file.")]


def erase(
    customer: Customer = None,
    document: Document = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Remove a customer or a document everywhere and print a receipt."""
    told = _performed("erase", customer, document, workspace)
    from assistant.receipts import Receipt

    receipt = Receipt.restored(told)
    if json:
        output.print_json(receipt.to_dict())
        return
    _show(output.console(), receipt)


def unerase(
    customer: Customer = None,
    document: Document = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Let an erased customer or document be read in again by the next ingest."""
    lifted = _performed("unerase", customer, document, workspace)["lifted"]
    if not lifted:
        raise AssistantError("Nothing of that name was erased. Check the spelling.")
    if json:
        output.print_json({"lifted": lifted})
        return
    output.console().print("The next ingest reads it in again.")


def _performed(
    order: str, customer: str | None, document: str | None, workspace: Path | None
) -> Mapping[str, Any]:
    """Have whoever holds the workspace do it, and return what came of it."""
    if (customer is None) == (document is None):
        raise UsageError("Give --customer ID or --document D.")
    from assistant.owner.handing import perform

    subject = {"customer": customer, "document": document}
    with opening.filled(workspace) as house, output.advancing() as advance:
        return perform(house, order, subject, advance)


def _show(console: Console, receipt: "Receipt") -> None:
    console.print(f"Erased: {receipt.subject}", markup=False)
    for item in receipt.removed:
        console.print(f"  {item.store}: {item.items} {item.what}", markup=False)
    if receipt.mentions:
        console.print("Texts of others that name it, and stay:")
        for name in receipt.mentions:
            console.print(f"  {name}", markup=False)
    console.print("Out of our reach:")
    for line in (*(f"The backup {path}" for path in receipt.backups), *receipt.beyond):
        console.print(f"  {line}", markup=False)

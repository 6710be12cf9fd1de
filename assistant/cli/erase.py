"""`whybuy erase`."""

from typing import Annotated

import typer

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory
from assistant.errors import UsageError


def erase(
    customer: Annotated[str | None, typer.Option(help="The customer's id, as it stands in the tables.")] = None,
    document: Annotated[str | None, typer.Option(help="A document as answers cite it, or a whole file.")] = None,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """Remove a customer or a document everywhere and print a receipt."""
    if (customer is None) == (document is None):
        raise UsageError("Give --customer ID or --document D.")
    from assistant import erase as erasing

    with opening.filled(workspace) as house:
        receipt = erasing.erase(house, customer=customer, document=document)
    if json:
        output.print_json(receipt.to_dict())
        return
    console = output.console()
    console.print(f"Erased: {receipt.subject}", markup=False)
    for item in receipt.removed:
        console.print(f"  {item.store}: {item.items} {item.what}", markup=False)
    console.print("Out of our reach:")
    for line in receipt.beyond:
        console.print(f"  {line}", markup=False)

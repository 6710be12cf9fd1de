"""`python -m tests.evals formats`: a hundred damaged files of every format, and what became of them."""

from rich.console import Console
from rich.table import Table

from tests.retrieval.damage import try_all

COUNT = 100


def report(console: Console) -> None:
    """Damage, load and print; a crash or a hang beyond the parser's limit would end this with an error."""
    table = Table(title=f"Damaged files, {COUNT} of each format")
    for column in ("format", "ingested", "skipped with a reason", "slowest s", "commonest reason"):
        table.add_column(column, justify="left" if column in ("format", "commonest reason") else "right")
    for suffix, outcome in try_all(COUNT).items():
        reason = outcome.reasons.most_common(1)[0][0] if outcome.reasons else ""
        table.add_row(suffix, str(outcome.ingested), str(outcome.skipped), f"{outcome.slowest:.2f}", reason)
    console.print(table)

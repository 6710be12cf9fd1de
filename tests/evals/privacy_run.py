"""`python -m tests.evals privacy`: recall per kind and precision with n and 95% intervals, each half by itself."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tests.evals.privacy_score import measure, rows
from tests.evals.privacy_sets import fourth, own, public, second, third

COLUMNS = ("set", "measure", "n", "strict", "95% interval", "touched")
"""`strict`: no word of it stays; `touched`: a part of it is replaced."""


def evaluate() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: our own texts of four authors, then the public set if it is there."""
    for name, found in (
        ("own", own()),
        ("second author", second()),
        ("third author", third()),
        ("fourth author", fourth()),
        ("public", public()),
    ):
        examples = tuple(found)
        for half, title in (("dev", "tuned"), ("held", "held back")):
            chosen = [example for example in examples if example.half == half]
            if chosen:
                yield from rows(f"{name}, {title}", measure(chosen))


def report(console: Console) -> None:
    """Print the table."""
    table = Table(title="Personal data")
    for column in COLUMNS:
        table.add_column(column)
    for row in evaluate():
        table.add_row(*row)
    console.print(table)

"""Writes the demo company's files from a seed and hand-written prose; the same bytes each time.

Run `python -m assistant.demo.generate DIRECTORY`; without an argument the packaged data is rewritten.
"""

import sys
from functools import cache
from pathlib import Path

from assistant.demo.accounts import account_tables
from assistant.demo.channels import campaign_table, cost_table, report_table
from assistant.demo.customers import customer_table
from assistant.demo.documents import documents
from assistant.demo.feedback import feedback_table
from assistant.demo.history import histories
from assistant.demo.orders import last_refills, order_table
from assistant.demo.people import everybody
from assistant.demo.survey import survey_table
from assistant.demo.tables import Table
from assistant.demo.tickets import ticket_table

HERE = Path(__file__).parent


def generate(customers: int | None = None) -> dict[str, str]:
    """Return the text of every file of the demo company by its relative path.

    `customers` keeps only what concerns the first so many of them: a smaller company of the same kind.
    """
    tables = _tables()
    if customers is not None:
        tables = tuple(table.of_first(customers) for table in tables)
    return {table.name: table.csv() for table in tables} | documents()


@cache
def _tables() -> tuple[Table, ...]:
    """Return the tables of the whole company."""
    people = everybody()
    orders = order_table(people)
    known = histories(orders)
    tickets, survey = ticket_table(people, known), survey_table(people, known)
    return (
        customer_table(people, last_refills(orders), known, beside=(tickets, survey)),
        orders,
        tickets,
        feedback_table(people, known),
        survey,
        *account_tables(people),
        campaign_table(),
        cost_table(people),
        report_table(orders, people),
    )


def write(directory: Path, customers: int | None = None) -> None:
    """Write all files below a directory."""
    for name, text in generate(customers).items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "data")

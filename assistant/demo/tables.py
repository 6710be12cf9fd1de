"""Tables as the generator keeps them until they are written: a header, rows, and whose row each is."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20250630
OLDEST = date(2022, 7, 1)
NEWEST = date(2025, 6, 30)

Cell = str | int | float | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its name, the names of its columns, its rows."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def of_first(self, customers: int) -> "Table":
        """Return the rows of the first customers; rows of nobody (a month, a firm) all stay."""
        if "customer_id" not in self.header:
            return self
        place = self.header.index("customer_id")
        last = f"C{customers:04d}"
        return Table(self.name, self.header, tuple(row for row in self.rows if str(row[place] or "") <= last))

    def csv(self) -> str:
        """Return the file's text; None is an empty cell."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return stream.getvalue()


def dice(part: str) -> random.Random:
    """Return the source of chance of one part; another part's draws do not move it."""
    return random.Random(f"{SEED}:{part}")  # noqa: S311 - invented data must be repeatable, not secret


def day_between(draw: random.Random, first: date, last: date) -> date:
    """Return a day from first to last, both included; first when last is earlier."""
    return first + timedelta(days=draw.randrange(max(0, (last - first).days) + 1))


def numbered(letter: str, rows: Sequence[Row], digits: int) -> tuple[Row, ...]:
    """Return rows with an id in front: the letter and the row's number."""
    return tuple((f"{letter}{number:0{digits}d}", *row) for number, row in enumerate(rows, start=1))

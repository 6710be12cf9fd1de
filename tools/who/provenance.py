"""How a finding about rows was computed, for whoever wants to do it again."""

from tools.arguments import Where
from tools.phrases import notation
from tools.tables.catalog import Table


def computation(
    table: Table, where: Where, n: int | None, denominator: str, formula: str, method: str
) -> tuple[str, ...]:
    """Return line by line from which rows a finding was computed, and how."""
    lines = (
        f"Filter: {notation(where) or 'none, all rows'}",
        f"Rows: {n:,}" if n is not None else "",
        f"Denominator: {denominator}" if denominator else "",
        f"Formula: {formula}" if formula else "",
        f"Method: {method}" if method else "",
        f"Data: {table.name}, version {table.version[:12]}",
    )
    return tuple(line for line in lines if line)

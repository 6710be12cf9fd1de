"""The rate of an outcome where it stands, told beside groups that are compared on it from another table."""

from assistant.offline.material import Material
from assistant.offline.reading import Reading
from assistant.offline.vocabulary import JOINED


def whole_rate(reading: Reading, material: Material) -> list[Reading]:
    """Return the rate over the table of the outcome: its rows may be more than those that were joined."""
    holder, _, name = (reading.metric or "").rpartition(JOINED)
    table = material.catalog.table(holder) if holder else None
    column = table.column(name) if table is not None else None
    if column is None or column.role != "outcome" or "compare" not in reading.cues:
        return []
    return [
        Reading(
            text=reading.text,
            table=holder,
            aggregate="share",
            metric=name,
            value=reading.value,
            explicit=frozenset({"table", "metric", "aggregate"}),
        )
    ]

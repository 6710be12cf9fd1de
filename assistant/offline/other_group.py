"""The same share of another group: "what share on 3.10 is urgent, and what share on 3.9?"."""

import re
from dataclasses import replace

from assistant.offline.reading import Condition, Reading

# A share right before a place says of whom it is and leaves out what it counts.
_OF_WHOM = re.compile(
    r"^\s*(?:and\s+|but\s+|und\s+|et\s+|y\s+)?(?:(?:what|which)\s+)?(?:is\s+the\s+)?"
    r"(?:shares?|percentages?|proportions?|fractions?|rates?)\s+(?:on|in|at|for|with|from|among|by|under)\b",
    re.IGNORECASE,
)


def other_group(reading: Reading, context: Reading | None) -> Reading | None:
    """Return what the context measures, of the group that a clause names in place of the context's, or None."""
    if (
        context is None
        or context.metric is None
        or context.aggregate != "share"
        or not _OF_WHOM.match(reading.text)
    ):
        return None
    named = _named(reading)
    told = {str(item["column"]) for item in context.where}
    alone = reading.table == context.table and not (reading.by or reading.missing or reading.unexplained)
    if not alone or len(named) != 1 or str(named[0]["column"]) not in told:
        return None
    where = tuple(item for item in context.where if item["column"] != named[0]["column"])
    return replace(context, text=reading.text, where=(*where, *named), fills=reading.fills)


def _named(reading: Reading) -> list[Condition]:
    """Return the groups that a clause names: its conditions, and the value whose share it was read to be of."""
    counted = reading.metric is not None and reading.value is not None
    return [*reading.where, *([{"column": reading.metric, "op": "=", "value": reading.value}] if counted else [])]

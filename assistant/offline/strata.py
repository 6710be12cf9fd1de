"""A comparison looked into: inside the groups of a column, or among the rows of segments that are named."""

from dataclasses import replace

from assistant.offline.reading import Reading
from tools.tables.catalog import Catalog

_FEW = 12  # different numbers that are groups of their own
_PARTS = 4


def compared(context: Reading | None) -> bool:
    """Return whether a reading sets a segment against others, or groups against each other, on a measure."""
    if context is None or context.metric is None:
        return False
    sided = bool(context.where) and (context.others or context.contrast is not None)
    return sided or ("compare" in context.cues and len(context.by) == 1)


def looked_into(reading: Reading, context: Reading | None, catalog: Catalog) -> list[Reading]:
    """Return the context's comparison inside what a later clause splits it by, none when the clause does not.

    "Check it by contract" tells the difference inside each contract; with two segments named ("by age: under 30
    against 50 and more") the comparison is told among the rows of each.
    """
    if context is None or not compared(context):
        return []
    reading = _by_what_is_named(reading, context, catalog)
    split = {item["column"] for item in reading.by}
    if reading.missing or reading.unexplained or reading.metric not in {None, context.metric, *split}:
        return []
    if reading.table != context.table:
        return []
    spoken = {item["column"] for item in (*context.where, *(context.contrast or ()), *context.by)}
    groups = [item for item in reading.by if item["column"] not in spoken]
    sides = [side for side in (reading.where, reading.contrast or ()) if side and _apart(side, spoken)]
    if len(sides) > 1:
        return [context, *(_among(context, side) for side in sides)]
    if len(groups) == 1 and not sides and not any("grain" in item for item in groups):
        return [replace(context, strata=groups[0], explicit=context.explicit | {"strata"})]
    return []


def _by_what_is_named(reading: Reading, context: Reading, catalog: Catalog) -> Reading:
    """Return a clause that names nothing but a column ("Look at city tiers, too") as one that splits by it."""
    table = catalog.table(reading.table) if reading.table else None
    column = table.column(reading.metric) if table is not None and reading.metric else None
    if column is None or reading.metric == context.metric or reading.by or reading.where or reading.period:
        return reading
    asked = "aggregate" in reading.explicit or reading.contrast or reading.others or reading.order
    if asked or reading.cues - {"trend"} or column.role in {"id", "time", "text"}:
        return reading
    grouping: dict[str, object] = {"column": column.name}
    if column.role == "measure" and column.distinct > _FEW:
        grouping["bins"] = _PARTS
    return replace(reading, by=(grouping,), metric=None, value=None)


def _apart(side: tuple[object, ...], spoken: set[str]) -> bool:
    return not any(isinstance(item, dict) and item["column"] in spoken for item in side)


def _among(context: Reading, side: tuple[object, ...]) -> Reading:
    conditions = tuple(dict(item) for item in side if isinstance(item, dict))
    return replace(context, among=conditions, explicit=context.explicit | {"among"})

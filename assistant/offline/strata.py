"""A comparison looked into: inside the groups of a column, or among the rows of segments that are named."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Reading
from assistant.offline.thread import leads_on
from assistant.offline.words import stem, tokens
from tools.tables.catalog import Catalog, Column

_FEW = 12  # different numbers that are groups of their own
_PARTS = 4
_COMPARE = stem("compare")
_WITHIN = frozenset({"within", "inside", "among", "innerhalb"})


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
    if (blamed := _blamed(reading, context)) is not None:
        return [_inside_of(context, ({"column": blamed},), catalog)]
    split = {item["column"] for item in reading.by}
    if reading.missing or reading.unexplained or reading.metric not in {None, context.metric, *split}:
        return []
    if reading.table != context.table:
        return []
    spoken = {item["column"] for item in (*context.where, *(context.contrast or ()), *context.by)}
    if _names_again(reading, spoken):
        return [context]  # "is it the card?" names what is compared already
    if _puts_down(reading.text):  # "is it the card, or only because they live in town?"
        reading = replace(reading, where=tuple(item for item in reading.where if item["column"] not in spoken))
    groups = [item for item in reading.by if item["column"] not in spoken]
    sides = [side for side in (reading.where, reading.contrast or ()) if side and _apart(side, spoken)]
    if _only_measured(reading, groups, sides):
        return [replace(context, aggregate=reading.aggregate)]
    if len(sides) > 1:
        return [context, *(_among(context, side) for side in sides)]
    if len(sides) == 1 and not groups and _WITHIN & {word.norm for word in tokens(reading.text)}:
        return [context, *(_among(context, part) for part in _each(sides[0]))]
    if context.by and leads_on(reading.text):
        return []  # "and by region?" after groups of another kind wants these groups instead
    if len(groups) == 1 and not sides and not any("grain" in item for item in groups):
        return [replace(context, strata=groups[0], explicit=context.explicit | {"strata"})]
    return []


def _names_again(reading: Reading, spoken: set[str]) -> bool:
    """Return whether a clause asks if it is the very trait by which the groups that are compared differ."""
    named = {item["column"] for item in reading.where}
    plain = not (reading.metric or reading.by or reading.contrast or reading.order or reading.aggregate)
    return plain and bool(named) and named <= spoken and _points(reading.text)


def _puts_down(text: str) -> bool:
    """Return whether a clause puts a difference down to a group it names ("is it only the students?")."""
    told = phrases("put_down")
    causes = rf"\b{any_of((*told['only'], *told['because']))}\b"
    return _points(text) and re.search(causes, _plainly(text)) is not None


def _points(text: str) -> bool:
    """Return whether a clause begins with a word that points at what was told ("is it", "or is that")."""
    return re.search(rf"^(?:\S+\s+){{0,2}}{any_of(phrases('put_down')['it'])}\b", _plainly(text)) is not None


def _plainly(text: str) -> str:
    return " ".join(word.norm for word in tokens(text))


def _inside_of(context: Reading, side: tuple[object, ...], catalog: Catalog) -> Reading:
    """Return a comparison looked into by the column that tells a group apart, numbers in bands."""
    name = next(str(item["column"]) for item in side if isinstance(item, dict))
    table = catalog.table(context.table) if context.table else None
    column = table.column(name) if table is not None else None
    strata = {"column": name} if column is None else _split_by(column)
    return replace(context, strata=strata, explicit=context.explicit | {"strata"})


def _blamed(reading: Reading, context: Reading) -> str | None:
    """Return the one further column that a clause puts a difference down to, None where it does not."""
    if reading.unexplained or reading.table != context.table or not _puts_down(reading.text):
        return None
    named = _named(reading) - _named(context)
    return named.pop() if len(named) == 1 else None


def _named(reading: Reading) -> set[str]:
    """Return the columns that a reading is about."""
    conditions = (*reading.where, *(reading.contrast or ()), *reading.by)
    return {str(item["column"]) for item in conditions} | ({reading.metric} if reading.metric else set())


def _split_by(column: Column) -> dict[str, object]:
    """Return the groups of a column: its values, or bands where it measures in many numbers."""
    grouping: dict[str, object] = {"column": column.name}
    if column.role == "measure" and column.distinct > _FEW:
        grouping["bins"] = _PARTS
    return grouping


def _only_measured(reading: Reading, groups: Sequence[object], sides: Sequence[object]) -> bool:
    """Return whether a clause says no more than on which figure to compare ("Compare the median pay")."""
    opens = tokens(reading.text)[:1]
    return bool(reading.metric and reading.aggregate and not groups and not sides) and any(
        word.stem == _COMPARE for word in opens
    )


def _each(side: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Return a side as one for each of a few values that it lists ("within the small and the large shops")."""
    listed = [item for item in side if isinstance(item, dict) and item["op"] == "in"]
    if len(side) != 1 or len(listed) != 1 or len(listed[0]["value"]) > _PARTS:
        return [side]
    return [({**listed[0], "op": "=", "value": value},) for value in listed[0]["value"]]


def _by_what_is_named(reading: Reading, context: Reading, catalog: Catalog) -> Reading:
    """Return a clause that names nothing but a column ("Look at city tiers, too") as one that splits by it."""
    table = catalog.table(reading.table) if reading.table else None
    column = table.column(reading.metric) if table is not None and reading.metric else None
    if column is None or reading.metric == context.metric or reading.by or reading.where or reading.period:
        return reading
    asked = "aggregate" in reading.explicit or reading.contrast or reading.others or reading.order
    if asked or reading.cues - {"trend"} or column.role in {"id", "time", "text"}:
        return reading
    return replace(reading, by=(_split_by(column),), metric=None, value=None)


def _apart(side: tuple[object, ...], spoken: set[str]) -> bool:
    return not any(isinstance(item, dict) and item["column"] in spoken for item in side)


def _among(context: Reading, side: tuple[object, ...]) -> Reading:
    conditions = tuple(dict(item) for item in side if isinstance(item, dict))
    return replace(context, among=conditions, explicit=context.explicit | {"among"})

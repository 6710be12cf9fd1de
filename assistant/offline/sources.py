"""Other tables that can answer the same: a smaller file with rows of the same kind, another source of a figure."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.compose import plain
from assistant.offline.material import Material
from assistant.offline.reading import Condition, Grouping, Reading
from tools.tables.catalog import Column, Table

_SUMMED = frozenset({"sum", "count"})


def beside(reading: Reading, material: Material) -> tuple[list[Reading], tuple[str, ...]]:
    """Return the reading moved to other tables that hold the same, and what has to be said of them.

    A file whose rows all stand in the table read is told beside it, unless the question names either. A total that
    a second source reports as well is told from both, so that they can be compared.
    """
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or "words" in reading.cues or _names_a_table(reading):
        return [], ()
    parts = [other for other in material.catalog if other.part_of == table.name]
    moved = [made for other in parts if (made := _moved(reading, table, other)) is not None]
    if moved:
        names = ", ".join(f"`{other.name}`" for other in parts)
        return moved[:1], (
            f"`{table.name}` holds all rows of {names}; the figures of both are given, its own first.",
        )
    rivals = [made for other in material.catalog if (made := _second_source(reading, table, other)) is not None]
    if not rivals or reading.metric is None:
        return [], ()
    measured = plain(reading.metric).lower()
    names = f"`{table.name}` and `{rivals[0].table}`"
    note = f"The sources {names} each hold {measured}; where their figures differ, they disagree."
    return rivals[:1], (note,)


def _names_a_table(reading: Reading) -> bool:
    return any(filled.startswith("table ") for filled in (reading.fills or {}).values())


def _second_source(reading: Reading, table: Table, other: Table) -> Reading | None:
    """Return the reading of a dated total from another table that has a measure of the very same name."""
    metric = table.column(reading.metric) if reading.metric else None
    dated = reading.period is not None or any("grain" in item for item in reading.by)
    unrelated = other.name not in (table.name, table.like) and other.like != table.name
    if metric is None or reading.aggregate not in _SUMMED or not dated or not unrelated or other.time is None:
        return None
    found = _same(other, metric)
    return _moved(reading, table, other) if found is not None and found.role == "measure" else None


def _moved(reading: Reading, table: Table, other: Table) -> Reading | None:
    """Return the reading over the columns of another table, None where one of them is not there."""
    used = {str(item["column"]) for item in (*reading.where, *reading.by, *(reading.contrast or ()))}
    used |= {name for name in (reading.metric, reading.per) if name}
    new: dict[str, str] = {}
    for name in used:
        column = table.column(name)
        found = other.column(str(other.time)) if column and column.name == table.time else None
        found = found or (_same(other, column) if column else None)
        if found is None:
            return None
        new[name] = found.name
    return replace(
        reading,
        table=other.name,
        metric=new.get(reading.metric or ""),
        per=new.get(reading.per or ""),
        where=_renamed(reading.where, new),
        by=_renamed(reading.by, new),
        contrast=None if reading.contrast is None else _renamed(reading.contrast, new),
    )


def _renamed(items: Sequence[Condition | Grouping], new: dict[str, str]) -> tuple[Condition, ...]:
    return tuple({**item, "column": new[str(item["column"])]} for item in items)


def _same(table: Table, column: Column) -> Column | None:
    label = column.label.casefold()
    return next((item for item in table.columns if item.label.casefold() == label), None)

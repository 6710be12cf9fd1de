"""Tables of invented companies, each column in a line."""

from collections.abc import Sequence
from typing import Any

from tools.tables.catalog import Catalog, Column, Quantity, Role, Storage, Table


def column(name: str, role: Role, storage: Storage = "text", values: Sequence[str] = (), **more: Any) -> Column:
    """Return a column; its values come from the most frequent to the rarest."""
    return Column(
        name=name,
        label=more.pop("label", name.replace("_", " ")),
        role=role,
        storage=storage,
        values=tuple((value, 100 - index) for index, value in enumerate(values)),
        distinct=more.pop("distinct", len(values) or 500),
        **more,
    )


def number(name: str, unit: Quantity | None = "count", **more: Any) -> Column:
    """Return a measure from 0 to 900."""
    return column(name, "measure", "number", unit=unit, distinct=300, minimum="0", maximum="900", **more)


def group(name: str, *values: str) -> Column:
    """Return a column of groups."""
    return column(name, "segment", values=values)


def table(name: str, entity: str, *columns: Column, rows: int, **more: Any) -> Table:
    """Return a table whose key, time and outcome are, unless told, the first columns that can be."""

    def first(role: Role) -> str | None:
        return next((column.name for column in columns if column.role == role), None)

    key = first("id")
    given: dict[str, Any] = {"key": (key,) if key else (), "time": first("time"), "outcome": first("outcome")}
    return Table(name=name, entity=entity, rows=rows, columns=columns, **(given | more))


def catalog(name: str, entity: str, *columns: Column, rows: int, **more: Any) -> Catalog:
    """Return a catalog of one such table."""
    return Catalog(tables=(table(name, entity, *columns, rows=rows, **more),))

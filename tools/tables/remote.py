"""What is noted of a table that stays in its database: where it lies, and counts over all of its rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_FIELD = b"whybuy.remote"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all rows of a column: those with a value, the different values, and the ends of numbers and dates.

    `values` are all different values as text with their rows, most frequent first; empty where there are many.
    """

    known: int
    distinct: int
    minimum: str | None = None
    maximum: str | None = None
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a table lies (`database:table`), how many rows it has there, and the counts of its columns by name."""

    source: str
    rows: int
    columns: Mapping[str, Counts] = field(default_factory=dict)

    def noted_in(self, sample: pa.Table) -> pa.Table:
        """Return the sample with this beside it, as `noted_beside` reads it."""
        return sample.replace_schema_metadata({**(sample.schema.metadata or {}), _FIELD: json.dumps(asdict(self))})


def noted_beside(path: Path) -> Remote | None:
    """Return what is noted beside the sample in a Parquet file, None for a file that holds all of its table."""
    noted = (pq.read_schema(path).metadata or {}).get(_FIELD)
    if noted is None:
        return None
    told = json.loads(noted)
    columns = {
        name: Counts(**{**counts, "values": _pairs(counts["values"])}) for name, counts in told["columns"].items()
    }
    return Remote(told["source"], told["rows"], columns)


def _pairs(listed: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(value), int(rows)) for value, rows in listed)

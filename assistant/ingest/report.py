"""What an ingest found, as scripts and people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assistant.ingest.discover import Skipped
from tools.tables.catalog import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What the given paths hold now: counts, files left out with the reason, and the tables in a line each.

    `erased` counts the files, texts, rows and cells that were left out because they had been erased.
    """

    documents: int = 0
    passages: int = 0
    tables: int = 0
    rows: int = 0
    embedded: int = 0
    unchanged: int = 0
    removed: int = 0
    erased: int = 0
    skipped: tuple[Skipped, ...] = ()
    catalog: tuple[str, ...] = ()

    @classmethod
    def restored(cls, values: Mapping[str, Any]) -> Self:
        """Return the report that `asdict` took apart, in this process or in another."""
        skipped = tuple(Skipped(item["path"], item["reason"]) for item in values["skipped"])
        return cls(**{**values, "skipped": skipped, "catalog": tuple(values["catalog"])})

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the JSON that scripts rely on."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "tables": self.tables,
            "rows": self.rows,
            "embedded": self.embedded,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "erased": self.erased,
            "skipped": [{"path": item.path, "reason": item.reason} for item in self.skipped],
        }


def table_line(table: Table) -> str:
    """Return what a table was taken for, in one line."""
    parts = [f"{table.name}: {table.rows:,} rows, one a {table.entity}"]
    parts += [f"outcome {table.outcome}"] if table.outcome else []
    parts += [f"time {table.time}"] if table.time else []
    parts += [f"people by {table.person}"] if table.person else []
    return "; ".join(parts)

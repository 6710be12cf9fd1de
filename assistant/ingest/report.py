"""What an ingest found, as scripts and people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from assistant.ingest.batch import sources_of
from assistant.ingest.discover import Skipped
from assistant.wiring import House
from assistant.workspace import SourceRecord
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


def counted(report: IngestReport, house: House, records: Sequence[SourceRecord]) -> IngestReport:
    """Return the report with what the workspace holds of these files."""
    tables = {name for record in records for name in record.tables}
    sources = sources_of(records)
    passages, documents = house.corpus.passages_by_source(), house.corpus.sources()
    catalog = [table for table in house.tables.catalog if table.name in tables]
    return replace(
        report,
        documents=sum(documents.get(name, 0) for name in sources),
        passages=sum(passages.get(name, 0) for name in sources),
        tables=len(tables),
        rows=sum(table.rows for table in catalog),
        catalog=tuple(map(_table_line, catalog)),
    )


def _table_line(table: Table) -> str:
    """Return what a table was taken for, in one line."""
    parts = [f"{table.name}: {table.rows:,} rows, one per {table.entity}"]
    parts += [f"outcome {table.outcome}"] if table.outcome else []
    parts += [f"time {table.time}"] if table.time else []
    parts += [f"people by {table.person}"] if table.person else []
    return "; ".join(parts)

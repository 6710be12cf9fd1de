"""What is stored in one change: the texts of several files, and what the manifest says of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.workspace import SourceRecord
from retrieval.documents import Document

# A batch ends at so many characters, some 400 passages: enough to embed them in groups of like length.
_BATCH_TEXT = 300_000
_BATCH_FILES = 200


@dataclass(slots=True)
class Batch:
    """Documents of several files that are stored in one change, and the sources they take the place of."""

    records: list[SourceRecord] = field(default_factory=list)
    documents: dict[str, list[Document]] = field(default_factory=dict)
    former: list[SourceRecord] = field(default_factory=list)
    length: int = 0

    @property
    def full(self) -> bool:
        """Return whether it is large enough to be stored."""
        return self.length >= _BATCH_TEXT or len(self.records) >= _BATCH_FILES


def sources_of(records: Iterable[SourceRecord]) -> set[str]:
    """Return the names under which the texts of these files are kept: the file's own, and its tables'."""
    return {name for record in records for name in (record.name, *record.tables)}

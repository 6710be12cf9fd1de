"""What a format yields: one text, and what the file says about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from retrieval.documents import Edit, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """One text of a file, before personal data is replaced.

    `edits` lead from the text to the decoded source; a binary format has no other source than the text itself.
    `silent` spans are kept and never quoted. `told` is what the file says about the text: `title`, `date`,
    `author`, `language`, `account`, ... `part` names one of several texts of a file and is empty for the only one.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    silent: tuple[Span, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    part: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the extract as plain JSON values."""
        values = asdict(self)
        values["edits"] = [[e.start, e.end, e.source_start, e.source_end] for e in self.edits]
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Extract":
        """Return the extract that `to_dict` described."""
        return cls(
            text=values["text"],
            edits=tuple(Edit(*edit) for edit in values["edits"]),
            silent=tuple((start, end) for start, end in values["silent"]),
            told=values["told"],
            part=values["part"],
        )

"""A question as it enters a turn: scrubbed before it is stored, plain enough to be queued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from retrieval.documents import EVERYBODY, Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asked. `asker` is an opaque id, `thread` names the conversation it belongs to."""

    text: str
    thread: str
    asker: str = ""
    reader: Audience = EVERYBODY
    as_of: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the question as plain JSON values."""
        return {
            "text": self.text,
            "thread": self.thread,
            "asker": self.asker,
            "reader": sorted(self.reader.groups),
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Question":
        """Return the question that `to_dict` described."""
        return cls(
            text=values["text"],
            thread=values["thread"],
            asker=values["asker"],
            reader=Audience(frozenset(values["reader"])),
            as_of=date.fromisoformat(values["as_of"]) if values["as_of"] else None,
        )

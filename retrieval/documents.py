"""What customers said: documents, the passages cut from them, and the evidence quoted from them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["interview", "feedback", "survey", "crm_note", "ticket", "observation", "research", "copy"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Consent = Literal["pseudonymous", "public"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Audience:
    """Groups that may see a text; no groups means everybody."""

    groups: frozenset[str] = frozenset()

    def admits(self, reader: "Audience") -> bool:
        """Return whether a reader who belongs to `reader.groups` may see a text of this audience."""
        return not self.groups or bool(self.groups & reader.groups)


EVERYBODY = Audience()


@dataclass(frozen=True, slots=True)
class RowRef:
    """The table cell that a document is: `key` identifies the row, `number` (from 1) is for people."""

    table: str
    key: str
    number: int
    column: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of stored text that replaced a stretch of the decoded source."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it is stored: decoded, newlines `\\n`, personal data replaced, nothing else dropped.

    `id` is what people cite (`interviews/07.md`, `tickets.csv#12`, `tickets.csv#12:comment`); `key` is the
    identity that survives renumbering (the id itself, or table, row key and column for a text cell).
    `source` is the file to cite. `edits` map stored offsets to source offsets, in order, not overlapping.
    `silent` spans (front matter, code) are stored and may be shown, but are never searched or quoted.
    """

    id: str
    key: str
    source: str
    kind: Kind
    text: str
    title: str = ""
    date: str | None = None
    language: str | None = None
    customer: str | None = None
    row: RowRef | None = None
    consent: Consent = "pseudonymous"
    audience: Audience = EVERYBODY
    edits: tuple[Edit, ...] = ()
    silent: tuple[Span, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def source_span(self, start: int, end: int) -> Span:
        """Return the offsets into the decoded source that stored offsets `start` and `end` stand for.

        An offset inside a replacement maps to the edge of what it replaced, so the source span covers it; markup
        that was left out right before `start` or right after `end` is not covered.
        """
        return self._source_offset(start, "left"), self._source_offset(end, "right")

    def _source_offset(self, offset: int, side: Literal["left", "right"]) -> int:
        shift = 0
        for edit in self.edits:
            left_out = edit.start == edit.end
            if offset < edit.start or (offset == edit.start and (side == "right" or not left_out)):
                break
            if offset < edit.end:
                return edit.source_start if side == "left" else edit.source_end
            shift = edit.source_end - edit.end
        return offset + shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Whole turns or paragraphs of one document: `text == document.text[start:end]`.

    `context` is embedded in front of the text and never quoted. `position` counts passages from 0. `speaker` is
    the one person who speaks in it, as `role`; where several do, `heard` has each of them with their role.
    """

    id: str
    document: str
    position: int
    start: int
    end: int
    text: str
    context: str = ""
    speaker: str | None = None
    role: Literal["interviewer", "respondent"] | None = None
    date: str | None = None
    heard: tuple[tuple[str, Literal["interviewer", "respondent"] | None], ...] = ()

    def voices(self) -> tuple[tuple[str | None, Literal["interviewer", "respondent"] | None], ...]:
        """Return everybody who speaks in it with their role."""
        return self.heard or ((self.speaker, self.role),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that search found; `score` is higher for better and comparable within one result only.

    `similarity` is the cosine between query and passage, comparable across queries.
    """

    rank: int
    score: float
    similarity: float
    passage: Passage
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim quotation: `quote == stored text[start:end]` of `document`. Travels as plain JSON."""

    document: str
    source: str
    kind: Kind
    quote: str
    start: int
    end: int
    source_start: int
    source_end: int
    speaker: str | None = None
    role: str | None = None
    date: str | None = None
    customer: str | None = None
    row: str | None = None
    segment: Mapping[str, str] = field(default_factory=dict)
    score: float = 0.0
    dissent: bool = False
    id: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the evidence as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Evidence":
        """Return the evidence that `to_dict` described."""
        return cls(**values)

"""Who or what is to be erased, and the receipt of what was removed where."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from assistant.traces import Traces
from retrieval.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose or what is to be erased: all of a customer, or a document with its passages.

    `people` are the forms of the customer's key as tables compare keys, `ids` those that stand somewhere, `texts`
    the documents that are held, `rows` the keys of the rows by table (a table of which only cells go has none),
    `tables` those that go as a whole, `files` the ingested files of which nothing stays. `traces` recognises them
    in other texts.
    """

    customer: str | None = None
    document: str | None = None
    people: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    texts: tuple[Document, ...] = ()
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    traces: Traces = field(default_factory=lambda: Traces((), ()))

    @property
    def documents(self) -> frozenset[str]:
        """Return the ids that the texts were stored under, and the name that was given."""
        named = frozenset({self.document}) if self.document is not None else frozenset[str]()
        return named | {text.id for text in self.texts}


@dataclass(frozen=True, slots=True)
class Removed:
    """What one store removed: how many items, and what an item is there."""

    store: str
    items: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was removed where, and what lies outside our reach.

    `mentions` are documents of others that name the customer or the document and stay; `backups` are files that
    `whybuy backup` made before.
    """

    subject: str
    at: str
    removed: tuple[Removed, ...]
    mentions: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain JSON values."""
        return asdict(self)

    @classmethod
    def restored(cls, values: Mapping[str, Any]) -> Self:
        """Return the receipt that `to_dict` took apart, in this process or in another."""
        lists = {name: tuple(values[name]) for name in ("mentions", "backups", "beyond")}
        return cls(**{**values, **lists, "removed": tuple(Removed(**item) for item in values["removed"])})

"""Erasure: every store says which files are its own, and how it removes what belongs to somebody."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from assistant.errors import AssistantError
from assistant.ingest.discover import UNPACKED
from assistant.slack.store import SlackStore
from assistant.wiring import House
from tools.tables.store import TableStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose or what is to be erased: all of a customer, or a document with its passages.

    `documents` are the ids that were stored under the subject when erasure began.
    """

    customer: str | None = None
    document: str | None = None
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Removed:
    """What one store removed: how many items, and what an item is there."""

    store: str
    items: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was removed where, and what lies outside our reach."""

    subject: str
    removed: tuple[Removed, ...]
    beyond: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain JSON values."""
        return asdict(self)


class Store(Protocol):
    """A part of the workspace that keeps something on disk."""

    @property
    def name(self) -> str:
        """Return what people call it."""

    def owns(self, path: PurePosixPath) -> bool:
        """Return whether a file, named relative to the workspace, is this store's."""

    def remove(self, subject: Subject) -> Removed:
        """Remove what belongs to the subject."""


BEYOND = (
    "The original files that were ingested; delete the person there as well, or the next ingest of a changed file "
    "brings them back.",
    "Backups and copies of the workspace.",
    "Answers that were already posted to Slack or copied from the terminal.",
    "What a model server that you configured may have kept.",
)


@dataclass(frozen=True, slots=True)
class _Texts:
    house: House
    name: str = "texts and vectors"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] in {"chroma", "index"}

    def remove(self, subject: Subject) -> Removed:
        corpus = self.house.corpus
        if subject.customer is not None:
            return Removed(self.name, corpus.remove(customers={subject.customer}), "documents")
        return Removed(self.name, corpus.remove(documents=subject.documents), "documents")


@dataclass(frozen=True, slots=True)
class _Rows:
    house: House
    name: str = "tables"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] == "tables" or path.name in {"catalog.yaml", "catalog.draft.yaml"}

    def remove(self, subject: Subject) -> Removed:
        store = TableStore(self.house.workspace.directory, scrub=self.house.scrub)
        if subject.customer is None:
            return Removed(self.name, store.blank_cells(subject.documents), "cells")
        return Removed(self.name, store.remove_person(subject.customer), "rows")


@dataclass(frozen=True, slots=True)
class _Conversations:
    house: House
    name: str = "conversation memory"

    def owns(self, path: PurePosixPath) -> bool:
        return path.name.startswith("conversations.sqlite")

    def remove(self, subject: Subject) -> Removed:
        memory = self.house.memory
        threads = memory.about(documents=subject.documents, customers=_ids(subject))
        return Removed(self.name, memory.forget(threads), "conversations")


@dataclass(frozen=True, slots=True)
class _Audit:
    house: House
    name: str = "audit log"

    def owns(self, path: PurePosixPath) -> bool:
        return path.name.startswith("audit.sqlite")

    def remove(self, subject: Subject) -> Removed:
        return Removed(self.name, self.house.audit.forget(subject.documents), "records")


@dataclass(frozen=True, slots=True)
class _Releases:
    house: House
    name: str = "log of released groups"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] == "releases"

    def remove(self, subject: Subject) -> Removed:
        # A packed set of rows tells nothing of a person once the rows are rewritten; it is dropped all the same.
        tables = [table.name for table in self.house.tables.catalog] if subject.customer is not None else []
        return Removed(self.name, sum(map(self.house.releases.forget, tables)), "files")


@dataclass(frozen=True, slots=True)
class _Slack:
    house: House
    name: str = "Slack state"

    def owns(self, path: PurePosixPath) -> bool:
        return path.name.startswith("slack.sqlite")

    def remove(self, subject: Subject) -> Removed:
        if not self.house.workspace.slack.exists():
            return Removed(self.name, 0, "computations")
        with SlackStore(self.house.workspace.slack) as store:
            return Removed(self.name, store.erase({*subject.documents, *_ids(subject)}), "computations")


@dataclass(frozen=True, slots=True)
class _Kept:
    """Files that hold nothing of a person by themselves and stay, for a reason that the receipt gives."""

    name: str
    roots: frozenset[str]
    what: str

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] in self.roots

    def remove(self, subject: Subject) -> Removed:
        del subject
        return Removed(self.name, 0, self.what)


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """What an ingest that was cut short left of the files inside archives; the next one clears it away as well."""

    house: House
    name: str = "unpacked archives"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] == UNPACKED

    def remove(self, subject: Subject) -> Removed:
        del subject
        folder = self.house.workspace.directory / UNPACKED
        files = sum(path.is_file() for path in folder.rglob("*")) if folder.exists() else 0
        shutil.rmtree(folder, ignore_errors=True)
        return Removed(self.name, files, "files")


_PSEUDONYMS = _Kept(
    "pseudonym key",
    frozenset({"privacy"}),
    "names (only keyed digests are held; they stay, so that later texts are pseudonymised too)",
)
_MANIFEST = _Kept(
    "manifest",
    frozenset({"workspace.json", "workspace.lock", "changes.lock"}),
    "entries (digests of files stay, so that an unchanged original is not read in again)",
)


def stores(house: House) -> tuple[Store, ...]:
    """Return every store of a workspace; a new one is added here or a test fails."""
    return (
        _Texts(house),
        _Rows(house),
        _Conversations(house),
        _Audit(house),
        _Releases(house),
        _Slack(house),
        _Unpacked(house),
        _PSEUDONYMS,
        _MANIFEST,
    )


def unowned(house: House) -> list[str]:
    """Return the files of the workspace that no store owns, relative to it."""
    known = stores(house)
    return [
        str(path) for path in _files(house.workspace.directory) if not any(store.owns(path) for store in known)
    ]


def erase(house: House, *, customer: str | None = None, document: str | None = None) -> Receipt:
    """Remove a customer or a document from every store and return the receipt.

    A file's name erases all of its texts. Raises AssistantError when nothing of that name is held.
    """
    with house.workspace.writing():
        subject = _subject(house, customer, document)
        removed = tuple(store.remove(subject) for store in stores(house))
    if not subject.documents and not any(item.items for item in removed):
        raise AssistantError("Nothing of that name is held, so nothing was removed. Check the spelling.")
    return Receipt(subject=customer or document or "", removed=removed, beyond=BEYOND)


def _subject(house: House, customer: str | None, document: str | None) -> Subject:
    held: Sequence[str] = [
        item.id
        for item in house.corpus.summaries()
        if (customer is not None and item.customer == customer)
        or (document is not None and document in (item.id, item.source))
    ]
    return Subject(customer=customer, document=document, documents=frozenset(held))


def _ids(subject: Subject) -> frozenset[str]:
    return frozenset() if subject.customer is None else frozenset({subject.customer})


def _files(directory: Path) -> Iterator[PurePosixPath]:
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            yield PurePosixPath(path.relative_to(directory).as_posix())

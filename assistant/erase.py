"""The stores of a workspace: each says which files are its own, and how it removes what belongs to somebody.

`assistant.erasing` goes through them; here a new store is added.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from assistant.ingest.discover import UNPACKED
from assistant.receipts import Removed, Subject
from assistant.slack.store import SlackStore
from assistant.wiring import House
from tools.tables.store import TableStore


class Store(Protocol):
    """A part of the workspace that keeps something on disk."""

    @property
    def name(self) -> str:
        """Return what people call it."""

    def owns(self, path: PurePosixPath) -> bool:
        """Return whether a file, named relative to the workspace, is this store's."""

    def remove(self, subject: Subject) -> Removed:
        """Remove what belongs to the subject."""


@dataclass(frozen=True, slots=True)
class _Texts:
    house: House
    name: str = "texts and vectors"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] in {"chroma", "index"}

    def remove(self, subject: Subject) -> Removed:
        ids = {text.id for text in subject.texts}
        gone = self.house.corpus.erase(documents=ids, sources=subject.files | subject.tables)
        return Removed(self.name, gone.documents, f"documents ({gone.passages} passages with their vectors)")


@dataclass(frozen=True, slots=True)
class _Rows:
    house: House
    name: str = "tables"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] == "tables" or path.name in {"catalog.yaml", "catalog.draft.yaml"}

    def remove(self, subject: Subject) -> Removed:
        store = TableStore(self.house.workspace.directory, scrub=self.house.scrub)
        if subject.customer is None:
            rows = store.remove_tables(subject.tables)
            return Removed(self.name, rows + store.blank_cells(subject.documents), "rows or cells")
        return Removed(self.name, store.remove_person(subject.customer), "rows or cells")


@dataclass(frozen=True, slots=True)
class _Conversations:
    house: House
    name: str = "conversation memory"

    def owns(self, path: PurePosixPath) -> bool:
        return path.name.startswith("conversations.sqlite")

    def remove(self, subject: Subject) -> Removed:
        memory = self.house.memory
        threads = {*memory.about(documents=subject.documents, customers=subject.ids), *self._speaking(subject)}
        return Removed(self.name, memory.forget(threads), "conversations")

    def _speaking(self, subject: Subject) -> Iterator[str]:
        """Yield the threads that name the subject or repeat its words, whether they cite it or not."""
        for thread in self.house.memory.threads():
            told = (str(message.model_dump()) for message in self.house.memory.messages(thread))
            if subject.traces.named_in(thread) or any(map(subject.traces.in_text, told)):
                yield thread


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
        # Those of other tables stay: they keep later answers from being subtracted.
        return Removed(self.name, sum(map(self.house.releases.forget, {*subject.rows, *subject.tables})), "files")


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
            return Removed(self.name, store.erase(subject.documents | subject.ids), "computations")


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


@dataclass(frozen=True, slots=True)
class _Charts:
    """Pictures of earlier answers: they may count the subject, and are drawn anew when they are asked for."""

    house: House
    name: str = "charts"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] == "charts"

    def remove(self, subject: Subject) -> Removed:
        del subject
        folder = self.house.workspace.charts
        files = sum(path.is_file() for path in folder.rglob("*")) if folder.exists() else 0
        shutil.rmtree(folder, ignore_errors=True)
        return Removed(self.name, files, "pictures")


_PSEUDONYMS = _Kept(
    "pseudonym key",
    frozenset({"privacy"}),
    "names (only keyed digests are held; they stay, so that later texts are pseudonymised too)",
)
_TOMBSTONES = _Kept(
    "tombstones", frozenset({"erased"}), "entries (keyed digests, so that a later ingest leaves the same out)"
)
_LOCKS = _Kept("locks", frozenset({"workspace.lock", "changes.lock", "owner.sock"}), "files (they are empty)")
_SCHEDULE = _Kept("schedule", frozenset({"refresh.json"}), "files (when it was refreshed, and how many files)")


@dataclass(frozen=True, slots=True)
class _Manifest:
    house: House
    name: str = "list of ingested files"

    def owns(self, path: PurePosixPath) -> bool:
        return path.parts[0] in {"workspace.json", "backups.json"}

    def remove(self, subject: Subject) -> Removed:
        manifest = self.house.workspace.read()
        gone = sorted(subject.files & manifest.sources.keys())
        for name in gone:
            manifest = manifest.without(name)
        if gone:
            self.house.workspace.write(manifest)
        return Removed(self.name, len(gone), "entries")


def stores(house: House) -> tuple[Store, ...]:
    """Return every store of a workspace; a new one is added here or a test fails.

    The texts come last: until they are gone, an erasure that was interrupted can be begun again.
    """
    return (
        _Rows(house),
        _Conversations(house),
        _Audit(house),
        _Releases(house),
        _Slack(house),
        _Unpacked(house),
        _Charts(house),
        _PSEUDONYMS,
        _TOMBSTONES,
        _LOCKS,
        _SCHEDULE,
        _Manifest(house),
        _Texts(house),
    )


def unowned(house: House) -> list[str]:
    """Return the files of the workspace that no store owns, relative to it."""
    known = stores(house)
    return [
        str(path) for path in _files(house.workspace.directory) if not any(store.owns(path) for store in known)
    ]


def _files(directory: Path) -> Iterator[PurePosixPath]:
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            yield PurePosixPath(path.relative_to(directory).as_posix())

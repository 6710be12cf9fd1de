"""The workspace directory: where everything is kept, and the manifest of what was read into it."""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant import locks
from assistant.errors import WorkspaceError
from assistant.migrations import SCHEMA, bring_forward, known


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One ingested file: the name people cite, where it was read, and the digest of its bytes and options.

    `tables` are the names of the tables it gave, `documents` counts its texts, `rows` its rows.
    """

    name: str
    root: str
    digest: str
    tables: tuple[str, ...] = ()
    documents: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the workspace holds, by the name of each source, and the paths that were given to `whybuy ingest`.

    A source whose digest is empty was begun and not finished: it is read again whether it changed or not.
    """

    sources: Mapping[str, SourceRecord] = field(default_factory=dict)
    paths: tuple[str, ...] = ()

    def unread(self) -> "Manifest":
        """Return the manifest with every file to be read once more, whether it changed or not."""
        return replace(self, sources={key: replace(value, digest="") for key, value in self.sources.items()})

    def without(self, name: str) -> "Manifest":
        """Return the manifest without the source of that name."""
        return replace(self, sources={key: value for key, value in self.sources.items() if key != name})


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths inside one workspace directory; opening it reads nothing."""

    directory: Path

    @property
    def manifest_path(self) -> Path:
        """Return the path of the manifest."""
        return self.directory / "workspace.json"

    @property
    def conversations(self) -> Path:
        """Return the path of the conversation memory (SQLite)."""
        return self.directory / "conversations.sqlite"

    @property
    def audit(self) -> Path:
        """Return the path of the audit log (SQLite)."""
        return self.directory / "audit.sqlite"

    @property
    def releases(self) -> Path:
        """Return the directory of the log of released groups."""
        return self.directory / "releases"

    @property
    def privacy(self) -> Path:
        """Return the directory of the pseudonym key."""
        return self.directory / "privacy"

    @property
    def charts(self) -> Path:
        """Return the directory of the pictures that were drawn."""
        return self.directory / "charts"

    @property
    def slack(self) -> Path:
        """Return the path of the Slack state (SQLite)."""
        return self.directory / "slack.sqlite"

    def catalog_stamp(self) -> tuple[int, int] | None:
        """Return what changes when the catalog's file changes, None when there is none."""
        try:
            found = (self.directory / "catalog.yaml").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def exists(self) -> bool:
        """Return whether something was ingested here."""
        return self.manifest_path.is_file()

    def require(self) -> "Workspace":
        """Return the workspace itself; raises WorkspaceError when nothing was ingested here."""
        if not self.exists():
            raise WorkspaceError(
                f"There is no workspace in {self.directory}. Run `whybuy ingest PATH...` first, "
                "or `whybuy demo` to look around."
            )
        return self

    def read(self) -> Manifest:
        """Return the manifest, empty when there is none; a workspace of an older schema is brought forward first.

        Raises WorkspaceError when it cannot be read, or has to be brought forward while another process owns it.
        """
        if not self.exists():
            return Manifest()
        try:
            values = json.loads(self.manifest_path.read_text(encoding="utf-8"))
            schema = values["schema"]
            manifest = Manifest(
                {name: _record(item) for name, item in values["sources"].items()},
                tuple(str(path) for path in values.get("paths", ())),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise WorkspaceError(
                f"The workspace manifest {self.manifest_path} is damaged; nothing was changed. Restore it "
                "from a backup, or move the workspace away and ingest again."
            ) from error
        if not known(schema):
            raise WorkspaceError(
                f"The workspace {self.directory} has schema {schema}, this version reads {SCHEMA} and older ones. "
                "Use the version of whybuy that wrote it, or ingest into a new workspace."
            )
        if schema != SCHEMA:
            with self.writing():
                bring_forward(self.directory, schema)
                self.write(manifest)
        return manifest

    def write(self, manifest: Manifest) -> None:
        """Store the manifest: the old one or the new one is there at any moment."""
        text = json.dumps(
            {
                "schema": SCHEMA,
                "sources": {name: asdict(item) for name, item in manifest.sources.items()},
                "paths": list(manifest.paths),
            },
            indent=1,
            sort_keys=True,
        )
        write_atomically(self.manifest_path, text + "\n")

    def owning(self) -> AbstractContextManager[None]:
        """Own the workspace without changing it yet; raises WorkspaceError when another process owns it."""
        return locks.owned(self.directory)

    def writing(self) -> AbstractContextManager[None]:
        """Own the workspace and change it, one thread at a time; raises WorkspaceError like `owning`."""
        return locks.changing(self.directory)

    def paused(self) -> AbstractContextManager[None]:
        """Hold off changes without owning the workspace; waits for the one that is being made."""
        return locks.paused(self.directory)


def write_atomically(path: Path, text: str) -> None:
    """Write text to a file so that a crash leaves the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _record(values: Mapping[str, Any]) -> SourceRecord:
    return SourceRecord(**{**values, "tables": tuple(values["tables"])})

"""What the manifest says while files are read, so that a crash at any moment is made good by the next ingest.

A file is entered before anything of it is stored, without a digest: were the ingest killed, its next run reads the
file again, or removes what is stored of it when it is gone by then. The digest follows when all of it is stored.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.ingest.discover import Found
from assistant.workspace import Manifest, SourceRecord, Workspace


class Entries:
    """The sources of one workspace during one ingest."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._manifest: Manifest = workspace.read()
        self._new: set[str] = set()

    @property
    def all(self) -> Collection[SourceRecord]:
        """Return every source, the unfinished ones too."""
        return self._manifest.sources.values()

    def named(self, name: str) -> SourceRecord | None:
        """Return the source of that name."""
        return self._manifest.sources.get(name)

    def begin(self, files: Iterable[Found], given: Iterable[Path]) -> None:
        """Enter files that are about to be read, and remember the paths that were given."""
        sources = dict(self._manifest.sources)
        for item in files:
            known = sources.get(item.name)
            if known is None:
                self._new.add(item.name)
                known = SourceRecord(name=item.name, root=str(item.root), digest="")
            sources[item.name] = replace(known, root=str(item.root), digest="")
        paths = tuple(dict.fromkeys([*self._manifest.paths, *map(str, given)]))
        self._store(Manifest(sources, paths))

    def note(self, records: Sequence[SourceRecord], gone: Collection[str] = ()) -> None:
        """Store what is known of sources by now, and drop those that are gone."""
        if not records and not gone:
            return
        sources = {name: record for name, record in self._manifest.sources.items() if name not in gone}
        sources |= {record.name: record for record in records}
        self._store(replace(self._manifest, sources=sources))

    def forget_paths(self, paths: Collection[Path]) -> None:
        """Read these paths no more."""
        gone = set(map(str, paths))
        kept = tuple(path for path in self._manifest.paths if path not in gone)
        self._store(replace(self._manifest, paths=kept))

    def close(self) -> None:
        """Drop what was entered and turned out to be unreadable."""
        unread = [name for name in self._new if not self._manifest.sources[name].digest]
        self.note([], unread)

    def _store(self, manifest: Manifest) -> None:
        if manifest != self._manifest:
            self._manifest = manifest
            self._workspace.write(manifest)

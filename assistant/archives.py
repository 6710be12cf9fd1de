"""The file that a backup is: a ZIP with a listing of its files and their hashes."""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.errors import AssistantError
from assistant.locks import CHANGES, OWNER
from assistant.migrations import SCHEMA, known

_LISTING = "whybuy-backup.json"
_DERIVED = frozenset({"charts", "index", "unpacked"})
_SQLITE = b"SQLite format 3\0"
_COMPRESSED = frozenset({".parquet", ".npz", ".bin"})
_BLOCK = 1 << 20

Advance = Callable[[str, int, int], None]


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


def pack(directory: Path, draft: Path, advance: Advance) -> dict[str, Any]:
    """Write the workspace in `directory` into the file `draft`; return when, of which schema, and how much."""
    paths = sorted(_files(directory))
    entries: dict[str, dict[str, Any]] = {}
    with _private(draft) as stream, zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        for done, path in enumerate(paths, start=1):
            name = path.relative_to(directory).as_posix()
            entries[name] = _add(archive, name, path, draft.parent)
            advance("Backing up", done, len(paths))
        made = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "schema": SCHEMA}
        archive.writestr(_LISTING, json.dumps({**made, "files": entries}, sort_keys=True))
    return {**made, "files": len(entries), "bytes": sum(entry["bytes"] for entry in entries.values())}


def _add(archive: zipfile.ZipFile, name: str, path: Path, scratch: Path) -> dict[str, Any]:
    """Add one file; a database is copied by its own means, so that a turn being answered disturbs nothing."""
    with path.open("rb") as head:
        database = head.read(len(_SQLITE)) == _SQLITE
    if not database:
        return _write(archive, name, path)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".whybuy-") as folder:
        copied = Path(folder) / path.name
        with closing(sqlite3.connect(path, timeout=30)) as live, closing(sqlite3.connect(copied)) as copy:
            live.backup(copy)
        return _write(archive, name, copied)


def _write(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(path, name)
    info.compress_type = zipfile.ZIP_STORED if path.suffix in _COMPRESSED else zipfile.ZIP_DEFLATED
    with path.open("rb") as read, archive.open(info, "w") as write:
        while block := read.read(_BLOCK):
            digest.update(block)
            size += len(block)
            write.write(block)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _files(directory: Path) -> Iterator[Path]:
    """Yield what a backup holds: neither locks, nor what is derived, nor logs that a database's copy includes."""
    for path in directory.rglob("*"):
        parts = PurePosixPath(path.relative_to(directory).as_posix()).parts
        left_out = parts[0] in _DERIVED or path.suffix in {".lock", ".part"} or path.name in {OWNER, CHANGES}
        if path.is_file() and not left_out and not path.name.endswith(("-wal", "-shm", "-journal")):
            yield path


def _private(path: Path) -> Any:
    """Open a new file that its owner alone may read: it holds the keys of the workspace."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


def opened(source: Path) -> zipfile.ZipFile:
    """Return the archive; raises AssistantError when it is none."""
    try:
        return zipfile.ZipFile(source.expanduser())
    except FileNotFoundError as error:
        raise AssistantError(f"There is no file {source}.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise AssistantError(f"{source} is no backup of whybuy, or it is damaged. Nothing was changed.") from error


def listing_of(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    """Return what the archive says that it holds; raises AssistantError when this version cannot restore it."""
    try:
        listing = json.loads(archive.read(_LISTING))
        schema, files = listing["schema"], listing["files"]
        names = [PurePosixPath(name) for name in files]
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise AssistantError(f"{source} is no backup of whybuy, or it is damaged. Nothing was changed.") from error
    if not known(schema):
        raise AssistantError(
            f"{source} has schema {schema}, this version reads {SCHEMA} and older ones. Restore it with the "
            "version of whybuy that made it, or a later one."
        )
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise AssistantError(f"{source} names files outside the workspace; it was not made by whybuy.")
    return dict(listing)


def unpack(
    archive: zipfile.ZipFile, files: Mapping[str, Mapping[str, Any]], fresh: Path, source: Path, advance: Advance
) -> None:
    """Write the files that `listing_of` lists into `fresh`; raises AssistantError when one is damaged."""
    for done, (name, entry) in enumerate(files.items(), start=1):
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256()
        try:
            with archive.open(name) as read, _private(path) as write:
                while block := read.read(_BLOCK):
                    digest.update(block)
                    write.write(block)
                write.flush()
                os.fsync(write.fileno())
        except (KeyError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise AssistantError(f"{source} is damaged at `{name}`. Nothing was changed.") from error
        if digest.hexdigest() != entry["sha256"]:
            raise AssistantError(f"{source} is damaged at `{name}`. Nothing was changed.")
        advance("Restoring", done, len(files))

"""Backup and restore of a workspace: one ZIP file, consistent while the bot runs, verified before it is used."""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.errors import AssistantError, WorkspaceError
from assistant.locks import CHANGES, OWNER
from assistant.migrations import SCHEMA, known
from assistant.tombstones import FOLDER as ERASED
from assistant.workspace import Workspace, write_atomically

_LISTING = "whybuy-backup.json"
_MADE = "backups.json"
_DERIVED = frozenset({"charts", "index", "unpacked"})
_SQLITE = b"SQLite format 3\0"
_COMPRESSED = frozenset({".parquet", ".npz", ".bin"})
_BLOCK = 1 << 20

Advance = Callable[[str, int, int], None]


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup file holds: when it was made, of which schema, and how many files and bytes.

    `without` says in a sentence what it does not hold.
    """

    path: str
    at: str
    schema: int
    files: int
    bytes: int
    without: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the backup as plain JSON values."""
        return asdict(self)


def backup(workspace: Workspace, target: Path, advance: Advance = unheard) -> Backup:
    """Write the workspace into a ZIP file and return what it holds; a change that is being made is waited for.

    The search index is left out: it is made from the rest. Raises AssistantError when the file exists or cannot be
    written.
    """
    workspace.require().read()
    target = target.expanduser().absolute()
    if target.exists():
        raise AssistantError(f"{target} exists already. Choose another name; nothing is overwritten.")
    if target.is_relative_to(workspace.directory):
        raise AssistantError("The backup would lie inside the workspace. Choose a place outside of it.")
    draft = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with workspace.paused():
            made = _pack(workspace.directory, draft, advance)
            draft.replace(target)
            found = Backup(path=str(target), **made)
            _remember(workspace.directory, found)
    except (OSError, sqlite3.Error) as error:
        raise AssistantError(
            f"The backup {target} could not be written. Check the permissions and the disk's free space."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return found


def known_backups(directory: Path) -> list[Path]:
    """Return the backups that were made of this workspace and are still where they were written."""
    return [path for item in _remembered(directory) if (path := Path(str(item["path"]))).is_file()]


def restore(workspace: Workspace, source: Path, *, force: bool = False, advance: Advance = unheard) -> Backup:
    """Put the workspace of a backup file in place, and return what the file holds.

    The file is unpacked beside the workspace and verified first. A workspace that is there is only replaced with
    `force`, and kept aside until the new one stands; its tombstones are carried over, to be applied by
    `assistant.erasing.again`. Raises AssistantError when the file is damaged or of a newer version, WorkspaceError
    when a workspace is there or in use.
    """
    directory = workspace.directory
    if not force and directory.is_dir() and {path.name for path in directory.iterdir()} - {OWNER, CHANGES}:
        raise WorkspaceError(
            f"There is a workspace in {directory} already. Restore into another one with --workspace, or replace "
            "it with --force."
        )
    with _opened(source) as archive:
        listing = _listing(archive, source)
        directory.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}.restoring-"))
        try:
            _unpack(archive, listing["files"], fresh, source, advance)
            with workspace.owning(), workspace.paused():
                _keep_erasures(directory, fresh)
                _swap(directory, fresh)
        except OSError as error:
            raise AssistantError(
                f"The backup could not be restored into {directory}. Check the permissions and the disk's free "
                "space; what was there is unchanged."
            ) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return _told(source, listing)


def _pack(directory: Path, draft: Path, advance: Advance) -> dict[str, Any]:
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


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source.expanduser())
    except FileNotFoundError as error:
        raise AssistantError(f"There is no file {source}.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise AssistantError(f"{source} is no backup of whybuy, or it is damaged. Nothing was changed.") from error


def _listing(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
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


def _unpack(
    archive: zipfile.ZipFile, files: Mapping[str, Mapping[str, Any]], fresh: Path, source: Path, advance: Advance
) -> None:
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


def _keep_erasures(directory: Path, fresh: Path) -> None:
    """Carry the tombstones over: a restored workspace must know what was erased after its backup was made."""
    present, restored = directory / ERASED, fresh / ERASED
    if (present / "key").is_file():
        same = (restored / "key").is_file() and (restored / "key").read_bytes() == (present / "key").read_bytes()
        if same or not restored.exists():
            shutil.copytree(present, restored, dirs_exist_ok=True)
    if (directory / _MADE).is_file():
        shutil.copy2(directory / _MADE, fresh / _MADE)


def _swap(directory: Path, fresh: Path) -> None:
    aside = directory.with_name(f".{directory.name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    directory.replace(aside)
    try:
        fresh.replace(directory)
    except OSError:
        aside.replace(directory)
        raise
    shutil.rmtree(aside)


def _remember(directory: Path, made: Backup) -> None:
    items = [item for item in _remembered(directory) if item["path"] != made.path]
    write_atomically(directory / _MADE, json.dumps([*items, {"path": made.path, "at": made.at}]) + "\n")


def _remembered(directory: Path) -> list[dict[str, str]]:
    try:
        return list(json.loads((directory / _MADE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def _told(source: Path, listing: Mapping[str, Any]) -> Backup:
    sizes = [int(entry["bytes"]) for entry in listing["files"].values()]
    return Backup(path=str(source), at=listing["at"], schema=listing["schema"], files=len(sizes), bytes=sum(sizes))

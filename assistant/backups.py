"""Backup and restore of a workspace: one ZIP file, consistent while the bot runs, verified before it is used."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.archives import Advance, listing_of, opened, pack, unheard, unpack
from assistant.errors import AssistantError, WorkspaceError
from assistant.locks import CHANGES, OWNER
from assistant.tombstones import FOLDER as ERASED
from assistant.workspace import Workspace, write_atomically

_MADE = "backups.json"


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
            made = pack(workspace.directory, draft, advance)
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
    with opened(source) as archive:
        listing = listing_of(archive, source)
        directory.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}.restoring-"))
        try:
            unpack(archive, listing["files"], fresh, source, advance)
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

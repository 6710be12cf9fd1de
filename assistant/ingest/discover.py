"""Which files a folder holds, and the names that people will cite them by."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError

_OWN_FILES = frozenset({"sources.yaml", "sources.yml"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its citable name, its path, and the folder that was given for it."""

    name: str
    path: Path
    root: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, and why; shown to the person who ingests."""

    path: str
    reason: str


def discover(
    paths: Sequence[Path], taken: Mapping[str, str], avoid: Collection[Path] = ()
) -> tuple[list[Found], list[Skipped]]:
    """Return the files below the given paths in a stable order, and the folders that could not be read.

    `taken` maps names already in the workspace to their roots: a root whose names collide with another's is
    prefixed with its folder's name. `avoid` are folders never entered (the workspace itself). Raises
    AssistantError when a path does not exist or cannot be read at all.
    """
    owners = dict(taken)
    found: list[Found] = []
    skipped: list[Skipped] = []
    for path in paths:
        root, files = _files(path, avoid, skipped)
        relative = [file.relative_to(root).as_posix() for file in files]
        collides = any(owners.get(name, str(root)) != str(root) for name in relative)
        prefix = f"{root.name}/" if collides else ""
        for name, file in zip(relative, files, strict=True):
            owners[prefix + name] = str(root)
            found.append(Found(prefix + name, file, root))
    return found, skipped


def _files(path: Path, avoid: Collection[Path], skipped: list[Skipped]) -> tuple[Path, list[Path]]:
    path = path.expanduser().resolve()
    if not path.exists():
        raise AssistantError(f"There is nothing at {path}. Give a file or a folder that exists.")
    if path.is_file():
        return path.parent, [path]
    if not os.access(path, os.R_OK | os.X_OK):
        raise AssistantError(f"The folder {path} cannot be read. Check its permissions.")
    return path, sorted(_walk(path, avoid, skipped))


def _walk(folder: Path, avoid: Collection[Path], skipped: list[Skipped]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        skipped.append(Skipped(str(folder), "The folder cannot be read; check its permissions."))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _OWN_FILES or entry in avoid:
            continue
        if entry.is_symlink():
            skipped.append(Skipped(str(entry), "Links are not followed; give the file or folder itself."))
        elif entry.is_dir():
            yield from _walk(entry, avoid, skipped)
        elif entry.is_file():
            yield entry

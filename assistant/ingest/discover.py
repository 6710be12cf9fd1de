"""Which files a folder holds, and the names that people will cite them by."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from retrieval.errors import LoadError
from retrieval.load import Parsers, holds_files, is_archive
from retrieval.load.limits import LARGEST_RECORDS, LONGEST_LINE, MEGABYTE, megabytes
from retrieval.load.records import RECORDS

UNPACKED = "unpacked"
"""Folder of the workspace in which the files inside archives lie while they are read."""

_OWN_FILES = frozenset({"sources.yaml", "sources.yml"})
_LINES = frozenset((".csv", ".tsv", ".txt", ".dat", ".asc", ".tab", ".psv", ".jsonl", ".ndjson"))
_BLOCK = MEGABYTE


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its citable name, where its bytes lie, and the folder that was given for it.

    `inner` is its name relative to that folder; a file inside an archive lies elsewhere while it is read.
    """

    name: str
    path: Path
    root: Path
    inner: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, and why; shown to the person who ingests."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unpacking:
    """How archives and mails are opened: by whom, and in which folder the files inside them lie meanwhile."""

    parsers: Parsers
    folder: Path


def discover(
    paths: Sequence[Path],
    taken: Mapping[str, str],
    avoid: Collection[Path] = (),
    unpacking: Unpacking | None = None,
) -> tuple[list[Found], list[Skipped]]:
    """Return the files below the given paths in a stable order, and what could not be read.

    `taken` maps names already in the workspace to their roots: a root whose names collide with another's is
    prefixed with its folder's name. `avoid` are folders never entered (the workspace itself). With `unpacking`
    the files inside archives and mails are found too, as `archive.zip/inner/file.md`. Raises AssistantError when a
    path does not exist or cannot be read at all.
    """
    owners = dict(taken)
    found: list[Found] = []
    skipped: list[Skipped] = []
    for path in paths:
        root, files = _files(path, avoid, skipped)
        inner = list(_readable(_opened(root, files, unpacking, skipped), skipped))
        collides = any(owners.get(name, str(root)) != str(root) for name, _ in inner)
        prefix = f"{root.name}/" if collides else ""
        for name, file in inner:
            owners[prefix + name] = str(root)
            found.append(Found(prefix + name, file, root, name))
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
        else:
            skipped.append(Skipped(str(entry), "It is no file but a device, a pipe or a socket."))


def _opened(
    root: Path, files: Sequence[Path], unpacking: Unpacking | None, skipped: list[Skipped]
) -> Iterator[tuple[str, Path]]:
    """Yield the files with their names relative to `root`, those inside archives and mails as well."""
    for number, file in enumerate(files):
        name = file.relative_to(root).as_posix()
        if unpacking is None or not holds_files(name):
            yield name, file
            continue
        if not is_archive(name):
            yield name, file
        place = f"{len(list(unpacking.folder.iterdir()))}-{number}"
        for inner, path in _inside(name, file, unpacking, place, skipped):
            yield inner, path
            if holds_files(inner):  # a mail in an archive
                yield from _inside(inner, path, unpacking, f"{place}-{path.parent.name}-{path.stem}", skipped)


def _inside(
    name: str, file: Path, unpacking: Unpacking, place: str, skipped: list[Skipped]
) -> Iterator[tuple[str, Path]]:
    folder = unpacking.folder / place
    try:
        members = unpacking.parsers.unpack(file, folder)
    except LoadError as error:
        if is_archive(name):  # of a mail the reader of texts will say the same
            skipped.append(Skipped(name, error.reason))
        return
    if not members and is_archive(name):
        skipped.append(Skipped(name, "It is empty: no file to read is inside."))
    for member in members:
        if member.path is None:
            skipped.append(Skipped(f"{name}/{member.name}", member.reason))
        else:
            yield f"{name}/{member.name}", member.path


def _readable(files: Iterator[tuple[str, Path]], skipped: list[Skipped]) -> Iterator[tuple[str, Path]]:
    """Yield the files that are not out of all proportion, before anything reads them whole."""
    for name, path in files:
        reason = _too_much(path)
        if reason:
            skipped.append(Skipped(name, reason))
        else:
            yield name, path


def _too_much(path: Path) -> str:
    """Return why a file is too large for what it is, empty when it is not."""
    suffix = path.suffix.casefold()
    try:
        size = path.stat().st_size
        if suffix in RECORDS and size > LARGEST_RECORDS:
            return f"It is {megabytes(size)} large; up to {megabytes(LARGEST_RECORDS)} of this format are read."
        if suffix in _LINES and size > LONGEST_LINE and _longest_line(path) > LONGEST_LINE:
            return f"One of its lines is longer than {megabytes(LONGEST_LINE)}, as no row or text is."
    except OSError as error:
        return f"It cannot be read: {error.strerror or 'input/output error'}."
    return ""


def _longest_line(path: Path) -> int:
    """Return about how long the longest line is in bytes, no further than to the first that is too long."""
    longest = current = 0
    with path.open("rb") as file:
        while (block := file.read(_BLOCK)) and longest <= LONGEST_LINE:
            end = b"\n" if b"\n" in block else b"\r"
            first = block.find(end)
            longest = max(longest, current + (len(block) if first < 0 else first))
            current = current + len(block) if first < 0 else len(block) - block.rfind(end)
    return longest

"""Files inside files, taken out within limits: members of archives, what is packed singly, attachments of mails.

Members are written under numbers, never under the paths that an archive gives, so that none can escape.
"""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from retrieval.errors import LoadError
from retrieval.load.files import read_bytes
from retrieval.load.formats.mail import MAILS, UNREADABLE, attached
from retrieval.load.limits import (
    EXPANSION_COUNTS_FROM,
    LARGEST_MAILBOX,
    LARGEST_UNPACKED,
    MOST_EXPANSION,
    MOST_MEMBERS,
    megabytes,
)
from retrieval.load.packed import DAMAGED, PACKED, SPOILT, packed_name, unpacked

_ARCHIVES = PACKED | {".zip"}
_BLOCK = 1 << 20
_LONGEST_NAME = 120
_IGNORED = frozenset(("__MACOSX", "sources.yaml", "sources.yml", "Thumbs.db", "desktop.ini"))
_NESTED = "It is an archive inside another file; unpack it, and ingest what it holds."
_ESCAPES = "Its path leads out of the archive."
_ENCRYPTED = "It is encrypted; unpack the archive with its password, and ingest what it holds."
_SPOILT = (zipfile.BadZipFile, RuntimeError, OSError, *SPOILT)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: its name there, and where it lies now, or the reason why it was not taken out."""

    name: str
    path: Path | None
    reason: str = ""


def holds_files(name: str) -> bool:
    """Return whether a file may hold others that are read on their own."""
    return PurePosixPath(name).suffix.casefold() in _ARCHIVES | MAILS


def is_archive(name: str) -> bool:
    """Return whether a file is nothing but a holder of others."""
    return PurePosixPath(name).suffix.casefold() in _ARCHIVES


def unpack(path: Path, into: Path) -> list[Member]:
    """Write the files inside `path` below the folder `into`; raises LoadError when all of it is refused."""
    scratch = _Scratch(into)
    if path.suffix.casefold() in PACKED:
        return [_single(path, scratch)]
    return list(_unzip(path, scratch) if is_archive(path.name) else _attachments(path, scratch))


def _single(path: Path, scratch: "_Scratch") -> Member:
    name = packed_name(path.name)
    if is_archive(name):
        return Member(name, None, _NESTED)
    unpacked(path, place := scratch.free(name))
    return Member(name, place)


def _attachments(path: Path, scratch: "_Scratch") -> Iterator[Member]:
    data = read_bytes(path, LARGEST_MAILBOX)
    try:
        for name, content in attached(path.name, data):
            yield scratch.place(name, content)
    except UNREADABLE as error:
        raise LoadError("Its attachments cannot be taken out; it is damaged.") from error


def _unzip(path: Path, scratch: "_Scratch") -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_ignored(one.filename)]
            _check(members, path.stat().st_size)
            for member in members:
                yield _extracted(archive, member, scratch)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError) as error:
        raise LoadError("It is no zip archive, or a damaged one.") from error
    except OSError as error:
        raise LoadError(f"It cannot be unpacked: {error.strerror or 'input/output error'}.") from error


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive out of proportion; no more than the declared sizes is ever unpacked."""
    if len(members) > MOST_MEMBERS:
        raise LoadError(f"It holds {len(members):,} files; up to {MOST_MEMBERS:,} are read. Unpack it first.")
    size = sum(member.file_size for member in members)
    if size > LARGEST_UNPACKED:
        raise LoadError(
            f"It would unpack to {megabytes(size)}; up to {megabytes(LARGEST_UNPACKED)} are. Split it."
        )
    if size > EXPANSION_COUNTS_FROM and size > MOST_EXPANSION * packed:
        raise LoadError(
            f"It would grow to {size // max(packed, 1):,} times its size: it is a bomb, not an archive."
        )


def _extracted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: "_Scratch") -> Member:
    name = member.filename
    if _escapes(name):
        return Member(PurePosixPath(name.replace("\\", "/")).name or name, None, _ESCAPES)
    if stat.S_ISLNK(member.external_attr >> 16):
        return Member(name, None, "It is a link; links are not followed.")
    if member.flag_bits & 1:
        return Member(name, None, _ENCRYPTED)
    if is_archive(name):
        return Member(name, None, _NESTED)
    if name in scratch.names:
        return Member(name, None, "Another file of the archive has the same name.")
    path = scratch.free(name)
    try:
        with archive.open(member) as packed, path.open("wb") as file:
            while block := packed.read(_BLOCK):
                file.write(block)
    except _SPOILT:
        path.unlink(missing_ok=True)
        return Member(name, None, DAMAGED)
    return Member(name, path)


def _escapes(name: str) -> bool:
    windows = PureWindowsPath(name)
    return name.startswith("/") or bool(windows.drive or windows.root) or ".." in windows.parts


def _is_ignored(name: str) -> bool:
    """Return whether a file is no content: hidden, or left there by an operating system or by us."""
    parts = PureWindowsPath(name).parts
    return any(part in _IGNORED or (part.startswith(".") and part != "..") for part in parts)


class _Scratch:
    """Free places in a folder; files that were neighbours stay so, as they explain each other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[PurePosixPath, int] = {}
        self.names: set[str] = set()

    def free(self, name: str) -> Path:
        """Return where the file of that name goes."""
        self.names.add(name)
        inner = PurePosixPath(name)
        number = self._numbers.setdefault(inner.parent, len(self._numbers))
        folder = self._folder / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        kept = "".join(letter for letter in inner.stem if letter.isalnum() or letter in " ._-")[:_LONGEST_NAME]
        suffix = "".join(letter for letter in inner.suffix if letter.isalnum() or letter == ".")[:12]
        path = folder / f"{kept or 'file'}{suffix}"
        return path if not path.exists() else folder / f"{len(self.names)}-{path.name}"

    def place(self, name: str, content: bytes) -> Member:
        """Write a file and return it as a member; an archive, or a name that is taken, is refused."""
        safe = "/".join(
            part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")
        )
        if is_archive(safe):
            return Member(safe, None, _NESTED)
        if safe in self.names:
            safe = f"{len(self.names)}-{safe}" if "/" not in safe else f"{safe}-{len(self.names)}"
        path = self.free(safe)
        path.write_bytes(content)
        return Member(safe, path)

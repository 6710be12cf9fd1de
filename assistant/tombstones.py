"""What was erased, as keyed digests: enough to know it when a file brings it again, too little to read anything.

A line of `erased/tombstones.jsonl` is one erasure. The key lies beside it, readable by its owner only.
"""

import hmac
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import WorkspaceError
from assistant.workspace import write_atomically
from retrieval.documents import Document

FOLDER = "erased"
_FILE = "tombstones.jsonl"
_KEY = "key"
_DIGITS = 24
# A line shorter than this says too little to tell whose it is.
_SHORTEST = 20
_SOME = 3
_PLACEHOLDER = re.compile(r"\[[A-Z]+(?:_[A-Z]+)?\]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """One erasure: digests of the person's keys, of the names and keys of texts, and of the lines of each text."""

    id: str
    at: str
    people: Sequence[str] = ()
    names: Sequence[str] = ()
    texts: Sequence[Sequence[str]] = ()


class Tombstones:
    """The erasures of one workspace; opening it reads the file."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory / FOLDER
        self._secret = self._read_key()
        self._stones = list(self._read()) if self._secret else []
        self._gather()

    def __len__(self) -> int:
        return len(self._stones)

    def __bool__(self) -> bool:
        return bool(self._stones)

    def person(self, value: str) -> bool:
        """Return whether a person's key, as tables compare keys, belongs to somebody erased."""
        return bool(self._people) and self._digest("person", value) in self._people

    def name(self, name: str) -> bool:
        """Return whether a file was erased under this name."""
        return bool(self._names) and self._digest("name", name) in self._names

    def cell(self, table: str, row_key: str, column: str, text: str) -> bool:
        """Return whether a cell of free text was erased: by its row, or because it says what one said."""
        if not self._stones:
            return False
        return self.name(f"{table}|{row_key}|{column}") or self._says_the_same(self._lines(text, table))

    def document(self, document: Document) -> bool:
        """Return whether a text was erased: by its person, its name, or because half of it is an erased text."""
        if not self._stones:
            return False
        if document.customer and self.person(compared(document.customer)):
            return True
        if self.name(document.key) or self.name(document.source):
            return True
        return self._says_the_same(self._lines(document.text, _table_of(document)))

    def add(
        self,
        *,
        people: Collection[str],
        names: Collection[str],
        documents: Sequence[Document],
        others: Iterable[Document],
    ) -> Tombstone:
        """Write an erasure down and return it.

        Lines that `others` say as well tell nobody apart (a guide's questions, a signature) and are left out.
        """
        if not self._secret:
            self._secret = self._make_key()
        lines = [self._lines(document.text, _table_of(document)) for document in documents]
        common = {line for found in lines for line in found}
        common &= {line for other in others for line in self._lines(other.text, _table_of(other))}
        keys = {*names, *(document.key for document in documents)}
        made = Tombstone(
            id=secrets.token_hex(6),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            people=sorted(self._digest("person", key) for key in people),
            names=sorted(self._digest("name", key) for key in keys),
            texts=[told for found in lines if (told := [line for line in found if line not in common])],
        )
        self._write([*self._stones, made])
        return made

    def lift(self, *, people: Collection[str] = (), names: Collection[str] = ()) -> int:
        """Forget the erasures of these people or names, so that they may be read in again; return how many."""
        if not self._secret:
            return 0
        wanted = {self._digest("person", key) for key in people} | {self._digest("name", key) for key in names}
        kept = [stone for stone in self._stones if not wanted & {*stone.people, *stone.names}]
        lifted = len(self._stones) - len(kept)
        if lifted:
            self._write(kept)
        return lifted

    def _says_the_same(self, lines: Sequence[str]) -> bool:
        """Return whether half of these lines, or half of an erased text of some length, are shared by both."""
        shared: dict[int, int] = {}
        for line in lines:
            for number in self._by_line.get(line, ()):
                shared[number] = shared.get(number, 0) + 1
        return any(
            2 * count >= len(lines) or (count >= _SOME and 2 * count >= self._sizes[number])
            for number, count in shared.items()
        )

    def _lines(self, text: str, table: str) -> list[str]:
        """Return the digests of a text's telling lines; those of a cell hold for its table only."""
        plain = _PLACEHOLDER.sub("", unicodedata.normalize("NFKC", text)).casefold()
        lines = dict.fromkeys(_SPACE.sub(" ", line).strip() for line in plain.splitlines())
        return [self._digest(f"line\0{table}", line) for line in lines if len(line) >= _SHORTEST]

    def _digest(self, kind: str, value: str) -> str:
        message = f"{kind}\0{value}".encode("utf-8", "replace")
        return hmac.digest(self._secret, message, "sha256").hex()[:_DIGITS]

    def _gather(self) -> None:
        self._people = {digest for stone in self._stones for digest in stone.people}
        self._names = {digest for stone in self._stones for digest in stone.names}
        texts = [lines for stone in self._stones for lines in stone.texts]
        self._sizes = [len(lines) for lines in texts]
        self._by_line: dict[str, list[int]] = {}
        for number, lines in enumerate(texts):
            for line in lines:
                self._by_line.setdefault(line, []).append(number)

    def _write(self, stones: Sequence[Tombstone]) -> None:
        text = "".join(json.dumps(asdict(stone)) + "\n" for stone in stones)
        write_atomically(self._directory / _FILE, text)
        self._stones = list(stones)
        self._gather()

    def _read(self) -> Iterator[Tombstone]:
        path = self._directory / _FILE
        if not path.exists():
            return
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                values: dict[str, Any] = json.loads(line)
                yield Tombstone(**values)
        except (OSError, ValueError, TypeError) as error:
            raise WorkspaceError(
                f"{path} is damaged: it keeps erased people from being read in again. Restore it from a backup."
            ) from error

    def _read_key(self) -> bytes:
        path = self._directory / _KEY
        if not path.exists():
            return b""
        try:
            return bytes.fromhex(path.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"{path} is damaged. Restore it from a backup.") from error

    def _make_key(self) -> bytes:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = secrets.token_bytes(32)
        handle = os.open(self._directory / _KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(secret.hex())
            stream.flush()
            os.fsync(stream.fileno())
        return secret


def compared(key: str) -> str:
    """Return a person's key as tables compare keys: without case, outer blanks and leading zeros."""
    plain = key.strip().lower()
    return plain.lstrip("0") or plain[-1:]


def _table_of(document: Document) -> str:
    return document.row.table if document.row else ""

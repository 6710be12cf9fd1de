"""The names a workspace knows, kept as keyed digests: whoever reads the file learns no name from it."""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import StoreError

_KEY_BYTES = 32
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: a code never spells a word


@dataclass(frozen=True, slots=True)
class Person:
    """A known name: digests of its words in order (first and last), and the letters that stand for it.

    A `weak` name was guessed from what stands around it and holds only inside texts that show it so. `initial` is
    the digest of the first letter, by which "A. Meyer" is told from "B. Meyer".
    """

    code: str
    words: tuple[str, ...]
    weak: bool = False
    initial: str = ""


class NameBook:
    """Known names in `directory`: `key` (random, mode 0600) and `names.jsonl` (one digest record a line)."""

    def __init__(self, directory: Path) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._key = _key(directory / "key")
            self._file = directory / "names.jsonl"
            self._file.touch(mode=0o600)
        except OSError as error:
            raise StoreError(f"The privacy key in {directory} cannot be read or written.") from error
        self._digests: dict[str, str] = {}
        self._read = 0
        self._by_name: dict[tuple[str, ...], Person] = {}
        self._by_word: dict[str, dict[str, Person]] = {}
        self._codes: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        """Take in names that another process has added since."""
        try:
            if self._file.stat().st_size == self._read:
                return
            with self._file.open("rb") as stream:
                stream.seek(self._read)
                block = stream.read()
        except OSError as error:
            raise StoreError(f"The known names in {self._file} cannot be read.") from error
        whole = block[: block.rfind(b"\n") + 1]  # a line being written right now is read next time
        self._read += len(whole)
        for line in whole.splitlines():
            self._take(line)

    def person(self, name: Sequence[str]) -> Person | None:
        """Return who has exactly that name (normalised words), or None."""
        return self._by_name.get(self._name(name))

    def bearers(self, word: str) -> Collection[Person]:
        """Return everybody whose first or last name is that normalised word."""
        return self._by_word.get(self.digest(word), {}).values()

    def given(self, word: str) -> bool:
        """Return whether somebody has that normalised word as the first word of the name."""
        digest = self.digest(word)
        return any(person.words[0] == digest for person in self._by_word.get(digest, {}).values())

    def family(self, word: str) -> bool:
        """Return whether the normalised word is known as the last word of a longer name only."""
        return not self.given(word) and bool(self.bearers(word))

    def begins(self, person: Person, letter: str) -> bool:
        """Return whether a person's name begins with that normalised letter."""
        return person.initial == self.digest(letter)

    def add(self, name: Sequence[str], *, weak: bool = False) -> Person:
        """Return the person of that name (normalised words, at least one), written down if new."""
        known = self.person(name)
        if known and (weak or not known.weak):
            return known
        with self._file.open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            self.refresh()
            known = self.person(name)
            if known and (weak or not known.weak):
                return known
            words = self._name(name)
            code = known.code if known else self._code(words)
            record = {"code": code, "words": words, "weak": weak, "initial": self.digest(name[0][:1])}
            line = json.dumps(record).encode() + b"\n"
            stream.write(line)
            stream.flush()
        self._read += len(line)
        return self._take(line)

    def _name(self, name: Sequence[str]) -> tuple[str, ...]:
        ends = (name[0], name[-1]) if len(name) > 1 else (name[0],)
        return tuple(self.digest(word) for word in ends)

    def digest(self, word: str) -> str:
        """Return a word's keyed digest, the same in this workspace only."""
        known = self._digests.get(word)
        if known is None:
            if len(self._digests) > 200_000:  # bounded: a long-running bot sees every word there is
                self._digests.clear()
            known = hmac.digest(self._key, word.encode("utf-8", "replace"), "sha256").hex()[:24]
            self._digests[word] = known
        return known

    def _code(self, words: tuple[str, ...]) -> str:
        """Return the letters of a new name: those of its first or last word alone if nobody else claims them."""
        for word in words if len(words) > 1 else ():
            bare = self._by_name.get((word,))
            if bare and all(len(person.words) == 1 for person in self._by_word[word].values()):
                return bare.code
        seed = int.from_bytes(hashlib.sha256("|".join(words).encode()).digest())
        letters = ""
        while len(letters) < 3 or letters in self._codes:
            seed, place = divmod(seed, len(_LETTERS))
            letters += _LETTERS[place]
        return letters

    def _take(self, line: bytes) -> Person:
        try:
            record = json.loads(line)
            words = tuple(record["words"])
            person = Person(record["code"], words, record["weak"], record.get("initial", ""))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"The known names in {self._file} are damaged; restore the file from a backup."
            ) from error
        self._by_name[person.words] = person
        self._codes.add(person.code)
        for word in person.words:
            self._by_word.setdefault(word, {})["|".join(person.words)] = person
        return person


def _key(path: Path) -> bytes:
    """Return the key of the workspace, made on first use; two processes that start at once agree on one."""
    if not path.exists():
        draft = path.with_name(f"key.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_KEY_BYTES).hex().encode())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise StoreError(f"The privacy key {path} is damaged; restore it from a backup.") from error
    if len(key) != _KEY_BYTES:
        raise StoreError(f"The privacy key {path} is damaged; restore it from a backup.")
    return key

"""What there is to do: which files are new or changed, which are gone, and what is told of each."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.ingest.discover import Found, Skipped, Unpacking, discover
from assistant.ingest.entries import Entries
from assistant.ingest.queried import queried
from assistant.tombstones import Tombstones
from assistant.wiring import House
from assistant.workspace import SourceRecord
from retrieval.chunk import RECIPE
from retrieval.errors import LoadError
from retrieval.sources import SourceOptions, Sources, read_sources
from tools.tables.dictionary import dictionary
from tools.tables.readers import may_be_table
from tools.tables.store import RULES

Advance = Callable[[str, int, int], None]
SUPPORTED = (
    ".md .txt .docx .pdf .html .vtt .srt .eml .mbox .csv .tsv .xlsx .parquet .json .jsonl .yaml, "
    "and .zip, .gz, .bz2 or .xz of these"
)
ERASED = "It was erased, so it was left out. `whybuy unerase` lifts that."
_LARGEST_DICTIONARY = 500_000


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that is new or changed, and the digest of its bytes and options."""

    item: Found
    digest: str

    def record(self) -> SourceRecord:
        """Return its entry in the manifest once all of it is stored."""
        return SourceRecord(name=self.item.name, root=str(self.item.root), digest=self.digest)


class Survey:
    """The files below the given paths, compared with what the workspace holds; nothing is stored.

    `found` are all files, `options` what is told of each by name, `changed` those that are new or changed, `gone`
    the sources by name that came from the paths, or from one of the files `vanished`, and are no longer there.
    Raises AssistantError when there is nothing to read.
    """

    def __init__(
        self,
        house: House,
        entries: Entries,
        erased: Tombstones,
        unpacking: Unpacking,
        advance: Advance,
        *,
        paths: Sequence[Path],
        vanished: Sequence[Path],
    ) -> None:
        self._house = house
        self._entries = entries
        self._erased = erased
        self._unpacking = unpacking
        self._advance = advance
        self.skipped: list[Skipped] = []
        self.left_out = 0
        self.unchanged = 0
        self.found, self.options = self._find(paths, vanished)
        self.gone = {record.name: record for record in self._missing(self.found, paths, vanished)}
        self.changed = self._changed(self.found, self.options)

    def dictionaries(self) -> dict[Path, dict[str, str]]:
        """Return what the files of each folder say about columns."""
        found: dict[Path, dict[str, str]] = {}
        for path in (item.path for item in self.found):
            if path.stat().st_size <= _LARGEST_DICTIONARY and (told := dictionary(path)):
                found.setdefault(path.parent, {}).update(told)
        return found

    def skip(self, item: Found, reason: str) -> None:
        """Remember why a file was left out."""
        self.skipped.append(Skipped(item.name, reason))

    def _find(
        self, paths: Sequence[Path], vanished: Sequence[Path]
    ) -> tuple[list[Found], dict[str, SourceOptions]]:
        """Return the files to read, the results of queries among them, and what is told of each."""
        taken = {record.name: record.root for record in self._entries.all}
        avoid = {self._house.workspace.directory.resolve()}
        found, skipped = discover(paths, taken, avoid=avoid, unpacking=self._unpacking)
        rules = _rules([*(item.root for item in found), *(path.expanduser().resolve() for path in paths)])
        taken |= {item.name: "" for item in found}
        rows, failed = queried(rules, self._house.settings.databases, self._unpacking.folder, taken)
        self.skipped.extend([*skipped, *failed])
        found += rows
        if not found and not vanished:
            reasons = "".join(f" {item.path}: {item.reason}" for item in self.skipped[:5])
            raise AssistantError(
                f"There is nothing to read in {_listed(paths)}.{reasons} Files may be {SUPPORTED}."
            )
        found = [item for item in found if not self._was_erased(item)]
        return found, {item.name: rules[item.root].options(item.inner) for item in found}

    def _was_erased(self, item: Found) -> bool:
        """Return whether a file was erased as a whole; it is then left out and counted."""
        if not self._erased.name(item.name):
            return False
        self.left_out += 1
        self.skip(item, ERASED)
        return True

    def _changed(self, found: Sequence[Found], options: Mapping[str, SourceOptions]) -> list[Changed]:
        """Return the files that are new or changed."""
        changed: list[Changed] = []
        for done, item in enumerate(found, start=1):
            digest = self._digest(item, options[item.name])
            known = self._entries.named(item.name)
            if digest and known is not None and known.digest == digest:
                self.unchanged += 1
            elif digest:
                changed.append(Changed(item, digest))
            self._advance("Comparing files", done, len(found))
        return changed

    def _digest(self, item: Found, options: SourceOptions) -> str:
        """Return the digest of a file and of what is told of it, empty when it cannot be read.

        A file is also read anew when texts are cut by another recipe, a table when the rules of drafting have
        changed; what people edited stays.
        """
        try:
            with item.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            self.skip(item, "The file cannot be read; check its permissions.")
            return ""
        told = (options, RECIPE, RULES) if may_be_table(item.path) else (options, RECIPE)
        return f"{content}:{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"

    def _missing(
        self, found: Sequence[Found], paths: Sequence[Path], vanished: Sequence[Path]
    ) -> Iterator[SourceRecord]:
        """Yield what came from the given folders, or from a vanished file, and is no longer there."""
        folders = {str(path.expanduser().resolve()) for path in paths if path.is_dir()}
        here = {item.name for item in found}
        for record in self._entries.all:
            inside = record.root in folders and record.name not in here and not self._was_skipped(record.name)
            if inside or any(_came_from(record, path) for path in vanished):
                yield record

    def _was_skipped(self, name: str) -> bool:
        """Return whether a name lies in a folder that could not be read just now: absence proves nothing there."""
        return any(name == item.path or Path(item.path).name in Path(name).parts for item in self.skipped)


def _came_from(record: SourceRecord, path: Path) -> bool:
    """Return whether a source was this file, or lay inside of it."""
    names = (path.name, f"{path.parent.name}/{path.name}")
    inside = tuple(f"{name}/" for name in names)
    return record.root == str(path.parent) and (record.name in names or record.name.startswith(inside))


def _rules(folders: Iterable[Path]) -> dict[Path, Sources]:
    """Return what the `sources.yaml` of each folder says."""
    try:
        return {folder: read_sources(folder) for folder in dict.fromkeys(folders)}
    except LoadError as error:
        raise AssistantError(str(error)) from error


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)

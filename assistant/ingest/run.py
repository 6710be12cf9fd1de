"""The order of an ingest: tables, documents, the texts inside the tables. Unchanged files cost nothing."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from assistant.errors import AssistantError
from assistant.ingest.discover import UNPACKED, Found, Skipped, Unpacking, discover
from assistant.ingest.report import IngestReport, table_line
from assistant.tombstones import Tombstones
from assistant.wiring import House
from assistant.workspace import Manifest, SourceRecord
from retrieval.documents import Document
from retrieval.errors import LoadError
from retrieval.load import Parsers, Rows, cell_document, counted_once, is_document, load, study, talks
from retrieval.sources import SourceOptions, Sources, read_sources
from tools.tables.catalog import Table
from tools.tables.cells import TextCell
from tools.tables.dictionary import dictionary
from tools.tables.errors import TableError
from tools.tables.readers import TableOptions, is_table, read_tables
from tools.tables.store import TableStore

Advance = Callable[[str, int, int], None]
_LARGEST_DICTIONARY = 500_000
_ERASED = "It was erased, so it was left out. `whybuy unerase` lifts that."
_SUPPORTED = (
    ".md .txt .docx .pdf .html .vtt .srt .eml .mbox .csv .tsv .xlsx .parquet .json .jsonl .yaml, and .zip of these"
)


def ingest_paths(house: House, paths: Sequence[Path], advance: Advance) -> IngestReport:
    """Read files and folders into the workspace and return what they hold.

    A file that cannot be read is skipped with its reason. Raises AssistantError when there is nothing to read or
    nothing could be read, WorkspaceError when the workspace is damaged or another process is writing.
    """
    with house.workspace.writing(), Parsers() as parsers, _scratch(house.workspace.directory) as folder:
        return _Ingest(house, advance, Unpacking(parsers, folder)).run(paths)


@contextmanager
def _scratch(workspace: Path) -> Iterator[Path]:
    """Give a folder of the workspace for what is inside archives; what a crash left there goes first."""
    folder = workspace / UNPACKED
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Ingest:
    """One run: the manifest is rewritten after each file, so that a crash loses at most the file being read."""

    def __init__(self, house: House, advance: Advance, unpacking: Unpacking) -> None:
        self._house = house
        self._unpacking = unpacking
        self._advance = advance
        self._manifest: Manifest = house.workspace.read()
        self._erased = Tombstones(house.workspace.directory)
        self._left_out = 0
        self._tables = TableStore(
            house.workspace.directory,
            scrub=house.scrub,
            pseudonym=house.privacy.pseudonym,
            learn=house.privacy.learn,
            erased=self._erased,
        )
        self._frames: dict[str, pd.DataFrame] = {}
        self._skipped: list[Skipped] = []
        self._embedded = 0
        self._unchanged = 0

    def run(self, paths: Sequence[Path]) -> IngestReport:
        taken = {name: record.root for name, record in self._manifest.sources.items()}
        found, unreadable = discover(
            paths, taken, avoid={self._house.workspace.directory.resolve()}, unpacking=self._unpacking
        )
        self._skipped.extend(unreadable)
        if not found:
            raise AssistantError(f"There is nothing to read in {_listed(paths)}. Files may be {_SUPPORTED}.")
        found = [item for item in found if not self._was_erased(item)]
        options = _options(found)
        changed = [(item, digest) for item in found if (digest := self._digest(item, options[item.name]))]
        removed = self._drop_missing(found, paths)
        tables = [(item, digest) for item, digest in changed if is_table(item.path)]
        names = {item.name for item, _ in tables}
        self._read_tables(tables, options, _dictionaries(item.path for item in found))
        self._read_documents([pair for pair in changed if pair[0].name not in names], options)
        self._read_cells(tables, options)
        return self._report([item.name for item in found], removed)

    def _was_erased(self, item: Found) -> bool:
        """Return whether a file was erased as a whole; it is then left out and counted."""
        if not self._erased.name(item.name):
            return False
        self._left_out += 1
        self._skip(item, _ERASED)
        return True

    def _digest(self, item: Found, options: SourceOptions) -> str | None:
        """Return the digest of a file that is new or changed, None when there is nothing to do."""
        try:
            with item.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            self._skip(item, "The file cannot be read; check its permissions.")
            return None
        digest = f"{content}:{hashlib.sha256(repr(options).encode()).hexdigest()[:12]}"
        record = self._manifest.sources.get(item.name)
        if record is not None and record.digest == digest:
            self._unchanged += 1
            return None
        return digest

    def _drop_missing(self, found: Sequence[Found], paths: Sequence[Path]) -> int:
        """Remove what came from the given folders and is no longer there."""
        roots = {str(path.expanduser().resolve()) for path in paths if path.is_dir()}
        here = {item.name for item in found}
        gone = [
            record
            for name, record in self._manifest.sources.items()
            if record.root in roots and name not in here and not self._was_skipped(name)
        ]
        for record in gone:
            self._house.corpus.remove(sources={record.name, *record.tables})
            for table in record.tables:
                self._tables.drop(table)
            self._store(self._manifest.without(record.name))
        return len(gone)

    def _was_skipped(self, name: str) -> bool:
        """Return whether a name lies in a folder that could not be read just now: absence proves nothing there."""
        return any(Path(item.path).name in Path(name).parts for item in self._skipped)

    def _read_tables(
        self,
        files: Sequence[tuple[Found, str]],
        options: Mapping[str, SourceOptions],
        dictionaries: Mapping[Path, Mapping[str, str]],
    ) -> None:
        for done, (item, digest) in enumerate(files, start=1):
            known = self._manifest.sources.get(item.name)
            told = options[item.name]
            try:
                raws = read_tables(item.path, name=item.name, options=TableOptions(delimiter=told.delimiter))
                for raw in raws:
                    self._tables.put(raw, dictionaries.get(item.path.parent), told.columns)
                    self._frames[raw.name] = raw.frame
            except TableError as error:
                self._skip(item, str(error))
                continue
            names = tuple(raw.name for raw in raws)
            for gone in set(known.tables if known else ()) - set(names):
                self._tables.drop(gone)
            rows = sum(len(raw.frame) for raw in raws)
            self._remember(
                SourceRecord(name=item.name, root=str(item.root), digest=digest, tables=names, rows=rows)
            )
            self._advance("Reading tables", done, len(files))
        self._tables.finish()

    def _read_documents(self, files: Sequence[tuple[Found, str]], options: Mapping[str, SourceOptions]) -> None:
        for item, _ in files:
            if is_document(item.path):
                study(item.path, self._house.privacy, self._unpacking.parsers)
        for done, (item, digest) in enumerate(files, start=1):
            if not is_document(item.path):
                self._skip(item, f"Its format is not read. Files may be {_SUPPORTED}.")
                continue
            try:
                documents = load(
                    item.path,
                    name=item.name,
                    folder=item.root.name,
                    privacy=self._house.privacy,
                    options=options[item.name],
                    parsers=self._unpacking.parsers,
                )
            except LoadError as error:
                self._skip(item, str(error))
                continue
            record = SourceRecord(name=item.name, root=str(item.root), digest=digest)
            self._keep(item.name, documents, record)
            self._advance("Reading documents", done, len(files))

    def _read_cells(self, files: Sequence[tuple[Found, str]], options: Mapping[str, SourceOptions]) -> None:
        """Store the texts inside the tables that were read, each tied to its row."""
        catalog = self._house.tables.catalog
        for item, _ in files:
            record = self._manifest.sources.get(item.name)
            for name in record.tables if record else ():
                table = catalog.table(name)
                if record is not None and table is not None:
                    self._keep(name, counted_once(list(self._cells(table, options[item.name]))), record)
                    record = self._manifest.sources[item.name]

    def _cells(self, table: Table, options: SourceOptions) -> Iterator[Document]:
        frame = self._frames[table.name]
        cells = list(self._tables.text_cells(table))
        several = len({cell.column for cell in cells}) > 1
        # The raw text, not the stored one, so that offsets lead back to the source.
        raw = [str(frame[cell.column].iloc[cell.number - 1]) for cell in cells]
        self._house.privacy.spare(raw)
        said, spoken = self._talks(table, cells, options)
        yield from spoken
        for cell, text in zip(cells, raw, strict=True):
            if spoken and cell.column == said:
                continue
            yield cell_document(
                table=table.name,
                number=cell.number,
                row_key=cell.row_key,
                column=cell.column,
                text=text,
                several_columns=several,
                privacy=self._house.privacy,
                kind=options.kind,
                customer=cell.customer,
                date=cell.date,
                audience=options.audience,
                consent=options.consent,
            )

    def _talks(
        self, table: Table, cells: Sequence[TextCell], options: SourceOptions
    ) -> tuple[str, list[Document]]:
        """Return the column of most texts, and the conversations in it where its cells are utterances."""
        columns = Counter(cell.column for cell in cells)
        if not columns:
            return "", []
        text = columns.most_common(1)[0][0]
        here = [cell for cell in cells if cell.column == text]
        frame = self._frames[table.name].iloc[[cell.number - 1 for cell in here]]
        rows = Rows(
            source=table.name,
            columns={str(name): list(frame[name].astype("string").fillna("")) for name in frame.columns},
            numbers=[cell.number for cell in here],
            customers=[cell.customer for cell in here],
            dates=[cell.date for cell in here],
        )
        return text, talks(rows, text, self._house.privacy, options)

    def _keep(self, source: str, documents: list[Document], record: SourceRecord) -> None:
        kept = [document for document in documents if not self._erased.document(document)]
        self._left_out += len(documents) - len(kept)
        if documents and not kept and source == record.name:
            self._skipped.append(Skipped(source, _ERASED))
            return
        changes = self._house.corpus.replace(
            source, kept, lambda done, total: self._advance(f"Embedding {source}", done, total)
        )
        self._embedded += changes.embedded
        self._remember(replace(record, documents=record.documents + len(kept)))

    def _remember(self, record: SourceRecord) -> None:
        self._store(self._manifest.with_source(record))

    def _store(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._house.workspace.write(manifest)

    def _skip(self, item: Found, reason: str) -> None:
        self._skipped.append(Skipped(item.name, reason))

    def _report(self, names: Iterable[str], removed: int) -> IngestReport:
        records = [record for name in names if (record := self._manifest.sources.get(name))]
        if not records and not self._left_out:
            reasons = " ".join(f"{item.path}: {item.reason}" for item in self._skipped[:5])
            raise AssistantError(f"Nothing could be read. {reasons}")
        tables = {name for record in records for name in record.tables}
        sources = {*tables, *(record.name for record in records)}
        passages, documents = self._house.corpus.passages_by_source(), self._house.corpus.sources()
        catalog = self._house.tables.catalog
        return IngestReport(
            documents=sum(documents.get(name, 0) for name in sources),
            passages=sum(passages.get(name, 0) for name in sources),
            tables=len(tables),
            rows=sum(table.rows for table in catalog if table.name in tables),
            embedded=self._embedded,
            unchanged=self._unchanged,
            removed=removed,
            erased=self._left_out + self._tables.left_out,
            skipped=tuple(self._skipped),
            catalog=tuple(table_line(table) for table in catalog if table.name in tables),
        )


def _options(found: Sequence[Found]) -> dict[str, SourceOptions]:
    """Return each file's options from the `sources.yaml` of the folder it was found in."""
    rules: dict[Path, Sources] = {}
    try:
        for item in found:
            if item.root not in rules:
                rules[item.root] = read_sources(item.root)
    except LoadError as error:
        raise AssistantError(str(error)) from error
    return {item.name: rules[item.root].options(item.inner) for item in found}


def _dictionaries(paths: Iterable[Path]) -> dict[Path, dict[str, str]]:
    """Return what the files of each folder say about columns."""
    found: dict[Path, dict[str, str]] = {}
    for path in paths:
        if path.stat().st_size <= _LARGEST_DICTIONARY and (told := dictionary(path)):
            found.setdefault(path.parent, {}).update(told)
    return found


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)

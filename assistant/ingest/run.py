"""The order of an ingest: tables, the texts inside them, documents. Unchanged files cost nothing.

Files are read one after the other and stored in batches, so that memory does not grow with the folder. A batch
and what the manifest says of it follow each other: after a crash at any moment the next ingest goes on from there.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from assistant.errors import AssistantError
from assistant.ingest.batch import Batch, sources_of
from assistant.ingest.cells import cell_documents, things
from assistant.ingest.discover import UNPACKED, Unpacking
from assistant.ingest.entries import Entries
from assistant.ingest.report import IngestReport, counted
from assistant.ingest.survey import ERASED, SUPPORTED, Advance, Changed, Survey
from assistant.tombstones import Tombstones
from assistant.wiring import House
from assistant.workspace import SourceRecord
from retrieval.documents import Document
from retrieval.errors import LoadError
from retrieval.load import Parsers, is_document, load, study
from retrieval.sources import SourceOptions
from tools.tables.dictionary import named
from tools.tables.errors import TableError
from tools.tables.readers import TableOptions, is_table, read_tables
from tools.tables.store import TableStore


def ingest_paths(
    house: House, paths: Sequence[Path], advance: Advance, *, vanished: Sequence[Path] = ()
) -> IngestReport:
    """Read files and folders into the workspace and return what they hold.

    A file that cannot be read is skipped with its reason. What came from the files `vanished`, which were given
    once and are no longer there, is removed. Raises AssistantError when there is nothing to read or nothing could
    be read, WorkspaceError when the workspace is damaged or another process is writing.
    """
    with house.workspace.writing(), Parsers() as parsers, _scratch(house.workspace.directory) as folder:
        return _Ingest(house, advance, Unpacking(parsers, folder)).run(paths, vanished)


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
    """One run."""

    def __init__(self, house: House, advance: Advance, unpacking: Unpacking) -> None:
        self._house = house
        self._unpacking = unpacking
        self._advance = advance
        self._entries = Entries(house.workspace)
        self._erased = Tombstones(house.workspace.directory)
        self._tables = TableStore(
            house.workspace.directory,
            scrub=house.scrub,
            pseudonym=house.privacy.pseudonym,
            learn=house.privacy.learn,
            spare=house.privacy.spare,
            erased=self._erased,
        )
        self._gone: dict[str, SourceRecord] = {}
        self._left_out = 0
        self._embedded = 0

    def run(self, paths: Sequence[Path], vanished: Sequence[Path]) -> IngestReport:
        survey = Survey(
            self._house,
            self._entries,
            self._erased,
            self._unpacking,
            self._advance,
            paths=paths,
            vanished=vanished,
        )
        self._survey, self._gone = survey, dict(survey.gone)
        changed = survey.changed
        self._entries.begin([file.item for file in changed], [path.expanduser().resolve() for path in paths])
        tables = [file for file in changed if is_table(file.item.path)]
        names = {file.item.name for file in tables}
        texts = self._texts([file for file in changed if file.item.name not in names])
        if self._house.corpus.outdated:
            self._house.corpus.reembed(lambda done, total: self._advance("Embedding all texts again", done, total))
        with self._house.corpus.gathering():
            frames = self._read_tables(tables, survey.options, survey.dictionaries())
            self._study(texts)
            self._read_cells(tables, frames, survey.options)
            self._read_documents(texts, survey.options)
            self._forget(list(self._gone.values()))
        self._entries.close()
        self._entries.forget_paths(vanished)
        return self._report([item.name for item in survey.found], len(survey.gone))

    def _read_tables(
        self,
        files: Sequence[Changed],
        options: Mapping[str, SourceOptions],
        dictionaries: Mapping[Path, Mapping[str, str]],
    ) -> dict[str, pd.DataFrame]:
        """Store the tables and return their rows as they were read, by name."""
        frames: dict[str, pd.DataFrame] = {}
        begun: list[SourceRecord] = []
        left: list[str] = [name for record in self._gone.values() for name in record.tables]
        for done, file in enumerate(files, start=1):
            item, told = file.item, options[file.item.name]
            known = self._entries.named(item.name)
            try:
                beside = dictionaries.get(item.path.parent, {})
                raws = read_tables(item.path, name=item.name, options=TableOptions(delimiter=told.delimiter))
                raws = [named(raw, beside) for raw in raws]
                for raw in raws:
                    self._tables.put(raw, beside, told.columns)
                    frames[raw.name] = raw.frame
            except TableError as error:
                self._survey.skip(item, str(error))
                continue
            names = tuple(raw.name for raw in raws)
            left += set(known.tables if known else ()) - set(names)
            rows = sum(len(raw.frame) for raw in raws)
            begun.append(replace(file.record(), digest="", tables=names, rows=rows))
            self._advance("Reading tables", done, len(files))
        self._entries.note(begun)
        for name in set(left) - frames.keys():
            self._tables.drop(name)
        try:
            catalog = self._tables.finish()
        except TableError as error:
            raise AssistantError(str(error)) from error
        self._house.privacy.spare_words(things(catalog))
        return frames

    def _texts(self, files: Sequence[Changed]) -> list[Changed]:
        """Return the files whose format is read."""
        for file in files:
            if not is_document(file.item.path):
                self._survey.skip(file.item, f"Its format is not read. Files may be {SUPPORTED}.")
        return [file for file in files if is_document(file.item.path)]

    def _study(self, files: Sequence[Changed]) -> None:
        """Learn who speaks in the files, so that names are known before the first text is stored."""
        for done, file in enumerate(files, start=1):
            study(file.item.path, self._house.privacy, self._unpacking.parsers)
            self._advance("Learning names", done, len(files))

    def _read_cells(
        self, files: Sequence[Changed], frames: dict[str, pd.DataFrame], options: Mapping[str, SourceOptions]
    ) -> None:
        """Store the texts inside the tables that were read."""
        catalog = self._house.tables.catalog
        for done, file in enumerate(files, start=1):
            item = file.item
            record = self._entries.named(item.name)
            if record is None or not all(name in frames for name in record.tables):
                continue
            batch = Batch(former=self._former(file))
            for name in record.tables:
                frame = frames.pop(name)
                if (table := catalog.table(name)) is not None:
                    cells = list(self._tables.text_cells(table))
                    documents = cell_documents(table, cells, frame, options[item.name], self._house.privacy)
                    batch.documents[name] = self._kept(documents)
            count = sum(map(len, batch.documents.values()))
            batch.records.append(replace(record, digest=file.digest, documents=count))
            self._keep(batch)
            self._advance("Reading texts in tables", done, len(files))

    def _read_documents(self, files: Sequence[Changed], options: Mapping[str, SourceOptions]) -> None:
        batch = Batch()
        for done, file in enumerate(files, start=1):
            self._add(batch, file, options[file.item.name])
            if batch.full:
                self._keep(batch)
                batch = Batch()
            self._advance("Reading documents", done, len(files))
        self._keep(batch)

    def _add(self, batch: Batch, file: Changed, options: SourceOptions) -> None:
        item = file.item
        try:
            documents = load(
                item.path,
                name=item.name,
                folder=item.root.name,
                privacy=self._house.privacy,
                options=options,
                parsers=self._unpacking.parsers,
            )
        except LoadError as error:
            self._survey.skip(item, str(error))
            return
        kept = self._kept(documents)
        if documents and not kept:
            self._survey.skip(item, ERASED)
            return
        batch.records.append(replace(file.record(), documents=len(kept)))
        batch.documents[item.name] = kept
        batch.former += self._former(file)
        batch.length += sum(len(document.text) for document in kept)

    def _kept(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents that nobody erased."""
        kept = [document for document in documents if not self._erased.document(document)]
        self._left_out += len(documents) - len(kept)
        return kept

    def _former(self, file: Changed) -> list[SourceRecord]:
        """Return the source that this file was before it was renamed, as the file that is gone with its digest."""
        for record in self._gone.values():
            if record.digest == file.digest:
                return [self._gone.pop(record.name)]
        return []

    def _keep(self, batch: Batch) -> None:
        """Store a batch: first its texts, then what the manifest says of it."""
        gone = sources_of(batch.former) - batch.documents.keys()
        changes = self._house.corpus.exchange(
            batch.documents, gone, lambda done, total: self._advance("Embedding", done, total)
        )
        self._embedded += changes.embedded
        self._entries.note(batch.records, {record.name for record in batch.former})

    def _forget(self, gone: Collection[SourceRecord]) -> None:
        """Remove what came from files that are gone; their tables went before."""
        if gone:
            self._house.corpus.exchange({}, sources_of(gone))
            self._entries.note([], {record.name for record in gone})

    def _report(self, names: Iterable[str], removed: int) -> IngestReport:
        left_out = self._left_out + self._survey.left_out
        records = [record for name in names if (record := self._entries.named(name))]
        if not records and not left_out and not removed:
            reasons = " ".join(f"{item.path}: {item.reason}" for item in self._survey.skipped[:5])
            raise AssistantError(f"Nothing could be read. {reasons}")
        done = IngestReport(
            embedded=self._embedded,
            unchanged=self._survey.unchanged,
            removed=removed,
            erased=left_out + self._tables.left_out,
            skipped=tuple(self._survey.skipped),
        )
        return counted(done, self._house, records)

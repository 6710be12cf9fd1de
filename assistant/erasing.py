"""Erasing a customer or a document, and lifting that: first the tombstone, then every store, the texts last.

The texts go last because they tell which documents belong to a customer: an erasure that a crash interrupts finds
them again and is finished by the same command.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from assistant.backups import Advance, known_backups, unheard
from assistant.erase import Receipt, Removed, Subject, stores
from assistant.errors import AssistantError, WorkspaceError
from assistant.tombstones import FOLDER, Tombstones, compared
from assistant.traces import Traces
from assistant.wiring import House
from retrieval.documents import Document
from tools.tables.parquet import KEY
from tools.tables.store import TableStore

_RECEIPTS = "receipts.jsonl"
_HEADER = b"SQLite format 3\0"
_PATIENCE = 30.0


def erase(
    house: House,
    *,
    customer: str | None = None,
    document: str | None = None,
    advance: Advance = unheard,
) -> Receipt:
    """Remove a customer or a document from every store and return the receipt.

    A file's name erases all that came from it. When this returns, no file of the workspace holds a byte of it;
    what other people's texts say of the customer stays, and is listed. Raises AssistantError when nothing of that
    name is held, WorkspaceError when another process writes.
    """
    with house.workspace.writing():
        tombstones = Tombstones(house.workspace.directory)
        subject, others = find(house, customer, document)
        again = _known(tombstones, subject)
        if not (again or subject.texts or subject.rows or subject.files):
            raise AssistantError("Nothing of that name is held, so nothing was removed. Check the spelling.")
        if not again or any(not tombstones.document(text) for text in subject.texts):
            names = {*subject.files, *([document] if document else [])}
            tombstones.add(people=subject.people, names=names, documents=subject.texts, others=others)
        removed = _remove(house, subject, advance)
        receipt = Receipt(
            subject=customer or document or "",
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            removed=removed,
            mentions=tuple(other.id for other in others if subject.traces.named_in(other.text)),
            backups=tuple(str(path) for path in known_backups(house.workspace.directory)),
            beyond=beyond(house),
        )
        _keep(house.workspace.directory / FOLDER / _RECEIPTS, receipt)
        return receipt


def unerase(house: House, *, customer: str | None = None, document: str | None = None) -> int:
    """Let what was erased be read in again; return how many erasures were lifted (0: none of that name)."""
    with house.workspace.writing():
        tombstones = Tombstones(house.workspace.directory)
        people = _tables(house).keys_of_person(customer) if customer else frozenset()
        lifted = tombstones.lift(people=people, names={document} if document else ())
        if lifted:
            # Files that were left out in part have to be read once more, although they did not change.
            house.workspace.write(house.workspace.read().unread())
        return lifted


def again(house: House, advance: Advance = unheard) -> int:
    """Erase what the tombstones know once more, as in a backup from before; return how many texts and rows."""
    with house.workspace.writing():
        tombstones = Tombstones(house.workspace.directory)
        if not tombstones:
            return 0
        tables = TableStore(
            house.workspace.directory, scrub=house.scrub, pseudonym=house.privacy.pseudonym, erased=tombstones
        )
        before = {table.name: table.version for table in house.tables.catalog}
        changed = {
            table.name: frozenset[str]() for table in tables.finish() if before.get(table.name) != table.version
        }
        texts, others = _split(house.corpus.documents(), tombstones.document)
        alone = {item.source for item in texts} - {item.source for item in others}
        known = house.workspace.read().sources
        files = {name for name in known if name in alone or tombstones.name(name)}
        dropped = frozenset(table for name in files if tombstones.name(name) for table in known[name].tables)
        if texts or changed or files:
            _remove(
                house,
                Subject(
                    ids=frozenset(item.customer for item in texts if item.customer),
                    texts=tuple(texts),
                    rows=changed,
                    tables=dropped,
                    files=frozenset(files),
                    traces=_traces({item.customer for item in texts if item.customer}, texts),
                ),
                advance,
            )
        return tables.left_out + len(texts)


def _remove(house: House, subject: Subject, advance: Advance) -> tuple[Removed, ...]:
    """Remove the subject from every store, and from the pages and drafts that databases and crashes leave."""
    known = stores(house)
    removed = []
    for done, store in enumerate(known):
        advance(f"Erasing {store.name}", done, len(known))
        removed.append(store.remove(subject))
    directory = house.workspace.directory
    for path in directory.rglob(".*"):
        if path.is_file():
            path.unlink()  # drafts of files that are replaced at once, left by a crash
    for path in _databases(directory):
        _compact(path)
    advance("Erasing", len(known), len(known))
    return tuple(removed)


def find(house: House, customer: str | None, document: str | None) -> tuple[Subject, list[Document]]:
    """Return what is held of a customer or a document, and the documents that are not theirs."""
    if customer is not None:
        return _of_customer(house, customer)
    return _of_document(house, document or "")


def beyond(house: House) -> tuple[str, ...]:
    """Return what lies outside our reach, in sentences for whoever has to see to it."""
    settings = house.settings
    lines = [
        "The original files that were ingested: delete the person there as well. A later ingest leaves them out.",
        "Databases and warehouses that were read from: their rows are not touched.",
        "Copies of the workspace that whybuy did not make; backups that it made are listed where they are known.",
        "Answers that were already posted to Slack, exported or copied from the terminal, and charts in them.",
    ]
    if remote := [f"{table.name} ({table.source})" for table in house.tables.catalog if table.source]:
        lines.append(
            "Tables that stay in their database and are counted there, until somebody deletes the rows in it: "
            f"{', '.join(remote)}."
        )
    if settings.chroma_url:
        lines.append(
            "The files of the Chroma server: the rows are deleted, their bytes stay until the server is compacted "
            "(`chroma vacuum` clears texts, not vectors) or its volume is replaced."
        )
    if settings.model_name != "offline":
        lines.append(f"What the server of {settings.model_name} may have kept of questions and quotations.")
    if settings.embeddings != "minilm":
        lines.append(f"What the provider of {settings.embeddings} may have kept of the texts it embedded.")
    return tuple(lines)


def _of_customer(house: House, customer: str) -> tuple[Subject, list[Document]]:
    tables = _tables(house)
    people = tables.keys_of_person(customer)
    stored = {table.name: table for table in house.tables.catalog}
    masks = tables.rows_of_person(customer)
    theirs_by_table = {name: tables.rows(stored[name])[mask] for name, mask in masks.items()}
    rows = {name: frozenset(found[KEY].astype("str")) for name, found in theirs_by_table.items()}

    def theirs(item: Document) -> bool:
        named = item.customer is not None and compared(item.customer) in people
        return named or (item.row is not None and item.row.key in rows.get(item.row.table, ()))

    texts, others = _split(house.corpus.documents(), theirs)
    alone = {item.source for item in texts} - {item.source for item in others}
    files = {name for name in house.workspace.read().sources if name in alone}
    written = {
        str(value)
        for name, found in theirs_by_table.items()
        if (person := stored[name].person) is not None
        for value in found[person].dropna().unique()
    }
    ids = frozenset({customer, *written, *(item.customer for item in texts if item.customer)})
    made = Subject(
        customer=customer,
        people=people,
        ids=ids,
        texts=tuple(texts),
        rows=rows,
        files=frozenset(files),
        traces=_traces({*ids, *people}, texts),
    )
    return made, others


def _of_document(house: House, document: str) -> tuple[Subject, list[Document]]:
    record = house.workspace.read().sources.get(document)
    tables = frozenset(record.tables if record else ())
    texts, others = _split(
        house.corpus.documents(), lambda item: document in (item.id, item.source) or item.source in tables
    )
    cells = {item.row.table for item in texts if item.row is not None}
    whole = record is not None or (bool(texts) and document in {item.source for item in texts} - cells)
    made = Subject(
        document=document,
        texts=tuple(texts),
        rows={name: frozenset() for name in cells - tables},
        tables=tables,
        files=frozenset({document}) if whole else frozenset(),
        traces=_traces({document}, texts),
    )
    return made, others


def _split(
    documents: Iterable[Document], theirs: Callable[[Document], bool]
) -> tuple[list[Document], list[Document]]:
    found: tuple[list[Document], list[Document]] = ([], [])
    for item in documents:
        found[0 if theirs(item) else 1].append(item)
    return found


def _traces(names: set[str], texts: list[Document]) -> Traces:
    return Traces({*names, *(item.id for item in texts)}, [item.text for item in texts])


def _known(tombstones: Tombstones, subject: Subject) -> bool:
    named = subject.document is not None and tombstones.name(subject.document)
    return named or any(tombstones.person(key) for key in subject.people)


def _tables(house: House) -> TableStore:
    return TableStore(house.workspace.directory, scrub=house.scrub, pseudonym=house.privacy.pseudonym)


def _databases(directory: Path) -> Iterator[Path]:
    """Yield the SQLite files of the workspace; the record keeps its own clean."""
    for path in sorted(directory.rglob("*")):
        parts = PurePosixPath(path.relative_to(directory).as_posix()).parts
        if parts[0] not in {"chroma", "index"} and path.is_file():
            with path.open("rb") as stream:
                if stream.read(len(_HEADER)) == _HEADER:
                    yield path


def _compact(path: Path) -> None:
    """Write a database anew and empty its log, so that no freed page keeps what was deleted."""
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            deadline = time.monotonic() + _PATIENCE
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > deadline:
                    raise WorkspaceError(f"{path.name} is being read; erase again when nothing uses it.")
                time.sleep(0.05)
    except sqlite3.Error as error:
        raise WorkspaceError(
            f"{path.name} could not be rewritten without what was erased. Check the disk's free space and that "
            "nothing else uses the file, and erase again."
        ) from error


def _keep(path: Path, receipt: Receipt) -> None:
    """Append what was done, without whose it was."""
    told = receipt.to_dict()
    kept = {"at": told["at"], "removed": told["removed"], "mentions": len(receipt.mentions)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(kept) + "\n")

"""Erasing a customer or a document, and lifting that: first the tombstone, then every store, the texts last.

The texts go last because they tell which documents belong to a customer: an erasure that a crash interrupts finds
them again and is finished by the same command.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from assistant.archives import Advance, unheard
from assistant.backups import known_backups
from assistant.compacting import compact_all
from assistant.erase import stores
from assistant.errors import AssistantError
from assistant.receipts import Receipt, Removed, Subject
from assistant.subjects import find, split, tables_of, traces_of
from assistant.tombstones import FOLDER, Tombstones
from assistant.wiring import House
from tools.tables.store import TableStore

_RECEIPTS = "receipts.jsonl"


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
        people = tables_of(house).keys_of_person(customer) if customer else frozenset()
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
        texts, others = split(house.corpus.documents(), tombstones.document)
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
                    traces=traces_of({item.customer for item in texts if item.customer}, texts),
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
    compact_all(directory)
    advance("Erasing", len(known), len(known))
    return tuple(removed)


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


def _known(tombstones: Tombstones, subject: Subject) -> bool:
    named = subject.document is not None and tombstones.name(subject.document)
    return named or any(tombstones.person(key) for key in subject.people)


def _keep(path: Path, receipt: Receipt) -> None:
    """Append what was done, without whose it was."""
    told = receipt.to_dict()
    kept = {"at": told["at"], "removed": told["removed"], "mentions": len(receipt.mentions)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(kept) + "\n")

"""What is held of a customer or a document, and what is not theirs."""

from collections.abc import Callable, Iterable

from assistant.receipts import Subject
from assistant.tombstones import compared
from assistant.traces import Traces
from assistant.wiring import House
from retrieval.documents import Document
from tools.tables.parquet import KEY
from tools.tables.store import TableStore


def find(house: House, customer: str | None, document: str | None) -> tuple[Subject, list[Document]]:
    """Return what is held of a customer or a document, and the documents that are not theirs."""
    if customer is not None:
        return _of_customer(house, customer)
    return _of_document(house, document or "")


def tables_of(house: House) -> TableStore:
    """Return the stored tables, to be changed."""
    return TableStore(house.workspace.directory, scrub=house.scrub, pseudonym=house.privacy.pseudonym)


def _of_customer(house: House, customer: str) -> tuple[Subject, list[Document]]:
    tables = tables_of(house)
    people = tables.keys_of_person(customer)
    stored = {table.name: table for table in house.tables.catalog}
    held = tables.held_of_person(customer)
    theirs_by_table = {name: tables.rows(stored[name])[mask] for name, mask in held.rows.items()}
    rows = {name: frozenset[str]() for name in held.cells}
    rows |= {name: frozenset(found[KEY].astype("str")) for name, found in theirs_by_table.items()}

    def theirs(item: Document) -> bool:
        named = item.customer is not None and compared(item.customer) in people
        return named or (item.row is not None and item.row.key in rows.get(item.row.table, ()))

    texts, others = split(house.corpus.documents(), theirs)
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
        traces=traces_of({*ids, *people}, texts),
    )
    return made, others


def _of_document(house: House, document: str) -> tuple[Subject, list[Document]]:
    record = house.workspace.read().sources.get(document)
    tables = frozenset(record.tables if record else ())
    texts, others = split(
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
        traces=traces_of({document}, texts),
    )
    return made, others


def split(
    documents: Iterable[Document], theirs: Callable[[Document], bool]
) -> tuple[list[Document], list[Document]]:
    """Return the documents that are theirs, and the others."""
    found: tuple[list[Document], list[Document]] = ([], [])
    for item in documents:
        found[0 if theirs(item) else 1].append(item)
    return found


def traces_of(names: set[str], texts: list[Document]) -> Traces:
    """Return what recognises these names and texts in other texts."""
    return Traces({*names, *(item.id for item in texts)}, [item.text for item in texts])

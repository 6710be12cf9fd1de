"""Texts inside tables become documents, each tied to its row."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from retrieval.documents import Document, Kind
from retrieval.load import Rows, cell_document, counted_once, talks
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions
from tools.tables.catalog import Catalog, Table
from tools.tables.cells import TextCell
from tools.tables.lexicon import lexicon, matches, tokens


def things(catalog: Catalog) -> Iterator[str]:
    """Yield what columns are called, and the frequent values of those that hold no persons."""
    for column in (column for table in catalog for column in table.columns):
        yield column.label
        if "personal" not in column.marks:
            yield from (str(value) for value, _ in column.values)


def cell_documents(
    table: Table, cells: Sequence[TextCell], frame: pd.DataFrame, options: SourceOptions, privacy: Privacy
) -> list[Document]:
    """Return the texts of a table's cells; `frame` has the rows as they were read.

    The raw text is taken, not the stored one, so that offsets lead back to the source.
    """
    columns = {name: frame[name].tolist() for name in {cell.column for cell in cells}}
    raw = [str(columns[cell.column][cell.number - 1]) for cell in cells]
    said, spoken = _talks(table, cells, frame, options, privacy)
    alone = [(cell, text) for cell, text in zip(cells, raw, strict=True) if not (spoken and cell.column == said)]
    return counted_once([*spoken, *_documents(table, alone, cells, options, privacy)])


def _documents(
    table: Table,
    texts: Sequence[tuple[TextCell, str]],
    cells: Sequence[TextCell],
    options: SourceOptions,
    privacy: Privacy,
) -> Iterator[Document]:
    several = len({cell.column for cell in cells}) > 1
    for cell, text in texts:
        yield cell_document(
            table=table.name,
            number=cell.number,
            row_key=cell.row_key,
            column=cell.column,
            text=text,
            several_columns=several,
            privacy=privacy,
            kind=options.kind or _kind(table, cell.column),
            customer=cell.customer,
            date=cell.date,
            audience=options.audience,
            consent=options.consent,
        )


def _kind(table: Table, column: str) -> Kind | None:
    """Return copy for what we wrote ourselves of the things that a table lists; None where its name decides."""
    offered = matches(tokens(table.entity), [*lexicon()["thing"], *lexicon()["offered"]])
    return "copy" if offered and matches(tokens(column), lexicon()["describes"]) else None


def _talks(
    table: Table, cells: Sequence[TextCell], frame: pd.DataFrame, options: SourceOptions, privacy: Privacy
) -> tuple[str, list[Document]]:
    """Return the column of most texts, and the conversations in it where its cells are utterances."""
    columns = Counter(cell.column for cell in cells)
    if not columns:
        return "", []
    text = columns.most_common(1)[0][0]
    here = [cell for cell in cells if cell.column == text]
    lines = frame.iloc[[cell.number - 1 for cell in here]]
    rows = Rows(
        source=table.name,
        columns={str(name): list(lines[name].astype("string").fillna("")) for name in lines.columns},
        numbers=[cell.number for cell in here],
        customers=[cell.customer for cell in here],
        dates=[cell.date for cell in here],
    )
    return text, talks(rows, text, privacy, options)

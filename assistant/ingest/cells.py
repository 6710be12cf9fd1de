"""Texts inside tables become documents, each tied to its row."""

from collections.abc import Iterator, Sequence

import pandas as pd

from retrieval.documents import Document
from retrieval.load import cell_document
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions
from tools.tables.catalog import Table
from tools.tables.cells import TextCell


def cell_documents(
    table: Table, cells: Sequence[TextCell], frame: pd.DataFrame, options: SourceOptions, privacy: Privacy
) -> list[Document]:
    """Return the texts of a table's cells; `frame` has the rows as they were read.

    The raw text is taken, not the stored one, so that offsets lead back to the source.
    """
    raw = [str(frame[cell.column].iloc[cell.number - 1]) for cell in cells]
    privacy.spare(raw)
    return list(_documents(table, list(zip(cells, raw, strict=True)), cells, options, privacy))


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
            kind=options.kind,
            customer=cell.customer,
            date=cell.date,
            audience=options.audience,
            consent=options.consent,
        )

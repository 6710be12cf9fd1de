"""Text cells of tables as documents that remember their row."""

from retrieval.documents import EVERYBODY, Audience, Consent, Document, Kind, RowRef
from retrieval.load.decode import normalise
from retrieval.load.guess import guess_kind, guess_language
from retrieval.privacy import Privacy


def cell_document(
    *,
    table: str,
    number: int,
    row_key: str,
    column: str,
    text: str,
    several_columns: bool,
    privacy: Privacy,
    kind: Kind | None = None,
    customer: str | None = None,
    date: str | None = None,
    audience: Audience = EVERYBODY,
    consent: Consent = "pseudonymous",
) -> Document:
    """Return a text cell as a document, cited as `file.csv#12`, or `file.csv#12:column` where several hold text.

    `number` is the row for people (from 1, without the header); `row_key` is its identity, which survives
    renumbering. `kind` is guessed from the names of table and column when not given.
    """
    scrubbed = privacy.scrub(normalise(text), names=consent != "public")
    name = f"{table}#{number}:{column}" if several_columns else f"{table}#{number}"
    return Document(
        id=name,
        key=f"{table}|{row_key}|{column}",
        source=table,
        kind=kind or guess_cell_kind(table, column),
        text=scrubbed.text,
        title=column if several_columns else "",
        date=date,
        language=guess_language(scrubbed.text),
        customer=customer,
        row=RowRef(table, row_key, number, column),
        consent=consent,
        audience=audience,
        edits=scrubbed.edits,
    )


def guess_cell_kind(table: str, column: str) -> Kind:
    """Return the kind of a table's text column: what the file is called, else the column, else feedback."""
    kind = guess_kind(table)
    if kind == "research":
        kind = guess_kind(column)
    return "feedback" if kind == "research" else kind

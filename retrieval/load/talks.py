"""Conversations that a table or a list holds row by row, as one document each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.documents import Document, Kind
from retrieval.load.decode import normalise
from retrieval.load.guess import guess_kind, guess_language
from retrieval.load.repeats import repeated
from retrieval.load.utterances import Columns, Conversation, conversations
from retrieval.load.whole import between, learn_speakers
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions

_LONGEST_ATTRIBUTE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table as its texts see it: the cells of each column as text, and by row its number, customer and date."""

    source: str
    columns: Columns
    numbers: Sequence[int]
    customers: Sequence[str | None]
    dates: Sequence[str | None]


def talks(rows: Rows, text: str, privacy: Privacy, options: SourceOptions) -> list[Document]:
    """Return the conversations in the rows, whose words stand in the column `text`; none when they are none.

    Each is cited by its first and last row, `calls.csv#12-48`. Where several customers speak in one, rows stay
    apart, because only then can each be forgotten alone.
    """
    found = conversations(rows.columns, text)
    people = [_customers(rows, one) for one in found]
    if not found or any(len(known) > 1 for known in people):
        return []
    for one in found:
        learn_speakers({rows.columns[one.speaker][row] for row in one.rows}, privacy)
    return [
        _document(rows, text, one, next(iter(known), None), privacy, options)
        for one, known in zip(found, people, strict=True)
    ]


def _customers(rows: Rows, one: Conversation) -> set[str]:
    return {customer for row in one.rows if (customer := rows.customers[row])}


def _document(
    rows: Rows, text: str, one: Conversation, customer: str | None, privacy: Privacy, options: SourceOptions
) -> Document:
    names = options.consent != "public"
    labels = rows.columns[one.speaker]
    said = "\n".join(
        f"{labels[row][:1].upper()}{labels[row][1:]}: {normalise(rows.columns[text][row]).strip()}"
        for row in one.rows
    )
    scrubbed = privacy.scrub(said, names=names)
    numbers = [rows.numbers[row] for row in one.rows]
    dates = [date for row in one.rows if (date := rows.dates[row])]
    return Document(
        id=f"{rows.source}#{'-'.join(map(str, sorted({min(numbers), max(numbers)})))}",
        key=f"{rows.source}|{one.name or labels[one.rows[0]]}|{text}",
        source=rows.source,
        kind=options.kind or _kind(rows.source),
        text=scrubbed.text,
        title="" if one.name.isdigit() else privacy.scrub(one.name, names=names).text,
        date=options.date or min(dates, default=None),
        language=guess_language(scrubbed.text),
        customer=customer,
        consent=options.consent,
        audience=options.audience,
        edits=scrubbed.edits,
        silent=tuple(repeated(scrubbed.text, between((), len(scrubbed.text)))),
        attributes={
            name: privacy.scrub(value, names=names).text
            for name, value in _constant(rows.columns, one, {text, one.speaker}).items()
        },
    )


def _kind(source: str) -> Kind:
    kind = guess_kind(source, usual="interview")
    return "interview" if kind == "feedback" else kind


def _constant(columns: Columns, one: Conversation, used: set[str]) -> Mapping[str, str]:
    """Return what the whole conversation shares: the values of the columns that do not change in it."""
    found: dict[str, str] = {}
    for name, values in columns.items():
        shared = {values[row] for row in one.rows}
        value = next(iter(shared)) if len(shared) == 1 else ""
        if name not in used and name.isprintable() and value.strip() and len(value) <= _LONGEST_ATTRIBUTE:
            found[name.casefold()] = value
    return found

"""Lists of texts as documents: one a record, or one a conversation where the records are its utterances."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from retrieval.documents import Document, Kind
from retrieval.load.decode import normalise
from retrieval.load.guess import find_date, guess_language
from retrieval.load.records import Record
from retrieval.load.repeats import counted_once
from retrieval.load.talks import Rows, talks
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions

_TEXT, _GROUP = "\0text", "\0group"
"""Columns that no file can name: what was said, and in which conversation."""


def listed(
    source: str, records: Sequence[Record], kind: Kind, privacy: Privacy, options: SourceOptions
) -> list[Document]:
    """Return one document a record, or one a conversation where records are its utterances.

    A record's key is its content, so that an insertion above changes nothing.
    """
    if spoken := talks(
        _rows(source, records), _TEXT, privacy, replace(options, kind=options.kind or _talk_kind(kind))
    ):
        return counted_once(spoken)
    names = options.consent != "public"
    seen: Counter[str] = Counter()
    found: list[Document] = []
    for record in records:
        text = normalise(record.text)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[digest] += 1
        scrubbed = privacy.scrub(text, names=names)
        document = Document(
            id=f"{source}#{record.number}",
            key=f"{source}|{digest}|{seen[digest]}",
            source=source,
            kind=kind,
            text=scrubbed.text,
            date=options.date or find_date(record.date),
            language=guess_language(scrubbed.text),
            customer=record.customer,
            consent=options.consent,
            audience=options.audience,
            edits=scrubbed.edits,
            attributes={name: privacy.scrub(value, names=names).text for name, value in record.fields.items()},
        )
        found.append(document)
    return counted_once(found)


def _rows(source: str, records: Sequence[Record]) -> Rows:
    """Return the records as rows of a table, with an empty cell for a field that one lacks."""
    fields = list(dict.fromkeys(name for record in records for name in record.fields))
    columns = {name: [record.fields.get(name, "") for record in records] for name in fields}
    groups = {_GROUP: [record.group for record in records]} if any(record.group for record in records) else {}
    return Rows(
        source=source,
        columns={**groups, **columns, _TEXT: [record.text for record in records]},
        numbers=[record.number for record in records],
        customers=[record.customer for record in records],
        dates=[find_date(record.date) for record in records],
    )


def _talk_kind(kind: Kind) -> Kind:
    return "interview" if kind in ("research", "feedback") else kind

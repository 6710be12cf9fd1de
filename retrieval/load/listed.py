"""Lists of texts as documents: one a record, or one a conversation where the records are its utterances."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from retrieval.documents import Document, Kind
from retrieval.load.decode import normalise
from retrieval.load.guess import find_date, guess_language
from retrieval.load.records import Record
from retrieval.load.repeats import counted_once
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions


def listed(
    source: str, records: Sequence[Record], kind: Kind, privacy: Privacy, options: SourceOptions
) -> list[Document]:
    """Return one document a record; its key is its content, so that an insertion above changes nothing."""
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

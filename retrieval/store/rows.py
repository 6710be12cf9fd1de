"""How a document lies in the record: one row per passage, and nothing stored twice.

The passages' texts and the gaps between them (white space, headings, silent spans) make up the stored text,
so offsets are not kept but follow from the lengths. The first row carries what else is known of the document.
A document without passages is one row whose gap is the whole text.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.chunk import RECIPE, embedded
from retrieval.documents import EVERYBODY, Audience, Document, Edit, Passage, RowRef

_OPTIONAL = ("title", "date", "language", "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the record; `words` is the hash of what is embedded, empty when nothing is."""

    id: str
    source: str
    document: str
    customer: str
    words: str
    text: str
    data: str

    def embedded(self) -> str:
        """Return what is embedded for this row: its context line, then its text."""
        context = json.loads(self.data).get("context", "")
        return f"{context}\n{self.text}" if context else self.text

    def metadata(self) -> dict[str, str]:
        """Return what is stored beside the text and the vector."""
        return {
            "source": self.source,
            "document": self.document,
            "customer": self.customer,
            "words": self.words,
            "data": self.data,
        }


def to_rows(document: Document, passages: Sequence[Passage]) -> list[Row]:
    """Return the rows that hold `document`, cut into `passages`."""
    if not passages:
        data = {"document": _describe(document), "tail": document.text}
        return [_row(document, _digest("document", document.key), "", "", data)]
    rows: list[Row] = []
    reached = 0
    for passage in passages:
        data = _describe_passage(passage)
        data["gap"] = document.text[reached : passage.start]
        reached = passage.end
        if passage.position == 0:
            data["document"] = _describe(document)
        if passage is passages[-1]:
            data["tail"] = document.text[reached:]
        rows.append(_row(document, passage.id, _digest(embedded(passage)), passage.text, data))
    return rows


def from_rows(rows: Sequence[Row]) -> Iterator[tuple[Document, list[tuple[int, Passage]]]]:
    """Yield each document that the rows hold, ordered by source and place in it.

    With it come its passages in order, each with the number of its row among `rows`.
    """
    groups: dict[str, list[tuple[int, Row, dict[str, Any]]]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row.document, []).append((number, row, json.loads(row.data)))
    restored = [_restore(sorted(group, key=_position)) for group in groups.values()]
    yield from sorted(restored, key=lambda found: place_of(found[0]))


def fingerprint(documents: Iterable[Document]) -> str:
    """Return a hash that changes when any stored field of the documents, or the way they are cut, changes."""
    digest = hashlib.sha256(f"recipe {RECIPE}".encode())
    for document in documents:
        digest.update(_json({**_describe(document), "text": document.text}).encode("utf-8", "replace"))
    return digest.hexdigest()


def document_to_json(document: Document) -> str:
    """Return the whole document as one line of JSON."""
    return _json({**_describe(document), "text": document.text})


def document_from_json(line: str) -> Document:
    """Return the document that `document_to_json` wrote."""
    values = json.loads(line)
    return _document(values, values["text"])


def passage_from_json(line: str) -> Passage:
    """Return the passage that `passage_to_json` wrote."""
    values = json.loads(line)
    return Passage(**{**values, "heard": _pairs(values["heard"])})


def passage_to_json(passage: Passage) -> str:
    """Return the passage as one line of JSON."""
    values = {name: getattr(passage, name) for name in Passage.__slots__}
    return _json(values)


def _row(document: Document, identity: str, words: str, text: str, data: Mapping[str, Any]) -> Row:
    return Row(
        id=identity,
        source=document.source,
        document=document.id,
        customer=document.customer or "",
        words=words,
        text=text,
        data=_json(data),
    )


def _position(part: tuple[int, Row, dict[str, Any]]) -> int:
    return int(part[2].get("position", 0))


def _restore(parts: Sequence[tuple[int, Row, dict[str, Any]]]) -> tuple[Document, list[tuple[int, Passage]]]:
    text = "".join(data.get("gap", "") + row.text for _, row, data in parts) + parts[-1][2].get("tail", "")
    document = _document(parts[0][2]["document"], text)
    found: list[tuple[int, Passage]] = []
    reached = 0
    for number, row, data in parts:
        if not row.words:
            continue
        start = reached + len(data["gap"])
        reached = start + len(row.text)
        passage = Passage(
            id=row.id,
            document=document.id,
            position=data["position"],
            start=start,
            end=reached,
            text=row.text,
            context=data["context"],
            speaker=data.get("speaker"),
            role=data.get("role"),
            date=data.get("date"),
            heard=_pairs(data.get("heard", ())),
        )
        found.append((number, passage))
    return document, found


def _describe_passage(passage: Passage) -> dict[str, Any]:
    values = {"position": passage.position, "context": passage.context}
    known = {"speaker": passage.speaker, "role": passage.role, "date": passage.date}
    if passage.heard:
        values["heard"] = passage.heard
    return values | {name: value for name, value in known.items() if value is not None}


def _pairs(values: Iterable[Sequence[Any]]) -> tuple[tuple[Any, Any], ...]:
    """Return the pairs that JSON made lists of."""
    return tuple((name, role) for name, role in values)


def _describe(document: Document) -> dict[str, Any]:
    """Return everything but the text as JSON values; what has its default is left out."""
    values: dict[str, Any] = {name: getattr(document, name) for name in ("id", "key", "source", "kind")}
    values |= {name: value for name in _OPTIONAL if (value := getattr(document, name))}
    if document.row:
        values["row"] = [document.row.table, document.row.key, document.row.number, document.row.column]
    if document.consent != "pseudonymous":
        values["consent"] = document.consent
    if document.audience.groups:
        values["audience"] = sorted(document.audience.groups)
    if document.edits:
        values["edits"] = [[edit.start, edit.end, edit.source_start, edit.source_end] for edit in document.edits]
    if document.silent:
        values["silent"] = [list(span) for span in document.silent]
    if document.attributes:
        values["attributes"] = dict(document.attributes)
    return values


def _document(values: Mapping[str, Any], text: str) -> Document:
    groups = values.get("audience")
    return Document(
        id=values["id"],
        key=values["key"],
        source=values["source"],
        kind=values["kind"],
        text=text,
        title=values.get("title", ""),
        date=values.get("date"),
        language=values.get("language"),
        customer=values.get("customer"),
        row=RowRef(*values["row"]) if "row" in values else None,
        consent=values.get("consent", "pseudonymous"),
        audience=Audience(frozenset(groups)) if groups else EVERYBODY,
        edits=tuple(Edit(*edit) for edit in values.get("edits", ())),
        silent=tuple((start, end) for start, end in values.get("silent", ())),
        attributes=values.get("attributes", {}),
    )


def place_of(document: Document) -> tuple[str, int, str]:
    """Return where a document stands among all: by source, then by row, then by id."""
    return document.source, document.row.number if document.row else 0, document.id


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

"""Files to documents: decoded, described, and without personal data. Tables are read elsewhere."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from retrieval.documents import Document, Kind
from retrieval.errors import LoadError
from retrieval.load.cells import cell_document, guess_cell_kind
from retrieval.load.decode import normalise, read_text
from retrieval.load.guess import find_date, guess_date, guess_kind, guess_language, guess_title, is_documentation
from retrieval.load.marks import front_matter, plain, silent
from retrieval.load.records import Record, parse
from retrieval.privacy import Privacy
from retrieval.sources import FILE_NAME, NO_OPTIONS, SourceOptions

__all__ = ["cell_document", "document_id", "guess_cell_kind", "guess_kind", "is_document", "load", "study"]

_TEXTS = frozenset((".md", ".markdown", ".txt", ".text"))
_LISTS = frozenset((".json", ".jsonl", ".ndjson", ".yaml", ".yml"))
_BARE_NAMES = frozenset(("readme", "license", "licence", "notice", "copying", "authors", "changelog"))
_FRONT_CUSTOMER = ("customer", "customer_id", "customer id", "client", "client_id", "account_id")
_FRONT_KEPT = ("tags", "keywords", "product", "account", "segment", "role", "company", "industry", "audience")


def is_document(path: Path) -> bool:
    """Return whether a file's name promises texts; whether it is a table is for the table readers to say first."""
    if path.name == FILE_NAME or path.name.startswith((".", "~$")):
        return False
    suffix = path.suffix.casefold()
    return suffix in _TEXTS | _LISTS or (not suffix and path.name.casefold() in _BARE_NAMES)


def document_id(path: Path, *, root: Path, prefix: str = "") -> str:
    """Return what people cite: the POSIX path relative to the ingested folder, after `prefix/` if one is given."""
    relative = path.name if path == root else path.relative_to(root).as_posix()
    return f"{prefix}/{relative}" if prefix else relative


def load(
    path: Path, *, root: Path, prefix: str = "", privacy: Privacy, options: SourceOptions = NO_OPTIONS
) -> list[Document]:
    """Return the documents of one file below `root`; raises LoadError with the reason when there are none.

    Front matter and fenced code become silent spans. A list of texts becomes one document a text, cited as
    `file.jsonl#3`.
    """
    source = document_id(path, root=root, prefix=prefix)
    text = read_text(path)
    suffix = path.suffix.casefold()
    records = parse(text, suffix) if suffix in _LISTS else None
    root_name = root.name if path != root else ""
    if records is None:
        return [_whole(source, text, root_name, privacy, options)]
    if not records:
        raise LoadError("It holds no text.")
    kind = options.kind or guess_kind(source, root=root_name)
    return list(_listed(source, records, kind, privacy, options))


def study(path: Path, privacy: Privacy) -> None:
    """Learn the names that a file introduces; studying all files first makes their order meaningless."""
    try:
        privacy.study(read_text(path))
    except LoadError:  # `load` says why; there is nothing to learn here
        return


def _whole(source: str, text: str, root: str, privacy: Privacy, options: SourceOptions) -> Document:
    """Return a whole file as one document."""
    names = options.consent != "public"
    front = front_matter(text)
    scrubbed = privacy.scrub(text, names=names)
    hidden = silent(scrubbed.text, front=bool(front))
    said = scrubbed.text[hidden[0][1] :] if front else scrubbed.text
    attributes = {
        name: privacy.scrub(plain(front[name]), names=names).text for name in _FRONT_KEPT if front.get(name)
    }
    about_data = Path(source).suffix.casefold() in _LISTS or is_documentation(source, text)
    if about_data:
        attributes["documentation"] = "yes"
    guessed: Kind = "research" if about_data else guess_kind(source, said, root=root)
    return Document(
        id=source,
        key=source,
        source=source,
        kind=options.kind or guessed,
        text=scrubbed.text,
        title=privacy.scrub(guess_title(source, plain(front.get("title", "")), said), names=names).text,
        date=options.date or guess_date(source, plain(front.get("date", "")), said),
        language=guess_language(said),
        customer=_customer(front),
        consent=options.consent,
        audience=options.audience,
        edits=scrubbed.edits,
        silent=hidden,
        attributes=attributes,
    )


def _customer(front: Mapping[str, object]) -> str | None:
    """Return the customer's id that the front matter gives: one word with a digit, so that no name is kept."""
    for name in _FRONT_CUSTOMER:
        value = plain(front.get(name, "")).strip()
        if value and not value.isalpha() and len(value.split()) == 1 and "@" not in value:
            return value
    return None


def _listed(
    source: str, records: Sequence[Record], kind: Kind, privacy: Privacy, options: SourceOptions
) -> Iterator[Document]:
    """Yield one document a record; its key is its content, so that an insertion above changes nothing."""
    names = options.consent != "public"
    seen: Counter[str] = Counter()
    for record in records:
        text = normalise(record.text)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[digest] += 1
        scrubbed = privacy.scrub(text, names=names)
        yield Document(
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

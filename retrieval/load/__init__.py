"""Files to documents: decoded, described, and without personal data. Tables are read elsewhere."""

from pathlib import Path, PurePosixPath

from retrieval.documents import Document
from retrieval.errors import LoadError
from retrieval.load.alone import Parsers
from retrieval.load.archive import Member, holds_files, is_archive
from retrieval.load.cells import cell_document, guess_cell_kind
from retrieval.load.decode import read_text
from retrieval.load.formats import FORMATS, Extract
from retrieval.load.guess import guess_kind
from retrieval.load.listed import listed
from retrieval.load.records import RECORDS, Record, parse
from retrieval.load.repeats import counted_once
from retrieval.load.talks import Rows, talks
from retrieval.load.whole import introduce, whole
from retrieval.privacy import Privacy
from retrieval.sources import FILE_NAME, NO_OPTIONS, SourceOptions

__all__ = [
    "SUFFIXES",
    "Member",
    "Parsers",
    "Rows",
    "cell_document",
    "counted_once",
    "guess_cell_kind",
    "guess_kind",
    "holds_files",
    "is_archive",
    "is_document",
    "load",
    "study",
    "talks",
]

_TEXTS = frozenset((".md", ".markdown", ".txt", ".text"))
_BARE_NAMES = frozenset(("readme", "license", "licence", "notice", "copying", "authors", "changelog"))
SUFFIXES = (
    ".md",
    ".txt",
    ".docx",
    ".pdf",
    ".html",
    ".vtt",
    ".srt",
    ".eml",
    ".mbox",
    ".json",
    ".jsonl",
    ".yaml",
    ".zip",
    ".gz",
)
"""The endings of texts that people are told about."""


def is_document(path: Path) -> bool:
    """Return whether a file's name promises texts; whether it is a table is for the table readers to say first."""
    if path.name == FILE_NAME or path.name.startswith((".", "~$")):
        return False
    suffix = path.suffix.casefold()
    return suffix in _TEXTS | RECORDS or suffix in FORMATS or (not suffix and path.name.casefold() in _BARE_NAMES)


def load(
    path: Path,
    *,
    name: str,
    privacy: Privacy,
    folder: str = "",
    options: SourceOptions = NO_OPTIONS,
    parsers: Parsers | None = None,
) -> list[Document]:
    """Return the documents of one file; raises LoadError with the reason when there are none.

    `name` is what people cite, `folder` what the folder is called that `name` is relative to. A list of texts and
    a mailbox become one document a text, cited as `file.jsonl#3`. Without `parsers` a process is started where
    the format needs one.
    """
    if path.suffix.casefold() in FORMATS:
        return counted_once([whole(name, one, folder, privacy, options) for one in _parsed(path, parsers)])
    text = read_text(path)
    records = _records(text, path)
    if records is None:
        return [whole(name, Extract(text=text), folder, privacy, options)]
    if not records:
        raise LoadError("It holds no text.")
    return listed(name, records, options.kind or guess_kind(name, root=folder), privacy, options)


def study(path: Path, privacy: Privacy, parsers: Parsers | None = None) -> None:
    """Learn the names that a file introduces; studying all files first makes their order meaningless."""
    try:
        extracts = _parsed(path, parsers) if path.suffix.casefold() in FORMATS else [Extract(text=read_text(path))]
    except LoadError:  # `load` says why; there is nothing to learn here
        return
    for one in extracts:
        introduce(one, privacy)


def _parsed(path: Path, parsers: Parsers | None) -> list[Extract]:
    if parsers is not None:
        return parsers.parse(path)
    with Parsers() as own:
        return own.parse(path)


def _records(text: str, path: Path) -> list[Record] | None:
    suffix = PurePosixPath(path.name).suffix.casefold()
    return parse(text, suffix) if suffix in RECORDS else None

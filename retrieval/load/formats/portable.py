"""PDF: the words of its pages in reading order; lines that every page repeats are left out.

pypdf reads it, in a process of its own: damaged files can keep it busy for ever.
"""

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from retrieval.documents import Span
from retrieval.errors import LoadError
from retrieval.load.formats.extract import Extract
from retrieval.load.limits import MOST_PAGES

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MISSING = "PDF needs a parser that is not installed: install `pypdf` (or `whybuy[pdf]`)."
_ENCRYPTED = "It is encrypted; save it without a password."
_SCAN = "Its pages are pictures without text; run text recognition (OCR) over it first."
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-ÿ])")
_SPACES = re.compile(r"[ \t\u00a0]+")
_NUMBER = re.compile(r"\d+")
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be its header and footer."""
_REPEATED = 0.6


def parse_pdf(data: bytes) -> list[Extract]:
    """Return the one text of a PDF; raises LoadError for what is encrypted, scanned or out of proportion."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an optional parser
    except ImportError as error:
        raise LoadError(_MISSING) from error
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        _unlock(reader)
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        raise LoadError(f"It has {pages:,} pages; up to {MOST_PAGES:,} are read.")
    texts = [_page_text(page) for page in reader.pages]
    if texts and all(text is None for text in texts):
        raise LoadError("It is damaged: none of its pages can be read.")
    if not any(texts):
        raise LoadError(_SCAN if texts else "It has no pages.")
    text, silent = _joined(texts)
    found = reader.metadata
    told = {
        name: " ".join(value.split())
        for name, key in (("title", "/Title"), ("author", "/Author"), ("created", "/CreationDate"))
        if found and isinstance(value := found.get(key), str) and value.strip()
    }
    return [Extract(text=text, silent=silent, told=told)]


PARSERS = {".pdf": parse_pdf}


def _unlock(reader: "PdfReader") -> None:
    """Open a file that is encrypted with the empty password, as many are that only forbid printing."""
    from pypdf.errors import DependencyError  # noqa: PLC0415 - an optional parser

    try:
        if not reader.decrypt(""):
            raise LoadError(_ENCRYPTED)
    except DependencyError as error:
        raise LoadError(_ENCRYPTED) from error


def _page_text(page: "PageObject") -> str | None:
    """Return the text of a page, None when it cannot be taken apart: the others are read all the same."""
    try:
        return _tidy(page.extract_text() or "")
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - a damaged page is left out, whatever went wrong in the parser
        # Damaged pages surface in pypdf as whatever went wrong inside it: beside its own PdfReadError there are
        # KeyError, TypeError, AttributeError, AssertionError, zlib.error and more, and none of them is documented.
        return None


def _joined(texts: Sequence[str | None]) -> tuple[str, tuple[Span, ...]]:
    """Return the pages as one text; a silent line stands for each that cannot be read."""
    cleaned = _without_furniture([text or "" for text in texts])
    parts: list[str] = []
    silent: list[Span] = []
    length = 0
    for number, (text, cleaned_text) in enumerate(zip(texts, cleaned, strict=True), 1):
        part = f"[Page {number} cannot be read.]" if text is None else cleaned_text
        if text is None:
            silent.append((length, length + len(part)))
        if part:
            parts.append(part)
            length += len(part) + 2
    return "\n\n".join(parts), tuple(silent)


def _tidy(text: str) -> str:
    """Return a page's text with words joined that were hyphenated at line ends."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r", "\n").replace("\x00", "").split("\n"))
    return _HYPHEN.sub("", "\n".join(lines)).strip()


def _without_furniture(pages: Sequence[str]) -> list[str]:
    """Return the pages without headers and footers: edge lines that most pages share but for a number."""
    split = [page.split("\n") for page in pages]
    if sum(len(lines) > 4 * _EDGE for lines in split) < _REPEATED * len(split):
        return list(pages)  # pages of few lines, of which none is furniture
    counts: Counter[str] = Counter()
    for lines in split:
        counts.update({_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:]) if line})
    often = {shape for shape, count in counts.items() if count >= max(3, _REPEATED * len(pages))}
    return ["\n".join(_inner(lines, often)).strip() for lines in split]


def _inner(lines: Sequence[str], often: set[str]) -> list[str]:
    last = len(lines) - _EDGE
    return [line for n, line in enumerate(lines) if not ((n < _EDGE or n >= last) and _shape(line) in often)]


def _shape(line: str) -> str:
    return _NUMBER.sub("#", line)

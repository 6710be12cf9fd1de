"""Word files: paragraphs in order, with headings, lists, and bold or italic beginnings in Markdown's marks.

Bold and italic type tells in transcripts who speaks and who asks, so that much of the type is kept. python-docx
opens the file; what it does not list (tracked insertions, content controls, text boxes) is read from its elements.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from retrieval.errors import LoadError
from retrieval.load.formats.extract import Extract
from retrieval.load.limits import EXPANSION_COUNTS_FROM, LARGEST_XML, MOST_EXPANSION, megabytes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_MISSING = "Word files need a parser that is not installed: install `python-docx` (or `whybuy[docx]`)."
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}r"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PASSED_OVER = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading (\d)|(title)")
_CLOCK = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?")
_LONGEST_LABEL = 5
_TEMPLATE_DATE = "2013-12-23"
"""When the template of python-docx was made; files it writes carry this date until somebody sets one."""


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    bold: bool
    italic: bool


def parse_docx(data: bytes) -> list[Extract]:
    """Return the one text of a Word file; raises LoadError for what is encrypted, a bomb or no Word file."""
    try:
        import docx  # noqa: PLC0415 - an optional parser
    except ImportError as error:
        raise LoadError(_MISSING) from error
    _check(data)
    word = docx.Document(io.BytesIO(data))
    levels = _heading_levels(word)
    lines = [line for line in _blocks(word.element.body, levels) if line]
    return [Extract(text="\n\n".join(lines), told=_told(word))]


PARSERS = {".docx": parse_docx}


def _check(data: bytes) -> None:
    """Refuse what would expand beyond measure; no sizes but the declared ones are ever unpacked."""
    if data.startswith(_OLD_WORD):
        raise LoadError("It is encrypted, or an old .doc file; save it as .docx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
            if size > LARGEST_XML or (size > EXPANSION_COUNTS_FROM and size > MOST_EXPANSION * len(data)):
                raise LoadError(f"It would unpack to {megabytes(size)} of text, which no Word file needs.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(member):
                    raise LoadError("It declares XML entities, which no Word file needs.")
    except zipfile.BadZipFile as error:
        raise LoadError("It is no Word file, or a damaged one.") from error


def _heading_levels(word: "WordDocument") -> dict[str, int]:
    """Return the heading level by style id; Word keeps the names of its own styles in English."""
    levels: dict[str, int] = {}
    for style in word.styles:
        match = _HEADING.fullmatch((style.name or "").casefold())
        if match:
            levels[style.style_id] = int(match[1] or 1)
    return levels


def _blocks(parent: Any, levels: dict[str, int]) -> Iterator[str]:
    for element in parent.iterchildren():
        if element.tag == _PARAGRAPH:
            yield _paragraph(element, levels)
            for box in element.iter(f"{_W}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, levels)
        elif element.tag == _TABLE:
            yield from _table(element, levels)
        elif element.tag not in _PASSED_OVER:
            yield from _blocks(element, levels)  # content controls and the like wrap paragraphs


def _table(table: Any, levels: dict[str, int]) -> Iterator[str]:
    """Yield the rows: as turns where the first cells are the few labels of a conversation, else cell by cell."""
    rows = [
        [" ".join(line for line in _blocks(cell, levels) if line) for cell in row.iterchildren(_CELL)]
        for row in table.iterchildren(_ROW)
    ]
    spoken = [[cell for cell in row if cell and not _CLOCK.fullmatch(cell)] for row in rows]
    labels = [row[0].strip("*_ :") for row in spoken if len(row) == 2]
    short = all(len(label.split()) <= _LONGEST_LABEL for label in labels)
    talk = len(labels) >= 4 and len(labels) >= 0.8 * len(rows) and short and len(set(labels)) <= len(labels) / 2
    for row, said in zip(rows, spoken, strict=True):
        if talk and len(said) == 2:
            yield f"{said[0].strip('*_ :')}: {said[1]}"
        else:
            yield " | ".join(cell for cell in row if cell)


def _paragraph(element: Any, levels: dict[str, int]) -> str:
    runs = list(_runs(element))
    text = "".join(run.text for run in runs).strip()
    if not text:
        return ""
    style = element.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    if level:
        return f"{'#' * min(level, 6)} {' '.join(text.split())}"
    bullet = "- " if element.find(f"{_W}pPr/{_W}numPr") is not None else ""
    return bullet + _emphasised(runs, text)


def _runs(element: Any) -> Iterator[_Run]:
    """Yield the runs of a paragraph in order, those in links and tracked insertions too."""
    for child in element.iterchildren():
        if child.tag == _RUN:
            text = "".join(_words(child))
            if text:
                yield _Run(text, _is_on(child, "b"), _is_on(child, "i"))
        elif child.tag not in _PASSED_OVER and isinstance(child.tag, str):
            yield from _runs(child)


def _words(run: Any) -> Iterator[str]:
    for piece in run.iterchildren():
        if piece.tag == f"{_W}t":
            yield piece.text or ""
        elif piece.tag in _BREAKS:
            yield _BREAKS[piece.tag]


def _is_on(run: Any, name: str) -> bool:
    mark = run.find(f"{_W}rPr/{_W}{name}")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


def _emphasised(runs: Sequence[_Run], text: str) -> str:
    """Return the text with marks around its bold or italic whole, or around its bold beginning."""
    inked = [run for run in runs if run.text.strip()]
    if "\n" not in text and all(run.bold for run in inked):
        return f"**{text}**"
    if "\n" not in text and all(run.italic for run in inked):
        return f"*{text}*"
    lead = ""
    for run in runs:
        if run.text.strip() and not run.bold:
            break
        lead += run.text
    lead = lead.strip()
    if lead and "\n" not in lead and len(lead.split()) <= _LONGEST_LABEL and text.startswith(lead):
        return f"**{lead}**{text[len(lead) :]}"
    return text


def _told(word: "WordDocument") -> dict[str, str]:
    properties = word.core_properties
    created = properties.created.date().isoformat() if properties.created else ""
    told = {
        "title": properties.title,
        "author": properties.author if properties.author != "python-docx" else "",
        "language": properties.language,
        "keywords": properties.keywords,
        "created": "" if created == _TEMPLATE_DATE else created,
    }
    return {name: " ".join(value.split()) for name, value in told.items() if value and value.strip()}

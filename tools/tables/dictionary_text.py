"""What a text says of columns: lists such as `- age: in years`, tables in Markdown, sections named after files."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import pandas as pd

_LINE = re.compile(
    r"^\s*(?:\d{1,3}\s*[-.):]\s*|[-+*•]\s+)?[`*\"']{0,3}(?P<name>[A-Za-z_][\w.]{0,39})[`*\"']{0,3}\s*"
    r"(?:\([^)]{1,40}\)\s*)?(?:[:=–—]|(?<=[\s*`])-)[*`]{0,2}\s+(?P<text>\S.{3,})$"
)
_OPEN = re.compile(r"^\s*[-+*•]\s*[`*]{0,2}(?P<name>[A-Za-z_][\w.]{0,39})[`*]{0,2}\s*:\s*$")
_MARKED = re.compile(r"^\s*(?:\d{1,3}\s*[-.)]|[-*•]\s)")
_CODE = re.compile(r"^\s{2,}[-*•]?\s*[`\"']?[\w.]{1,20}[`\"']?\s*[:=–—-]\s*\S")
_HEADING = re.compile(
    r"^\s*(?:#+\s*)?[`*_]*(?P<file>[\w\-]+\.(?:csv|tsv|json|jsonl|xlsx?|txt|parquet))\b", re.IGNORECASE
)
# "joined by `msno` (user id)": a name in code with what it means right behind it.
_INLINE = re.compile(r"`(?P<name>[A-Za-z_][\w.]{0,39})`\s*\((?P<text>[^()]{3,60})\)")
_CELLS = re.compile(r"^\s*\|(?P<cells>.*)\|\s*$")
_RULE = re.compile(r"^[\s|:\-]+$")
_DRAWN = re.compile(r"^\s*\+(?:[-=]+\+)+\s*$")  # a line of a table drawn with plus signs
_FEWEST = 4
# "12 MOSTYPE Customer subtype" and "PriceCH         list price": a name, a gap, what it means.
_COLUMN = re.compile(
    r"^\s*(?P<number>\d{1,3}[.)]?\s+)?(?P<name>[A-Za-z_][\w.]{0,39})(?P<gap>\s+)(?P<text>\S.{2,})$"
)
_IDENTIFIER = re.compile(r"[_\d]|[a-z][A-Z]|^[A-Z]{3,}$")
_MOST, _HALF = 0.8, 0.5  # of the lines of a list that are so, and of its names that are no everyday words


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text with the stem of the data file that each is about, empty where none is named."""
    stem, lines = "", list[str]()
    for line in text.splitlines():
        match = _HEADING.match(line)
        if match and not _LINE.match(line) and not _CELLS.match(line):
            yield stem, "\n".join(lines)
            stem, lines = PurePosixPath(match["file"]).stem.casefold(), []
        else:
            lines.append(line)
    yield stem, "\n".join(lines)


def tables(text: str) -> Iterator[pd.DataFrame]:
    """Yield the tables that are written in Markdown, or drawn with plus signs and bars."""
    rows: list[list[str]] = []
    for line in (*text.splitlines(), ""):
        if _DRAWN.match(line):
            continue
        if match := _CELLS.match(line):
            if not _RULE.match(line):
                rows.append([cell.strip().strip("`*") for cell in match["cells"].split("|")])
            continue
        if len(rows) > 1:
            width = len(rows[0])
            body = [[*row[: width - 1], " ".join(row[width - 1 :])] for row in rows[1:] if len(row) >= width]
            yield pd.DataFrame(body, columns=rows[0], dtype=object)
        rows = []


def listed(text: str) -> tuple[dict[str, str], bool]:
    """Return what lines say of names, and whether enough of them are numbered or bulleted to be a list.

    What stands in quotes or brackets below a line, or explains a code further in, belongs to it.
    """
    found: dict[str, str] = {}
    marked = margin = 0
    last: str | None = None
    for line in text.splitlines():
        deeper = len(line) - len(line.lstrip())
        quoted = line.strip().startswith(('"', "(")) and len(line.strip()) > 3
        if last and (quoted or (deeper > margin and _CODE.match(line))):
            found[last] += "; " + " ".join(line.strip(" -*•").split())
        elif match := _LINE.match(line):
            last, margin = match["name"], deeper
            marked += bool(_MARKED.match(line) or re.match(r"\s*[`*]", line))
            found.setdefault(last, " ".join(match["text"].split()))
        elif match := _OPEN.match(line):
            last, margin = match["name"], deeper
            found.setdefault(last, "")
        elif line.strip():
            last = None
            for inline in _INLINE.finditer(line):
                found.setdefault(inline["name"], inline["text"])
    columns = _in_columns(text)
    told = {name: said.lstrip("; ") for name, said in found.items() if said}
    return columns | told, marked >= _FEWEST or bool(columns)


def _in_columns(text: str) -> dict[str, str]:
    """Return what lists without marks say of names: numbered lines, or names with their texts below each other.

    Prose is no such list: most lines of it have to be alike, and its names to be written as headers are.
    """
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line.strip()]
        items = [match for line in lines if (match := _COLUMN.match(line))]
        numbered = [match for match in items if match["number"]]
        starts = Counter(match.start("text") for match in items if len(match["gap"]) > 1)
        aligned = [match for match in items if starts and match.start("text") == starts.most_common(1)[0][0]]
        told = max(numbered, aligned, key=len)
        names = [match["name"] for match in told]
        written = sum(bool(_IDENTIFIER.search(name)) for name in names)
        if len(told) >= max(_FEWEST, _MOST * len(lines)) and written >= _HALF * len(names):
            found |= {match["name"]: " ".join(match["text"].split()) for match in told}
    return found

"""A file beside the data that says what the columns mean: a table of descriptions, or a list in prose."""

import re
from pathlib import Path

import pandas as pd

from tools.tables.errors import TableError
from tools.tables.lexicon import tokens, word_set
from tools.tables.readers import is_table, read_tables
from tools.tables.readers.decode import decode

_LINE = re.compile(
    r"^\s*(?:\d{1,3}\s*[-.):]\s*|[-*•]\s+)?`?(?P<name>[A-Za-z_]\w{0,39})`?\s*(?:\([^)]{1,40}\)\s*)?"
    r"[:=–—]\s+(?P<text>\S.{3,})$"
)
_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[-.)]\s*")
_FEWEST = 4
_PEEK = 200_000


def dictionary(path: Path) -> dict[str, str] | None:
    """Return descriptions by column name, None when the file is not a dictionary of columns."""
    try:
        if is_table(path):
            return _of_table(path)
        if path.suffix.lower() in (".txt", ".md", ".rst", ""):
            return _of_text(decode(path.read_bytes()[:_PEEK]))
    except (OSError, TableError):
        return None
    return None


def _of_table(path: Path) -> dict[str, str] | None:
    frame = read_tables(path, name=path.name)[0].frame
    if len(frame) > 5000 or not 2 <= frame.shape[1] <= 8:
        return None
    names = next((c for c in frame if set(tokens(str(c))) & word_set("dictionary_names")), None)
    if names is None:  # `name` alone says too little, unless the types of the columns stand beside it
        named = [c for c in frame if tokens(str(c)) == ["name"]]
        typed = any({"type", "dtype", "typ"} & set(tokens(str(c))) for c in frame)
        names = named[0] if named and typed else None
    texts = next((c for c in frame if c != names and set(tokens(str(c))) & word_set("dictionary_texts")), None)
    if names is None or texts is None or frame[names].duplicated().any():
        return None
    return {
        str(name).strip(): str(text).strip()
        for name, text in zip(frame[names], frame[texts], strict=True)
        if pd.notna(name) and pd.notna(text)
    } or None


def _of_text(text: str) -> dict[str, str] | None:
    """Return what lines such as `1 - age: in years` say; the list must be numbered or bulleted and long enough."""
    found: dict[str, str] = {}
    marked = 0
    last: str | None = None
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            last = match["name"]
            marked += bool(_NUMBERED.match(line) or line.lstrip()[:1] in "-*•")
            found.setdefault(last, " ".join(match["text"].split()))
        elif last and line.strip().startswith(('"', "(")) and len(line.strip()) > 3:
            found[last] += " " + " ".join(line.split())
        elif line.strip():
            last = None
    return found if marked >= _FEWEST else None

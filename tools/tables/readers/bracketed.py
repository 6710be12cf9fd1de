"""Cells that are lists as programs write them: `["email", "web"]`, `{TV,"Cable TV"}`, `['a', 'b']`."""

import csv
import re
from collections.abc import Sequence

SEPARATOR = ";"
_LIST = re.compile(r"^(?:\[.*\]|\{.*\})$", re.DOTALL)
_PAIR = re.compile(r"^\{\s*['\"]?\w+['\"]?\s*:")
_LEAST = 0.95


def are_lists(texts: Sequence[str]) -> bool:
    """Return whether nearly all of the different texts are lists in brackets or braces, and no mappings."""
    fitting = sum(bool(_LIST.match(text)) and not _PAIR.match(text) for text in texts)
    return len(texts) > 1 and fitting >= _LEAST * len(texts) and any("," in text for text in texts)


def joined(text: str) -> str | None:
    """Return the items of a list joined by semicolons, None for an empty list; what is no list stays as it is."""
    if not _LIST.match(text):
        return text
    inner = text[1:-1].strip()
    mark = "'" if inner[:1] == "'" or (", '" in inner and '"' not in inner) else '"'
    rows = list(csv.reader([inner.replace("\n", " ")], quotechar=mark, skipinitialspace=True))
    items = [item.strip().strip("'\"").replace(SEPARATOR, ",") for item in (rows[0] if rows else [])]
    return f"{SEPARATOR} ".join(item for item in items if item) or None

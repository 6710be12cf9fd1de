"""Front matter and code: what a text says about itself, and what nobody said."""

import datetime as dt
import re
from collections.abc import Mapping

import yaml

from retrieval.documents import Span

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(?P<indent>[ \t>]{0,12})(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t][^<>\n]{0,600})?/?>"
# Lines of nothing but tags, comments, styles and scripts; the words between tags are words.
_MARKUP = re.compile(
    rf"<!--.*?-->|<(?P<code>script|style)\b.*?</(?P=code)>|^(?:[ \t]*{_TAG})+[ \t]*(?=\n|\Z)|"
    rf"^(?:[ \t]*{_TAG})+[ \t]*|(?:{_TAG}[ \t]*)+(?=\n|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LONGEST_FRONT = 20_000


def front_matter(text: str) -> Mapping[str, object]:
    """Return the values of a text's front matter; an empty mapping when it has none."""
    match = _FRONT.match(text[:_LONGEST_FRONT])
    if not match:
        return {}
    try:
        values = yaml.safe_load(match.group("yaml"))
    except (yaml.YAMLError, ValueError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {str(name): value for name, value in values.items()}


def silent(text: str, *, front: bool) -> tuple[Span, ...]:
    """Return the spans of front matter (first, if there is one), fenced code and HTML markup, in order."""
    match = _FRONT.match(text[:_LONGEST_FRONT]) if front else None
    spans = [(0, match.end())] if match else []
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text, spans[0][1] if spans else 0):
        if opened is None:
            opened = fence
        elif fence["fence"].startswith(opened["fence"]) and not fence["info"].strip():
            spans.append((opened.start(), fence.end()))
            opened = None
    if opened is not None:
        spans.append((opened.start(), len(text)))
    markup = [match.span() for match in _MARKUP.finditer(text)]
    return tuple(sorted([*spans, *(mark for mark in markup if not any(_meet(mark, span) for span in spans))]))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def plain(value: object) -> str:
    """Return a front matter value as one line of text; lists are joined by commas, anything nested is dropped."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str | int | float))
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

"""Front matter and code: what a text says about itself, and what nobody said."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

import yaml

from retrieval.documents import Span

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(?P<indent>[ \t>]{0,12})(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t][^<>\n]{0,600})?/?>"
_ONE_TAG = re.compile(rf"{_TAG}[ \t]*")
_LEADING_TAGS = re.compile(rf"[ \t]*(?:{_TAG}[ \t]*)+")
_OPENING = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)
_CLOSING = {
    name: re.compile(closing, re.IGNORECASE)
    for name, closing in (("", "-->"), ("script", r"</script\s*>"), ("style", r"</style\s*>"))
}
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
    spans.sort()
    return tuple(_apart(spans, [*_hidden_blocks(text), *_tags(text)]))


def _hidden_blocks(text: str) -> Iterator[Span]:
    """Yield comments, styles and scripts; one that is never closed is none, and neither is any after it."""
    position = 0
    open_ended: set[str] = set()
    while opening := _OPENING.search(text, position):
        name = (opening[1] or "").casefold()
        closing = None if name in open_ended else _CLOSING[name].search(text, opening.end())
        if closing is None:
            open_ended.add(name)
        else:
            yield opening.start(), closing.end()
        position = closing.end() if closing else opening.end()


def _tags(text: str) -> Iterator[Span]:
    """Yield the tags that lines begin and end with; the words between tags are words."""
    position = text.find("<")
    while position >= 0:
        start = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if leading := _LEADING_TAGS.match(text, start, end):
            yield leading.span()
        trailing, reached = end, -1
        for tag in _ONE_TAG.finditer(text, leading.end() if leading else position, end):
            trailing = trailing if tag.start() == reached else tag.start()
            reached = tag.end()
        if trailing < end and reached == end:
            yield trailing, end
        position = text.find("<", end)


def _apart(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return `spans` and those of the `others` that meet none before them, all in order."""
    kept = list(spans)
    for start, end in sorted(others):
        place = bisect_right(kept, (start, end))
        before_next = place == len(kept) or end <= kept[place][0]
        if before_next and (place == 0 or kept[place - 1][1] <= start):
            kept.insert(place, (start, end))
    return kept


def plain(value: object) -> str:
    """Return a front matter value as one line of text; lists are joined by commas, anything nested is dropped."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str | int | float))
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

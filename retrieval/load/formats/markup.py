"""HTML: the words of the main content, with the way back to the source; menus, scripts and hidden parts left out.

The standard library's parser, because it tells where in the source a word stands. It takes quadratic time on some
damaged pages, which is why pages are parsed in a process of their own (`retrieval.load.alone`).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress

from retrieval.documents import Span
from retrieval.load.decode import decode
from retrieval.load.formats.extract import Extract
from retrieval.load.formats.page_tokens import VOID, Reader, Token
from retrieval.load.formats.page_writer import PageWriter


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_LEFT_OUT = _words(
    "script style noscript template nav aside footer form button select textarea iframe object svg math canvas "
    "head dialog datalist"
)
_ROLES = _words("navigation banner contentinfo search complementary menu dialog")
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ENCODING = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META = {
    "author": "author",
    "article:author": "author",
    "date": "date",
    "article:published_time": "date",
    "dc.date": "date",
    "dcterms.created": "date",
    "og:title": "title",
}
_MAIN_SHARE = 0.2
"""A `main` or `article` with less of the page's words than this is a teaser, and the whole page is read."""


def parse_html(data: bytes) -> list[Extract]:
    """Return the main text of a page and what its head says; no text when all of it is menus and scripts."""
    return [read_html(decode_html(data))]


PARSERS = {".html": parse_html, ".htm": parse_html, ".xhtml": parse_html}


def decode_html(data: bytes) -> str:
    """Return the page's text, in the encoding that it names where it names one that fits."""
    named = _ENCODING.search(data[:2048])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not _is_utf8(data):
        with suppress(LookupError, UnicodeError):
            return decode(data.decode(named[1].decode("ascii")).encode())
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def read_html(source: str) -> Extract:
    """Return the main text of a decoded page."""
    tokens = Reader(source).tokens
    ends = [*(token.start for token in tokens[1:]), len(source)]
    elements = _elements(tokens)
    left_out = _merged([span for span in elements if _is_left_out(tokens[span[0]])])
    heard = [number for number in range(len(tokens)) if not _inside(number, left_out)]
    main = _merged([span for span in elements if _is_main(tokens[span[0]])])
    inner = [number for number in heard if _inside(number, main)]
    if _letters(tokens, ends, inner) >= _MAIN_SHARE * _letters(tokens, ends, heard):
        heard = inner or heard
    made = PageWriter(source)
    for number in heard:
        made.take(tokens[number], ends[number])
    text, edits = made.finish()
    return Extract(text=text, edits=edits, told=_told(source, tokens, ends))


def _elements(tokens: Sequence[Token]) -> list[Span]:
    """Return (first token, last token + 1) of every element that is closed; unclosed ones hide nothing."""
    opened: dict[str, list[int]] = {}
    found: list[Span] = []
    for number, token in enumerate(tokens):
        if token.kind == "open" and token.name not in VOID:
            opened.setdefault(token.name, []).append(number)
        elif token.kind == "close" and opened.get(token.name):
            found.append((opened[token.name].pop(), number + 1))
    found += [(left[-1], len(tokens)) for name, left in opened.items() if left and name in ("script", "style")]
    return found


def _is_left_out(token: Token) -> bool:
    hidden = token.get("hidden") is not None or token.get("aria-hidden") == "true"
    return (
        token.name in _LEFT_OUT
        or hidden
        or token.get("role") in _ROLES
        or bool(_UNSEEN.search(token.get("style") or ""))
    )


def _is_main(token: Token) -> bool:
    return token.name in ("main", "article") or token.get("role") == "main"


def _merged(spans: list[Span]) -> list[Span]:
    """Return the outermost spans in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one[0], -one[1])):
        if kept and span[0] < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], span[1]))
        else:
            kept.append(span)
    return kept


def _inside(number: int, spans: Sequence[Span]) -> bool:
    place = bisect_right(spans, number, key=lambda span: span[0]) - 1
    return place >= 0 and number < spans[place][1]


def _letters(tokens: Sequence[Token], ends: Sequence[int], numbers: Sequence[int]) -> int:
    return sum(ends[number] - tokens[number].start for number in numbers if tokens[number].kind == "words")


def _told(source: str, tokens: Sequence[Token], ends: Sequence[int]) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, token in enumerate(tokens):
        if token.kind != "open":
            continue
        if token.name == "html" and token.get("lang"):
            told.setdefault("language", token.get("lang") or "")
        elif token.name == "title" and number + 1 < len(tokens) and tokens[number + 1].kind == "words":
            words = html.unescape(source[tokens[number + 1].start : ends[number + 1]])
            told.setdefault("title", " ".join(words.split()))
        elif token.name == "meta":
            name = _META.get((token.get("name") or token.get("property") or "").casefold())
            if name and token.get("content"):
                told.setdefault(name, token.get("content") or "")
        elif token.name == "time" and token.get("datetime"):
            told.setdefault("date", token.get("datetime") or "")
    return told

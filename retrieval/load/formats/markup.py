"""HTML: the words of the main content, with the way back to the source; menus, scripts and hidden parts left out.

The standard library's parser, because it tells where in the source a word stands. It takes quadratic time on some
damaged pages, which is why pages are parsed in a process of their own (`retrieval.load.alone`).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate
from typing import Literal

from retrieval.documents import Edit, Span
from retrieval.load.decode import decode
from retrieval.load.formats.extract import Extract
from retrieval.load.rewriting import Rewriting


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_VOID = _words("area base br col embed hr img input link meta source track wbr")
_LEFT_OUT = _words(
    "script style noscript template nav aside footer form button select textarea iframe object svg math canvas "
    "head dialog datalist"
)
_BLOCKS = _words(
    "p div section article main header blockquote ul ol dl dt dd table tr pre hr figure figcaption address "
    "details summary h1 h2 h3 h4 h5 h6 li body fieldset"
)
_ROLES = _words("navigation banner contentinfo search complementary menu dialog")
_BOLD = frozenset(("b", "strong"))
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


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["open", "close", "words", "entity", "other"]
    start: int
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.attributes if key == name), None)


class _Reader(HTMLParser):
    """Collects tokens with their places; a token ends where the next one begins."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self.tokens: list[_Token] = []
        self.feed(source)
        self.close()

    def _add(
        self,
        kind: Literal["open", "close", "words", "entity", "other"],
        name: str = "",
        attributes: Sequence[tuple[str, str | None]] = (),
    ) -> None:
        line, column = self.getpos()
        known = tuple((key, value or "") for key, value in attributes)
        self.tokens.append(_Token(kind, self._starts[line - 1] + column, name, known))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("open", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("open" if tag in _VOID else "other", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._add("close", tag)

    def handle_data(self, _data: str) -> None:
        self._add("words")

    def handle_entityref(self, _name: str) -> None:
        self._add("entity")

    def handle_charref(self, _name: str) -> None:
        self._add("entity")

    def handle_comment(self, _data: str) -> None:
        self._add("other")

    def handle_decl(self, _decl: str) -> None:
        self._add("other")

    def handle_pi(self, _data: str) -> None:
        self._add("other")

    def unknown_decl(self, _data: str) -> None:
        self._add("other")


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
    tokens = _Reader(source).tokens
    ends = [*(token.start for token in tokens[1:]), len(source)]
    elements = _elements(tokens)
    left_out = _merged([span for span in elements if _is_left_out(tokens[span[0]])])
    heard = [number for number in range(len(tokens)) if not _inside(number, left_out)]
    main = _merged([span for span in elements if _is_main(tokens[span[0]])])
    inner = [number for number in heard if _inside(number, main)]
    if _letters(tokens, ends, inner) >= _MAIN_SHARE * _letters(tokens, ends, heard):
        heard = inner or heard
    made = _Writer(source)
    for number in heard:
        made.take(tokens[number], ends[number])
    text, edits = made.finish()
    return Extract(text=text, edits=edits, told=_told(source, tokens, ends))


def _elements(tokens: Sequence[_Token]) -> list[Span]:
    """Return (first token, last token + 1) of every element that is closed; unclosed ones hide nothing."""
    opened: dict[str, list[int]] = {}
    found: list[Span] = []
    for number, token in enumerate(tokens):
        if token.kind == "open" and token.name not in _VOID:
            opened.setdefault(token.name, []).append(number)
        elif token.kind == "close" and opened.get(token.name):
            found.append((opened[token.name].pop(), number + 1))
    found += [(left[-1], len(tokens)) for name, left in opened.items() if left and name in ("script", "style")]
    return found


def _is_left_out(token: _Token) -> bool:
    hidden = token.get("hidden") is not None or token.get("aria-hidden") == "true"
    return (
        token.name in _LEFT_OUT
        or hidden
        or token.get("role") in _ROLES
        or bool(_UNSEEN.search(token.get("style") or ""))
    )


def _is_main(token: _Token) -> bool:
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


def _letters(tokens: Sequence[_Token], ends: Sequence[int], numbers: Sequence[int]) -> int:
    return sum(ends[number] - tokens[number].start for number in numbers if tokens[number].kind == "words")


def _told(source: str, tokens: Sequence[_Token], ends: Sequence[int]) -> dict[str, str]:
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


class _Writer:
    """Turns tokens into lines: blocks end paragraphs, headings and list items get their Markdown marks.

    Bold at the beginning of a block stays visible, because that is how pages show who speaks and who asks.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._made = Rewriting(source)
        self._gap = ""
        self._prefix = ""
        self._bold = False
        self._verbatim = 0

    def finish(self) -> tuple[str, tuple[Edit, ...]]:
        return self._made.finish()

    def take(self, token: _Token, end: int) -> None:
        if token.kind == "words":
            self._write(token.start, end)
        elif token.kind == "entity":
            self._entity(token.start, end)
        elif token.kind == "open":
            self._open(token.name)
        elif token.kind == "close":
            self._close(token.name)

    def _open(self, name: str) -> None:
        if name == "br":
            self._break("\n")
        elif name in ("td", "th"):
            self._break(" | " if self._gap not in ("\n", "\n\n") and len(self._made) else "")
        elif name in _BLOCKS:
            self._break("\n" if name in ("li", "tr", "dd") else "\n\n")
            if name == "li":
                self._prefix = "- "
            elif name[0] == "h" and name[1:].isdigit():
                self._prefix = "#" * int(name[1]) + " "
            self._verbatim += name == "pre"
        elif name in _BOLD and not self._bold and (self._gap in ("\n", "\n\n") or not len(self._made)):
            self._prefix += "**" if not self._prefix.startswith("#") else ""
            self._bold = self._prefix.endswith("**")

    def _close(self, name: str) -> None:
        if name in _BOLD and self._bold:
            self._unbold()
        elif name in _BLOCKS:
            self._break("\n" if name in ("li", "tr", "dt", "dd") else "\n\n")
            self._verbatim -= name == "pre" and self._verbatim > 0

    def _unbold(self) -> None:
        if self._prefix.endswith("**"):
            self._prefix = self._prefix[:-2]  # nothing stood between the marks
        else:
            self._made.put("**")
        self._bold = False

    def _break(self, gap: str) -> None:
        """Ask for at least `gap` before the next word."""
        if self._bold and "\n" in gap:
            self._unbold()
        order = ("", " ", " | ", "\n", "\n\n")
        self._gap = max(self._gap, gap, key=order.index)
        if "\n" in gap:
            self._prefix = ""

    def _before(self) -> None:
        """Put in the gap and the mark that the next word needs."""
        gap = self._gap if len(self._made) else ""
        self._made.put(gap + self._prefix)
        self._gap = self._prefix = ""

    def _write(self, start: int, end: int) -> None:
        if self._verbatim:
            self._before()
            self._made.keep(start, end)
            return
        for word in re.finditer(r"\S+", self._source[start:end]):
            left, right = start + word.start(), start + word.end()
            if word.start() and not self._gap:
                single = self._source[left - 1] == " " and (
                    word.start() == 1 or not self._source[left - 2].isspace()
                )
                if single and not self._prefix and len(self._made):
                    self._made.keep(left - 1, right)
                    continue
                self._gap = " "
            self._before()
            self._made.keep(left, right)
        if self._source[start:end][-1:].isspace() and not self._gap:
            self._gap = " "

    def _entity(self, start: int, end: int) -> None:
        text = html.unescape(self._source[start:end]).replace("\xa0", " ")
        if not text.strip():
            self._gap = self._gap or " "
            return
        self._before()
        self._made.put(text)

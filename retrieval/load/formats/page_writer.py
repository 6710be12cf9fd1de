"""The tokens of a page as lines of text, with the marks that Markdown has for headings, lists and bold names."""

import html
import re

from retrieval.documents import Edit
from retrieval.load.formats.page_tokens import Token
from retrieval.load.rewriting import Rewriting

_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "blockquote", "ul", "ol", "dl", "dt", "dd", "table"),
        *("tr", "pre", "hr", "figure", "figcaption", "address", "details", "summary", "li", "body", "fieldset"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_BOLD = frozenset(("b", "strong"))


class PageWriter:
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
        """Return the text, and the way back to the source."""
        return self._made.finish()

    def take(self, token: Token, end: int) -> None:
        """Add a token that ends at `end`."""
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

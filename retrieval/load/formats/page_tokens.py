"""HTML in tokens that know where in the source they stand, which is why the standard library's parser is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate
from typing import Literal

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements that have no end."""


@dataclass(frozen=True, slots=True)
class Token:
    """A tag or a stretch of words, and where it begins in the source."""

    kind: Literal["open", "close", "words", "entity", "other"]
    start: int
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """Return an attribute's value; None when it is not there."""
        return next((value for key, value in self.attributes if key == name), None)


class Reader(HTMLParser):
    """Collects tokens with their places; a token ends where the next one begins."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self.tokens: list[Token] = []
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
        self.tokens.append(Token(kind, self._starts[line - 1] + column, name, known))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that opens."""
        self._add("open", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that closes itself."""
        self._add("open" if tag in VOID else "other", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Take a tag that closes."""
        self._add("close", tag)

    def handle_data(self, _data: str) -> None:
        """Take words."""
        self._add("words")

    def handle_entityref(self, _name: str) -> None:
        """Take a named character."""
        self._add("entity")

    def handle_charref(self, _name: str) -> None:
        """Take a numbered character."""
        self._add("entity")

    def handle_comment(self, _data: str) -> None:
        """Take a comment."""
        self._add("other")

    def handle_decl(self, _decl: str) -> None:
        """Take a declaration."""
        self._add("other")

    def handle_pi(self, _data: str) -> None:
        """Take an instruction."""
        self._add("other")

    def unknown_decl(self, _data: str) -> None:
        """Take any other declaration."""
        self._add("other")

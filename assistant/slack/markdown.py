"""An answer's Markdown cut into the pieces that Block Kit shows differently."""

import re
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["paragraph", "heading", "bullet", "number", "quote", "table", "code"]

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s*[-*+•]\s+(.*)")
_NUMBER = re.compile(r"\s*\d+[.)]\s+(.*)")
_QUOTE = re.compile(r"\s*>\s?(.*)")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading, list item, quotation, table or code block, without its markers."""

    kind: PieceKind
    text: str


def parse(text: str) -> list[Piece]:
    """Return the pieces of a Markdown text in order; inline formatting is left as it is."""
    pieces: list[Piece] = []
    open_piece = False
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            if not fenced:
                pieces.append(Piece("code", ""))
            fenced = not fenced
            open_piece = False
        elif fenced:
            pieces[-1] = _joined(pieces[-1], line)
        elif not line.strip() or _RULE.match(line):
            open_piece = False
        else:
            piece = _piece(line)
            if open_piece and _continues(pieces[-1], piece):
                pieces[-1] = _joined(pieces[-1], piece.text)
            else:
                pieces.append(piece)
            open_piece = piece.kind != "heading"
    return [piece for piece in pieces if piece.text.strip()]


def _piece(line: str) -> Piece:
    if found := _HEADING.match(line):
        return Piece("heading", found[1])
    if found := _QUOTE.match(line):
        return Piece("quote", found[1])
    if _TABLE.match(line):
        return Piece("table", line.strip())
    if found := _NUMBER.match(line):
        return Piece("number", found[1])
    if found := _BULLET.match(line):
        return Piece("bullet", found[1])
    return Piece("paragraph", line.strip())


def _continues(before: Piece, piece: Piece) -> bool:
    """A plain line goes on with what it follows; quotation and table lines go on with their own kind."""
    if piece.kind == "paragraph":
        return before.kind in ("paragraph", "bullet", "number", "quote")
    return piece.kind in ("quote", "table") and piece.kind == before.kind


def _joined(piece: Piece, line: str) -> Piece:
    return Piece(piece.kind, f"{piece.text}\n{line}" if piece.text else line)


def aligned(table: str) -> str:
    """Return a Markdown table as columns padded to one width, without its ruler."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    widths = [
        max(len(row[i]) if i < len(row) else 0 for row in rows) for i in range(max(map(len, rows), default=0))
    ]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows
    )

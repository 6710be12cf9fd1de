"""Text that every font at hand can show: which characters there are glyphs for, and names cut to their place."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path

import matplotlib
from matplotlib.font_manager import fontManager, get_font

from assistant.charts.errors import UndrawableError

SANS = "DejaVu Sans"
_ELLIPSIS = "…"
_WIDE = frozenset("WF")
_REGULAR = 500
_BOXES = frozenset({"Last Resort High-Efficiency", "Last Resort"})  # they "have" every letter, as a box
_SYMBOLS = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Me"})
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # they ask for an emoji's coloured or plain form


def families(texts: Iterable[str]) -> list[str]:
    """Return the font families that together show the texts: the one that ships with matplotlib, then others.

    Raises UndrawableError when letters are left that no installed font has.
    """
    wanted = {ord(character) for character in chain.from_iterable(texts) if not _droppable(character)}
    lacking = wanted - _covered(_bundled())
    found = [SANS]
    if lacking:
        for family, path in _installed():
            covered = lacking & _covered(path)
            if covered:
                found.append(family)
                lacking -= covered
            if not lacking:
                break
    if lacking:
        letter = chr(min(lacking))
        raise UndrawableError(f"no font with letters like {letter!r} is installed where the pictures are drawn")
    return found


def readable(text: str) -> str:
    """Return the text as it can be drawn: without emoji and control characters, and with dollars as dollars.

    matplotlib would set what stands between two dollar signs as a formula.
    """
    shown = _covered(_bundled())
    kept = "".join(
        character
        for character in text
        if character.isspace()
        or not _droppable(character)
        or (ord(character) in shown and character.isprintable())
    )
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).replace("$", r"\$")


def cut(text: str, width: int) -> str:
    """Return the text in at most so many columns, a wide character counting as two."""
    if columns(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip(" ,;:-") + _ELLIPSIS


def wrapped(text: str, width: int, lines: int) -> str:
    """Return the text in at most so many lines of at most so many columns."""
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if columns(longer) <= width or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return "\n".join(cut(row, width) for row in rows)


def columns(text: str) -> int:
    """Return how many columns of a fixed grid the text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _droppable(character: str) -> bool:
    return unicodedata.category(character) in _SYMBOLS or character.isspace() or character in _VARIANTS


def _bundled() -> str:
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


@lru_cache(maxsize=1)
def _installed() -> tuple[tuple[str, str], ...]:
    """Return the upright regular fonts of this machine, one of each family, sans serif first."""
    upright = [
        entry
        for entry in fontManager.ttflist
        if entry.style == "normal" and (not isinstance(entry.weight, int) or entry.weight <= _REGULAR)
    ]
    ranked = sorted(
        upright, key=lambda entry: ("serif" in entry.name.lower().replace("sans serif", ""), entry.name)
    )
    return tuple({entry.name: entry.fname for entry in ranked if entry.name not in {SANS, *_BOXES}}.items())


@lru_cache(maxsize=64)
def _covered(path: str) -> frozenset[int]:
    """Return the characters that a font has glyphs for; none when its file cannot be read."""
    try:
        return frozenset(get_font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()

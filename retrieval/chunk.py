"""Cut a document into passages: whole turns or paragraphs, 120 to 190 words, exact to the character.

A passage is what is embedded, ranked and shown; MiniLM reads 256 tokens, which 190 words seldom exceed.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents import Document, Passage, Span
from retrieval.sentences import sentences, trim
from retrieval.turns import Role, Turn, turn_at, turns

__all__ = ["RECIPE", "Turn", "passages", "sentences", "turn_at", "turns"]

# Counts changes that cut or label unchanged documents differently, so that they are cut again.
RECIPE = 5
ENOUGH = 120
MOST = 190
# A heading opens a new passage unless the section before it was too small to stand alone.
_SECTION = 60
# Scripts without spaces have no words to count; this many characters weigh as much as one.
_CHARACTERS_PER_WORD = 7
_WORD = re.compile(r"\S+")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch that is not cut any further."""

    start: int
    end: int
    size: int


def passages(document: Document) -> list[Passage]:
    """Return the passages of a document in order; none when all of it is silent or blank."""
    spoken = turns(document)
    places, headings = _headings(document)
    packed = [
        group
        for stretch in _heard(document)
        for group in _pack(_units(document.text, stretch, spoken), lambda unit: bisect_right(places, unit.start))
    ]
    seen: Counter[str] = Counter()
    found: list[Passage] = []
    for position, group in enumerate(packed):
        text = document.text[group[0].start : group[-1].end]
        heard = _heard_in(document, spoken, group[0].start, group[-1].end)
        speaker, role = heard[0] if len(heard) == 1 else (None, None)
        context = _context(document, headings[bisect_right(places, group[0].start)], role)
        identity = "\0".join((document.key, context, text))
        seen[identity] += 1
        found.append(
            Passage(
                id=hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace")).hexdigest()[:32],
                document=document.id,
                position=position,
                start=group[0].start,
                end=group[-1].end,
                text=text,
                context=context,
                speaker=speaker,
                role=role,
                date=document.date,
                heard=tuple((name, part) for name, part in heard if name) if len(heard) > 1 else (),
            )
        )
    return found


def embedded(passage: Passage) -> str:
    """Return what is embedded and indexed for a passage: its context line, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _heard(document: Document) -> Iterator[Span]:
    """Yield the stretches between silent spans."""
    position = 0
    for start, end in sorted(document.silent):
        if start > position:
            yield position, start
        position = max(position, end)
    if position < len(document.text):
        yield position, len(document.text)


def _units(text: str, stretch: Span, spoken: Sequence[Turn]) -> Iterator[_Unit]:
    """Yield turns (with their labels), and paragraphs where nobody speaks; long ones in pieces."""
    position, end = stretch
    for turn in spoken[bisect_left(spoken, position, key=lambda turn: turn.label) :]:
        if turn.label >= end:
            break
        if turn.end <= end:
            yield from _paragraphs(text, position, turn.label)
            yield from _pieces(text, turn.label, turn.end)
            position = turn.end
    yield from _paragraphs(text, position, end)


def _headings(document: Document) -> tuple[list[int], list[str]]:
    """Return where headings end, and what heads the text before the first and after each: `Top > Prices`."""
    places: list[int] = []
    paths = [""]
    above: dict[int, str] = {}
    for start, end in _heard(document):
        for match in _HEADING.finditer(document.text, start, end):
            level = len(match.group(1))
            above = {depth: name for depth, name in above.items() if depth < level} | {level: match.group(2)}
            places.append(match.end())
            paths.append(" > ".join(above[depth] for depth in sorted(above)))
    return places, paths


def _paragraphs(text: str, start: int, end: int) -> Iterator[_Unit]:
    for block in _blocks(text, start, end):
        if not _HEADING.fullmatch(text, *block):
            yield from _pieces(text, *block)


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield headings and paragraphs, trimmed."""
    breaks: list[Span] = [match.span() for match in _PARAGRAPH_BREAK.finditer(text, start, end)]
    for match in _HEADING.finditer(text, start, end):
        breaks += [(match.start(), match.start()), (match.end(), match.end())]
    position = start
    for left, right in [*sorted(breaks), (end, end)]:
        block = trim(text, position, left) if left > position else None
        if block:
            yield block
        position = max(position, right)


def _pieces(text: str, start: int, end: int) -> Iterator[_Unit]:
    """Yield the whole stretch, or runs of its sentences when it is too long for one passage."""
    whole = _Unit(start, end, _size(text, start, end))
    if whole.size <= MOST:
        yield whole
        return
    begin, total = start, 0
    for left, right in _short_sentences(text, start, end):
        size = _size(text, left, right)
        if total and (total >= ENOUGH or total + size > MOST):
            yield from _unit(text, begin, left)
            begin, total = left, 0
        total += size
    yield from _unit(text, begin, end)


def _unit(text: str, start: int, end: int) -> Iterator[_Unit]:
    span = trim(text, start, end)
    if span:
        yield _Unit(*span, _size(text, *span))


def _short_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield sentences; one longer than a passage is cut between words, or anywhere in scripts without spaces."""
    for left, right in sentences(text, start, end):
        position = left
        while _is_long(text, position, right):
            limit = min(right, position + ENOUGH * _CHARACTERS_PER_WORD)
            space = max(text.rfind(" ", position, limit), text.rfind("\n", position, limit))
            cut = space + 1 if space > position else limit
            yield position, cut
            position = cut
        yield position, right


def _is_long(text: str, start: int, end: int) -> bool:
    """Return whether a stretch is too long for a passage; words are counted only where characters do not tell."""
    return (end - start) // _CHARACTERS_PER_WORD > MOST or _size(text, start, end) > MOST


def _size(text: str, start: int, end: int) -> int:
    words = sum(1 for _ in _WORD.finditer(text, start, end))
    return max(words, (end - start) // _CHARACTERS_PER_WORD)


def _pack(units: Iterator[_Unit], section: Callable[[_Unit], int]) -> Iterator[list[_Unit]]:
    """Yield neighbouring units together until there is enough for a passage, never more than fits.

    `section` counts the headings above a unit.
    """
    group: list[_Unit] = []
    total = 0
    for unit in units:
        full = bool(group) and (total >= ENOUGH or total + unit.size > MOST)
        if group and (full or (total >= _SECTION and section(unit) != section(group[-1]))):
            yield group
            group, total = [], 0
        group.append(unit)
        total += unit.size
    if group:
        yield group


def _context(document: Document, heading: str, role: Role | None) -> str:
    """Return the line that tells what the passage comes from; it is embedded and never quoted."""
    title = "" if heading.startswith(document.title) else document.title
    about = [document.attributes.get(name, "") for name in ("account", "product")]
    kind = _KIND_NAMES[document.kind] + (f", {role}" if role else "")
    return " | ".join(part for part in (title, heading, *about, document.date or "", kind) if part)


_KIND_NAMES = {
    "interview": "interview",
    "feedback": "feedback",
    "survey": "survey answer",
    "crm_note": "account note",
    "ticket": "support ticket",
    "observation": "observation",
    "research": "research",
    "copy": "our own copy",
}


def _heard_in(
    document: Document, spoken: Sequence[Turn], start: int, end: int
) -> list[tuple[str | None, Role | None]]:
    """Return who speaks in the stretch, and as what, in order: those named there, or who wrote all."""
    if not spoken:
        return [(document.attributes.get("speaker"), None)]
    first = max(0, bisect_right(spoken, start, key=lambda turn: turn.start) - 1)
    last = bisect_left(spoken, end, key=lambda turn: turn.start)
    return list(dict.fromkeys((turn.speaker, turn.role) for turn in spoken[first:last] if turn.end > start))

"""What may be quoted from a passage: sentences that customers spoke, alone or with their neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.chunk import Turn, sentences, turns
from retrieval.documents import Document, Hit, Span
from tools.why.cues import found

_LONGEST = 420
_SHORTEST = 4
_MOST_SENTENCES = 3
_HEADING = re.compile(r"\s{0,3}(#{1,6}\s|\*\*[^*]+\*\*:?\s*$|[-=_*]{3,}\s*$|\||>\s*$)")
_LINK = re.compile(r"https?://\S+|\]\(|\[\d\d:\d\d")
_JOINT = re.compile(
    r"\s+(?=(?:so|and|but|because|then|which|yeah|um|uh|also|now|well|i|we|they)\s)", re.IGNORECASE
)
_PIECE = 160
_LABEL_ONLY = re.compile(r"[^.!?]{0,60}:\s*$")


@dataclass(frozen=True, slots=True)
class Window:
    """One to three adjoining sentences of one speaker: `text == document.text[start:end]`."""

    hit: Hit
    start: int
    end: int
    text: str
    speaker: str | None
    role: str | None
    sentences: int

    @property
    def document(self) -> Document:
        """The document quoted from."""
        return self.hit.document

    @property
    def voice(self) -> str:
        """Whom the words are from: the customer where known, else speaker and document."""
        if self.document.customer:
            return f"customer {self.document.customer}"
        return f"{self.document.id} {self.speaker or ''}".strip()


def windows(hit: Hit, spoken: list[Turn]) -> Iterator[Window]:
    """Yield the quotable windows of a passage, shortest first at each place."""
    passage, document = hit.passage, hit.document
    for start, end, turn in _stretches(passage.start, passage.end, spoken):
        if turn is not None and turn.role == "interviewer":
            continue
        spans = [piece for span in sentences(document.text, start, end) for piece in _pieces(document.text, *span)]
        usable = [_usable(document.text[slice(*span)]) for span in spans]
        for first in range(len(spans)):
            for last in range(first, min(first + _MOST_SENTENCES, len(spans))):
                if not usable[first] or not usable[last] or _broken(document.text, spans, first, last):
                    break
                begin, finish = spans[first][0], spans[last][1]
                if finish - begin > _LONGEST and last > first:
                    break
                text = document.text[begin:finish]
                if _shown(document, begin, finish) and len(text.split()) >= _SHORTEST:
                    speaker = turn.speaker if turn else None
                    role = turn.role if turn else passage.role
                    yield Window(hit, begin, finish, text, speaker, role, last - first + 1)


def turns_of(document: Document) -> list[Turn]:
    """Return who speaks where in a document; nothing for texts without speakers."""
    return [] if document.row is not None else turns(document)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence whole, or cut before joining words where a transcript runs on without full stops."""
    begin = start
    if end - start > _LONGEST:
        for match in _JOINT.finditer(text, start, end):
            if match.start() - begin >= _PIECE and end - match.end() >= _PIECE // 2:
                yield begin, match.start()
                begin = match.end()
    yield begin, end


def _stretches(start: int, end: int, spoken: list[Turn]) -> Iterator[tuple[int, int, Turn | None]]:
    if not spoken:
        yield start, end, None
        return
    for turn in spoken:
        low, high = max(start, turn.start), min(end, turn.end)
        if low < high:
            yield low, high, turn


def _broken(text: str, spans: list[Span], first: int, last: int) -> bool:
    """Return whether a blank line lies between the sentences, so that they are not one thought."""
    return any("\n\n" in text[spans[place][1] : spans[place + 1][0]] for place in range(first, last))


def _shown(document: Document, start: int, end: int) -> bool:
    return not any(low < end and start < high for low, high in document.silent)


def _usable(sentence: str) -> bool:
    """Return whether a sentence says something: no question, heading, link, label or filler."""
    stripped = sentence.strip()
    if stripped.rstrip("\"'”’)*_ ").endswith("?") or _HEADING.match(sentence) or _LABEL_ONLY.fullmatch(stripped):
        return False
    words = len(stripped.split())
    if _LINK.search(stripped) and words < 25:
        return False
    return not (found("filler", stripped) and words < 25)

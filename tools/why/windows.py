"""What may be quoted: one to three adjoining sentences that customers spoke."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.documents import Document, Span
from retrieval.sentences import sentences
from tools.why.cues import found
from tools.why.exchange import Stretch, asks

_LONGEST = 420
_SHORTEST = 4
_MOST_SENTENCES = 3
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s|\*\*[^*]+\*\*:?\s*$|[-=_*]{3,}\s*$|\||>\s*$|<)")
_LINK = re.compile(r"https?://\S+|\]\(|\b\w+@\w+\.")
_CLOCK = re.compile(r"[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]*[-–]?[ \t]*")
_CLOCK_LINE = re.compile(r"(?m)^[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?(?=\s)")
_JOINT = re.compile(
    r"\s+(?=(?:so|and|but|because|then|which|yeah|um|uh|also|now|well|i|we|they)\s)", re.IGNORECASE
)
_PIECE = 160
_LABEL_ONLY = re.compile(r"[^.!?]{0,60}:\s*$")
_BULLET = re.compile(r"[ \t]*(?:[-*+•–>]|\d{1,3}[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Window:
    """One to three adjoining sentences of one speaker: `text == document.text[start:end]`.

    `place` counts sentences from the beginning of the stretch; 0 is where an answer begins. `near` is the
    similarity of the question and the passage that holds the window.
    """

    document: Document
    stretch: Stretch
    start: int
    end: int
    text: str
    sentences: int
    place: int
    near: float = 0.0

    @property
    def voice(self) -> str:
        """Whom the words are from: the customer where known, else speaker and document."""
        if self.document.customer:
            return f"customer {self.document.customer}"
        return f"{self.document.id} {self.stretch.speaker or ''}".strip()


def windows(document: Document, stretch: Stretch, start: int, end: int) -> Iterator[Window]:
    """Yield the quotable windows of a stretch that begin in `text[start:end]`, shortest first at each place."""
    text = document.text
    spans = [piece for span in _spans(text, stretch) for piece in _pieces(text, *span)]
    usable = [_usable(text[slice(*span)], talk=document.row is None) for span in spans]
    for first, (begin, _) in enumerate(spans):
        if not start <= begin < end:
            continue
        for last in range(first, min(first + _MOST_SENTENCES, len(spans))):
            if not usable[first] or not usable[last] or _broken(text, spans, first, last):
                break
            finish = spans[last][1]
            if finish - begin > _LONGEST and last > first:
                break
            quote = text[begin:finish]
            if _shown(document, begin, finish) and len(quote.split()) >= _SHORTEST:
                yield Window(document, stretch, begin, finish, quote, last - first + 1, first)


def _spans(text: str, stretch: Stretch) -> Iterator[Span]:
    """Yield the sentences of a stretch; lines that begin with a clock time are captions, each by itself."""
    clocks = [match.start() for match in _CLOCK_LINE.finditer(text, stretch.start, stretch.end)]
    if len(clocks) < 3:
        for start, end in sentences(text, stretch.start, stretch.end):
            bullet = _BULLET.match(text, start, end)
            yield (bullet.end() if bullet and bullet.end() < end else start), end
        return
    for line, following in zip(clocks, [*clocks[1:], stretch.end], strict=True):
        clock = _CLOCK.match(text, line, following)
        begin = clock.end() if clock else line
        end = begin + len(text[begin:following].rstrip())
        if begin < end:
            yield begin, end


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence whole, or cut before joining words where a transcript runs on without full stops."""
    begin = start
    if end - start > _LONGEST:
        for match in _JOINT.finditer(text, start, end):
            if match.start() - begin >= _PIECE and end - match.end() >= _PIECE // 2:
                yield begin, match.start()
                begin = match.end()
    yield begin, end


def _broken(text: str, spans: list[Span], first: int, last: int) -> bool:
    """Return whether a blank line or a bullet lies between the sentences, so that they are not one thought."""
    between = [text[spans[place][1] : spans[place + 1][0]] for place in range(first, last)]
    return any("\n\n" in gap or ("\n" in gap and _BULLET.match(gap.lstrip("\n"))) for gap in between)


def _shown(document: Document, start: int, end: int) -> bool:
    return not any(low < end and start < high for low, high in document.silent)


def _usable(sentence: str, *, talk: bool) -> bool:
    """Return whether a sentence says something: no question, heading, link, label or filler."""
    if asks(sentence) or _HEADING.match(sentence) or _LABEL_ONLY.fullmatch(sentence.strip()):
        return False
    words = len(sentence.split())
    if _LINK.search(sentence) and words < 25:
        return False
    return not (talk and words < 25 and found("filler", sentence))

"""Text made from other text, with the way back: what was kept, what was put in, what was left out."""

from collections.abc import Sequence

from retrieval.documents import Edit, Span


class Rewriting:
    """Builds a text from stretches of a source, in order; what is passed over is left out.

    Kept stretches lead back character by character, everything between them by an edit.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._length = 0
        self._edits: list[Edit] = []
        self._put_from = 0
        self._reached = 0
        self._changed = False

    def __len__(self) -> int:
        return self._length

    def keep(self, start: int, end: int) -> None:
        """Take over `source[start:end]` as it is."""
        if start >= end:
            return
        if self._changed or start > self._reached:
            self._settle(start)
        self._pieces.append(self._source[start:end])
        self._length += end - start
        self._reached, self._put_from = end, self._length

    def put(self, text: str) -> None:
        """Put in text that stands for whatever of the source is passed over around it."""
        self._pieces.append(text)
        self._length += len(text)
        self._changed = self._changed or bool(text)

    def finish(self) -> tuple[str, tuple[Edit, ...]]:
        """Return the text, and the edits that lead back to the source."""
        if self._changed or self._reached < len(self._source):
            self._settle(len(self._source))
        return "".join(self._pieces), tuple(self._edits)

    def _settle(self, source_end: int) -> None:
        """Note what was put in since the last kept stretch, for the source up to `source_end`."""
        self._edits.append(Edit(self._put_from, self._length, self._reached, source_end))
        self._changed = False


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits of two steps as one: `second` refers to the text that `first` produced.

    Edits of both steps that overlap become one, which covers them.
    """
    if not first or not second:
        return tuple(first or second)
    spans = sorted([(e.start, e.end) for e in first] + [(e.source_start, e.source_end) for e in second])
    clusters: list[list[int]] = []
    for start, end in spans:
        if clusters and (start < clusters[-1][1] or (start, end) == tuple(clusters[-1])):
            clusters[-1][1] = max(clusters[-1][1], end)
        else:
            clusters.append([start, end])
    back, forth = _Shift(first, backwards=True), _Shift(second, backwards=False)
    found: list[Edit] = []
    for start, end in clusters:
        empty = start == end
        places = [
            shift.at(place, passed=passed)
            for shift in (forth, back)
            for place, passed in ((start, not empty), (end, empty))
        ]
        found.append(Edit(*places))
    return tuple(found)


def stored_spans(spans: Sequence[Span], edits: Sequence[Edit]) -> tuple[Span, ...]:
    """Return where spans of a text lie after `edits` have changed it."""
    forth = _Shift(edits, backwards=False)
    moved = [(forth.at(start, passed=True), forth.at(end, passed=False)) for start, end in sorted(spans)]
    return tuple((start, end) for start, end in moved if start < end)


class _Shift:
    """Maps offsets through edits; offsets asked for have to rise."""

    def __init__(self, edits: Sequence[Edit], *, backwards: bool) -> None:
        self._edits = [
            (e.start, e.end, e.source_start, e.source_end)
            if backwards
            else (e.source_start, e.source_end, e.start, e.end)
            for e in edits
        ]
        self._next = 0
        self._shift = 0

    def at(self, offset: int, *, passed: bool) -> int:
        """Return where `offset` leads: behind empty edits at it if `passed`, else before them.

        Inside an edit the edge of a span is meant: its start if `passed`, else its end.
        """
        while self._next < len(self._edits):
            start, end, to_start, to_end = self._edits[self._next]
            if offset < start or (offset == start and (start < end or not passed)):
                break
            if offset < end:
                return to_start if passed else to_end
            self._shift = to_end - end
            self._next += 1
        return offset + self._shift

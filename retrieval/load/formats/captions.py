"""WebVTT and SubRip: the words of the cues as running text, voices as labels, timings left out.

Read by hand, because no caption library tells where in the file a word stands.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.documents import Edit
from retrieval.errors import LoadError
from retrieval.load.decode import decode
from retrieval.load.formats.extract import Extract
from retrieval.load.rewriting import Rewriting

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?$")
_MARK = re.compile(
    r"<v(?:\.[^ \t>]*)?[ \t]+(?P<voice>[^>\n]{1,80})>|</?[^>\n]{0,80}>|\{\\[^}\n]{0,40}\}|&#?\w{1,8};"
)
_SPOKEN = re.compile(r"[ \t]*(?:>>|[-–—][ \t]|[^\W\d_a-z][^:\n]{0,40}:[ \t])")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_PAUSE = 4.0
_LONG, _LONGEST = 60, 90
"""Words after which a paragraph ends with the sentence, or with the cue where nobody set full stops."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a cue's line as it is, or what stands for it: `text` is None for the stretch itself."""

    start: int
    end: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of words: when its cue begins and ends, in seconds, and whose voice it is."""

    begins: float
    ends: float
    words: str
    pieces: tuple[_Piece, ...]
    voice: _Piece | None = None


def parse_captions(data: bytes) -> list[Extract]:
    """Return the one text of a caption file; raises LoadError when it has no cues."""
    source = decode(data)
    lines = list(_unrepeated(_lines(source)))
    if not lines:
        raise LoadError("It has no captions: no line tells a time as 00:01:02.000 --> 00:01:04.000.")
    text, edits = _joined(source, lines)
    return [Extract(text=text, edits=edits)]


PARSERS = {".vtt": parse_captions, ".srt": parse_captions}


def _lines(source: str) -> Iterator[_Line]:
    """Yield the lines under timings; headers, notes, styles and numbers of cues are no words."""
    begins = ends = 0.0
    in_cue = False
    position = 0
    rows = source.split("\n")
    for number, row in enumerate(rows):
        timing = _TIMING.match(row) if "-->" in row else None
        following = rows[number + 1] if number + 1 < len(rows) else ""
        if timing:
            begins, ends = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:8])
            in_cue = True
        elif not row.strip():
            in_cue = False
        elif in_cue and not (row.strip().isdigit() and "-->" in following):
            line = _line(source, position, position + len(row), begins, ends)
            if line.words:
                yield line
        position += len(row) + 1


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


def _line(source: str, start: int, end: int, begins: float, ends: float) -> _Line:
    pieces: list[_Piece] = []
    voice: _Piece | None = None
    done = start
    for mark in _MARK.finditer(source, start, end):
        pieces.append(_Piece(done, mark.start()))
        done = mark.end()
        if mark["voice"] and voice is None:
            voice = _Piece(mark.start("voice"), mark.end("voice"))
        elif mark.group().startswith("&"):
            pieces.append(_Piece(*mark.span(), html.unescape(mark.group()).replace("\xa0", " ")))
    pieces.append(_Piece(done, end))
    words = "".join(source[p.start : p.end] if p.text is None else p.text for p in pieces)
    return _Line(begins, ends, " ".join(words.split()), tuple(p for p in pieces if p.start < p.end), voice)


def _unrepeated(lines: Iterator[_Line]) -> Iterator[_Line]:
    """Yield lines without those that rolling captions show again in the next cue."""
    shown: list[str] = []
    previous: _Line | None = None
    for line in lines:
        if line.words in shown and previous is not None and line.begins - previous.ends < _PAUSE:
            voice = line.voice or previous.voice
            previous = replace(previous, ends=line.ends, voice=voice)
            continue
        shown = [*shown[-1:], line.words]
        previous = line
        yield line


def _joined(source: str, lines: list[_Line]) -> tuple[str, tuple[Edit, ...]]:
    made = Rewriting(source)
    said = 0
    previous: _Line | None = None
    speaker = ""
    for line in lines:
        voice = " ".join(source[line.voice.start : line.voice.end].split()) if line.voice else ""
        turn = bool(voice and voice != speaker) or bool(_SPOKEN.match(line.words))
        if previous is not None:
            said = 0 if (gap := _gap(previous, line, said, turn=turn)) != " " else said
            made.put(gap)
        if voice and voice != speaker and line.voice:
            made.keep(line.voice.start, line.voice.end)
            made.put(": ")
        speaker = voice or (speaker if not turn else "")
        _take(made, source, line)
        said += len(line.words.split())
        previous = line
    return made.finish()


def _gap(previous: _Line, line: _Line, said: int, *, turn: bool) -> str:
    """Return what stands between two lines: a paragraph's end after a pause, a turn, or enough words."""
    ended = bool(_SENTENCE_END.search(previous.words))
    if turn or line.begins - previous.ends > _PAUSE or (ended and said >= _LONG) or said >= _LONGEST:
        return "\n\n"
    return " "


def _take(made: Rewriting, source: str, line: _Line) -> None:
    first, last = line.pieces[0], line.pieces[-1]
    for piece in line.pieces:
        if piece.text is not None:
            made.put(piece.text)
            continue
        start, end = piece.start, piece.end
        if piece is first:
            start += len(source[start:end]) - len(source[start:end].lstrip())
        if piece is last:
            end -= len(source[start:end]) - len(source[start:end].rstrip())
        made.keep(start, end)

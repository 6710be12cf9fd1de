"""Who speaks where: the turns of a transcript, and which of its speakers asks the questions.

Recognised at the beginning of a line: `Name: words`, `**Name:** words`, `**Name**: words`, `[Name]: words`,
`[00:12] Name: words`, `00:12:03 Name: words`, `[05/03/2024, 14:22] Name: words`, `Name (00:12): words`, and above
the words `[00:12] Name`, `Name 00:12`, `Name | 00:12`. Where no such labels are: bold names without a colon,
`Q. words`, paragraphs of bold or italic questions with plain answers between them, and in what is called an
interview plain questions with an answer below each.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.documents import Document, Kind, Span
from retrieval.labels import BOLD_NAME, HEADED_NAME, LABELS, SHORT_LABEL, marks_in, without_remarks
from retrieval.roles import Role, is_somebody, roles_of
from retrieval.sentences import trim

__all__ = ["Role", "Turn", "turn_at", "turns"]

_EMPHASISED = re.compile(r"(?P<mark>\*\*|\*|__|_)(?P<words>[^*_\n]{8,600})(?P=mark)[ \t]*:?")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_HEADING = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_MINIMUM_SHARE = 0.5
_QUESTIONED: frozenset[Kind] = frozenset(("interview", "observation", "crm_note", "research"))
"""Kinds in which bold questions are an interviewer's; those of our own pages and of surveys are nobody's."""
_A_TALK = 8
"""Turns that make a talk, whatever follows it below a heading: a raw transcript, notes."""
_MOSTLY = 0.8
_QUESTIONS = 3
"""Plain questions, each with an answer below it, that make a text an interview."""
_ASKED, _ANSWERED = "Interviewer", "Respondent"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said without a break: the words are `text[start:end]`, the label `text[label:start]`."""

    label: int
    start: int
    end: int
    speaker: str
    role: Role | None = None


def turns(document: Document) -> list[Turn]:
    """Return the turns of a transcript in order; empty when the document is not one."""
    if found := _labelled(document, LABELS) or _labelled(document, (SHORT_LABEL,)):
        return found
    for pattern in (BOLD_NAME, HEADED_NAME):  # other words stand there too, so that names have to be sure
        found = _labelled(document, (pattern,))
        if found and sum(is_somebody(turn.speaker) for turn in found) >= _MOSTLY * len(found):
            return found
    if document.kind in _QUESTIONED and (found := _emphasised(document)):
        return found
    return _alternating(document) if document.kind == "interview" else []


def _labelled(document: Document, patterns: "Sequence[re.Pattern[str]]") -> list[Turn]:
    """Return the turns that labels of these patterns begin, if they make up most of the text."""
    marks = without_remarks(marks_in(document.text, document.silent, patterns))
    names = Counter(name for _, _, name in marks)
    repeated = sum(count for count in names.values() if count > 1)
    if len(names) < 2 or len(marks) < 3 or repeated < len(marks) * _MINIMUM_SHARE:
        return []
    silences = sorted(document.silent)
    found: list[tuple[int, Span, str]] = []
    for number, (label, start, name) in enumerate(marks):
        limit = marks[number + 1][0] if number + 1 < len(marks) else len(document.text)
        silence = bisect_right(silences, (start, -1))
        limit = min(limit, silences[silence][0]) if silence < len(silences) else limit
        heading = _HEADING.search(document.text, start, limit)
        span = trim(document.text, start, heading.start() if heading else limit)
        if span is not None:
            found.append((label, span, name))
    if _share_in_turns(document, found) < _MINIMUM_SHARE:
        return []
    roles = roles_of([(name, document.text[slice(*span)]) for _, span, name in found])
    return [Turn(label, *span, name, roles.get(name)) for label, span, name in found]


def _emphasised(document: Document) -> list[Turn]:
    """Return the turns of an interview whose questions are bold or italic paragraphs, whose answers plain ones."""
    found: list[Turn] = []
    emphasised = asked = 0
    headed = False
    for start, end in _questions_apart(document):
        question = _EMPHASISED.fullmatch(document.text, start, end)
        if question:
            emphasised += 1
            asked += question["words"].rstrip().endswith("?")
            found.append(Turn(start, *question.span("words"), _ASKED, "interviewer"))
        elif found and not _HEADING.match(document.text, start):
            last = found[-1]
            goes_on = last.role == "respondent" and not headed
            begin = last.start if goes_on else start
            if goes_on:
                found.pop()
            found.append(Turn(begin, begin, end, _ANSWERED, "respondent"))
        headed = not question and bool(_HEADING.match(document.text, start))
    answers = sum(turn.role == "respondent" for turn in found)
    spoken = [(turn.label, (turn.start, turn.end), turn.speaker) for turn in found]
    enough = asked >= 2 and asked >= 0.6 * emphasised and answers >= 2
    return found if enough and _share_in_turns(document, spoken) >= _MINIMUM_SHARE else []


def _alternating(document: Document) -> list[Turn]:
    """Return the turns of an interview whose paragraphs are questions and, after each, its answer."""
    found: list[Turn] = []
    asked = 0
    for start, end in _paragraphs(document):
        if _HEADING.match(document.text, start):
            continue
        if document.text[start:end].rstrip('”»"*_ ').endswith("?"):
            asked += 1
            found.append(Turn(start, start, end, _ASKED, "interviewer"))
        elif found and found[-1].role == "interviewer":
            found.append(Turn(start, start, end, _ANSWERED, "respondent"))
        elif found:
            found[-1] = replace(found[-1], end=end)
    answers = [turn for turn in found if turn.role == "respondent"]
    spoken = [(turn.label, (turn.start, turn.end), turn.speaker) for turn in found]
    enough = asked >= _QUESTIONS and len(answers) >= asked - 1
    return found if enough and _share_in_turns(document, spoken) >= _MOSTLY else []


def _questions_apart(document: Document) -> Iterator[Span]:
    """Yield the paragraphs; a question whose answer begins on the next line is one by itself."""
    for start, end in _paragraphs(document):
        line = document.text.find("\n", start, end)
        if line > 0 and _EMPHASISED.fullmatch(document.text, start, line):
            yield start, line
            yield line + 1, end
        else:
            yield start, end


def _paragraphs(document: Document) -> Iterator[Span]:
    """Yield the paragraphs between silent spans."""
    position = 0
    for start, end in [*sorted(document.silent), (len(document.text), len(document.text))]:
        if start > position:
            yield from (block.span() for block in _BLOCK.finditer(document.text, position, start))
        position = max(position, end)


def turn_at(found: Sequence[Turn], offset: int) -> Turn | None:
    """Return the turn whose words contain `offset`."""
    number = bisect_right(found, offset, key=lambda turn: turn.start) - 1
    return found[number] if number >= 0 and offset < found[number].end else None


def _share_in_turns(document: Document, found: Sequence[tuple[int, Span, str]]) -> float:
    """Return what part of a text its turns are; what a heading sets off below a long talk is none of it."""
    spoken = sum(end - label for label, (_, end), _ in found)
    share = spoken / max(_heard(document, len(document.text)), 1)
    below = _HEADING.search(document.text, found[-1][1][1]) if len(found) >= _A_TALK else None
    return spoken / max(_heard(document, below.start()), 1) if below else share


def _heard(document: Document, until: int) -> int:
    return until - sum(min(end, until) - start for start, end in document.silent if start < until)

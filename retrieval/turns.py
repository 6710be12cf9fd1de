"""Who speaks where: the turns of a transcript, and which of its speakers asks the questions.

Recognised at the beginning of a line: `Name: words`, `**Name:** words`, `**Name**: words`,
`[00:12] Name: words`, `00:12:03 Name: words`, `Name (00:12): words`, and `[00:12] Name` above the words.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.documents import Document, Span
from retrieval.privacy.lexicon import words as listed_words
from retrieval.sentences import trim

Role = Literal["interviewer", "respondent"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CLOCK = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?)"
_WORD = r"(?:\[[A-Z]+_[A-Z0-9]+\]|[^\W\d_][\w.'’&/-]*)"
_NAME = rf"{_WORD}(?:[ ](?:\(?{_WORD}\)?,?|\d{{1,3}})){{0,4}}"
_LABEL = re.compile(
    rf"^[ \t>-]*(?:{_CLOCK}[ \t]*[-–]?[ \t]*)?\*{{0,2}}_?(?P<name>{_NAME})_?"
    rf"(?:\*{{0,2}}[ \t]*{_CLOCK})?(?:[ \t]*:\*{{0,2}}|\*{{2}}[ \t]*:)(?=\s|$)[ \t]*",
    re.MULTILINE,
)
_NAME_LINE = re.compile(
    rf"^[ \t]*\*{{0,2}}(?:{_CLOCK}[ \t]*[-–]?[ \t]*(?P<after>{_NAME})|(?P<before>{_NAME})[ \t]+{_CLOCK})"
    r"\*{0,2}[ \t]*\n",
    re.MULTILINE,
)
_ASKS = _words("interviewer moderator researcher host facilitator interviewerin moderatorin q frage question i")
_ANSWERS = _words(
    "interviewee respondent participant customer client user guest befragte befragter kunde kundin a antwort "
    "antworten answer p r teilnehmer teilnehmerin participante cliente entrevistado entrevistada"
)
_QUESTION_START = re.compile(
    r"(?:what|how|why|who|when|where|which|can you|could you|do you|did you|have you|are you|would you|tell me|"
    r"was|wie|warum|wer|wann|wo|welche\w*|können sie|haben sie|erzählen sie|comment|pourquoi|qui|quand|"
    r"est-ce|quel\w*|pouvez-vous|qué|cómo|por qué|quién|cuándo|cuál\w*)\b",
    re.IGNORECASE,
)
_HEADER_WORDS = _words("date datum fecha title subject from to cc re url http https note author tags summary")
_HEADING = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_REMARK = re.compile(r"(?<= )(?!(?:van|von|de|der|den|del|da|di|la|le|of|al|el|bin|und|and|et|y)\b)[a-zà-ÿ]{2,}")
_MINIMUM_SHARE = 0.5
# Among several speakers only one who asks this often, and this much more often than anybody else, interviews:
# in a meeting everybody asks now and then.
_ASKING_SHARE = 0.35
_ASKING_LEAD = 2


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
    marks = _named(_marks(document.text, document.silent))
    names = Counter(name for _, _, name in marks)
    repeated = sum(count for count in names.values() if count > 1)
    if len(names) < 2 or len(marks) < 3 or repeated < len(marks) * _MINIMUM_SHARE:
        return []
    found: list[tuple[int, Span, str]] = []
    for number, (label, start, name) in enumerate(marks):
        limit = marks[number + 1][0] if number + 1 < len(marks) else len(document.text)
        limit = min([limit, *(silent for silent, _ in document.silent if start <= silent < limit)])
        heading = _HEADING.search(document.text, start, limit)
        span = trim(document.text, start, heading.start() if heading else limit)
        if span is not None:
            found.append((label, span, name))
    if _share_in_turns(document, found) < _MINIMUM_SHARE:
        return []
    roles = _roles([(name, document.text[slice(*span)]) for _, span, name in found])
    return [Turn(label, *span, name, roles.get(name)) for label, span, name in found]


def turn_at(found: Sequence[Turn], offset: int) -> Turn | None:
    """Return the turn whose words contain `offset`."""
    number = bisect_right(found, offset, key=lambda turn: turn.start) - 1
    return found[number] if number >= 0 and offset < found[number].end else None


def _marks(text: str, silent: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Return (start of label, start of words, name) of everything that looks like a speaker's label."""
    marks: dict[int, tuple[int, int, str]] = {}
    for pattern in (_NAME_LINE, _LABEL):
        for match in pattern.finditer(text):
            name = _name(match)
            shown = any(start <= match.start() < end for start, end in silent)
            if name and not shown:
                marks[match.start()] = (match.start(), match.end(), name)
    return [marks[start] for start in sorted(marks)]


def _named(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Drop labels that read like a remark: a word in lower case that is no role, and hardly ever repeated."""
    count = Counter(name for _, _, name in marks)
    return [mark for mark in marks if count[mark[2]] > 2 or not _is_remark(mark[2])]


def _is_remark(name: str) -> bool:
    return bool(_REMARK.search(name)) and name.rsplit(maxsplit=1)[-1].lower() not in listed_words("roles")


def _name(match: "re.Match[str]") -> str:
    groups = match.groupdict()
    name = next((value for value in groups.values() if value), "").strip(" ,")
    plausible = name[:1].isupper() or name.startswith("[") or name.lower() in _ASKS | _ANSWERS
    return name if plausible and name.lower() not in _HEADER_WORDS else ""


def _share_in_turns(document: Document, found: Sequence[tuple[int, Span, str]]) -> float:
    heard = len(document.text) - sum(end - start for start, end in document.silent)
    return sum(end - label for label, (_, end), _ in found) / max(heard, 1)


def _roles(spoken: Sequence[tuple[str, str]]) -> dict[str, Role]:
    """Guess who asks: by what the labels say, else whoever asks the most questions is the interviewer."""
    names = list(dict.fromkeys(name for name, _ in spoken))
    told: dict[str, Role] = {}
    for name in names:
        words = set(re.findall(r"[^\W\d_]+", name.lower()))
        if words & _ASKS:
            told[name] = "interviewer"
        elif words & _ANSWERS:
            told[name] = "respondent"
    if "interviewer" not in told.values():
        asking = _asking([name for name in names if name not in told], spoken)
        if asking:
            told[asking] = "interviewer"
    if "interviewer" in told.values():
        return {name: told.get(name, "respondent") for name in names}
    return told


def _asking(names: Sequence[str], spoken: Sequence[tuple[str, str]]) -> str | None:
    """Return who of several asks the questions; None when nobody clearly does."""
    asked = Counter(dict.fromkeys(names, 0))
    turns_with_one, turns_taken = Counter(asked), Counter(asked)
    for name, words_said in spoken:
        if name in asked:
            questions = _questions(words_said)
            asked[name] += questions
            turns_with_one[name] += bool(questions)
            turns_taken[name] += 1
    ranked = sorted(asked, key=lambda name: -asked[name])
    if not ranked or not asked[ranked[0]]:
        return None
    first, others = ranked[0], ranked[1:]
    often = turns_with_one[first] >= _ASKING_SHARE * turns_taken[first]
    leads = not others or asked[first] >= _ASKING_LEAD * asked[others[0]]
    return first if len(names) < 3 or (often and leads) else None


def _questions(words: str) -> int:
    return words.count("?") or int(bool(_QUESTION_START.match(words)))

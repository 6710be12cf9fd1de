"""Who speaks where: the turns of a transcript, and which of its speakers asks the questions.

Recognised at the beginning of a line: `Name: words`, `**Name:** words`, `**Name**: words`, `[Name]: words`,
`[00:12] Name: words`, `00:12:03 Name: words`, `[05/03/2024, 14:22] Name: words`, `Name (00:12): words`, and above
the words `[00:12] Name`, `Name 00:12`, `Name | 00:12`. Where no such labels are: bold names without a colon,
`Q. words`, and paragraphs of bold or italic questions with plain answers between them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.documents import Document, Kind, Span
from retrieval.privacy.lexicon import is_given, normal
from retrieval.privacy.lexicon import words as listed_words
from retrieval.sentences import trim

Role = Literal["interviewer", "respondent"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CLOCK = (
    r"(?:[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T])?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
    r"(?:[ ]?[AaPp]\.?[Mm]\.?)?[\])]?)"
)
_WORD = r"(?:\[[A-Z]+_[A-Z0-9]+\]|[^\W\d_][\w.'’&/-]*)"
_NAME = rf"{_WORD}(?:[ ](?:\(?{_WORD}\)?,?|\d{{1,3}})){{0,4}}"
_LABEL = re.compile(
    rf"^[ \t>-]*(?:[*•][ \t]+)?(?:{_CLOCK}[ \t]*[-–|]?[ \t]*)?[*_]{{0,2}}(?P<name>{_NAME}|\[{_NAME}\])"
    rf"(?:\*{{0,2}}[ \t]*\|?[ \t]*{_CLOCK})?(?:[ \t]*:[*_]{{0,2}}|[*_]{{1,2}}[ \t]*:)(?=\s|$)[ \t]*",
    re.MULTILINE,
)
_NAME_LINE = re.compile(
    rf"^[ \t]*\*{{0,2}}(?:{_CLOCK}[ \t]*[-–|]?[ \t]*(?P<after>{_NAME})|"
    rf"(?P<before>{_NAME})\*{{0,2}}[ \t]+[-–|]?[ \t]*{_CLOCK})\*{{0,2}}[ \t]*\n",
    re.MULTILINE,
)
_STAMPED = re.compile(
    rf"^[ \t>-]*\*{{0,2}}(?P<name>{_NAME})\*{{0,2}}[ \t]*(?=[\[(]){_CLOCK}(?<=[\])])\*{{0,2}}[ \t]+(?=[^\s:])",
    re.MULTILINE,
)
_HEADED_NAME = re.compile(rf"^#{{1,6}}[ \t]+(?P<name>{_NAME})[ \t]*{_CLOCK}?[ \t]*\n", re.MULTILINE)
_BOLD_NAME = re.compile(
    rf"^[ \t>-]*(?:\*\*|__)(?P<name>{_NAME})(?:\*\*|__)(?:[ \t]*{_CLOCK})?[ \t]*[-–—|]?[ \t]*\n?", re.MULTILINE
)
_SHORT_LABEL = re.compile(r"^[ \t>]*\*{0,2}(?P<name>[QAIPR])\d{0,3}\.\*{0,2}[ \t]+(?=\S)", re.MULTILINE)
_NUMBERED = re.compile(r"(q|a|question|answer|frage|antwort|réponse|pregunta|respuesta)[ ]?\d{1,3}", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[[A-Z]+_[A-Z0-9]+\]")
_CHAT = re.compile(r"From (?P<who>.+) to .+")
_EMPHASISED = re.compile(r"(?P<mark>\*\*|\*|__|_)(?P<words>[^*_\n]{8,600})(?P=mark)[ \t]*:?")
_BLOCK = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_ASKS = _words("interviewer moderator researcher host facilitator interviewerin moderatorin q frage question i")
_ANSWERS = _words(
    "interviewee respondent participant customer client user guest befragte befragter kunde kundin a antwort "
    "antworten answer p r teilnehmer teilnehmerin participante cliente entrevistado entrevistada"
)
_LEADS = _words(
    "agent assistant support representative rep bot advisor operator csm berater beraterin conseiller conseillère "
    "asesor asesora agente"
)
_QUESTION_START = re.compile(
    r"(?:what|how|why|who|when|where|which|can you|could you|do you|did you|have you|are you|would you|tell me|"
    r"was|wie|warum|wer|wann|wo|welche\w*|können sie|haben sie|erzählen sie|comment|pourquoi|qui|quand|"
    r"est-ce|quel\w*|pouvez-vous|qué|cómo|por qué|quién|cuándo|cuál\w*)\b",
    re.IGNORECASE,
)
_HEADER_WORDS = _words("date datum fecha title subject from to cc re url http https note author tags summary")
_FIELDS = _words(
    "account company organisation organization product segment industry language participants attendees location "
    "duration region plan source channel team firma unternehmen produkt branche sprache teilnehmende dauer ort "
    "société entreprise produit secteur langue durée lieu empresa producto sector idioma"
) | {"customer id", "account id", "client id"}
_HEADING = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_REMARK = re.compile(r"(?<= )(?!(?:van|von|de|der|den|del|da|di|la|le|of|al|el|bin|und|and|et|y)\b)[a-zà-ÿ]{2,}")
_MINIMUM_SHARE = 0.5
_QUESTIONED: frozenset[Kind] = frozenset(("interview", "observation", "crm_note", "research"))
"""Kinds in which bold questions are an interviewer's; those of our own pages and of surveys are nobody's."""
_MOSTLY = 0.8
_ASKED, _ANSWERED = "Interviewer", "Respondent"
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
    if found := _labelled(document, (_NAME_LINE, _LABEL, _STAMPED)) or _labelled(document, (_SHORT_LABEL,)):
        return found
    for pattern in (_BOLD_NAME, _HEADED_NAME):  # other words stand there too, so that names have to be sure
        found = _labelled(document, (pattern,))
        if found and sum(_is_somebody(turn.speaker) for turn in found) >= _MOSTLY * len(found):
            return found
    return _emphasised(document) if document.kind in _QUESTIONED else []


def is_interviewer(label: str) -> bool:
    """Return whether a label spells out that somebody interviews."""
    return any(len(word) > 4 for word in _label_words(label) & _ASKS)


def is_asking_role(label: str) -> bool:
    """Return whether a label names who leads a conversation: an interviewer, an agent, an assistant."""
    return bool(_label_words(label) & (_ASKS | _LEADS))


def is_answering_role(label: str) -> bool:
    """Return whether a label names who is asked or served: a respondent, a customer, a user."""
    return bool(_label_words(label) & _ANSWERS)


def _label_words(label: str) -> set[str]:
    """Return the words of a label; a letter is a role only when nothing else stands there: `Q`, not `Q. Lee`."""
    words = {word.strip("_") for word in re.findall(r"[^\W\d]+", label.lower())}
    return words if len(words) == 1 else {word for word in words if len(word) > 1}


def _labelled(document: Document, patterns: "Sequence[re.Pattern[str]]") -> list[Turn]:
    """Return the turns that labels of these patterns begin, if they make up most of the text."""
    marks = _named(_marks(document.text, document.silent, patterns))
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
    roles = _roles([(name, document.text[slice(*span)]) for _, span, name in found])
    return [Turn(label, *span, name, roles.get(name)) for label, span, name in found]


def _emphasised(document: Document) -> list[Turn]:
    """Return the turns of an interview whose questions are bold or italic paragraphs, whose answers plain ones."""
    found: list[Turn] = []
    emphasised = asked = 0
    headed = False
    for start, end in _paragraphs(document):
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


def _marks(text: str, silent: Sequence[Span], patterns: "Sequence[re.Pattern[str]]") -> list[tuple[int, int, str]]:
    """Return (start of label, start of words, name) of everything that looks like a speaker's label."""
    marks: dict[int, tuple[int, int, str]] = {}
    silences = sorted(silent)
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = _name(match)
            before = bisect_right(silences, (match.start(), len(text))) - 1
            if name and not (before >= 0 and match.start() < silences[before][1]):
                marks[match.start()] = (match.start(), match.end(), name)
    return [marks[start] for start in sorted(marks)]


def _named(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Drop labels that stand once and name a field, and those that read like a remark and are hardly repeated."""
    count = Counter(name for _, _, name in marks)
    return [
        mark
        for mark in marks
        if not (count[mark[2]] == 1 and mark[2].lower() in _FIELDS)
        and (count[mark[2]] > 2 or not _is_remark(mark[2]))
    ]


def _is_remark(name: str) -> bool:
    return bool(_REMARK.search(name)) and name.rsplit(maxsplit=1)[-1].lower() not in listed_words("roles")


def _name(match: "re.Match[str]") -> str:
    groups = match.groupdict()
    name = next((value for value in groups.values() if value), "").strip(" ,_")
    if name.startswith("[") and not _PLACEHOLDER.match(name):
        name = name[1:-1]
    if chat := _CHAT.fullmatch(name):
        name = chat["who"]
    if numbered := _NUMBERED.fullmatch(name):
        name = numbered[1]
    plausible = name[:1].isupper() or name.startswith("[") or name.lower() in _ASKS | _ANSWERS | _LEADS
    return name if plausible and name.lower() not in _HEADER_WORDS else ""


def _is_somebody(name: str) -> bool:
    """Return whether a label is surely a person or a role: a pseudonym, a given name, `Speaker 2`."""
    words = name.lower().split()
    roles = _ASKS | _ANSWERS | {"speaker", "sprecher", "sprecherin", "locuteur", "hablante"}
    return (
        bool(_PLACEHOLDER.match(name))
        or any(word.strip("0123456789") in roles for word in words)
        or is_given(normal(words[0]))
    )


def _share_in_turns(document: Document, found: Sequence[tuple[int, Span, str]]) -> float:
    heard = len(document.text) - sum(end - start for start, end in document.silent)
    return sum(end - label for label, (_, end), _ in found) / max(heard, 1)


def _roles(spoken: Sequence[tuple[str, str]]) -> dict[str, Role]:
    """Guess who asks: by what the labels say, else whoever asks the most questions is the interviewer."""
    names = list(dict.fromkeys(name for name, _ in spoken))
    told: dict[str, Role] = {}
    for name in names:
        words = _label_words(name)
        if words & _ASKS:
            told[name] = "interviewer"
        elif words & _ANSWERS:
            told[name] = "respondent"
    if "respondent" in told.values():
        told |= {name: "interviewer" for name in names if name not in told and is_asking_role(name)}
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

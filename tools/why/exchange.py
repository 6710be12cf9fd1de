"""Who answers what: the stretches of a document that customers speak, each with the question before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.chunk import turns
from retrieval.documents import Document, Span
from retrieval.labels import is_field
from retrieval.sentences import sentences, trim
from retrieval.turns import Turn
from tools.why.cues import goes_on

_BREAK = re.compile(
    r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:#{1,6}[ \t]|\*\*[^*\n]+\*\*[ \t]*(?:\n|$)))|(?<=\*\*)[ \t]*\n"
    r"|\n(?=[ \t]*[-*•][ \t]+[\"“„«])"
)
_TITLE_LINE = re.compile(r"[ ]{0,3}#{1,6}[ \t]+[^\n]*\n\s*")
_TITLE = re.compile(r"(?m)^[ ]{0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*$")
_TELLS_WHY = re.compile(r"(?:why|what made|how come|reasons?|warum|weshalb|pourquoi|por qué)\b", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+\S|\s*\*\*[^*\n]{1,200}\*\*:?\s*$|\s*__[^_\n]{1,200}__:?\s*$")
_RULE = re.compile(r"[\s\-=_*]+")
_LONGEST_PROMPT = 60
_FIELD = re.compile(r"[ \t>*_|+-]*(?P<name>[^\W\d_][\w /-]{1,24}?)[*_ \t|]*(?:(?<=\|)|:)")
_CONSENT = re.compile(
    r"\b(?:consent (?:was |is )?(?:given|obtained|signed|recorded)|(?:with|gave) (?:written |oral )?consent|"
    r"recorded with|mit einwilligung|einverstanden mit|avec (?:son )?(?:accord|consentement)|"
    r"con (?:su )?consentimiento)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?:[-•][ \t]+)?[>*_\s]*[\"“„«]")
_SAID_BEFORE = 300
_CLOSING = re.compile(r"[\"'”’)*_\s]+$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one speaker (None where nobody is named), and the question or heading that they follow.

    `earlier` holds the questions asked before that one, or what others said before where nobody interviews:
    "it" is what they named. `noted` marks what an observer wrote down beside what people are quoted with.
    """

    start: int
    end: int
    speaker: str | None = None
    role: str | None = None
    prompt: str = ""
    earlier: str = ""
    noted: bool = False


def stretches(document: Document) -> list[Stretch]:
    """Return what customers say in a document, in order; a table cell is one stretch."""
    if document.row is not None:
        return [Stretch(0, len(document.text))]
    spoken = turns(document)
    return list(_spoken(document, spoken) if spoken else _written(document))


def asks(text: str) -> bool:
    """Return whether a text ends in a question."""
    return _CLOSING.sub("", text).endswith("?")


def _spoken(document: Document, spoken: list[Turn]) -> Iterator[Stretch]:
    prompts = [""]
    hosted = any(turn.role == "interviewer" for turn in spoken)
    for turn in spoken:
        words = document.text[turn.start : turn.end]
        if not hosted:
            yield Stretch(turn.start, turn.end, turn.speaker, turn.role, earlier=" ".join(prompts[-3:]))
            prompts.append(words[-_SAID_BEFORE:])
            continue
        if turn.role == "interviewer":
            prompts.append(_going_on(_question(words), prompts[-1]) or prompts[-1])
            continue
        section = _section(document.text, turn.start)
        prompt = f"{section}: {prompts[-1]}" if section else prompts[-1]
        yield Stretch(turn.start, turn.end, turn.speaker, turn.role, prompt, _earlier(prompts))


def _going_on(question: str, before: str) -> str:
    """Return a question, one that names nothing of its own ("Was it only that?") behind the one before it."""
    return f"{before} {question}" if asks(question) and before and goes_on(question) else question


def _section(text: str, start: int) -> str:
    """Return the last title before a place that gives the questions below it their matter ("Why they moved")."""
    titles = _TITLE.findall(text, 0, start)
    return titles[-1].strip() if titles and _TELLS_WHY.match(titles[-1]) else ""


def _question(words: str) -> str:
    """Return what an interviewer asks: all of it when it is short, since it says of what, else its questions."""
    asked = [words[slice(*span)] for span in sentences(words) if asks(words[slice(*span)])]
    short = (2 if asked else 4) <= len(words.split()) <= _LONGEST_PROMPT
    return words if short else " ".join(asked[-3:])


def _written(document: Document) -> Iterator[Stretch]:
    """Yield paragraphs; headings, and paragraphs that only ask, are what the next ones follow.

    A heading such as "Why they moved" holds for every question of its section. What an observer wrote right
    before a quote leads to it ("Asked what nearly stopped them:").
    """
    prompts = [""]
    section = led = ""
    paragraphs = list(_paragraphs(document))
    quoting = sum(bool(_QUOTED.match(document.text, start)) for start, _ in paragraphs) > 1
    asked = [start for start, end in paragraphs if asks(document.text[start:end].strip("#*_ \n"))]
    begins = asked[0] if len(asked) > 1 else 0
    for start, end in paragraphs:
        words = document.text[start:end]
        if _RULE.fullmatch(words) or _heads(words, asked=start >= begins):
            continue
        if _HEADING.match(words) or _only_asks(words):
            bare = words.strip("#*_ \n")
            titles = words.lstrip().startswith("#")
            section = (bare if _TELLS_WHY.match(bare) else "") if titles else section
            bare = _going_on(bare, prompts[-1])
            prompts.append(bare if titles or not section else f"{section}: {bare}")
            led = ""
            continue
        noted = quoting and not _QUOTED.match(document.text, start)
        yield Stretch(start, end, prompt=led or prompts[-1], earlier=_earlier(prompts), noted=noted)
        led = words if noted and len(words.split()) <= _LONGEST_PROMPT else ""


def _heads(words: str, *, asked: bool) -> bool:
    """Return whether a paragraph tells of a talk, not what was said: its fields, or all before its questions."""
    if _HEADING.match(words) or _QUOTED.match(words):
        return False
    lines = [_FIELD.match(line) for line in words.splitlines() if line.strip()]
    labels = [line["name"].strip() for line in lines if line is not None]
    fields = len(labels) == len(set(labels)) == len(lines) and any(map(is_field, labels))
    return fields or bool(_CONSENT.search(words)) or not asked


def _only_asks(words: str) -> bool:
    """Return whether a paragraph asks something; what stands in quotes may tell something first and ask then."""
    if not asks(words) or len(words.split()) > _LONGEST_PROMPT:
        return False
    return not _QUOTED.match(words) or all(asks(words[slice(*span)]) for span in sentences(words))


def _earlier(prompts: list[str]) -> str:
    return " ".join(dict.fromkeys(prompts[-4:-1]))


def _paragraphs(document: Document) -> Iterator[Span]:
    position = 0
    for start, end in (*sorted(document.silent), (len(document.text), len(document.text))):
        begin = position
        for match in _BREAK.finditer(document.text, position, max(start, position)):
            yield from _below_title(document.text, begin, match.start())
            begin = match.end()
        if begin < start:
            yield from _below_title(document.text, begin, start)
        position = max(position, end)


def _below_title(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a paragraph, a heading and what stands right below it each for itself."""
    title = _TITLE_LINE.match(text, start, end)
    middle = title.end() if title else start
    for begin, stop in ((start, middle), (middle, end)):
        if begin < stop and (span := trim(text, begin, stop)):
            yield span

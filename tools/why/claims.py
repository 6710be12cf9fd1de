"""What our own copy promises, as a question names it: the claims to be set against what customers say."""

import re
from collections.abc import Iterator, Sequence

from tools.why.cues import found, is_empty, spans, stem, words_of

_MOST = 3
_SHORT = 5
_QUOTED = re.compile(r"[\"“”„«]\s*([^\"“”„«»]{3,120}?)\s*[\"“”»]")
_PARTS = re.compile(r",\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y)\s+")
_STOP = re.compile(r"[.?!;:]")
_ABOUT = re.compile(r"\babout\s+(?!(?:us|it|that|this|them)\b)", re.IGNORECASE)

_WHOSE = r"(?:(?:the|our|any|most|these|those)\s+)?[\w-]+\s+(?:really\s+|actually\s+|also\s+|all\s+)?"
_SAY = (
    r"(?:agree|say|see|feel|confirm|back|think|find|experience|share|talk|speak|support|bear|tell|write|report|"
    r"describe|believe)\b"
)
_OF_PEOPLE = re.compile(
    rf"\b(?:do|does|did|have|has)\s+{_WHOSE}{_SAY}|\bwhat\s+{_WHOSE}(?:{_SAY}|(?:says|said|told|wrote|experienced)\b)",
    re.IGNORECASE,
)


def asks_people(text: str) -> bool:
    """Return whether a text asks what people say of a promise ("Do guests say so too?", "Do reviewers agree?")."""
    return _OF_PEOPLE.search(text) is not None


def claims(text: str) -> tuple[str, ...]:
    """Return up to three claims that a question names; none where it asks about the copy as a whole.

    They stand in quotes, else behind a verb of promising, else behind "about".
    """
    quoted = [match.group(1).strip(" .,") for match in _QUOTED.finditer(text)]
    named = quoted or list(_promised(text)) or list(_about(text))
    return tuple(dict.fromkeys(named))[:_MOST]


def _promised(text: str) -> Iterator[str]:
    """Yield what stands behind the first verb of promising that has an object, up to the end of its sentence."""
    for _, end in spans("asks_promise", text):
        told = text[end : _end(text, end)].strip()
        if any(start == 0 for start, _ in spans("no_claim", told)):
            continue
        parts = [part for part in map(str.strip, _PARTS.split(told)) if _says(part)]
        if parts:
            yield from parts
            return


def _end(text: str, start: int) -> int:
    """Return where a claim ends that begins at `start`."""
    stop = _STOP.search(text, start)
    led = [begin for begin, _ in spans("ends_claim", text) if begin >= start]
    return min([*led, stop.start() if stop else len(text)])


def _about(text: str) -> Iterator[str]:
    for match in _ABOUT.finditer(text):
        stop = re.compile(r"[.?!,;:]|\s+and\s+about\b").search(text, match.end())
        part = text[match.end() : stop.start() if stop else len(text)].strip()
        if _says(part):
            yield part


def _says(part: str) -> bool:
    """Return whether a part names something; "more than they keep" and "too much" do not."""
    told = [word for word in words_of(part) if not is_empty(word) and not found("common", word)]
    return bool(told)


def keys_of(text: str) -> set[str]:
    """Return the stems of the words of a claim that say something."""
    return {stem(word) for word in words_of(text) if len(word) > 2 and not is_empty(word)}


def longest_words(texts: Sequence[str]) -> list[str]:
    """Return the longer words of claims, one of each in turn."""
    each = [
        [word.lower() for word in words_of(text) if len(word) >= _SHORT and not is_empty(word)] for text in texts
    ]
    longest = max(map(len, each), default=0)
    return list(dict.fromkeys(words[turn] for turn in range(longest) for words in each if turn < len(words)))

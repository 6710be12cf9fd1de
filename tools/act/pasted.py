"""A message that brings a text along to have it judged: what is asked, and where the text stands in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from tools.act.campaign_tokens import fold
from tools.why.claims import asks_people

_FEWEST_WORDS = 3
_LONGEST_REQUEST = 40  # words: a longer lead is no instruction but text itself
_QUOTED = re.compile(r"[“„«\"](?P<text>[^“”„«»\"]+)[”“»\"]|(?<!\w)[‘'](?P<single>[^‘’']{12,})[’'](?!\w)", re.S)
_COLON = re.compile(r":(?=\s)\s*")
_FIRST = re.compile(r"^[^\n.!?]*[?.]\s+")
_QUESTION = re.compile(r"[^\n.!?]*\?")  # a single question is asked, not pasted
_LAST = re.compile(r"\s*(?:\n|(?<=[.!?…])\s)(?P<ask>[^\n.!?]*\?)\s*$")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What is asked about a text, and the text's place in the message."""

    request: str
    start: int
    end: int
    quoted: bool = False


def pasted(message: str) -> Pasted | None:
    """Return the text that a message asks to have judged; None where it asks something else, as what people say.

    The request may stand before the text (behind a colon, a line break, a first sentence), around it in
    quotation marks, or behind it as a last question.
    """
    for found in _candidates(message):
        text = message[found.start : found.end]
        bare = found.quoted or not _QUESTION.fullmatch(text.strip())
        if (
            bare
            and len(text.split()) >= _FEWEST_WORDS
            and asks_to_judge(found.request)
            and not asks_people(message)
        ):
            return found
    return None


def asks_to_judge(request: str) -> bool:
    """Return whether a request asks for a judgement of a text, and for nothing else to be made."""
    words = fold(request)
    if not request.strip() or len(request.split()) > _LONGEST_REQUEST or _has(words, "order"):
        return False
    judged = _has(words, "judge") and (_has(words, "object") or _has(words, "quality"))
    return judged or (_has(words, "quality") and (_has(words, "object") or _has(words, "this")))


def orders(text: str) -> bool:
    """Return whether a sentence of a text begins as an order for a text, or for something done to people."""
    parts = (fold(part).strip(" \"'“„«-*>") for part in re.split(r"[\n.!?]+", text))
    return any(_begins(part, "order") and (_has(part, "object") or _has(part, "for_whom")) for part in parts)


def _candidates(message: str) -> Iterator[Pasted]:
    whole = message.strip()
    begin = message.find(whole) if whole else 0
    end = begin + len(whole)
    for match in _QUOTED.finditer(message):
        inside = match.span("text" if match["text"] else "single")
        yield Pasted((message[: match.start()] + " " + message[match.end() :]).strip(), *inside, quoted=True)
    for match in _COLON.finditer(message, begin, end):
        yield Pasted(message[begin : match.start()].strip(), match.end(), end)
    first = re.compile(r"[^\n]*\n\s*").match(message, begin, end)
    if first:
        yield Pasted(first[0].strip(), first.end(), end)
    opening = _FIRST.match(message[begin:end])
    if opening:
        yield Pasted(opening[0].strip(), begin + opening.end(), end)
    closing = _LAST.search(message[begin:end])
    if closing:
        yield Pasted(closing["ask"].strip(), begin, begin + closing.start())


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = yaml.safe_load((files("tools.act") / "pasted_words.yaml").read_text(encoding="utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(map(_entry, line.split(',')))})\b") for name, line in data.items()}


def _entry(text: str) -> str:
    entry = re.escape(fold(text.strip()))
    return entry.replace(r"\*", r"\w*").replace(r"\?", r"\w")


def _has(words: str, name: str) -> bool:
    return _patterns()[name].search(words) is not None


def _begins(words: str, name: str) -> bool:
    return _patterns()[name].match(words) is not None

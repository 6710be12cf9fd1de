"""A line of a campaign as words and marks, each with its place, and the classes that it belongs to."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SENTENCE_GAP = 3
"""Words that the end of a sentence counts as: what belongs together rarely spans two."""

_TOKEN = re.compile(
    r"(?P<tick>\[[xX✓✔]\]|[☑✅])|(?P<clock>\d{1,2}:\d{2}:\d{2})|(?P<iso>\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
    r"|(?P<number>\d+(?:[.,  ’']\d{3})*(?:[.,]\d+)?)|(?P<currency>[€$£¥])|(?P<percent>%)"
    r"|(?P<star>\*+)|(?P<bang>!{2,})|(?P<end>[.!?…:;]+(?=[\s\"'”»)\]]|$)|¡|¿)|(?P<word>#?[^\W\d_][^\W_]*(?:['’][^\W_]+)*)"
)
_ELIDED = re.compile(r"(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_SENTENCE_END = re.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word (folded) or a mark with its place in the line; `position` counts words, and more at sentence ends."""

    text: str
    kind: str
    start: int
    end: int
    position: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One occurrence of a class: the offsets of its words in the line, and their positions."""

    start: int
    end: int
    first: int
    last: int


def fold(text: str) -> str:
    """Return text in lower case without accents, ß as ss, one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def tokens(line: str) -> list[Token]:
    """Return the words and marks of a line in order."""
    found: list[Token] = []
    position = sentence = 0
    for match in _TOKEN.finditer(line):
        kind = str(match.lastgroup)
        if kind == "end":
            if _SENTENCE_END.search(match[0]):
                position += SENTENCE_GAP
                sentence += 1
            continue
        for text, start, end in _split(match[0], match.start(), kind):
            found.append(Token(text, kind, start, end, position, sentence))
            position += 1
        if kind == "bang":
            position += SENTENCE_GAP
            sentence += 1
    return found


def _split(text: str, start: int, kind: str) -> Iterator[tuple[str, int, int]]:
    folded = fold(text)
    elided = _ELIDED.match(folded) if kind == "word" else None
    if elided and len(folded) == len(text):
        yield folded[: elided.end()], start, start + elided.end()
        yield folded[elided.end() :], start + elided.end(), start + len(text)
    else:
        yield folded, start, start + len(text)


def seen(line: str) -> Mapping[str, list[Seen]]:
    """Return where each class of words, and each mark (`#number`, `#date`, ...), stands in a line."""
    words = tokens(line)
    found: dict[str, list[Seen]] = {}
    for index, word in enumerate(words):
        for name, length in _classes_at(words, index):
            last = words[index + length - 1]
            found.setdefault(name, []).append(Seen(word.start, last.end, word.position, last.position))
        for name, length in _marks_at(words, index):
            last = words[index + length - 1]
            found.setdefault(name, []).append(Seen(word.start, last.end, word.position, last.position))
    return found


def _classes_at(words: list[Token], index: int) -> Iterator[tuple[str, int]]:
    """Yield (class, number of words) for every entry that begins at a word."""
    first = words[index]
    if first.kind != "word":
        return
    for name, entry in _entries().get(first.text[:2], ()):
        if len(entry) <= len(words) - index and all(
            word.kind == "word" and word.sentence == first.sentence and _fits(part, word.text)
            for part, word in zip(entry, words[index:], strict=False)
        ):
            yield name, len(entry)
    for name, tail in _tails():
        if first.text.endswith(tail) and len(first.text) > len(tail):
            yield name, 1


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _marks_at(words: list[Token], index: int) -> Iterator[tuple[str, int]]:
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else None
    before = words[index - 1] if index else None
    counted = word.kind == "number" or _is(word, "number")
    if counted:
        yield "#number", 1
        if following and (following.kind == "percent"):
            yield "#percent", 2
        if any(near and (near.kind == "currency" or _is(near, "currency")) for near in (before, following)):
            yield "#price", 1
        # "4 March", "4. März", "4 de mayo", "March 4"
        if word.kind == "number" and any(_is(near, "month") for near in words[max(0, index - 1) : index + 3]):
            yield "#date", 1
    elif word.kind == "iso":
        yield "#date", 1
    elif word.kind == "star":
        attached = before is not None and before.end == word.start
        if attached or len(word.text) > 1 or index == 0:
            yield "#star", 1
    elif word.kind in ("clock", "tick", "bang"):
        yield f"#{word.kind}", 1


def _is(word: Token, name: str) -> bool:
    return word.kind == "word" and (name, (word.text,)) in _entries().get(word.text[:2], ())


@cache
def _raw() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load((files("tools.act") / "campaign_words.yaml").read_text(encoding="utf-8"))
    return {
        name: tuple(entry.strip().strip('"') for line in languages.values() for entry in line.split(","))
        for name, languages in data.items()
    }


@cache
def _entries() -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
    """Return (class, words of an entry) by the first two letters of the entry."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, entries in _raw().items():
        for entry in entries:
            if not entry or entry.startswith("*"):
                continue
            parts = tuple(
                part + ("*" if entry[token_end : token_end + 1] == "*" else "")
                for part, token_end in _parts(entry)
            )
            if parts:
                found.setdefault(parts[0].rstrip("*")[:2], []).append((name, parts))
    return found


def _parts(entry: str) -> Iterator[tuple[str, int]]:
    return ((token.text, token.end) for token in tokens(entry) if token.kind in ("word", "number"))


@cache
def _tails() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, fold(entry[1:])) for name, entries in _raw().items() for entry in entries if entry.startswith("*")
    )

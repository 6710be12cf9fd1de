"""The lexicon of the intent guard, compiled from the YAML files beside this module.

An entry is a phrase of token matchers (see the head of `rules_lexicon.yaml`). Entries are indexed by the first
token, so tagging a message costs a dictionary look-up per token and not a scan per phrase.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

_FILES = ("rules_lexicon.yaml", "rules_languages.yaml", "rules_words.yaml")
_VERSIONED = (*_FILES, "policies.yaml", "rules_weights.json")
_GAPS = {"..": 3, "...": 6}
_NUMBERS = {"<n>": (0, 10**12), "<kid>": (1, 17), "<old>": (60, 120), "<few>": (1, 4)}
_REMEMBERED = 20_000  # tokens whose phrases are kept; more would let long messages fill the memory
_PREFIX = 3  # entries that begin with a stem are indexed by its first letters


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a phrase: the words, stems, numbers or longer sequences that may fill it, or a gap."""

    words: frozenset[str]
    stems: tuple[str, ...]
    numbers: tuple[str, ...]
    sequences: tuple[tuple["Part", ...], ...]
    optional: bool
    gap: int = 0

    def fits(self, token: str) -> bool:
        """Return whether one token fills the place."""
        if token in self.words or token.startswith(self.stems):
            return True
        return bool(self.numbers) and any(_within(name, token) for name in self.numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One lexicon entry: the concept it stands for and the places of its words."""

    concept: str
    parts: tuple[Part, ...]
    language: str = "en"

    def begins(self, tokens: Sequence[str], start: int) -> bool:
        """Return whether the phrase stands in the tokens from `start`."""
        return _matches(self.parts, tokens, start)


def _matches(parts: tuple[Part, ...], tokens: Sequence[str], at: int) -> bool:
    if not parts:
        return True
    part, rest = parts[0], parts[1:]
    if part.gap:
        reach = range(at, min(at + part.gap, len(tokens)) + 1)
        return any(_matches(rest, tokens, here) for here in reach if "." not in tokens[at:here])
    if at < len(tokens) and part.fits(tokens[at]) and _matches(rest, tokens, at + 1):
        return True
    if part.optional and _matches(rest, tokens, at):
        return True
    return any(_matches(sequence + rest, tokens, at) for sequence in part.sequences)


def _within(name: str, token: str) -> bool:
    number = re.fullmatch(r"(\d{1,12})(?:s|th)?", token)
    low, high = _NUMBERS[name]
    return number is not None and low <= int(number[1]) <= high


@dataclass(frozen=True)
class Lexicon:
    """The compiled lexicon: phrases by their first token, and the vocabularies that it implies."""

    exact: Mapping[str, tuple[Phrase, ...]]
    stems: Mapping[str, tuple[tuple[str, Phrase], ...]]
    numbers: tuple[Phrase, ...]
    vocabulary: frozenset[str]
    read: Mapping[str, frozenset[str]]
    unread: Mapping[str, frozenset[str]]
    openers: Mapping[str, frozenset[str]]
    deletions: Mapping[str, str]
    version: str
    _starting: dict[str, tuple[Phrase, ...]] = field(default_factory=dict, compare=False, repr=False)

    def starting(self, token: str) -> tuple[Phrase, ...]:
        """Return the phrases that may begin with a token."""
        if (known := self._starting.get(token)) is not None:
            return known
        found = dict.fromkeys(self.exact.get(token, ()))
        for size in range(1, _PREFIX + 1):
            found |= dict.fromkeys(
                phrase for stem, phrase in self.stems.get(token[:size], ()) if token.startswith(stem)
            )
        if token[:1].isdigit():
            found |= dict.fromkeys(self.numbers)
        phrases = tuple(found)
        if len(self._starting) < _REMEMBERED:
            self._starting[token] = phrases
        return phrases

    def knows(self, token: str) -> bool:
        """Return whether a token is in the vocabulary, or begins with a stem of the lexicon."""
        return token in self.vocabulary or bool(self.starting(token))

    def corrected(self, token: str) -> str | None:
        """Return the lexicon word one edit away from an unknown token of five letters or more, if any."""
        if len(token) < 5 or not token.isalpha() or self.knows(token):
            return None
        words = (self.deletions.get(form) for form in (token, *_deletions(token)))
        return next((word for word in words if word and word[0] == token[0] and word[-1] == token[-1]), None)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, compiled once in a process."""
    raw = {name: (files("assistant.guards") / name).read_bytes() for name in _VERSIONED}
    english, languages, words = (cast("Mapping[str, object]", yaml.safe_load(raw[name])) for name in _FILES)
    phrases = [
        *_phrases(english),
        *(phrase for code, tree in languages.items() for phrase in _phrases(tree, code)),
    ]
    exact: dict[str, list[Phrase]] = defaultdict(list)
    stems: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
    numbers = []
    for phrase in phrases:
        for first in _openings(phrase.parts):
            for word in first.words:
                exact[word].append(phrase)
            for stem in first.stems:
                stems[stem[:_PREFIX]].append((stem, phrase))
            if first.numbers:
                numbers.append(phrase)
    read, unread, openers = (_word_lists(words[key]) for key in ("read", "unread", "openers"))
    ordinary = frozenset(str(words["ordinary"]).split())
    english_phrases = [phrase for phrase in phrases if phrase.language == "en"]
    content = frozenset(
        word for phrase in english_phrases for word in _literals(phrase.parts) if len(word) > 1 and word.isalpha()
    )
    return Lexicon(
        exact={first: tuple(group) for first, group in exact.items()},
        stems={first: tuple(group) for first, group in stems.items()},
        numbers=tuple(numbers),
        vocabulary=content.union(ordinary, *read.values()),
        read=read,
        unread=unread,
        openers=openers,
        deletions=_spelling(content - ordinary),
        version=hashlib.sha256(b"\0".join(raw.values())).hexdigest()[:12],
    )


def _phrases(tree: object, language: str = "en", path: tuple[str, ...] = ()) -> Iterator[Phrase]:
    """Yield every phrase of a concept tree; the path of keys is the concept's name."""
    if isinstance(tree, Mapping):
        for key, branch in tree.items():
            yield from _phrases(branch, language, (*path, str(key)))
    elif isinstance(tree, list):
        for entry in tree:
            yield Phrase(".".join(path), _parts(str(entry)), language)


def _parts(entry: str) -> tuple[Part, ...]:
    """Return the places of an entry: a word, a gap, or alternatives in parentheses, which may nest."""
    return tuple(
        _part(_split(piece[1:-1], "|") if piece[0] == "(" else [piece]) for piece in _split(entry, " ") if piece
    )


def _split(text: str, separator: str) -> list[str]:
    """Return a text split at a separator that stands outside parentheses."""
    pieces, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == separator and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += char
    if depth:
        raise ValueError(f"unbalanced parentheses in the lexicon entry {text!r}")
    return pieces


def _part(choices: Sequence[str]) -> Part:
    trimmed = [choice.strip() for choice in choices]
    single = [choice for choice in trimmed if choice and " " not in choice and "(" not in choice]
    if unknown := [choice for choice in single if choice.startswith("<") and choice not in _NUMBERS]:
        raise ValueError(f"unknown number class in the lexicon: {unknown[0]!r}")
    return Part(
        words=frozenset(choice for choice in single if choice[0] != "<" and choice[-1] not in "*."),
        stems=tuple(choice[:-1] for choice in single if choice.endswith("*")),
        numbers=tuple(choice for choice in single if choice.startswith("<")),
        sequences=tuple(_parts(choice) for choice in trimmed if " " in choice or "(" in choice),
        optional="" in trimmed,
        gap=_GAPS.get(single[0], 0) if single else 0,
    )


def _openings(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield the places that a phrase may begin with."""
    for part in parts:
        yield part
        for sequence in part.sequences:
            yield from _openings(sequence)
        if not part.optional:
            return


def _literals(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield from part.words
        yield from part.stems
        for sequence in part.sequences:
            yield from _literals(sequence)


def _word_lists(tree: object) -> dict[str, frozenset[str]]:
    return {str(name): frozenset(str(words).split()) for name, words in cast("Mapping[str, str]", tree).items()}


def _spelling(words: frozenset[str]) -> dict[str, str]:
    """Return each word of five letters or more under itself and under its forms with one letter left out."""
    forms: dict[str, str] = {}
    for word in sorted(word for word in words if len(word) >= 5 and word.isascii()):
        for form in _deletions(word):
            forms.setdefault(form, word)
    return forms | {word: word for word in words if len(word) >= 4}


def _deletions(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))

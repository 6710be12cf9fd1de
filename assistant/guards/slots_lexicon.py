"""The lexicon of the intent guard, compiled from the YAML files beside this module.

An entry is a phrase of token matchers (see the head of `rules_lexicon.yaml`). Entries are indexed by the first
token, so tagging a message costs a dictionary look-up per token and not a scan per phrase.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from assistant.guards.slots_phrases import Phrase, Start, literals, openings, phrases

_ENGLISH = ("rules_lexicon.yaml", "rules_frames.yaml")
_FILES = (*_ENGLISH, "rules_languages.yaml", "rules_words.yaml")
_VERSIONED = (*_FILES, "policies.yaml", "rules_glossary.txt")
_REMEMBERED = 20_000  # tokens whose phrases are kept; a bound on memory
_PREFIX = 3  # entries that begin with a stem are indexed by its first letters


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
    _starting: dict[str, tuple["Start", ...]] = field(default_factory=dict, compare=False, repr=False)

    def starting(self, token: str) -> tuple["Start", ...]:
        """Return the phrases that may begin with a token, each with what may stand next."""
        if (known := self._starting.get(token)) is not None:
            return known
        found = dict.fromkeys(self.exact.get(token, ()))
        for size in range(1, _PREFIX + 1):
            found |= dict.fromkeys(
                phrase for stem, phrase in self.stems.get(token[:size], ()) if token.startswith(stem)
            )
        if token[:1].isdigit():
            found |= dict.fromkeys(self.numbers)
        starts = tuple(Start.of(phrase, token) for phrase in found)
        if len(self._starting) < _REMEMBERED:
            self._starting[token] = starts
        return starts

    def knows(self, token: str) -> bool:
        """Return whether a token is in the vocabulary, or begins with a stem of the lexicon."""
        return token in self.vocabulary or bool(self.starting(token))

    def corrected(self, token: str) -> str | None:
        """Return the lexicon word one edit away from a token of four letters or more, if English lacks it."""
        if len(token) < 4 or not token.isalpha() or token in self.vocabulary:
            return None
        if any(start.phrase.language == "en" for start in self.starting(token)):
            return None
        words = (self.deletions.get(form) for form in (token, *_deletions(token)))
        return next((word for word in words if word and word[0] == token[0] and word[-1] == token[-1]), None)


def _parsed(data: bytes) -> object:
    return yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, compiled once in a process."""
    raw = {name: (files("assistant.guards") / name).read_bytes() for name in _VERSIONED}
    *english, languages, words = (cast("Mapping[str, object]", _parsed(raw[name])) for name in _FILES)
    every = [
        *(phrase for tree in english for phrase in phrases(tree)),
        *(phrase for code, tree in languages.items() for phrase in phrases(tree, code)),
    ]
    exact: dict[str, list[Phrase]] = defaultdict(list)
    stems: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
    numbers = []
    for phrase in every:
        for first in openings(phrase.parts):
            for word in first.words:
                exact[word].append(phrase)
            for stem in first.stems:
                stems[stem[:_PREFIX]].append((stem, phrase))
            if first.numbers:
                numbers.append(phrase)
    read, unread, openers = (_word_lists(words[key]) for key in ("read", "unread", "openers"))
    ordinary = frozenset(str(words["ordinary"]).split())
    english_phrases = [phrase for phrase in every if phrase.language == "en"]
    content = frozenset(
        word for phrase in english_phrases for word in literals(phrase.parts) if len(word) > 1 and word.isalpha()
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

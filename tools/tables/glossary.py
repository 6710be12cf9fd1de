"""Which language headers and values are written in, and what they mean in English, from `glossary.yaml`."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tools.tables.lexicon import tokens

LANGUAGES = ("de", "fr", "es", "it", "nl")
_COMPOUNDING = frozenset({"de", "nl"})
_LINKS = ("", "s", "n", "en", "e", "es")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_COUNTING = frozenset({"number", "count"})
_FEWEST, _SHARE = 2, 0.2  # words of a language from which a table is written in it, and of how many
_SHORTEST = 3  # letters of a part of a compound
_LONGEST = 4  # words of a phrase
_KEPT = 6  # renderings of one text

Meanings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's words and phrases with their English meanings, and beginnings that stand for any ending."""

    whole: dict[str, Meanings]
    beginnings: tuple[tuple[str, Meanings], ...]

    def meanings(self, word: str) -> Meanings:
        """Return what a plain word or phrase means, none when it is not known."""
        if (known := self.whole.get(word)) is not None:
            return known
        fitting = [(begun, told) for begun, told in self.beginnings if word.startswith(begun)]
        return max(fitting, key=lambda item: len(item[0]))[1] if fitting else ()


@lru_cache(maxsize=65_536)
def plainly(word: str) -> str:
    """Return a word in lower case without accents, umlauts written out, as headers often are."""
    bare = unicodedata.normalize("NFD", word.casefold().translate(_UMLAUTS))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def language_of(texts: Iterable[str]) -> str | None:
    """Return the language of headers or values, None for English ones and where too few words tell."""
    words = list(dict.fromkeys(tuple(map(plainly, tokens(text))) for text in texts))
    known = sum(len(parts) for parts in words)
    told = {name: sum(_evidence(parts, name) for parts in words) for name in LANGUAGES}
    best = max(LANGUAGES, key=lambda name: told[name])
    return best if told[best] >= max(_FEWEST, _SHARE * known) else None


def _evidence(words: Sequence[str], language: str) -> int:
    """Return how many words of a text are of a language and not English as well."""
    return sum(bool(word not in _english() and _of_word(word, language)) for word in words)


@lru_cache(maxsize=16_384)
def in_english(text: str, language: str) -> tuple[str, ...]:
    """Return renderings of a text in English, the most literal first; none when none of its words is known.

    What a name is of stands first, as in English ("precio por noche" is a night price). Words that are not known
    stay (names of places); that something is counted is left out beside what is.
    """
    parts = list(_parts([plainly(word) for word in tokens(text)], language))
    if not any(known for _, known in parts):
        return ()
    spoken = _in_order([meanings for meanings, _ in parts], language)
    counted = [meanings for meanings in spoken if not _COUNTING & set(meanings)]
    spoken = counted or spoken
    first = [meanings[0] for meanings in spoken]
    found = [" ".join(first)]
    for at, meanings in enumerate(spoken):
        found += [" ".join([*first[:at], other, *first[at + 1 :]]) for other in meanings[1:]]
    return tuple(dict.fromkeys(found))[:_KEPT]


@lru_cache(maxsize=16_384)
def word_in_english(word: str, language: str) -> frozenset[str]:
    """Return the English words that one word of a question means; none when it is not known."""
    found = _of_word(plainly(word), language)
    return frozenset(part for meaning in found for part in meaning.split())


def _in_order(parts: Sequence[Meanings], language: str) -> list[Meanings]:
    """Return the parts of a name in English order; an empty part stands where a joining word stood."""
    if language not in _COMPOUNDING:
        return [part for part in reversed(parts) if part]
    joined = next((at for at, part in enumerate(parts) if not part), len(parts))
    return [part for part in (*parts[joined:], *parts[:joined]) if part]


def _parts(words: Sequence[str], language: str) -> Iterable[tuple[Meanings, bool]]:
    """Yield the meanings of the longest known phrases in order (joining words have none), and whether known."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            phrase = " ".join(words[at:end])
            meanings = _of_word(phrase, language)
            if meanings:
                yield meanings, True
                at = end
                break
        else:
            yield (() if words[at] in _joining() else (words[at],)), False
            at += 1


@lru_cache(maxsize=65_536)
def _of_word(word: str, language: str) -> Meanings:
    tongue = _tongues()[language]
    if told := tongue.meanings(word):
        return told
    return _compound(word, tongue) if language in _COMPOUNDING and " " not in word else ()


def _compound(word: str, tongue: Tongue) -> Meanings:
    """Return what a word written together means, part by part ("Monatsgebühr"): the longest first part known."""
    for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        first = next(
            (
                told
                for link in _LINKS
                if word[:cut].endswith(link)
                and len(word[:cut]) - len(link) >= _SHORTEST
                and (told := tongue.whole.get(word[:cut].removesuffix(link) if link else word[:cut]))
            ),
            None,
        )
        last = (tongue.whole.get(word[cut:]) or _compound(word[cut:], tongue)) if first else ()
        if first and last:
            return tuple(dict.fromkeys(f"{one} {other}" for one in first for other in last))[:_KEPT]
    return ()


@cache
def _raw() -> dict[str, Any]:
    text = files("tools.tables").joinpath("glossary.yaml").read_text(encoding="utf-8")
    # The base loader keeps every scalar a string: `no` is a word here, not a truth value.
    raw: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    return raw


@cache
def _english() -> frozenset[str]:
    """Return words that are English too: those that are listed, and those that meanings are told in."""
    told = (word for meanings in _raw()["words"] for word in tokens(meanings))
    return frozenset(map(plainly, (*_raw()["english"], *told)))


@cache
def _joining() -> frozenset[str]:
    return frozenset(map(plainly, _raw()["joining"]))


@cache
def _tongues() -> dict[str, Tongue]:
    whole: dict[str, dict[str, list[str]]] = {name: {} for name in LANGUAGES}
    begun: dict[str, dict[str, list[str]]] = {name: {} for name in LANGUAGES}
    for english, spoken in _raw()["words"].items():
        meanings = [meaning.strip() for meaning in english.split("/")]
        for language, terms in spoken.items():
            for term in terms.split():
                word = plainly(" ".join(re.split(r"[_\-']", term.removesuffix("*"))))
                into = begun if term.endswith("*") else whole
                into[language].setdefault(word, []).extend(meanings)
    return {
        name: Tongue(
            {word: tuple(dict.fromkeys(told)) for word, told in whole[name].items()},
            tuple((word, tuple(dict.fromkeys(told))) for word, told in begun[name].items()),
        )
        for name in LANGUAGES
    }

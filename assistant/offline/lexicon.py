"""The general vocabulary of questions: which words ask for what, whatever the data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeVar, cast

from assistant.offline import entries
from assistant.offline.entries import GAP, Demand, Language, Phrase, Quantity, Raw, Sized, Sort
from assistant.offline.phrases import read
from assistant.offline.words import Token

_ASKING = 0.5
_LANGUAGES = ("en", "de", "fr", "es")
_WORDS = "words."
_LONGEST_GAP = 3  # words
_Read = TypeVar("_Read")


def _entry(read: Callable[[Any], _Read]) -> _Read:
    """Return the field of a dataclass that is read from the entry of the same name."""
    return cast(_Read, field(metadata={"read": lambda raw, name: read(raw[name])}))


def _derived(read: Callable[[Raw], _Read]) -> _Read:
    """Return the field of a dataclass that is read from several entries."""
    return cast(_Read, field(metadata={"read": lambda raw, _: read(raw)}))


def _words(raw: Raw, name: str) -> frozenset[str]:
    """Return a set of words, which a field holds that does not say how it is read."""
    return entries.words(raw[name])


def _concepts(raw: Raw) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the phrases of each concept, by language."""
    return {"en": raw["concepts"], **raw["concepts_other"]}


def _languages(raw: Raw) -> Mapping[str, Language]:
    return {name: entries.language(told, raw["filler"][name]) for name, told in _concepts(raw).items()}


def _value_synonyms(raw: Raw) -> Mapping[str, frozenset[str]]:
    return entries.synonyms([*raw["value_synonyms"], *(said for kind in raw["coded"].values() for said in kind)])


def _pronouns(raw: Raw) -> frozenset[str]:
    return entries.words(raw["pronouns"]) | entries.words(raw["plural"])


def _people(raw: Raw) -> frozenset[str]:
    nouns = (word for told in _concepts(raw).values() for word in told.get("entity.person", ()))
    return frozenset(word for word in nouns if " " not in word)


def _aged(raw: Raw) -> frozenset[str]:
    return frozenset(raw["implied"]["age"])


def _scores(raw: Raw) -> frozenset[str]:
    told = entries.quantities(raw["quantities"])
    return frozenset(word for quantity in told if quantity.unit == "score" for word in quantity.words)


def _everyday(raw: Raw) -> frozenset[str]:
    texts = (text for told in _concepts(raw).values() for said in told.values() for text in said)
    asking = {word for text in texts for word in text.split()}
    return frozenset(asking.union(*(said for kind in raw["coded"].values() for said in kind)))


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of a question, tokens `start` to `end`, that expresses a concept such as `aggregate.mean`."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary in memory: a field for each entry of `lexicon.yaml`, which says what its words are for.

    A few come from several entries: `everyday` are all words that ask or say whom, `people` all nouns for people.
    """

    plural: frozenset[str]
    soft: frozenset[str]
    kinds_of_rows: frozenset[str]
    whence: frozenset[str]
    how_much: frozenset[str]
    earliest: frozenset[str]
    most_recent: frozenset[str]
    latest: frozenset[str]
    entering: frozenset[str]
    coming: frozenset[str]
    counters: frozenset[str]
    parts_of: frozenset[str]
    most: frozenset[str]
    ratios: frozenset[str]
    telling: frozenset[str]
    empty: frozenset[str]
    sizes: frozenset[str]
    having: frozenset[str]
    lacking: frozenset[str]
    articles: frozenset[str]
    just: frozenset[str]
    changing: frozenset[str]
    codes: frozenset[str]
    worse_the_more: frozenset[str]
    undone: frozenset[str]
    denying: frozenset[str]
    standing: frozenset[str]
    than: frozenset[str]
    through: frozenset[str]
    dashes: frozenset[str]
    either: frozenset[str]
    joining: frozenset[str]
    both: frozenset[str]
    or_else: frozenset[str]
    weekdays: frozenset[str]
    answering: frozenset[str]
    none_of: frozenset[str]
    fragments: frozenset[str]
    rates: frozenset[str]
    firsts: frozenset[str]
    every: frozenset[str]
    selling: frozenset[str]
    whether: frozenset[str]
    defining: frozenset[str]
    occasions: frozenset[str]
    which_time: frozenset[str]
    praising: frozenset[str]
    blaming: frozenset[str]
    determiners: frozenset[str]
    anybody: frozenset[str]
    pronouns: frozenset[str] = _derived(_pronouns)
    languages: Mapping[str, Language] = _derived(_languages)
    quantities: tuple[Quantity, ...] = _entry(entries.quantities)
    implied: Mapping[str, str] = _entry(entries.by_word)
    headers: Mapping[str, Sequence[str]] = _entry(entries.listed)
    measured_in: Mapping[str, str] = _entry(entries.by_word)
    times: frozenset[str] = _entry(frozenset[str])
    synonyms: Mapping[str, frozenset[str]] = _entry(entries.synonyms)
    kinds: Mapping[str, str] = _entry(entries.by_word)
    numbers: Mapping[str, int] = _entry(entries.figures)
    months: Mapping[str, int] = _entry(entries.figures)
    suffixes: frozenset[str] = _entry(entries.stems)
    value_synonyms: Mapping[str, frozenset[str]] = _derived(_value_synonyms)
    function_words: frozenset[str] = _entry(entries.stems)
    people: frozenset[str] = _derived(_people)
    methods: frozenset[str] = _entry(entries.stems)
    light: frozenset[str] = _entry(entries.stems)
    acts: Mapping[str, frozenset[str]] = _entry(entries.acts)
    doers: Mapping[str, frozenset[str]] = _entry(entries.acts)
    aged: frozenset[str] = _derived(_aged)
    scores: frozenset[str] = _derived(_scores)
    abbreviations: Mapping[str, Sequence[str]] = _entry(entries.listed)
    relating: frozenset[str] = _entry(entries.stems)
    called: Mapping[str, frozenset[str]] = _entry(entries.called)
    how_often: tuple[str, ...] = _entry(tuple[str, ...])
    earlier: tuple[Phrase, ...] = _entry(entries.phrases)
    later: tuple[Phrase, ...] = _entry(entries.phrases)
    had_by: frozenset[str] = _entry(entries.stems)
    coded: Sequence[Sequence[frozenset[str]]] = _entry(entries.coded)
    everyday: frozenset[str] = _derived(_everyday)
    promoters: Mapping[str, tuple[float, float]] = _entry(entries.limits)
    net_promoters: frozenset[str] = _entry(frozenset[str])
    opposites: Mapping[str, Sequence[str]] = _entry(entries.listed)
    ending: frozenset[str] = _entry(entries.stems)
    behind: Mapping[str, str] = _entry(entries.by_word)
    parts: Mapping[str, int] = _entry(entries.figures)
    before: frozenset[str] = _entry(entries.stems)
    offered: frozenset[str] = _entry(entries.stems)
    demands: tuple[Demand, ...] = _entry(entries.demands)
    sorts: tuple[Sort, ...] = _entry(entries.sorts)
    sized: tuple[Sized, ...] = _entry(entries.sized)
    having_nouns: Mapping[str, frozenset[str]] = _entry(entries.acts)
    lacking_nouns: Mapping[str, frozenset[str]] = _entry(entries.acts)

    def language(self, words: Sequence[Token]) -> str:
        """Return the language whose function words the question uses most; English when in doubt."""
        hits = {name: self._hits(name, words) for name in _LANGUAGES}
        return max(_LANGUAGES, key=lambda name: (hits[name], name == "en"))

    def _hits(self, name: str, words: Sequence[Token]) -> float:
        language = self.languages[name]
        asking = sum(word.norm in language.phrases for word in words)
        return sum(word.norm in language.filler for word in words) + _ASKING * asking

    def cues(self, words: Sequence[Token]) -> list[Cue]:
        """Return every concept expressed, at each place the longest phrase of each concept."""
        language = self.languages[self.language(words)]
        norms = [word.norm for word in words]
        found: dict[tuple[str, int], Cue] = {}
        for start, norm in enumerate(norms):
            for phrase, concept in [*language.phrases.get(norm, ()), *language.open_ended]:
                end = _end(phrase, norms, start)
                if end is None:
                    continue
                for begin, stop in _spans(phrase, concept, start, end):
                    known = found.get((concept, begin))
                    if known is None or known.end < stop:
                        found[concept, begin] = Cue(concept, begin, stop)
        return list(found.values())

    def is_filler(self, word: Token, language: str) -> bool:
        """Return whether a word carries no slot in the language of the question."""
        known = word.norm in self.languages[language].filler or word.norm in self.soft
        return known or (len(word.norm) == 1 and word.number is None)


def _spans(phrase: Phrase, concept: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a phrase stands; who is asked for words ("what do those who left want") is none of it."""
    if GAP not in phrase or not concept.startswith(_WORDS):
        return [(start, end)]
    cut = phrase.index(GAP)
    return [(start, start + cut), (end - (len(phrase) - cut - 1), end)]


def _end(phrase: Phrase, norms: Sequence[str], start: int) -> int | None:
    """Return where a phrase that begins at a word ends, None when it does not stand there."""
    if GAP in phrase:
        cut = phrase.index(GAP)
        opened = _end(phrase[:cut], norms, start)
        reached = () if opened is None else range(opened + 1, opened + 1 + _LONGEST_GAP)
        return next((end for at in reached if (end := _end(phrase[cut + 1 :], norms, at)) is not None), None)
    end = start + len(phrase)
    return end if end <= len(norms) and all(map(_fits, phrase, norms[start:end])) else None


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the packaged vocabulary."""
    raw = read("lexicon.yaml")
    return Lexicon(**{item.name: item.metadata.get("read", _words)(raw, item.name) for item in fields(Lexicon)})

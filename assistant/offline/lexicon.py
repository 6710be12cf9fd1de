"""The general vocabulary of questions: which words ask for what, whatever the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.offline.words import Token, stem, tokens

_ASKING = 0.5
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of a question, tokens `start` to `end`, that expresses a concept such as `aggregate.mean`."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """Words for a quantity, the unit its column has, the columns it does not mean, the words that ask a sum."""

    unit: str
    words: frozenset[str]
    unlike: frozenset[str]
    sums: frozenset[str]


@dataclass(frozen=True, slots=True)
class Demand:
    """What only a column of its own can answer: its name here, phrases that ask for it, its stems, its unit."""

    name: str
    unit: str
    asked: tuple[str, ...]
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language's concepts by the first word of their phrases, and its words without a slot."""

    phrases: Mapping[str, Sequence[tuple[Phrase, str]]]
    open_ended: Sequence[tuple[Phrase, str]]
    filler: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary in memory; `synonyms` maps a stem to the stems that may stand for it;
    `people` are nouns for people in all languages;
    `methods` are stems of words for a method as such, which name no column beside the name of a method;
    `acts` maps the stem of what a row is to the stems of the verb for it (a loan is lent);
    `entering` are verbs for becoming one of the people in a table, `coming` those for visiting;
    `aged` are words that compare ages;
    `light` are stems of English verbs and adjectives that questions are asked with, `relating` of verbs that only
    set in relation what else is named; `abbreviations` are usual ones of headers, with what they mean;
    `counters` are pieces of a header that say that it counts;
    `called` maps what a row is to stems of nouns for it, `had_by` are nouns behind a value that add nothing;
    `having` and `lacking` stand before a number of times that somebody has, `articles` between them and it;
    `just` before one that it is no more;
    `most` are superlatives of amounts, `sizes` of single rows; `how_often` and `ratios` ask for these;
    `rated` end the name of an outcome's rate (close rate); `earlier` and `later` set two moments in order;
    `empty` says of a cell that it holds nothing;
    `coded` are kinds of traits (gender, size) with the words for each of their values, which codes abbreviate;
    `everyday` are all words that ask or say whom, as they are written;
    `promoters` are names for parts of a scale from 0 to 10, with their limits, `net_promoters` for their balance;
    `undone` are participles of what did not happen; `standing` are adjectives for who is still there;
    `than` leads to whom is compared with;
    `through`, `dashes` and `either` stand between two numbers: all between them, or either;
    `behind` maps words behind a number to a comparison;
    `parts_of` are words behind a number of groups to cut a measure into, `parts` words that say such a number;
    `fragments` are words beside a count that make no sentence of it, `rates` words for the rate of an outcome,
    `firsts` for the group that leads a ranking, `every` for all of the groups that a column's name stands for,
    `whether` for verbs that open a question of yes or no;
    `defining` verbs that open the definition of a segment;
    `demands` are what only a column of its own can answer."""

    languages: Mapping[str, Language]
    quantities: tuple[Quantity, ...]
    implied: Mapping[str, str]
    headers: Mapping[str, Sequence[str]]
    measured_in: Mapping[str, str]
    times: frozenset[str]
    synonyms: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    numbers: Mapping[str, int]
    months: Mapping[str, int]
    pronouns: frozenset[str]
    plural: frozenset[str]
    soft: frozenset[str]
    kinds_of_rows: frozenset[str]
    suffixes: frozenset[str]
    value_synonyms: Mapping[str, frozenset[str]]
    function_words: frozenset[str]
    people: frozenset[str]
    methods: frozenset[str]
    light: frozenset[str]
    acts: Mapping[str, frozenset[str]]
    entering: frozenset[str]
    coming: frozenset[str]
    aged: frozenset[str]
    abbreviations: Mapping[str, Sequence[str]]
    counters: frozenset[str]
    relating: frozenset[str]
    called: Mapping[str, frozenset[str]]
    parts_of: frozenset[str]
    most: frozenset[str]
    how_often: tuple[str, ...]
    ratios: frozenset[str]
    rated: frozenset[str]
    empty: frozenset[str]
    earlier: tuple[Phrase, ...]
    later: tuple[Phrase, ...]
    sizes: frozenset[str]
    having: frozenset[str]
    lacking: frozenset[str]
    articles: frozenset[str]
    just: frozenset[str]
    had_by: frozenset[str]
    coded: Sequence[Sequence[frozenset[str]]]
    everyday: frozenset[str]
    promoters: Mapping[str, tuple[float, float]]
    net_promoters: frozenset[str]
    undone: frozenset[str]
    standing: frozenset[str]
    than: frozenset[str]
    through: frozenset[str]
    dashes: frozenset[str]
    either: frozenset[str]
    behind: Mapping[str, str]
    parts: Mapping[str, int]
    fragments: frozenset[str]
    rates: frozenset[str]
    firsts: frozenset[str]
    every: frozenset[str]
    whether: frozenset[str]
    defining: frozenset[str]
    demands: tuple[Demand, ...]
    order: tuple[str, ...] = field(default=("en", "de", "fr", "es"))

    def language(self, words: Sequence[Token]) -> str:
        """Return the language whose function words the question uses most; English when in doubt."""
        hits = {name: self._hits(name, words) for name in self.order}
        return max(self.order, key=lambda name: (hits[name], name == "en"))

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
                end = start + len(phrase)
                if end > len(norms) or not all(map(_fits, phrase, norms[start:end])):
                    continue
                known = found.get((concept, start))
                if known is None or known.end < end:
                    found[concept, start] = Cue(concept, start, end)
        return list(found.values())

    def is_filler(self, word: Token, language: str) -> bool:
        """Return whether a word carries no slot in the language of the question."""
        known = word.norm in self.languages[language].filler or word.norm in self.soft
        return known or (len(word.norm) == 1 and word.number is None)


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the packaged vocabulary."""
    # The base loader keeps every scalar a string: `no` is a word here, not a truth value.
    raw: dict[str, Any] = yaml.load(
        files("assistant.offline").joinpath("lexicon.yaml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506 - builds strings, lists and mappings only
    )
    concepts = {"en": raw["concepts"], **raw["concepts_other"]}
    return Lexicon(
        languages={name: _language(concepts[name], raw["filler"][name]) for name in concepts},
        quantities=tuple(_quantity(entry) for entry in raw["quantities"]),
        implied=_units(raw["implied"]),
        headers=raw["headers"],
        measured_in=_units(raw["measured_in"]),
        times=frozenset(raw["times"]),
        synonyms=_synonyms(raw["synonyms"]),
        kinds={word: kind for kind, words in raw["kinds"].items() for word in words},
        soft=frozenset(raw["soft"].split()),
        kinds_of_rows=frozenset(raw["kinds_of_rows"].split()),
        suffixes=frozenset(stem(word) for word in raw["suffixes"].split()),
        value_synonyms=_synonyms(
            [*raw["value_synonyms"], *(words for kind in raw["coded"].values() for words in kind)]
        ),
        coded=tuple(tuple(frozenset(words) for words in kind) for kind in raw["coded"].values()),
        everyday=frozenset(
            word
            for told in concepts.values()
            for phrases in told.values()
            for text in phrases
            for word in str(text).split()
        )
        | {word for kind in raw["coded"].values() for words in kind for word in words},
        plural=frozenset(raw["plural"].split()),
        pronouns=frozenset(raw["pronouns"].split()),
        people=frozenset(
            word for told in concepts.values() for word in told.get("entity.person", ()) if " " not in word
        ),
        coming=frozenset(raw["coming"].split()),
        aged=frozenset(word for word, unit in _units(raw["implied"]).items() if unit == "age"),
        abbreviations=raw["abbreviations"],
        counters=frozenset(raw["counters"].split()),
        relating=frozenset(stem(word) for word in raw["relating"].split()),
        called={entity: frozenset(map(stem, said.split())) for entity, said in raw["called"].items()},
        behind={words: comparator for comparator, said in raw["behind"].items() for words in said},
        undone=frozenset(raw["undone"].split()),
        standing=frozenset(raw["standing"].split()),
        than=frozenset(raw["than"].split()),
        through=frozenset(raw["through"].split()),
        dashes=frozenset(raw["dashes"].split()),
        either=frozenset(raw["either"].split()),
        promoters={word: _limits(told) for word, told in raw["promoters"].items()},
        net_promoters=frozenset(raw["net_promoters"]),
        had_by=frozenset(stem(word) for word in raw["had_by"].split()),
        having=frozenset(raw["having"].split()),
        lacking=frozenset(raw["lacking"].split()),
        articles=frozenset(raw["articles"].split()),
        just=frozenset(raw["just"].split()),
        most=frozenset(raw["most"].split()),
        how_often=tuple(raw["how_often"]),
        ratios=frozenset(raw["ratios"].split()),
        rated=frozenset(raw["rated"].split()),
        empty=frozenset(raw["empty"].split()),
        earlier=tuple(tuple(told.split()) for told in raw["earlier"]),
        later=tuple(tuple(told.split()) for told in raw["later"]),
        sizes=frozenset(raw["sizes"].split()),
        fragments=frozenset(raw["fragments"].split()),
        rates=frozenset(raw["rates"].split()),
        firsts=frozenset(raw["firsts"].split()),
        every=frozenset(raw["every"].split()),
        whether=frozenset(raw["whether"].split()),
        defining=frozenset(raw["defining"].split()),
        demands=tuple(
            Demand(item["name"], item["unit"], tuple(item["asked"]), frozenset(map(stem, item["held"])))
            for item in raw["demands"]
        ),
        parts_of=frozenset(raw["parts_of"].split()),
        parts={word: int(number) for word, number in raw["parts"].items()},
        entering=frozenset(raw["entering"].split()),
        acts={stem(noun): frozenset(map(stem, said.split())) for noun, said in raw["acts"].items()},
        light=frozenset(stem(word) for word in raw["light"].split()),
        methods=frozenset(stem(word) for word in raw["methods"].split()),
        function_words=frozenset(stem(word) for word in raw["function_words"].split()),
        numbers={word: int(number) for word, number in raw["numbers"].items()},
        months={word: int(number) for word, number in raw["months"].items()},
    )


def _units(told: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: unit for unit, words in told.items() for word in words}


def _limits(told: str) -> tuple[float, float]:
    low, _, high = told.partition("-")
    return float(low), float(high)


def _language(concepts: Mapping[str, Sequence[str]], filler: str) -> Language:
    phrases: dict[str, list[tuple[Phrase, str]]] = {}
    open_ended: list[tuple[Phrase, str]] = []
    for concept, texts in concepts.items():
        for text in texts:
            words = tuple(word for part in str(text).split() for word in _parts(part))
            if words[0].endswith("*"):
                open_ended.append((words, concept))
            else:
                phrases.setdefault(words[0], []).append((words, concept))
    elided = {word.norm for text in str(filler).split() for word in tokens(text)}
    return Language(phrases, tuple(open_ended), frozenset(str(filler).split()) | elided)


def _parts(part: str) -> Phrase:
    """Return the words of a piece of a phrase as a question is cut; `*` at the end stays."""
    return (part,) if part.endswith("*") else tuple(word.norm for word in tokens(part))


def _quantity(entry: Mapping[str, Any]) -> Quantity:
    return Quantity(
        unit=entry["unit"],
        words=frozenset(entry["words"]),
        unlike=frozenset(stem(word) for word in entry["unlike"]),
        sums=frozenset(entry["sums"]),
    )


def _synonyms(groups: Sequence[Sequence[str]]) -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in groups:
        stems = {stem(word) for word in group}
        for word in stems:
            table.setdefault(word, set()).update(stems - {word})
    return {word: frozenset(others) for word, others in table.items()}

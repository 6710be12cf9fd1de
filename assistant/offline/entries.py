"""How the entries of the vocabulary's file are read: as sets of words or stems, tables, phrases, and types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.offline.words import stem, tokens

GAP = "..."  # stands for one to a few words between those of a phrase ("turn ... down")
Phrase = tuple[str, ...]
Raw = Mapping[str, Any]


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
class Sort:
    """Stems of words for a sort of values, and stems of the values that are of it."""

    said: frozenset[str]
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sized:
    """Adjectives for how much rows have of something: its unit, and stems of headers that are named for it."""

    said: frozenset[str]
    unit: str
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language's concepts by the first word of their phrases, and its words without a slot."""

    phrases: Mapping[str, Sequence[tuple[Phrase, str]]]
    open_ended: Sequence[tuple[Phrase, str]]
    filler: frozenset[str]


def words(said: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(said.split())


def stems(said: str) -> frozenset[str]:
    """Return the stems of the words of a line."""
    return frozenset(map(stem, said.split()))


def by_word(told: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return under which name each word is listed."""
    return {word: name for name, listed in told.items() for word in listed}


def listed(told: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return a table as it is written."""
    return told


def figures(told: Mapping[str, str]) -> Mapping[str, int]:
    """Return the number that each word stands for."""
    return {word: int(number) for word, number in told.items()}


def limits(told: Mapping[str, str]) -> Mapping[str, tuple[float, float]]:
    """Return the limits that each word stands for, written as `0-6`."""
    ends = {word: said.partition("-") for word, said in told.items()}
    return {word: (float(low), float(high)) for word, (low, _, high) in ends.items()}


def phrases(told: Iterable[str]) -> tuple[Phrase, ...]:
    """Return each phrase as its words."""
    return tuple(tuple(said.split()) for said in told)


def synonyms(groups: Iterable[Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Return the other stems of the groups in which each stem stands."""
    table: dict[str, set[str]] = {}
    for group in groups:
        alike = {stem(word) for word in group}
        for word in alike:
            table.setdefault(word, set()).update(alike - {word})
    return {word: frozenset(others) for word, others in table.items()}


def called(told: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Return the stems of the words listed under each name."""
    return {name: stems(said) for name, said in told.items()}


def acts(told: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Return the stems of the words listed under the stem of each name."""
    return {stem(name): stems(said) for name, said in told.items()}


def quantities(told: Iterable[Raw]) -> tuple[Quantity, ...]:
    """Return the quantities that are described."""
    return tuple(
        Quantity(
            unit=entry["unit"],
            words=frozenset(entry["words"]),
            unlike=frozenset(stem(word) for word in entry["unlike"]),
            sums=frozenset(entry["sums"]),
        )
        for entry in told
    )


def demands(told: Iterable[Raw]) -> tuple[Demand, ...]:
    """Return the demands that are described."""
    return tuple(
        Demand(item["name"], item["unit"], tuple(item["asked"]), frozenset(map(stem, item["held"])))
        for item in told
    )


def coded(told: Mapping[str, Sequence[Sequence[str]]]) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the words for each value, kind of trait by kind."""
    return tuple(tuple(frozenset(value) for value in kind) for kind in told.values())


def language(concepts: Mapping[str, Sequence[str]], filler: str) -> Language:
    """Return a language of which concepts and filler are told; a phrase may open with a stem (`customer*`)."""
    known: dict[str, list[tuple[Phrase, str]]] = {}
    open_ended: list[tuple[Phrase, str]] = []
    for concept, texts in concepts.items():
        for text in texts:
            said = tuple(word for part in text.split() for word in _parts(part))
            if said[0].endswith("*"):
                open_ended.append((said, concept))
            else:
                known.setdefault(said[0], []).append((said, concept))
    elided = {word.norm for text in filler.split() for word in tokens(text)}
    return Language(known, tuple(open_ended), words(filler) | elided)


def _parts(part: str) -> Phrase:
    """Return the words of a piece of a phrase as a question is cut; `*` at the end stays, and dots for words."""
    return (part,) if part.endswith(("*", GAP)) else tuple(word.norm for word in tokens(part))


def sorts(told: Sequence[Mapping[str, str]]) -> tuple[Sort, ...]:
    """Return the sorts of values."""
    return tuple(Sort(stems(item["said"]), stems(item["of"])) for item in told)


def sized(told: Sequence[Mapping[str, str]]) -> tuple[Sized, ...]:
    """Return the adjectives of size."""
    return tuple(Sized(words(item["said"]), item["unit"], stems(item["named"])) for item in told)

"""Phrases of the lexicon: how an entry is written, and whether it stands in a list of tokens."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_GAPS = {"..": 3, "...": 6}
_NUMBERS = {"<n>": (0, 10**12), "<kid>": (1, 17), "<old>": (60, 120), "<few>": (1, 4)}


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
        return _end(self.parts, tokens, start) is not None

    def end(self, tokens: Sequence[str], start: int) -> int:
        """Return the place after the phrase that stands in the tokens from `start`; `start` when none does."""
        return _end(self.parts, tokens, start) or start


def _end(parts: tuple[Part, ...], tokens: Sequence[str], at: int) -> int | None:
    if not parts:
        return at
    part, rest = parts[0], parts[1:]
    if part.gap:
        return _after_gap(part.gap, rest, tokens, at)
    if at < len(tokens) and part.fits(tokens[at]) and (end := _end(rest, tokens, at + 1)) is not None:
        return end
    for sequence in part.sequences:
        if (end := _end(sequence + rest, tokens, at)) is not None:
            return end
    return _end(rest, tokens, at) if part.optional else None


def _after_gap(gap: int, rest: tuple[Part, ...], tokens: Sequence[str], at: int) -> int | None:
    for here in range(at, min(at + gap, len(tokens)) + 1):
        if here > at and tokens[here - 1] == ".":
            return None
        if (end := _end(rest, tokens, here)) is not None:
            return end
    return None


def _within(name: str, token: str) -> bool:
    number = re.fullmatch(r"(\d{1,12})(?:s|th)?", token)
    low, high = _NUMBERS[name]
    return number is not None and low <= int(number[1]) <= high


@dataclass(frozen=True, slots=True)
class Start:
    """A phrase that may begin with a certain token, and what may stand next, for a quick no."""

    phrase: Phrase
    words: frozenset[str]
    stems: tuple[str, ...]
    whatever: bool

    @classmethod
    def of(cls, phrase: Phrase, token: str) -> "Start":
        """Return the phrase with what may follow `token` in it."""
        after = tuple(_after_first(phrase.parts, token))
        return cls(
            phrase,
            frozenset(word for part in after if part for word in part.words),
            tuple(stem for part in after if part for stem in part.stems),
            any(part is None or part.gap > 0 or bool(part.numbers) for part in after),
        )

    def begins(self, tokens: Sequence[str], start: int) -> bool:
        """Return whether the phrase stands in the tokens from `start`, where its token stands."""
        if not self.whatever:
            after = tokens[start + 1] if start + 1 < len(tokens) else "."
            if after not in self.words and not after.startswith(self.stems):
                return False
        return self.phrase.begins(tokens, start)


def _after_first(parts: tuple[Part, ...], token: str) -> Iterator[Part | None]:
    """Yield the places that may follow once `token` has filled the first; None when the phrase may end there."""
    if not parts:
        return
    part, rest = parts[0], parts[1:]
    if part.fits(token):
        yield from _first_places(rest)
    for sequence in part.sequences:
        yield from _after_first(sequence + rest, token)
    if part.optional:
        yield from _after_first(rest, token)


def _first_places(parts: tuple[Part, ...]) -> Iterator[Part | None]:
    if not parts:
        yield None
        return
    part, rest = parts[0], parts[1:]
    yield part
    for sequence in part.sequences:
        yield from _first_places(sequence + rest)
    if part.optional:
        yield from _first_places(rest)


def phrases(tree: object, language: str = "en", path: tuple[str, ...] = ()) -> Iterator[Phrase]:
    """Yield every phrase of a concept tree; the path of keys is the concept's name."""
    if isinstance(tree, Mapping):
        for key, branch in tree.items():
            yield from phrases(branch, language, (*path, str(key)))
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


def openings(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield the places that a phrase may begin with."""
    for part in parts:
        yield part
        for sequence in part.sequences:
            yield from openings(sequence)
        if not part.optional:
            return


def literals(parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield the words and stems of an entry."""
    for part in parts:
        yield from part.words
        yield from part.stems
        for sequence in part.sequences:
            yield from literals(sequence)

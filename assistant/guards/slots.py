"""The four slots of a request: purpose, means, target, grain, read from words by the lexicon."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.guards.gloss import Gloss, gloss
from assistant.guards.normalise import DECODED, Reading, readings
from assistant.guards.slots_lexicon import Lexicon, lexicon

_TOKEN = re.compile(r"[^\W_]+|[.;?!\n]+(?=\s|$)")
_SENTENCE_GAP = 6  # positions added at the end of a sentence, so that "near" rarely spans two sentences
IDIOM = "idiom"  # words of these phrases are not read for anything else
_SHORT = 8  # tokens of a text in which one word may tell the language
_GLOSSED = 0.15  # share of the words of a message in another language from which its gloss can be judged
_SKETCH = 3  # words of a gloss below which it is too little to refuse by
_LANGUAGE = 0.3  # share of known words from which a reading is language
_JUDGED = 3  # readings of a message that the classifier takes
_LONG_WORD = 14  # run-together words from this length are taken apart

Positions = tuple[int, ...]


@dataclass(frozen=True)
class Sight:
    """The concepts seen in one reading of a message, with the positions of the words that named them."""

    tags: Mapping[str, Positions]
    words: int

    def at(self, *concepts: str) -> Positions:
        """Return the positions of concepts; `vulnerable` includes `vulnerable.debt`."""
        return tuple(
            sorted(
                position
                for name, positions in self.tags.items()
                if any(name == concept or name.startswith(concept + ".") for concept in concepts)
                for position in positions
            )
        )

    @cached_property
    def _named(self) -> frozenset[str]:
        """Return the concepts seen, with every concept that includes one of them."""
        parts = (name.split(".") for name in self.tags)
        return frozenset(".".join(part[:size]) for part in parts for size in range(1, len(part) + 1))

    def has(self, *concepts: str) -> bool:
        """Return whether any of the concepts was seen."""
        return not self._named.isdisjoint(concepts)

    def near(self, first: str, second: str, gap: int = 6) -> bool:
        """Return whether two concepts stand within `gap` words of each other, in either order."""
        if not (self.has(first) and self.has(second)):
            return False
        others = self.at(second)
        return any(0 < abs(here - there) <= gap for here in self.at(first) for there in others)

    def then(self, first: str, second: str, gap: int = 6) -> bool:
        """Return whether the second concept follows the first within `gap` words."""
        if not (self.has(first) and self.has(second)):
            return False
        others = self.at(second)
        return any(0 < there - here <= gap for here in self.at(first) for there in others)

    def __or__(self, other: "Sight") -> "Sight":
        """Return both sights as one, the other's words after this one's."""
        shift = max((position for positions in self.tags.values() for position in positions), default=0)
        merged = dict(self.tags)
        for name, positions in other.tags.items():
            moved = tuple(position + shift + _SENTENCE_GAP for position in positions)
            merged[name] = merged.get(name, ()) + moved
        return Sight(merged, self.words + other.words)

    def only(self, *concepts: str) -> "Sight":
        """Return what was seen of the given concepts alone."""
        kept = {
            name: positions
            for name, positions in self.tags.items()
            if any(name == concept or name.startswith(concept + ".") for concept in concepts)
        }
        return Sight(kept, self.words)

    @cached_property
    def slots(self) -> dict[str, str]:
        """Return the four slots in words."""
        return {
            "purpose": self._first(_PURPOSES, "understand"),
            "means": self._first(_MEANS, "truthful"),
            "target": self._first(_TARGETS, "everyone"),
            "grain": self._first(_GRAINS, "aggregate"),
        }

    def _first(self, table: Sequence[tuple[str, tuple[str, ...]]], default: str) -> str:
        return next((value for value, concepts in table if self.has(*concepts)), default)


_PURPOSES = (
    ("harm", ("harm",)),
    ("protect", ("support",)),
    ("audit", ("audit",)),
    ("sell", ("sell.act", "voter_harm")),
    ("extract", ("contact.field", "contact.secret", "contact.raw")),
)
_MEANS = (
    ("deceive", ("fabricate", "fake", "mislead", "pretence")),
    ("obstruct", ("obstruct",)),
    ("pressure", ("nag", "shame", "susceptible")),
    ("hide", ("hide", "hide_late")),
    ("exclude", ("exclude.act", "exclude.proxy")),
    ("infer", ("identify", "infer")),
)
_TARGETS = (
    ("child", ("child",)),
    ("vulnerable state", ("vulnerable",)),
    ("protected trait", ("special", "protected")),
    ("voters", ("voter",)),
    ("one person", ("person", "anonymous")),
)
_GRAINS = (
    ("named person", ("person", "anonymous", "contact.field", "contact.secret", "contact.raw")),
    ("small cell", ("limit.small",)),
)


@dataclass(frozen=True)
class Seen:
    """A message as the guard sees it.

    `sights` is what each reading says to the lexicon; `meant` the readings as the classifier takes them, the plain
    one first, in English words where they are in another language; `readable` whether the language can be judged,
    `sketchy` whether so few of its words are known that they may not stand for the rest, and `disguised` whether a
    part of the message had to be decoded.
    """

    sights: tuple[Sight, ...]
    meant: tuple[str, ...]
    text: str
    readable: bool
    disguised: bool = False
    sketchy: bool = False


def see(message: str) -> Seen:
    """Return what every reading of a message says."""
    words = lexicon()
    found = readings(message, lambda text: sum(word in words.vocabulary for word in tokens(text)))
    sights: list[Sight] = []
    meant: list[str] = []
    glosses: list[Gloss] = []
    for reading in found:
        here = tokens(reading.text)
        sights.append(_tag(here, words))
        if (other := _mended(here, words)) is not None:
            sights.append(_tag(other, words))
        english = gloss(reading.text)
        if english is not None and english.known >= _GLOSSED:
            sights.append(_tag(tokens(english.text), words))
            glosses.append(english)
        meant.append(_meant(reading.text, other, english))
    told = _told(meant, words)
    decoded = any(reading.form in DECODED and text in told for reading, text in zip(found, meant, strict=True))
    readable = decoded or bool(glosses) or _readable(message, found, words)
    sketchy = bool(glosses) and max(len(english.text.split()) for english in glosses) < _SKETCH
    return Seen(tuple(sights), told, found[0].text if found else "", readable, decoded, sketchy)


def _meant(text: str, mended: Sequence[str] | None, english: Gloss | None) -> str:
    """Return a reading in English words, with its spelling mended."""
    if english is not None and english.text:
        return english.text
    return text if mended is None else " ".join(mended)


def _told(meant: Sequence[str], words: Lexicon) -> tuple[str, ...]:
    """Return the readings that are language, or else the first; a code says nothing to a classifier."""
    kept = [text for text in dict.fromkeys(meant) if _share(tokens(text), words) >= _LANGUAGE]
    return tuple(kept[:_JUDGED]) or tuple(meant[:1])


def _share(here: Sequence[str], words: Lexicon) -> float:
    return sum(words.knows(token) for token in here) / max(1, len(here))


def tokens(text: str) -> list[str]:
    """Return the words of a folded text; the end of a sentence is the token `.`."""
    return ["." if not token[0].isalnum() else token for token in _TOKEN.findall(text)]


def _tag(here: Sequence[str], words: Lexicon) -> Sight:
    """Return the concepts in a list of tokens."""
    tags: dict[str, set[int]] = {}
    spoken = _languages(here, words)
    masked = _idioms(here, words)
    place = 0
    for index, word in enumerate(here):
        ends = word == "."
        if not ends and (index == 0 or here[index - 1] == "."):
            kind = next((kind for kind, group in words.openers.items() if word in group), "other")
            for concept in (f"opens.{kind}", "ask.select")[: 2 if kind == "select" else 1]:
                tags.setdefault(concept, set()).add(place + 1)
        place += _SENTENCE_GAP if ends else 1
        for start in () if ends or index in masked else words.starting(word):
            if start.phrase.language in spoken and start.begins(here, index):
                tags.setdefault(start.phrase.concept, set()).add(place)
    return Sight({name: tuple(sorted(at)) for name, at in tags.items()}, len(here))


def _idioms(here: Sequence[str], words: Lexicon) -> frozenset[int]:
    """Return the places of words that stand in an idiom, such as a target group, and mean nothing else there."""
    return frozenset(
        place
        for index, word in enumerate(here)
        for start in words.starting(word)
        if start.phrase.concept == IDIOM and start.begins(here, index)
        for place in range(index, start.phrase.end(here, index))
    )


def _languages(here: Sequence[str], words: Lexicon) -> frozenset[str]:
    """Return the languages a text may be in: English, and each that has words of its own in it."""
    english = words.read["en"]
    own = {
        code: sum(token in group and token not in english for token in here) for code, group in words.read.items()
    }
    if len(here) <= _SHORT and not any(own.values()):  # an order in four words may have no function word
        own = _charged(here, words)
        return frozenset({"en", *(code for code, count in own.items() if count > 1)})
    needed = 1 if len(here) <= _SHORT or max(own.values()) == 1 else 2
    return frozenset({"en", *(code for code, count in own.items() if count >= needed)})


def _charged(here: Sequence[str], words: Lexicon) -> Counter[str]:
    """Return how many tokens begin a phrase in each language, among the tokens that begin none in English."""
    found: Counter[str] = Counter()
    for token in here:
        spoken = {start.phrase.language for start in words.starting(token)}
        if "en" not in spoken and token not in words.vocabulary:
            found.update(spoken)
    return found


def _mended(here: Sequence[str], words: Lexicon) -> list[str] | None:
    """Return tokens with misspellings corrected and run-together words parted, or None when nothing changes.

    Only English is mended. A doubled letter or two swapped ones are slips of the hand, and one is enough; other
    near misses are often other words, and two are needed.
    """
    if len(_languages(here, words)) > 1:
        return None
    mended: list[str] = []
    fixes = 0
    for token in here:
        if len(token) >= _LONG_WORD and token.isalpha() and token not in words.vocabulary:
            parts = _parted(token, words.vocabulary)
            whole = len(parts) > 2 and min(map(len, parts)) > 1
            mended += parts if whole else [token]
            fixes += 2 * whole
        elif (word := words.corrected(token)) is not None:
            mended.append(word)
            fixes += 2 if sorted(word) == sorted(token) or _single(word) == _single(token) else 1
        else:
            mended.append(token)
    return mended if fixes >= 2 else None


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _parted(run: str, vocabulary: frozenset[str]) -> list[str]:
    """Return a run of letters split into the fewest known words (single letters cost most)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0] + 3.0, end - 1)]
        options += [
            (best[start][0] + 1.0, start)
            for start in range(max(0, end - 16), end - 1)
            if run[start:end] in vocabulary
        ]
        best.append(min(options))
    parts: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        parts.insert(0, run[start:end])
        end = start
    return parts


def _readable(message: str, found: Sequence[Reading], words: Lexicon) -> bool:
    """Return whether the guard has a lexicon for the language of a message."""
    letters = [char for char in message if char.isalpha()]
    if not found or not letters:
        return True
    plain = found[0].text
    foreign = sum(char > "\u024f" for char in plain if char.isalpha())
    if foreign > 0.3 * len(letters):
        return False
    here = [token for token in tokens(plain) if token.isalpha()]
    ours = max(sum(token in group for token in here) for group in words.read.values())
    theirs = max(sum(token in group for token in here) for group in words.unread.values())
    if theirs >= 2 and theirs > ours:
        return False
    known = sum(words.knows(token) for token in here)
    return len(here) < 5 or known >= 0.2 * len(here)

"""What is seen of a request: its concepts, and the four slots that they fill: purpose, means, target, grain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

SENTENCE_GAP = 6  # positions added at the end of a sentence, so that "near" rarely spans two sentences

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
            moved = tuple(position + shift + SENTENCE_GAP for position in positions)
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
    `glossed` whether it had to be put into English, `sketchy` whether so few of its words are then known that they
    may not stand for the rest, and `disguised` whether a part of the message had to be decoded.
    """

    sights: tuple[Sight, ...]
    meant: tuple[str, ...]
    text: str
    readable: bool
    disguised: bool = False
    glossed: bool = False
    sketchy: bool = False

"""One thing asked: its words, how much each matters, and where words stand for a slot."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.reading import Link
from assistant.offline.words import Token

CUE_WEIGHT = 0.55
FILLER_WEIGHT = 0.05
# Everyday words that mean an outcome only where a table records one of their kind; elsewhere they are but words.
_EVERYDAY = frozenset(
    {"wish", "refuse", "attend", "absent", "default", "repay", "pleased", "displeased", "late", "punctual"}
)


def is_everyday(concept: str) -> bool:
    """Return whether a concept means an outcome only where there is one, as "want" and "show up" do."""
    return concept.startswith("outcome.") and concept.removeprefix("outcome.") in _EVERYDAY


@dataclass(frozen=True)
class Clause:
    """One thing asked: its words, the concepts in them, and periods; `extra` links come from outside the table.

    `nouns` are the stems of what rows are called in any table.
    """

    text: str
    words: tuple[Token, ...]
    language: str
    cues: tuple[Cue, ...]
    periods: tuple[Link, ...] = ()
    extra: tuple[Link, ...] = ()
    nouns: frozenset[str] = frozenset()

    @cached_property
    def weights(self) -> Sequence[float]:
        """Return how much each word matters: content words one, words of a concept less, filler nearly nothing."""
        known = (cue for cue in self.cues if not is_everyday(cue.concept))
        cued = {index for cue in known for index in range(cue.start, cue.end)}
        return [self._weight(index, index in cued) for index in range(len(self.words))]

    def inside(self, start: int, end: int) -> list[int]:
        """Return the words that stand whole between two places of the text."""
        return [at for at, word in enumerate(self.words) if start <= word.start and word.end <= end]

    def _weight(self, index: int, cued: bool) -> float:
        word = self.words[index]
        if cued or word.number is not None:
            return CUE_WEIGHT
        if lexicon().is_filler(word, self.language) and not self._placed(index):
            return FILLER_WEIGHT
        return 1.0

    def _hyphenated(self, index: int) -> bool:
        """Return whether a word is part of a compound such as "no-show"; "non-" is a negation.

        French joins a verb and its pronoun ("est-ce", "dépensent-ils"), which names nothing.
        """
        word = self.words[index]
        if self.language == "fr":
            return False
        after = self.text[word.end : word.end + 1] == "-" and word.norm != "non" and index + 1 < len(self.words)
        before = index > 0 and self.text[: word.start].endswith("-") and self.words[index - 1].norm != "non"
        return after or before

    @cached_property
    def form(self) -> frozenset[int]:
        """Return where words shape the question (how many, total, by, most) rather than name something."""
        return frozenset(
            index
            for cue in self.cues
            if cue.concept.startswith(("aggregate.", "order.", "by", "per", "which", "negation"))
            for index in range(cue.start, cue.end)
        )

    @cached_property
    def comparing(self) -> frozenset[int]:
        """Return where words compare ("compare", "versus"), which are no slip of another word."""
        return frozenset(
            index for cue in self.cues if cue.concept == "compare.versus" for index in range(cue.start, cue.end)
        )

    def _placed(self, index: int) -> bool:
        """Return whether filler stands where a slot belongs: written as a name, before a row noun, after "by"."""
        word = self.words[index]
        if index > 0 and len(word.text) > 1 and word.text.istitle() and self.language != "de":
            return True
        if self._hyphenated(index):
            return True
        if word.norm not in lexicon().soft:
            return False
        before = {cue.concept for cue in self.cues if cue.end == index}
        after = {cue.concept for cue in self.cues if cue.start == index + 1}
        following = self.words[index + 1].stem if index + 1 < len(self.words) else ""
        row = following in self.nouns or any(concept.startswith("entity.") for concept in after)
        named = {cue.concept for cue in self.cues if cue.end == index and cue.concept.startswith("entity.")}
        if word.norm in lexicon().kinds_of_rows and (
            named or (index > 0 and self.words[index - 1].stem in self.nouns)
        ):
            return True
        noun = row and not before & {"which", "filler", "order.highest", "order.lowest"}
        said_of = index + 1 == len(self.words) and self.words[index - 1].norm in {"are", "is", "were", "was"}
        return noun or said_of or bool(before & {"by", "per"})

    def content(self, index: int) -> bool:
        """Return whether a word is neither filler nor part of a concept."""
        return self.weights[index] == 1.0

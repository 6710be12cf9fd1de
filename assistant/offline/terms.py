"""The words a tool is known by: those of its name, title and description, and those its examples repeat."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.offline.lexicon import lexicon
from assistant.offline.words import tokens

_SENTENCE = re.compile(r"(?<=[.;])\s+")
_DENIES = re.compile(r"^\W*(?:not|never|nor)\b", re.IGNORECASE)
_REPEATED = 2
_ONCE = 0.5
_SHORT = 3
_FORM = ("aggregate.", "order.", "by", "per", "which", "among", "when", "entity.", "grain.", "filler")


def terms(name: str, title: str, description: str, examples: Sequence[str]) -> Mapping[str, float]:
    """Return the stems that a tool is known by: 1 for its own words and repeated ones, less for one example's.

    Sentences that send a question elsewhere ("not for ...", another tool's name) say nothing of this tool.
    """
    own = [part for part in _SENTENCE.split(description) if not _DENIES.match(part) and "_" not in part]
    told = Counter(word for example in examples for word in set(named(example)))
    known = {word: 1.0 if count >= _REPEATED else _ONCE for word, count in told.items()}
    called = {word.stem for word in tokens(name.replace("_", " ")) if len(word.norm) > _SHORT}
    for word in called | named(title) | {w for part in own for w in named(part)}:
        known[word] = 1.0
    return known


def named(text: str) -> frozenset[str]:
    """Return the stems of a text that can name something: neither filler nor words that shape any question."""
    words = tokens(text)
    shaping = {
        index
        for cue in lexicon().cues(words)
        if cue.concept.startswith(_FORM)
        for index in range(cue.start, cue.end)
    }
    english = lexicon().languages["en"].filler
    return frozenset(
        word.stem
        for index, word in enumerate(words)
        if index not in shaping and word.number is None and len(word.norm) > 1 and word.norm not in english
    )


def rarity(known: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    """Return how much a stem tells of its tool: 1 in one tool only, 0 in half of them or more (idf, scaled)."""
    all_known = list(known)
    counted = Counter(word for words in all_known for word in words)
    most = math.log(max(2.0, len(all_known) / 2))
    return {word: max(0.0, 1 - math.log(count) / most) for word, count in counted.items()}

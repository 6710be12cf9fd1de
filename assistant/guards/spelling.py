"""Whether English spells a word so, as far as the vocabulary of the packaged encoder tells.

The lexicon knows only the words that bear on a verdict. Against it alone a word of any other trade looks like a
misspelling: a sensor like a senior, a project like a protection.
"""

from functools import cache

from retrieval.embed import whole_words
from retrieval.errors import EmbeddingError

_INFLECTED = ("s", "es", "ed", "d", "ing", "er", "ers", "ly")
_CONTRACTED = ("ve", "re", "ll", "s", "d")  # what folding leaves of they've and who's
_LONGEST = 16  # letters of a word that is looked for in a run of letters
_FEW_LETTERS = (  # the vocabulary holds words of four letters and more
    "a i am an as at be by do he if in is it me my no of on or so to up us we add age all and any are ask bad big "
    "but buy can day did end fee few for get got had has her him his how ill its kid let low may men mom new not "
    "now off old one our out own pay per put sad say see she sue tax the too top try two use vip was way who why "
    "win yes yet you"
)
_BRIEF = frozenset(_FEW_LETTERS.split())


def spelled(word: str) -> bool:
    """Return whether a folded word, an inflection of it or a contraction is in the vocabulary."""
    known = _vocabulary()
    return word in known or any(
        word.endswith(ending) and word.removesuffix(ending) in known for ending in (*_INFLECTED, *_CONTRACTED)
    )


def parted(letters: str) -> str | None:
    """Return a run of letters as the fewest words that it falls into; None when it falls into none."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        found = [
            (*before, letters[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if (before := best[start]) is not None and _is_word(letters[start:end])
        ]
        best.append(min(found, key=len, default=None))
    words = best[-1]
    return " ".join(words) if words else None


def _is_word(letters: str) -> bool:
    return letters in _BRIEF or (len(letters) > 3 and spelled(letters))


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words of the vocabulary; none where the encoder is not installed, so that the lexicon decides."""
    try:
        return whole_words()
    except EmbeddingError:
        return frozenset()

"""Whether English spells a word so, as far as the vocabulary of the packaged encoder tells.

The lexicon knows only the words that bear on a verdict. Against it alone a word of any other trade looks like a
misspelling: a sensor like a senior, a project like a protection.
"""

from functools import cache

from retrieval.embed import whole_words
from retrieval.errors import EmbeddingError

_INFLECTED = ("s", "es", "ed", "d", "ing", "er", "ers", "ly")
_CONTRACTED = ("ve", "re", "ll", "s", "d")  # what folding leaves of they've and who's


def spelled(word: str) -> bool:
    """Return whether a folded word, an inflection of it or a contraction is in the vocabulary."""
    known = _vocabulary()
    return word in known or any(
        word.endswith(ending) and word.removesuffix(ending) in known for ending in (*_INFLECTED, *_CONTRACTED)
    )


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words of the vocabulary; none where the encoder is not installed, so that the lexicon decides."""
    try:
        return whole_words()
    except EmbeddingError:
        return frozenset()

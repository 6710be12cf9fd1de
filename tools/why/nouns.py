"""Which words name things: told by where they stand in the texts themselves, so that any subject has its own."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tools.why.cues import stem, word_list

_SHARE = 0.3
_LEAST = 2
_TOKEN = re.compile(r"[^\W_][\w']*|[^\w\s]")
# So many words tell enough of a language's habits; more only cost time.
_ENOUGH = 150_000


def nouns(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems that end a noun phrase in at least three in ten of the places where they stand.

    A phrase begins with a determiner or a preposition, or it begins a sentence and a common verb follows.
    A phrase ends before a preposition, a common verb, a conjunction, another determiner or a mark of punctuation;
    one describing word may stand between.
    """
    opening, verbs = word_list("determiner") | word_list("preposition"), word_list("verb")
    closing = word_list("closing") | verbs
    every: Counter[str] = Counter()
    things: Counter[str] = Counter()
    for text in texts:
        words = _TOKEN.findall(text.lower().replace("’", "'"))
        for place, word in enumerate(words):
            key = stem(word)
            every[key] += 1
            after = words[place + 1] if place + 1 < len(words) else "."
            before = words[max(0, place - 2) : place]
            begun = _begun(before, opening, closing) or (after in verbs and (not before or before[-1] in ".!?"))
            ended = not after[0].isalnum() or after in opening or after in closing
            things[key] += begun and ended and word[0].isalpha() and word not in opening and word not in closing
        if every.total() > _ENOUGH:
            break
    return frozenset(key for key, count in things.items() if count >= _LEAST and count >= _SHARE * every[key])


def _begun(before: Sequence[str], opening: frozenset[str], closing: frozenset[str]) -> bool:
    """Return whether a phrase has begun right before a word, or one describing word earlier."""
    if not before:
        return False
    if before[-1] in opening:
        return True
    return before[0] in opening and before[-1][0].isalpha() and before[-1] not in closing

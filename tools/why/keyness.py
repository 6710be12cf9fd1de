"""Which words set a group of texts apart from all others: log-odds under a prior from all of them.

Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16 (2008), equations 15, 16 and 22; a word counts
once a text.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt

# How many texts the prior weighs as much as, spread over all words as these are spread over all texts.
_PRIOR = 50.0


def keyness(group: Sequence[Collection[str]], others: Sequence[Collection[str]]) -> Mapping[str, float]:
    """Return for each word of the group how many standard errors its log-odds there lie above those elsewhere.

    Words that are rarer in the group than elsewhere have negative values.
    """
    inside = Counter(word for words in group for word in set(words))
    outside = Counter(word for words in others for word in set(words))
    total_in, total_out = inside.total(), outside.total()
    everything = total_in + total_out
    found: dict[str, float] = {}
    for word, count in inside.items():
        other = outside[word]
        prior = _PRIOR * (count + other) / everything
        here = log((count + prior) / (total_in + _PRIOR - count - prior + 1))
        there = log((other + prior) / (total_out + _PRIOR - other - prior + 1))
        found[word] = (here - there) / sqrt(1 / (count + prior) + 1 / (other + prior))
    return found

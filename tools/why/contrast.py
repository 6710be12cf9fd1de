"""Which words tell the people of a slice from all others: what they speak of more than the rest do."""

from collections import defaultdict
from collections.abc import Container, Iterable

from retrieval.corpus import Corpus
from retrieval.filters import Filter
from tools.why.cues import found, is_empty, stem, words_of
from tools.why.windows import Window

_LEAST = 3
_LIFT = 2.0
_LETTERS = 3


def contrast(corpus: Corpus, where: Filter, windows: Iterable[Window], things: Container[str]) -> frozenset[str]:
    """Return the `things` (stems) named at least twice as often in the admitted passages as in the others.

    Only what three people or more name counts; both rates are smoothed by half a passage.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for window in windows:
        for word in words_of(window.text):
            if len(word) >= _LETTERS and stem(word) in things and not is_empty(word) and not found("acts", word):
                users[word.lower()].add(window.voice)
    heard: dict[str, set[str]] = defaultdict(set)
    for word, voices in users.items():
        heard[stem(word)] |= voices
    words = sorted(word for word in users if len(heard[stem(word)]) >= _LEAST)
    everywhere = Filter(reader=where.reader)
    mine, all_texts = corpus.counts(where).passages, corpus.counts(everywhere).passages
    here, total = corpus.frequencies(words, where), corpus.frequencies(words, everywhere)
    marks: set[str] = set()
    for word, inside, whole in zip(words, here, total, strict=True):
        if inside is None or whole is None:
            continue
        rate = (inside + 0.5) / (mine + 1)
        if rate >= _LIFT * (whole - inside + 0.5) / (all_texts - mine + 1):
            marks.add(stem(word))
    return frozenset(marks)

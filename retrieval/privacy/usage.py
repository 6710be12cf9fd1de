"""Words that a workspace's texts write small or its tables name: with a capital they are nobody either."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.privacy.kept import KeptWords
from retrieval.privacy.lexicon import is_everyday, is_given, may_be_given, normal

_LEAST_TEXTS = 3
_TIMES_CAPITALISED = 4  # as often small as with a capital inside a sentence: "maria" of hasty writers is none
_SMALL = re.compile(r"(?<![\w@#./:-])[^\W\d_A-Z]{3,30}(?![\w@/]|[.:-]\w)")
_NAMED = re.compile(r"[^\W\d_]{3,30}")
_WRITTEN = re.compile(r"[^\w]*[^\W\d_a-zß-öø-ÿ][^.!?]{0,400}[.!?](?!\w)")  # a first sentence as it should be
_LARGE = re.compile(r"(?<=[a-zà-ÿ,] )[^\W\d_a-z][^\W\d_A-Z]{2,29}(?!\w)")


class WordsInUse:
    """Words written small in at least three texts, and four times as often as with a capital inside a sentence.

    Words of columns and of what stands in them count as well. Kept in `words.txt` as the keyed digests that
    `digest` makes: a word that only one company knows, or a name that somebody wrote small, cannot be read from
    it. Words that the shipped lists know are left out.
    """

    def __init__(self, directory: Path, digest: Callable[[str], str]) -> None:
        self._words = KeptWords(directory / "words.txt", "words in use")
        self._digest = digest

    def __call__(self, word: str) -> bool:
        """Return whether a normalised word is one that the texts write small."""
        return len(self._words) > 0 and self._digest(word) in self._words

    def refresh(self) -> None:
        """Take in what another process has added since."""
        self._words.refresh()

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the words that these texts write small."""
        small: Counter[str] = Counter()
        large: Counter[str] = Counter()
        for text in texts:
            if not _WRITTEN.match(text):
                continue  # where sentences begin small, names are written small as well
            small.update(set(_SMALL.findall(text)))
            large.update(set(_LARGE.findall(text)))
        self._words.add(map(self._digest, _ordinary(small, large)))

    def name(self, things: Iterable[str]) -> None:
        """Remember the words that columns and their values are called by, but not where a given name stands."""
        named = ({normal(word) for word in _NAMED.findall(thing)} for thing in things)
        found: set[str] = set().union(*(thing for thing in named if not any(map(may_be_given, thing))))
        self._words.add(self._digest(word) for word in found if not is_everyday(word))


def _ordinary(small: Counter[str], large: Counter[str]) -> Iterator[str]:
    """Yield the normalised words that count as words; what a shipped list knows needs no second proof."""
    capitalised: Counter[str] = Counter()
    for raw, times in large.items():
        capitalised[normal(raw)] += times
    for raw, times in small.items():
        word = normal(raw) if times >= _LEAST_TEXTS else ""
        if word and times >= _TIMES_CAPITALISED * capitalised[word] and not (is_given(word) or is_everyday(word)):
            yield word

"""Words that a workspace's texts write small or its tables name: with a capital they are nobody either."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.errors import StoreError
from retrieval.privacy.lexicon import is_everyday, is_given, normal, words

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
        self._file = directory / "words.txt"
        self._digest = digest
        self._read = -1
        self._words: frozenset[str] = frozenset()
        self.refresh()

    def __call__(self, word: str) -> bool:
        """Return whether a normalised word is one that the texts write small."""
        return bool(self._words) and self._digest(word) in self._words

    def refresh(self) -> None:
        """Take in what another process has added since."""
        size = self._file.stat().st_size if self._file.exists() else 0
        if size == self._read:
            return
        try:
            text = self._file.read_text(encoding="ascii") if size else ""
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"The list of words in use {self._file} cannot be read.") from error
        self._read, self._words = size, frozenset(text.split())

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the words that these texts write small."""
        small: Counter[str] = Counter()
        large: Counter[str] = Counter()
        for text in texts:
            if not _WRITTEN.match(text):
                continue  # where sentences begin small, names are written small as well
            small.update(set(_SMALL.findall(text)))
            large.update(set(_LARGE.findall(text)))
        self._keep(_ordinary(small, large))

    def name(self, things: Iterable[str]) -> None:
        """Remember the words that columns and their values are called by, but not where a given name stands."""
        named = ({normal(word) for word in _NAMED.findall(thing)} for thing in things)
        found: set[str] = set().union(*(thing for thing in named if not any(map(_is_given, thing))))
        self._keep(word for word in found if not is_everyday(word))

    def _keep(self, ordinary: Iterable[str]) -> None:
        new = sorted({self._digest(word) for word in ordinary} - self._words)
        if new:
            with self._file.open("a", encoding="ascii") as stream:
                stream.write("".join(f"{one}\n" for one in new))
            self.refresh()


def _is_given(word: str) -> bool:
    return is_given(word) or word in words("listed_given")


def _ordinary(small: Counter[str], large: Counter[str]) -> Iterator[str]:
    """Yield the normalised words that count as words; what a shipped list knows needs no second proof."""
    capitalised: Counter[str] = Counter()
    for raw, times in large.items():
        capitalised[normal(raw)] += times
    for raw, times in small.items():
        word = normal(raw) if times >= _LEAST_TEXTS else ""
        if word and times >= _TIMES_CAPITALISED * capitalised[word] and not (is_given(word) or is_everyday(word)):
            yield word

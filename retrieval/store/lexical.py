"""Words as BM25 counts them: lower case, without function words, stemmed in the text's language."""

import logging
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bm25s import BM25

DEFAULT_LANGUAGE = "en"
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_ENOUGH_TO_TELL = 2000

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def language_of(text: str, default: str = DEFAULT_LANGUAGE) -> str:
    """Return the language whose function words are most frequent at the beginning of the text."""
    words = [match.group().lower() for match in _WORD.finditer(text[:_ENOUGH_TO_TELL])]
    counts = {name: sum(word in stop_words(name) for word in words) for name in _STEMMERS}
    best = max(counts, key=lambda name: (counts[name], name == default))
    return best if counts[best] > counts.get(default, 0) else default


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language (two-letter code); English ones when it is not known."""
    stopwords = _library().stopwords

    lists = {
        "en": stopwords.STOPWORDS_EN_PLUS,
        "de": stopwords.STOPWORDS_GERMAN,
        "fr": stopwords.STOPWORDS_FRENCH,
        "es": stopwords.STOPWORDS_SPANISH,
    }
    return frozenset(lists.get(language, lists[DEFAULT_LANGUAGE]))


class Analyzer:
    """Cuts texts of one language into terms; remembers stems, because the same words come again."""

    def __init__(self, language: str) -> None:
        from Stemmer import Stemmer  # noqa: PLC0415 - a native module, needed once texts are indexed

        known = language if language in _STEMMERS else DEFAULT_LANGUAGE
        self._stemmer = Stemmer(_STEMMERS[known])
        self._stop = stop_words(known)
        self._stems: dict[str, str] = {}

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order; names of placeholders and words with digits are not stemmed."""
        found: list[str] = []
        for match in _WORD.finditer(text.lower()):
            word = match.group()
            if word in self._stop:
                continue
            stem = self._stems.get(word)
            if stem is None:
                plain = word.isalpha() or "'" in word or "’" in word
                stem = self._stems[word] = self._stemmer.stemWord(word) if plain else word
            found.append(stem)
        return found


class Lexicon:
    """BM25 over the passages of an index, in their order."""

    def __init__(self, ranker: "BM25 | None", size: int, languages: Sequence[str]) -> None:
        self._ranker = ranker
        self._size = size
        self._languages = list(languages)
        self._analyzers = {language: Analyzer(language) for language in languages}

    def scores(self, query: str) -> Scores:
        """Return one score per passage; all zero when no word of the query occurs."""
        terms = self._terms(query)
        if self._ranker is None or not terms:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = self._ranker.get_scores(terms)
        return scores

    def frequency(self, word: str, among: Mask | None = None) -> int | None:
        """Return in how many passages (of those `among`) a word occurs in any form; None for a function word."""
        terms = {term for analyzer in self._analyzers.values() for term in analyzer.terms(word)}
        if not terms and self._analyzers:
            return None
        if self._ranker is None:
            return 0
        starts, holders = self._ranker.scores["indptr"], self._ranker.scores["indices"]
        places = [self._ranker.vocab_dict[term] for term in terms if term in self._ranker.vocab_dict]
        found = [holders[int(starts[place]) : int(starts[place + 1])] for place in places]
        return max((len(held) if among is None else int(among[held].sum()) for held in found), default=0)

    def _terms(self, query: str) -> list[str]:
        """Return the query's terms known to the index, in the stems of each language that the texts have."""
        if self._ranker is None:
            return []
        told = language_of(query, default="")
        languages = [told] if told in self._analyzers else self._languages
        terms = {term: None for language in languages for term in self._analyzers[language].terms(query)}
        return [term for term in terms if term in self._ranker.vocab_dict]


def _library() -> ModuleType:
    """Return bm25s, which sets its own logger to tell every step; what matters to us it raises."""
    import bm25s  # noqa: PLC0415 - loads slowly
    import bm25s.stopwords  # noqa: PLC0415

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    library: ModuleType = bm25s
    return library


def build(texts: Iterable[tuple[str, str]], folder: Path) -> None:
    """Index (text, language) pairs and write the index into `folder`, which stays empty when no term occurs."""
    analyzers: dict[str, Analyzer] = {}
    vocabulary: dict[str, int] = {}
    rows: list[list[int]] = []
    for text, language in texts:
        analyzer = analyzers.get(language) or analyzers.setdefault(language, Analyzer(language))
        rows.append([vocabulary.setdefault(term, len(vocabulary)) for term in analyzer.terms(text)])
    folder.mkdir(parents=True, exist_ok=True)
    if vocabulary:
        ranker = _library().BM25(method="lucene", k1=1.2, b=0.75)
        ranker.index((rows, vocabulary), show_progress=False)
        ranker.save(folder, show_progress=False)


def load(folder: Path, size: int, languages: Sequence[str]) -> Lexicon:
    """Return the index that `build` wrote for `size` passages, memory-mapped."""
    ranker = _library().BM25.load(folder, mmap=True) if any(folder.iterdir()) else None
    return Lexicon(ranker, size, languages)

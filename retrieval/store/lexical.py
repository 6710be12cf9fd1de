"""Words as a search counts them: lower case, no function words, no accents, stemmed in the text's language."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType

DEFAULT_LANGUAGE = "en"
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_ENOUGH_TO_TELL = 2000


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
                stem = self._stems[word] = self._stem(word)
            found.append(stem)
        return found

    def _stem(self, word: str) -> str:
        """Return the stem without accents, which many people leave out when they type."""
        plain = word.isalpha() or "'" in word or "’" in word
        stem: str = self._stemmer.stemWord(word) if plain else word
        if stem.isascii():
            return stem
        return "".join(mark for mark in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(mark))


class Analyzers:
    """One analyzer a language, made when first needed."""

    def __init__(self, languages: Iterable[str] = ()) -> None:
        self._by_language: dict[str, Analyzer] = {language: Analyzer(language) for language in languages}

    def of(self, language: str) -> Analyzer:
        """Return the analyzer of a language."""
        found = self._by_language.get(language)
        return found or self._by_language.setdefault(language, Analyzer(language))

    def query_terms(self, query: str, vocabulary: Mapping[str, int]) -> list[str]:
        """Return the terms of a query that `vocabulary` has, in the stems of each language it may be in."""
        told = language_of(query, default="")
        languages = [told] if told in self._by_language else list(self._by_language)
        terms = {term: None for language in languages for term in self._by_language[language].terms(query)}
        return [term for term in terms if term in vocabulary]

    def forms(self, word: str) -> set[str]:
        """Return the terms that a word may stand for, in any language; none for a function word."""
        return {term for analyzer in self._by_language.values() for term in analyzer.terms(word)}

    def __len__(self) -> int:
        return len(self._by_language)


def _library() -> ModuleType:
    """Return bm25s for its lists of function words; its logger, which tells every step, is made quiet."""
    import bm25s  # noqa: PLC0415 - loads slowly
    import bm25s.stopwords  # noqa: PLC0415

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    library: ModuleType = bm25s
    return library

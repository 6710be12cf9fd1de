"""Words as a search counts them: lower case, no function words, no accents, stemmed in the text's language."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import ModuleType

DEFAULT_LANGUAGE = "en"
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
LANGUAGES = tuple(_STEMMERS)
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_ENOUGH_TO_TELL = 2000
# Letters that the other languages we know do not have.
_LETTERS = {"de": "äöß", "fr": "àâæçèêëîïôœùû", "es": "ñ¿¡áíó"}
# Words are also cut into runs of this many letters where a language builds and bends them more than a stemmer
# undoes (McNamee & Mayfield, "Character n-gram tokenization for European language text retrieval", 2004).
_RUN = 5
_MARK = "~"


def language_of(text: str, default: str = DEFAULT_LANGUAGE) -> str:
    """Return the language whose function words and letters are most frequent at the beginning of the text.

    `default` when none is ahead of the others, or there is nothing to tell by.
    """
    beginning = text[:_ENOUGH_TO_TELL].lower()
    words = _WORD.findall(beginning)
    counts = {name: sum(map(stop_words(name).__contains__, words)) for name in _STEMMERS}
    if not beginning.isascii():
        for name, letters in _LETTERS.items():
            counts[name] += sum(map(beginning.count, letters))
    first, second = sorted(counts.values(), reverse=True)[:2]
    ahead = first > second and first > counts.get(default, 0)
    return max(counts, key=lambda name: counts[name]) if ahead else default


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
        self._english = known == DEFAULT_LANGUAGE
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

    def indexed(self, text: str) -> list[str]:
        """Return the terms of a text and, except in English, the runs of letters in its longer words."""
        terms = self.terms(text)
        return terms if self._english else [*terms, *self._runs(text)]

    def _runs(self, text: str) -> Iterator[str]:
        for match in _WORD.finditer(text.lower()):
            word = match.group()
            if len(word) >= _RUN and word.isalpha() and word not in self._stop:
                plain = _unaccented(word)
                yield from (_MARK + plain[start : start + _RUN] for start in range(len(plain) - _RUN + 1))

    def _stem(self, word: str) -> str:
        """Return the stem without accents, which many people leave out when they type."""
        plain = word.isalpha() or "'" in word or "’" in word
        stem: str = self._stemmer.stemWord(word) if plain else word
        return _unaccented(stem)


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
        terms = {term: None for language in languages for term in self._by_language[language].indexed(query)}
        return [term for term in terms if term in vocabulary]

    def forms(self, word: str) -> set[str]:
        """Return the terms that a word may stand for, in any language; none for a function word."""
        return {term for analyzer in self._by_language.values() for term in analyzer.terms(word)}

    def __len__(self) -> int:
        return len(self._by_language)


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    return "".join(mark for mark in unicodedata.normalize("NFKD", word) if not unicodedata.combining(mark))


def _library() -> ModuleType:
    """Return bm25s for its lists of function words; its logger, which tells every step, is made quiet."""
    import bm25s  # noqa: PLC0415 - loads slowly
    import bm25s.stopwords  # noqa: PLC0415

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    library: ModuleType = bm25s
    return library

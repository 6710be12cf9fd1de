"""A message in another language as English words in its order: no translation, but what the guard can judge.

The glossary (`rules_glossary.txt`) holds the beginnings of the words that matter here in fifteen languages. Words
that it lacks are left out, so a gloss reads like a telegram; the classifier is trained on such telegrams too.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.guards.slots_lexicon import lexicon

GLOSSARY = "rules_glossary.txt"
_WORD = re.compile(r"[\w\u0900-\u097f]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\u1100-\u11ff\uac00-\ud7a3]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_UNSPACED = frozenset({"ja", "zh"})
_COMPOUNDING = frozenset({"de", "nl", "sv"})
_KIN = {"da": "sv", "uk": "ru"}  # languages that share the column of another
_SHORT = 3  # entries up to this length are whole words
_INSIDE, _COMPOUND = 5, 8  # letters of an entry that may stand inside a word, and of such a word
_INDEXED = 2  # letters by which entries are found
_ASKED = re.compile(r"[^.!?;\n]+[?؟]\s*")  # a message that is one question
_ASKING = "does"  # what an English question begins with that has no other word for asking
_FOREIGN = 0.3  # share of letters from which a script tells the language
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ة": "ه", "ى": "ي"}
)
# What is written in one with the word it stands before, such as l'hôtel, whose apostrophe folding has taken away.
_PREFIXES = {
    "ar": re.compile(r"^(?:وال|بال|فال|كال|لل|ال|و|ف|ب|ل)(?=.{3})"),
    "fr": re.compile(r"^(?:qu|[cdjlmnst])(?=[aehiouy].{2})"),
    "it": re.compile(r"^(?:(?:d|n|s)?ell|all|sull|dall|quest|un|[cdl])(?=[aehiou].{2})"),
}


@dataclass(frozen=True, slots=True)
class Gloss:
    """A message in English words: the column of the glossary that was used, and the share of words it knows."""

    language: str
    text: str
    known: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: the beginnings of the words it is made of, and what they say in English."""

    parts: tuple[str, ...]
    english: str

    def fits(self, words: Sequence[str]) -> bool:
        """Return whether the words after the first, which is known to fit, go on as the entry does."""
        return len(words) >= len(self.parts) and all(map(_begins, words[1:], self.parts[1:]))


def gloss(folded: str) -> Gloss | None:
    """Return a folded text in English words; None when it is in English, or in no language of the glossary."""
    text = _plain(folded)
    language = _script(text)
    if language in _UNSPACED:
        scanned = list(_scanned(text, language))
        letters = sum(char.isalpha() for char in text)
        return _gloss(text, language, [word for word, _ in scanned], sum(size for _, size in scanned) / letters)
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    language = language or _latin(words)
    if language is None or not words:
        return None
    found = list(_matched(words, language))
    return _gloss(text, language, [entry.english for _, entry in found], len(found) / len(words))


@cache
def meanings() -> frozenset[str]:
    """Return what glosses are made of: what the entries of the glossary say in English."""
    tables = _glossary().values()
    return frozenset(entry.english for table in tables for entries in table.values() for entry in entries)


def _gloss(text: str, language: str, english: Sequence[str], known: float) -> Gloss:
    kept = [word for place, word in enumerate(english) if place == 0 or english[place - 1] != word]
    asking = lexicon().openers["question"] | lexicon().openers["select"]
    if _ASKED.fullmatch(text) and kept and asking.isdisjoint(" ".join(kept).split()):
        kept.insert(0, _ASKING)
    return Gloss(language, " ".join(kept), known)


def _plain(text: str) -> str:
    """Return lower-case text without accents and invisible characters, as entries are written."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in text if unicodedata.category(char) not in {"Mn", "Cf"}).translate(_PLAIN)


def _script(text: str) -> str | None:
    """Return the language that the letters of a text tell, if they are not Latin."""
    letters = sum(char.isalpha() for char in text)
    found = (language for language, script in _SCRIPTS if len(script.findall(text)) > _FOREIGN * letters)
    return next(found, None)


def _latin(words: Sequence[str]) -> str | None:
    """Return the language in Latin letters that most words speak for, unless English does."""
    known = lexicon()
    english = known.read["en"]
    best, most, against = None, 0.0, 0.0
    for language, own in _function_words().items():
        told = sum(word in own and word not in english for word in words)
        others = (word for word in words if word not in own and word not in known.vocabulary)
        score = told + 0.5 * sum(bool(_starting(language, word)) for word in others)
        if score > most:
            best, most = language, score
            against = sum(word in english and word not in own for word in words)
            against += 0.5 * sum(word in known.vocabulary and word not in english for word in words)
    return best if most >= 1.0 and most > against else None


def _matched(words: Sequence[str], language: str) -> Iterator[tuple[int, _Entry]]:
    """Yield the entries that stand in the words, each with its place; the longest at a place, and none twice."""
    at = 0
    while at < len(words):
        entries = _starting(language, words[at]) or _inside(language, words[at])
        entry = next((entry for entry in entries if entry.fits(words[at:])), None)
        if entry is not None:
            yield at, entry
        at += len(entry.parts) if entry else 1


@lru_cache(maxsize=20_000)
def _starting(language: str, word: str) -> tuple[_Entry, ...]:
    """Return the entries that a word begins, the longest first."""
    prefix = _PREFIXES.get(language)
    forms = (word, prefix.sub("", word)) if prefix else (word,)
    table = _glossary()[language]
    return tuple(
        entry for form in forms for entry in table.get(form[:_INDEXED], ()) if _begins(form, entry.parts[0])
    )


@lru_cache(maxsize=20_000)
def _inside(language: str, word: str) -> tuple[_Entry, ...]:
    """Return the entry that stands inside a compound, such as `rezension` in `kundenrezension`."""
    if language not in _COMPOUNDING or len(word) < _COMPOUND:
        return ()
    entries = (entry for group in _glossary()[language].values() for entry in group)
    found = (entry for entry in entries if len(entry.parts[0]) >= _INSIDE and entry.parts[0] in word)
    return tuple(sorted(found, key=_length, reverse=True))


def _scanned(text: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield what the entries of a language without spaces say, with the length of each; the longest at a place."""
    at = 0
    while at < len(text):
        entries = _glossary()[language].get(text[at : at + 1], ())
        entry = next((entry for entry in entries if text.startswith(entry.parts[0], at)), None)
        if entry is not None:
            yield entry.english, len(entry.parts[0])
        at += len(entry.parts[0]) if entry else 1


def _begins(word: str, part: str) -> bool:
    return word == part if len(part) <= _SHORT and part.isascii() else word.startswith(part)


@cache
def _glossary() -> Mapping[str, Mapping[str, tuple[_Entry, ...]]]:
    """Return the entries of each language by the letters they begin with, the longest first."""
    text = (files("assistant.guards") / GLOSSARY).read_text(encoding="utf-8")
    head, *rows = [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]
    tables: dict[str, dict[tuple[str, ...], _Entry]] = {code.strip(): {} for code in head[1:]}
    for english, *cells in rows:
        for table, cell in zip(tables.values(), cells, strict=True):
            for written in cell.split():
                parts = tuple(_plain(part) for part in written.split("-"))
                table.setdefault(parts, _Entry(parts, english.strip()))
    return {code: _indexed(code, table.values()) for code, table in tables.items()}


def _indexed(language: str, entries: Iterable[_Entry]) -> Mapping[str, tuple[_Entry, ...]]:
    index: dict[str, list[_Entry]] = defaultdict(list)
    for entry in sorted(entries, key=_length, reverse=True):
        index[entry.parts[0][: 1 if language in _UNSPACED else _INDEXED]].append(entry)
    return {letters: tuple(group) for letters, group in index.items()}


def _length(entry: _Entry) -> int:
    return sum(map(len, entry.parts))


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    """Return the function words of each language of the glossary that is written in Latin letters."""
    known = lexicon()
    groups: dict[str, frozenset[str]] = dict.fromkeys(_glossary(), frozenset())
    for code, words in {**known.read, **known.unread}.items():
        column = _KIN.get(code, code)
        if column in groups:
            groups[column] |= words
    return {code: words for code, words in groups.items() if words}

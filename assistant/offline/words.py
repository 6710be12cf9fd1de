"""Cuts questions and names into comparable words."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

import Stemmer
import yaml

# French elides before a vowel: "d'un" is two words, "l'âge" is the word "âge".
_ELIDED = r"(?<![^\W\d_])(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=(?i:[aâeéèêhiîoôuyœ]))"
# A sign belongs to a number that it is written to, where no other number or word stands before it ("10-20").
_SIGNED = r"(?<![^\s(\[=<>:])(?<![\d] )[-−]\d+(?:[.,]\d+)*%?"
_TOKEN = re.compile(rf"{_ELIDED}|{_SIGNED}|\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|[<>]=?|%")
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# What stands right behind a number and multiplies it ("40k").
SCALES = {"k": 1e3, "tsd": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6}
_SHORT = 4  # "pass" is no beginning of "passengers"
_LONG = 8  # letters from which a slip may leave out two: "religion" is no "region"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DOUBLED = re.compile(r"([a-z])\1")
_PLAINLY = 0.98  # the same word but for its accents
_CUT = 3  # letters of an abbreviation at least, and that it leaves out of a word that it only begins
_VOWELS = re.compile(r"[aeiouäöüéèêàâîôûáíóú]")
_SPELLINGS = (
    (re.compile(r"isation(s?)$"), r"ization\1"),
    (re.compile(r"(?<=[a-z]{3})ise(s|d|r|rs)?$"), r"ize\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ite)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z])([bt])re(s?)$"), r"\1er\2"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question: `norm` is lower-case, `stem` its stem, `start` and `end` count characters.

    `means` are the stems of what a word of another language means in English.
    """

    text: str
    norm: str
    stem: str
    start: int
    end: int
    means: frozenset[str] = frozenset()

    @property
    def number(self) -> float | None:
        """Return the number that the token writes in digits, or None; a date such as 02.05.2024 is no number."""
        digits = self.norm.rstrip("%").replace("−", "-")
        if not digits.removeprefix("-")[:1].isdigit() or digits.count(".") > 1:
            return None
        return float(digits.replace(",", ""))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=1)
def _base_forms() -> dict[str, str]:
    """Return the base form of each irregular form of an English verb (`gave` of `give`)."""
    text = files("assistant.offline").joinpath("verbs.yaml").read_text(encoding="utf-8")
    lines: list[str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    return {form: base for base, *forms in (line.split() for line in lines) for form in forms}


def is_irregular(word: str) -> bool:
    """Return whether a word is an irregular form of an English verb ("came", "won")."""
    return word in _base_forms()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a lower-case word: British and American spellings made one, irregular verbs as well."""
    word = _base_forms().get(word, word)
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return str(_stemmer().stemWord(word))


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of a text; identifiers such as `MonthlyFee` are cut at their humps."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        for part in split_humps(match.group()):
            norm = part.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
            found.append(Token(part, norm, stem(norm), start, start + len(part)))
            start += len(part)
    return tuple(found)


def split_humps(word: str) -> list[str]:
    """Return the parts of `camelCase` and `Total2024`; a word without humps stays whole."""
    if word[0].isdigit() or word[0] in "-−" or word.isupper():
        return [word]
    parts = _CAMEL.split(word)
    return parts if all(len(part) > 1 or part.isdigit() for part in parts) else [word]


@lru_cache(maxsize=65_536)
def phrase(text: str) -> tuple[str, ...]:
    """Return the stems of a name, value or alias in order."""
    return tuple(token.stem for token in tokens(text.replace("_", " ").replace(".", " ")))


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a word without accents, German umlauts written out, as headers often are."""
    if word.isascii():
        return word
    bare = unicodedata.normalize("NFD", word.translate(_UMLAUTS))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


@lru_cache(maxsize=65_536)
def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def other_side(word: Token, part: str) -> bool:
    """Return whether a word is for those who do what a stem is done to ("employer" and `employee`)."""
    return part == f"{word.stem}e" and word.norm.removesuffix("s").endswith(("er", "or"))


@lru_cache(maxsize=262_144)
def likeness(left: str, right: str) -> float:
    """Return how alike two stems are: 1 equal, less for a shared beginning or a slip of spelling, else 0."""
    if left == right:
        return 1.0
    left, right = plain(left), plain(right)
    if left == right:
        return _PLAINLY
    if _single(left) == _single(right) and min(len(left), len(right)) >= _CUT:
        return 0.75  # a letter doubled, or not ("Gogle")
    short, long = sorted((left, right), key=len)
    if len(short) < 4 or short[0] != long[0] or short.isdigit() or long.isdigit():
        return 0.0
    if long.startswith(short) and len(long) - len(short) <= (3 if len(short) > _SHORT else 2):
        return 0.85
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if shared >= 5 and shared / len(long) >= 0.7:
        return 0.7
    slip = 1 if len(short) < _LONG else 2
    if len(short) >= 5 and len(long) - len(short) <= slip and SequenceMatcher(None, left, right).ratio() >= 0.85:
        return 0.75
    return 0.0


@lru_cache(maxsize=262_144)
def abbreviates(short: str, word: str) -> bool:
    """Return whether a piece of a header is a word cut short (`prod`) or without its vowels (`pkg`, `sgnup`)."""
    if len(short) < _CUT or len(word) <= len(short) or short[0] != word[0] or not short.isalpha():
        return False
    bare = _VOWELS.sub("", short[1:])
    full = _VOWELS.sub("", word[1:])
    if bare == short[1:] == full and len(word) == len(short) + 1:
        return True  # `hnd`
    if bare == short[1:] and _within(short, word) and short[-1] in word.removesuffix("s")[-_CUT:]:
        return len(word) > len(short) + 1
    if len(short) > _SHORT and bare in (full, full.removesuffix("s")):
        return True
    begun = word.startswith(short) and short[-1] not in "aeiou"
    return begun and len(word) >= len(short) + (_CUT if len(short) > _CUT else _SHORT)


def _within(short: str, word: str) -> bool:
    """Return whether the letters of one word stand in another in their order."""
    letters = iter(word)
    return all(letter in letters for letter in short)

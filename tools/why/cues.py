"""The word lists that tell reasons, pains, wishes, praise and filler apart; kept as data in `cues.yaml`."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from retrieval.privacy.spans import PSEUDONYM

_WORD = re.compile(rf"{PSEUDONYM}|[^\W_][\w']*")
_ADDRESS = re.compile(r"(?<!\w)@\w+|\[[A-Z]+(?:_[A-Z0-9]+)?\]|https?://\S+|&#?\w+;")
_SENT_BACK = re.compile(r"\b(?:send|sends|sent|sending)\b(?:\s+\w+){0,4}?\s+back\b", re.IGNORECASE)
_RETURN = "sendback"
_ASKING = (
    "asks_further",
    "asks_reason",
    "asks_pain",
    "asks_wish",
    "asks_praise",
    "asks_fear",
    "asks_leave",
    "chat",
)
_NEGATION = re.compile(r"(?:\bnot|n['’]t|\bnever|\bhardly|\bnicht|\bkein\w*|\bpas|\bno)\s", re.IGNORECASE)


@cache
def _lists() -> Mapping[str, list[str]]:
    text = files("tools.why").joinpath("cues.yaml").read_text(encoding="utf-8")
    # The base loader keeps every word a string: `no` is no truth value.
    lists: dict[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    return lists


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: _pattern(words) for name, words in _lists().items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    parts = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a list, for looking up many single words."""
    return frozenset(_lists()[name])


def found(name: str, text: str) -> int:
    """Return how often words of the list occur in the text."""
    return len(_patterns()[name].findall(text.replace("’", "'")))


def spans(name: str, text: str) -> list[tuple[int, int]]:
    """Return where words of the list stand in the text."""
    return [match.span() for match in _patterns()[name].finditer(text.replace("’", "'"))]


def is_empty(word: str) -> bool:
    """Return whether a word of a question names nothing to be found."""
    return bool(_patterns()["empty"].fullmatch(word.replace("’", "'")))


def goes_on(question: str) -> bool:
    """Return whether no word of a question names anything: it asks further of what was asked before."""
    rest = _patterns()["asks_further"].sub(" ", question.replace("’", "'"))
    return all(is_empty(word) or found("chat", word) for word in words_of(rest))


def objectless(question: str) -> bool:
    """Return whether a question says what to tell, reasons or worries, and not of what ("Why did you stop?")."""
    rest = words_of(question)
    return all(is_empty(word) or any(found(name, word) for name in _ASKING) for word in rest)


_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(?<=[sxz])es|(?<=[cs]h)es|(?<![sui])s)$")
_ENDINGS = re.compile(r"(?<=[^\W\d_]{3})(?:ations?|ing|ment|ness|er|ied|ed|ly|ie|[yei])$")
_ADJECTIVE = re.compile(r"\w{2,}(?:ed|ful|less|ish|ous|able|ible|[dklmnpst]y)")
_DOUBLE = re.compile(r"([bdgmnprt])\1$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a crude stem: lower case, plural and common endings cut, at most six letters; inflections meet.

    The pseudonym of a person has none, so that no two people meet.
    """
    if word.startswith("["):
        return word.lower()
    low = _PLURAL.sub("", word.lower().removesuffix("'s"))
    short = _ENDINGS.sub("", _ENDINGS.sub("", low))
    return _DOUBLE.sub(r"\1", short)[:6]


def singular(word: str) -> str:
    """Return a word in lower case without a plural's ending; unlike a stem it stays the same word."""
    return _PLURAL.sub("", word.lower().removesuffix("'s"))


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, compounds in their parts."""
    return _WORD.findall(text.replace("’", "'"))


def bare(text: str) -> str:
    """Return a text without whom it is addressed to: handles, placeholders, links, character entities."""
    return " ".join(_ADDRESS.sub(" ", text).split())


def stems(text: str) -> set[str]:
    """Return the stems of all words of a text, compounds also in their parts; who sends back returns."""
    found_stems = {stem(word) for word in words_of(text)}
    return found_stems | {stem(_RETURN)} if "back" in found_stems and _SENT_BACK.search(text) else found_stems


@cache
def alike(key: str) -> frozenset[str]:
    """Return the stems that mean about the same as a stem, itself among them."""
    text = files("tools.why").joinpath("alike.yaml").read_text(encoding="utf-8")
    groups = [frozenset(map(stem, str(line).split())) for line in yaml.safe_load(text)]
    return frozenset({key}.union(*(group for group in groups if key in group)))


@cache
def spoken(key: str) -> tuple[str, ...]:
    """Return the words by which people whom a stem names show themselves: parents speak of their children."""
    text = files("tools.why").joinpath("spoken.yaml").read_text(encoding="utf-8")
    groups: dict[str, str] = yaml.safe_load(text)
    return tuple(
        word for names, words in groups.items() if key in map(stem, names.split()) for word in words.split()
    )


@cache
def _contraries() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    text = files("tools.why").joinpath("contrary.yaml").read_text(encoding="utf-8")
    sides: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    return tuple((frozenset(map(stem, key.split())), tuple(words.split())) for key, words in sides.items())


def contrary(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the words by which people say the contrary of what some stems promise."""
    promised = frozenset(keys)
    return tuple(dict.fromkeys(word for known, words in _contraries() if known & promised for word in words))


def describes(word: str) -> bool:
    """Return whether a word is an adjective or participle: one of mood, or by its ending ("dirty", "damaged")."""
    low = word.lower()
    told = any(found(name, low) for name in ("positive", "negative", "praise", "pain", "describing"))
    return told or bool(_ADJECTIVE.fullmatch(low))


def one_word(text: str) -> str:
    """Return a text in which the two words of "send it back" are the one that means the same."""
    return _SENT_BACK.sub(_RETURN, text)


def polarity(text: str) -> int:
    """Return words of praise minus words of complaint; negated praise counts as complaint."""
    negated = len(_NEGATION.findall(text)) if found("positive", text) else 0
    return found("positive", text) - found("negative", text) - 2 * min(negated, found("positive", text))

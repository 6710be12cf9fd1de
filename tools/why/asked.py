"""What a question looks for: the words that name something, how rare they are, whether it asks for a reason."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from retrieval.corpus import Corpus
from retrieval.load.guess import find_date, guess_language
from tools.why.cues import alike, found, is_empty, stem

Cue = Literal["reason", "pain", "wish", "praise", "fear"]
CUES: tuple[Cue, ...] = ("reason", "pain", "wish", "praise", "fear")
_WORD = re.compile(r"\[[A-Z]+_[A-Z0-9]+\]|[^\W\d_][\w'’]*(?:-\w+)*")
_PLACEHOLDER = re.compile(r"\[[A-Z]+_[A-Z0-9]+\]")
_CALENDAR = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember",
    re.IGNORECASE,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SUBJECT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|have|has|had|would|will|can|could)\s+"
    r"(?:(?:the|our|a|an|their|some|most|many|all|these|those)\s+)*([^\W\d_][\w-]*)",
    re.IGNORECASE,
)
_PLURAL_NEXT = re.compile(r"\W+(?:\d+\W+)?\w+s\b")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(?:of\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
# In a language that writes nouns with a capital, and in headlines, capitals name nobody.
_CAPITALS = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question: `stems` are those that answer it, `weight` grows with its rarity.

    `name` marks a proper name, also a single letter or a placeholder; `cues` what it asks for beside itself;
    `subject` that the question asks what this one does, thinks or is.
    """

    word: str
    stems: frozenset[str]
    weight: float
    name: bool
    cues: frozenset[Cue]
    known: bool
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is matched, personal data replaced as in the texts. `date` is ISO, or year and month.

    `gathers` says that many voices are to be gathered into few: themes, or whatever hurts, with no subject given.
    """

    text: str
    terms: tuple[Term, ...]
    cues: tuple[Cue, ...]
    date: str | None
    gathers: bool = False

    @property
    def topic(self) -> tuple[Term, ...]:
        """The terms that are no mere request for reasons, pains or wishes."""
        return tuple(term for term in self.terms if not term.cues)


def read(question: str, corpus: Corpus) -> Asked:
    """Read a question against the words that the corpus has."""
    text = corpus.as_stored(question)
    date = _date(text)
    words = [word for word in _words(text) if not (date and _CALENDAR.fullmatch(word))]
    named, subjects = _names(text), {match.group(1) for match in _SUBJECT.finditer(text)}
    totals = max(corpus.counts().passages, 1)
    counts = corpus.frequencies(words)
    terms = [
        Term(
            word=word,
            stems=_stems(word),
            weight=math.log(1 + totals / (1 + count)) * (1.5 if word in named else 1.0),
            name=word in named,
            cues=frozenset(name for name in CUES if found(f"asks_{name}", word)),
            known=count > 0,
            subject=word in subjects,
        )
        for word, count in zip(words, counts, strict=True)
        if count is not None
    ]
    cues = tuple(name for name in CUES if found(f"asks_{name}", text))
    topic = any(not term.cues for term in terms)
    gathers = bool(found("asks_themes", text)) or not topic
    return Asked(text, tuple(terms), cues, date, gathers)


def absent(asked: Asked, elsewhere: Iterable[str]) -> list[str]:
    """Return the names in the question that stand neither in the texts nor among the stems `elsewhere`."""
    other = frozenset(elsewhere)
    return [
        term.word
        for term in asked.terms
        if term.name and not term.known and len(term.word) > 1 and not term.stems & other
    ]


def _words(text: str) -> list[str]:
    """Return the words that name something to be found, each once, in their order."""
    found_words: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        letter = len(word) == 1 and word.isupper() and word != "I" and match.start() > 0
        # "The top complaints" ask for an order; "top up" and "top floor" name something.
        top = word.lower() == "top" and not _PLURAL_NEXT.match(text, match.end())
        if letter or top or (len(word) > 1 and not is_empty(word)):
            found_words[word] = None
    return list(found_words)


def _names(text: str) -> frozenset[str]:
    """Return the words written as names: a capital inside a sentence, a placeholder, a single capital letter."""
    if text.isupper():
        return frozenset()
    matches = list(_WORD.finditer(text))
    inside = [
        match
        for match in matches
        if match.start() > 0 and not re.search(r"(?:[.!?:]\s+|^\W*|\n\s*|[\"“”„«]\s*)$", text[: match.start()])
    ]
    capital = [match for match in inside if match.group()[0].isupper() and match.group() != "I"]
    content = [match for match in inside if not is_empty(match.group())]
    if (len(capital) > 2 and len(capital) > _CAPITALS * len(content)) or guess_language(text) == "de":
        capital = [match for match in capital if re.search(r"[A-Z].*[A-Z]", match.group())]
    placeholders = [match for match in matches if _PLACEHOLDER.fullmatch(match.group())]
    words = (re.sub(r"['’]s?$", "", match.group()) for match in (*capital, *placeholders))
    return frozenset(word for word in words if not _CALENDAR.fullmatch(word))


def _stems(word: str) -> frozenset[str]:
    parts = [part for part in re.split(r"[-'’]", word) if len(part) > 1] or [word]
    whole = stem(word)
    if len(parts) > 1:  # texts are read in the parts of compounds; the rarest sounding part is the longest
        return frozenset({stem(max(parts, key=len)), stem("".join(parts))})
    return alike(whole)


def _date(text: str) -> str | None:
    if whole := find_date(text):
        return whole
    month = _MONTH_YEAR.search(text)
    return f"{month.group(2)}-{_MONTHS.index(month.group(1).lower()) + 1:02d}" if month else None

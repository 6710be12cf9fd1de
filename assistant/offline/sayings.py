"""Whether a question sets what people say against what they do, and what it says of either."""

import re
from functools import cache

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import any_of, chains, in_turn, phrases
from assistant.offline.words import tokens

_ACTS = frozenset({"outcome.gain", "outcome.loss", "outcome.keep", "entity.sale", "repeat.again"})


@cache
def _pattern(meaning: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases of a meaning."""
    return re.compile(rf"\b{any_of(phrases('sayings')[meaning])}\b", re.IGNORECASE)


@cache
def _chained(subject: str) -> re.Pattern[str]:
    return re.compile("|".join(map(in_turn, chains(subject))), re.IGNORECASE)


@cache
def _who_say() -> re.Pattern[str]:
    """Return a pattern for people who say something, and not who speak about it."""
    said = {meaning: any_of(listed) for meaning, listed in phrases("sayings").items()}
    who = rf"\b{said['who']}(?:\s+{said['ever']})?\s+{said['say']}\b"
    return re.compile(rf"{who}(?!\s+{said['about']}\b)", re.IGNORECASE)


@cache
def _said_no() -> re.Pattern[str]:
    said = {meaning: any_of(phrases("sayings")[meaning]) for meaning in ("answered", "no")}
    return re.compile(rf"\b{said['answered']}\s+[\"'“]?{said['no']}\b", re.IGNORECASE)


@cache
def _talk() -> frozenset[str]:
    """Return the words of such questions that do not say what they are about."""
    known = phrases("sayings")
    return frozenset(word for phrase in (*known["say"], *known["talk"]) for word in phrase.split())


def sets_against(question: str) -> bool:
    """Return whether a question is about people who say something and what they then do."""
    if _pattern("why").match(question.strip()):
        return False
    if _chained("words_against_deeds").search(question):
        return True
    said = _who_say().search(question) or _chained("who_would").search(question)
    acts = any(cue.concept in _ACTS for cue in clause(question).cues) or _pattern("really").search(question)
    return said is not None and bool(acts)


def denies(question: str) -> bool:
    """Return whether a question is about people who said no."""
    return _said_no().search(question) is not None


def leaves_open(question: str) -> bool:
    """Return whether the question leaves to the data what is meant: it names nothing, or in another language."""
    return not subjects(question) or clause(question).language != "en"


def subjects(question: str) -> tuple[str, ...]:
    """Return the stems of a question that say what it is about."""
    filler = frozenset(word for language in lexicon().languages.values() for word in language.filler)
    people = {
        index
        for cue in clause(question).cues
        if cue.concept == "entity.person"
        for index in range(cue.start, cue.end)
    }
    return tuple(
        word.stem
        for index, word in enumerate(tokens(question))
        if index not in people
        and word.norm not in _talk() | filler
        and word.stem not in lexicon().function_words
        and len(word.norm) > 2
    )

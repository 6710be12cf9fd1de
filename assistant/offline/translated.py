"""Headers and values in one language, a question in another: both are understood in English."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.offline.words import Token, stem
from tools.tables.catalog import Table
from tools.tables.glossary import LANGUAGES, in_english, language_of, word_in_english

_FEW = 30  # different values of a column, beyond which they are names rather than words


@lru_cache(maxsize=256)
def languages_of(table: Table) -> tuple[str, ...]:
    """Return the languages other than English that a table's headers and values are written in."""
    headers = language_of(column.name for column in table.columns) if table.header else None
    values = language_of(
        value
        for column in table.columns
        if column.role in {"segment", "ordinal", "outcome"} and column.distinct <= _FEW
        for value, _ in column.values
    )
    return tuple(dict.fromkeys(name for name in (headers, values) if name is not None))


def value_in_english(value: str, table: Table) -> tuple[str, ...]:
    """Return what a value means in English, none when it is English, a name or not known."""
    return tuple(dict.fromkeys(text for name in languages_of(table) for text in in_english(value, name)))


def understood(words: Sequence[Token], language: str) -> tuple[Token, ...]:
    """Return the words of a question, in another language than English with the stems of what each means there."""
    if language not in LANGUAGES:
        return tuple(words)
    return tuple(
        replace(word, means=frozenset(map(stem, word_in_english(word.norm, language))))
        if word.norm.isalpha()
        else word
        for word in words
    )

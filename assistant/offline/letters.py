"""Values that are single letters for everyday words: women and men as F and M, w and m, H and F; small as S.

Also values that end in a letter or number, named by their column's noun: "cohort A" for `Year A`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import tokens
from tools.tables.catalog import Column

_SCORE = 0.95
_MOST = 6  # different values that such a column has at most
_COVERED = 0.8  # of the rows, the rest being unknown or not told
_AT_LEAST = 2
_CATEGORIES = frozenset({"segment", "ordinal", "outcome"})
_MOST_LABELS, _MOST_CODES = 30, 120


def letters(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from words for a trait ("women") to the letters by which a column tells it."""
    for entry in vocabulary.columns:
        said = _spelled(entry.column)
        for index, word in enumerate(clause.words):
            if (value := said.get(word.norm)) is not None:
                yield Link("value", index, index + 1, _SCORE * entry.trust, entry.name, value)


def labelled(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from a column's noun with a letter or a number to the one value that ends so ("cohort A")."""
    for entry in vocabulary.columns:
        most = _MOST_CODES if entry.column.storage == "number" else _MOST_LABELS
        if entry.column.role not in _CATEGORIES or entry.column.distinct > most:
            continue
        named = entry.own
        for index, word in enumerate(clause.words[1:], start=1):
            label = word.text if word.text.isupper() and len(word.text) == 1 else word.norm if word.number else ""
            if not label or clause.words[index - 1].stem not in named:
                continue
            coded = entry.column.role == "segment" and entry.column.storage == "number"
            ending = [
                value for value, _ in entry.column.values if _ends_in(value, label) or (coded and value == label)
            ]
            if len(ending) == 1:
                yield Link("value", index - 1, index + 1, entry.trust, entry.name, ending[0])


def _ends_in(value: str, label: str) -> bool:
    """Return whether a value of several words ends in a letter or a number."""
    words = [word.text.casefold() for word in tokens(value)]
    return len(words) > 1 and words[-1] == label.casefold()


@lru_cache(maxsize=4096)
def _spelled(column: Column) -> Mapping[str, str]:
    """Return the words that the letters of a column stand for; none when they are no such codes."""
    letters = [value for value, _ in column.values if len(value.strip()) == 1 and value.strip().isalpha()]
    if column.role == "text" or not _AT_LEAST <= len(letters) <= _MOST or "personal" in column.marks:
        return {}
    kinds = [told for kind in lexicon().coded if len(told := _told_apart(letters, kind)) >= _AT_LEAST]
    rows = dict(column.values)
    most = max((sum(rows[value] for value in told) for told in kinds), default=0)
    if most < _COVERED * sum(rows.values()):
        return {}
    best = [told for told in kinds if sum(rows[value] for value in told) == most]
    return {word: value for told in reversed(best) for value, words in told.items() for word in words}


def _told_apart(letters: Sequence[str], kind: Sequence[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return what each letter means, each meaning once: the letter that can mean one thing only goes first.

    M is a man beside F or W, and a woman (mujer) beside H.
    """
    fitting = {
        letter: [words for words in kind if any(word.startswith(letter.strip().casefold()) for word in words)]
        for letter in letters
    }
    told: dict[str, frozenset[str]] = {}
    for letter in sorted(letters, key=lambda item: len(fitting[item])):
        free = [words for words in fitting[letter] if words not in told.values()]
        if len(free) == 1:
            told[letter] = free[0]
    return told

"""Releases named in part: "version 6.0" means 6.0.0 to 6.0.9, "on 3.10" another release than 3.1."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.offline.asked import Clause
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED, Vocabulary
from tools.tables.catalog import Column
from tools.tables.lexicon import tokens as header_words
from tools.tables.lexicon import word_set
from tools.tables.mentions import OR
from tools.tables.readers.versions import is_version, release

_NAMED = re.compile(r"(?<![\w.,])[vV]?(?P<number>\d{1,4}(?:\.\d{1,6}){0,3})(?![\w%]|[.,]\d)")
_MOSTLY = 0.8


def releases(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from release numbers to the values that are of that release, joined where they are several.

    A bare whole number is one only right behind the word for it ("version 6"); behind "above" or "at least" a
    number limits something else.
    """
    known = [entry for entry in vocabulary.columns if JOINED not in entry.name and tells_release(entry.column)]
    limits = {cue.end for cue in clause.cues if cue.concept.startswith("comparator.")}
    for match in _NAMED.finditer(clause.text) if known else ():
        inside = [at for at, word in enumerate(clause.words) if match.start() <= word.start < match.end()]
        if not inside or inside[0] in limits:
            continue
        start = inside[0]
        called = start > 0 and clause.words[start - 1].norm in word_set("version")
        if "." not in match["number"] and not called:
            continue
        for entry in known:
            if values := _of_release(match["number"], [value for value, _ in entry.column.values]):
                yield Link("value", start - called, inside[-1] + 1, 1.0, entry.name, OR.join(values))


@lru_cache(maxsize=4096)
def tells_release(column: Column) -> bool:
    """Return whether nearly all values of a category are releases, called so or written with two points."""
    values = [value for value, _ in column.values]
    if column.role not in {"segment", "ordinal", "outcome"} or column.storage == "number" or not values:
        return False
    shaped = sum(map(is_version, values))
    called = bool(set(header_words(column.name)) & word_set("version"))
    return shaped >= _MOSTLY * len(values) and (called or any(value.count(".") > 1 for value in values))


def in_turn(column: Column) -> list[str]:
    """Return the releases of a column, the oldest first; none of a column that tells something else."""
    return sorted((value for value, _ in column.values), key=release) if tells_release(column) else []


def _of_release(number: str, values: Sequence[str]) -> list[str]:
    """Return the values that are a release or fixes of it (`6.0.4` of 6.0), in their order."""
    wanted = release(number) if "." in number else (int(number),)
    found = [value for value in values if release(value)[: len(wanted)] == wanted]
    return sorted(found, key=release)

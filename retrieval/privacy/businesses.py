"""Persons' names that belong to nobody any more: those of makers, hotels, streets and family firms."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from retrieval.privacy.lexicon import is_everyday, is_form, is_given, is_never, words
from retrieval.privacy.names import Reading, Word, full_end

_MOST_WORDS = 4  # of a name behind a hotel or before "& Sons"
_MOST_BETWEEN = 3  # characters between two words of a maker's name, as in "Ben & Jerry"
_LINK = re.compile(r"[ ]?(?:[,-]?[ ])?(?:&|&amp;|and|und|et|y|e)[ ]")
_BROTHERS = frozenset(("freres", "hermanos", "gebruder", "bros"))  # these need no "and"
_OF = frozenset(
    ("de", "des", "du", "del", "la", "le", "el", "los", "las", "zum", "zur", "am", "im", "der", "don", "dona")
)
# "in the garage Tom found it": an English word without a capital needs the article of another language before it.
_ENGLISH_TOO = frozenset(
    ("place", "garage", "hospital", "college", "camping", "restaurant", "hotel", "avenue", "residence")
)
_ARTICLES = frozenset(
    ("la", "le", "l", "el", "du", "au", "del", "al", "un", "une", "una", "de", "en", "im", "am", "zum", "das")
)


def without(text: str) -> Reading:
    """Return the reading of a (masked) text with the names of makers, places and family firms blanked out."""
    reading = Reading(text)
    if not reading.capitals:
        return reading
    found = list(_apart(sorted({*_makers(reading), *_places(reading), *_firms(reading)})))
    return reading.without(found) if found else reading


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = -1
    for one in spans:
        if one[0] >= end:
            yield one
            end = one[1]


def _makers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield names of makers and works that the list holds."""
    known = _eponyms()
    for position, word in enumerate(reading.words):
        for name in known.get(word.norm, ()) if word.upper else ():
            run = reading.words[position : position + len(name)]
            if tuple(one.norm for one in run) == name and _close(run) and run[-1].upper:
                yield word.start, full_end(reading, position + len(name) - 1)
                break


def _close(run: list[Word]) -> bool:
    return all(right.start - left.end <= _MOST_BETWEEN for left, right in pairwise(run))


def _places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the names behind "Hotel", "Boulangerie" or "place"; a title makes the name a person's again."""
    all_words, venues, open_venues = reading.words, words("venues"), words("open_venues")
    for position, word in enumerate(all_words):
        if word.norm not in venues or not (word.upper or word.norm in open_venues):
            continue
        if word.norm in _ENGLISH_TOO and not word.upper and not _after_article(reading, position):
            continue
        first = position + 1
        while first < len(all_words) and all_words[first].norm in _OF and _beside(reading, first):
            first += 1
        last = _run(reading, first, all_words[first - 1])
        if last > first and all_words[first].norm not in words("titles"):
            yield all_words[first].start, full_end(reading, last - 1)


def _after_article(reading: Reading, position: int) -> bool:
    return position > 0 and reading.words[position - 1].norm in _ARTICLES


def _beside(reading: Reading, position: int) -> bool:
    return reading.adjacent(reading.words[position - 1], reading.words[position])


def _firms(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield capitalised words with a legal form, "Frères" or "& Sons", and all of "Wagner Doors & Locks"."""
    all_words, position = reading.words, 0
    signs = words("legal_forms") | words("kin")
    if "&" not in reading.text and signs.isdisjoint(word.norm for word in all_words):
        return
    while position < len(all_words):
        if not all_words[position].upper:
            position += 1
            continue
        last = _run(reading, position, None)
        if (end := _firm_end(reading, range(position, last))) is not None:
            yield all_words[position].start, end
        position = last


def _firm_end(reading: Reading, run: range) -> int | None:
    """Return where the firm ends that these capitalised words begin; None when they are none."""
    all_words = reading.words
    norms = [all_words[here].norm for here in run]
    if norms[0] in _BROTHERS and len(norms) > 1:
        return all_words[run[-1]].end
    for here, norm in zip(run[1:], norms[1:], strict=True):
        if norm in words("legal_forms") or norm in _BROTHERS:
            return all_words[here].end
    link = _LINK.match(reading.text, all_words[run[-1]].end)
    first = run.stop + bool(link and link.group().strip(" ,-&"))  # "and" is a word itself
    if not link or first >= len(all_words) or all_words[first].start != link.end():
        return None
    others = range(first, _run(reading, first, None))
    if others and (
        all_words[first].norm in words("kin") or ("&" in link.group() and _trade(reading, (run[-1], first)))
    ):
        return all_words[others[-1]].end
    return None


def _trade(reading: Reading, beside: tuple[int, int]) -> bool:
    """Return whether one word beside an ampersand is an everyday word, neither a given name; "I" is no trade."""
    norms = [reading.words[here].norm for here in beside]
    if any(len(norm) == 1 for norm in norms):
        return False
    return any(is_everyday(norm) or is_form(norm) for norm in norms) and not any(is_given(norm) for norm in norms)


def _run(reading: Reading, first: int, before: Word | None) -> int:
    """Return the position after the capitalised words that begin at `first`, beside the word `before` if given."""
    all_words, position = reading.words, first
    while position < len(all_words) and position - first < _MOST_WORDS:
        word = all_words[position]
        form = position > first and word.norm in words("legal_forms")
        if not (word.upper or form) or (before is not None and not reading.adjacent(before, word)):
            break
        if position > first and is_never(word.norm) and not form:
            break
        before = word
        position += 1
        if full_end(reading, position - 1) != word.end:
            break
    return position


@lru_cache(maxsize=1)
def _eponyms() -> Mapping[str, list[tuple[str, ...]]]:
    """Return the listed names as compared words, by their first, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    text = files("retrieval.privacy.words").joinpath("eponyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name = tuple(word.norm for word in Reading(line).words)
        if name and not line.startswith("#"):
            found.setdefault(name[0], []).append(name)
    for names in found.values():
        names.sort(key=len, reverse=True)
    return found

"""Finding persons' names: texts that say so, given names that can be nothing else, and names known already."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from retrieval.privacy.lexicon import is_everyday, is_given, is_never, normal, words
from retrieval.privacy.spans import Found, mask

_WORD = re.compile(  # French elisions are words of their own: d'Anna, l'hôtel, Qu'est
    r"(?:[cdjlmnst]|qu)(?=['’][^\W\d_])|(?:[CDJLMNST]|Qu)(?=['’][^\W\d_A-Z])|[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'\])\x00]{1,2000}|(?<![\w/])(?:/[\w.%-]{1,100}){2,20}|"
    r"(?<!\w)[\w-]{1,100}(?:\.[\w-]{1,100}){1,6}/[\w./%-]{0,500}|(?<![\w#])#\w{2,100}"
)
_STOP = re.compile(r"[.!?:;|\n\x00]")
_MAX_WORDS = 5
_ACRONYM = 4
_LABEL = r"[^\W\d_][^\n:.;,|]{1,24}:[ ][^\n:]{1,40}"
_FIELDS = re.compile(rf"(?m)^{_LABEL}?[.;,|][ ]{_LABEL}")
_CAMEL = re.compile(r"[a-z][A-Z]|^[A-Z]{2,}[a-z]")
_JOINED = re.compile(r"[-‐‑][a-zà-ÿ]")
_MC = re.compile(r"(?:Mc|Mac|De|Di|Da|La|Le|O'|Fitz|Van)[A-Z][a-z]+")


class Word(NamedTuple):
    """One word of a text; `norm` is its compared form, `end` excludes a possessive `'s`."""

    start: int
    end: int
    norm: str
    upper: bool
    shout: bool


def _start(word: Word) -> int:
    return word.start


class Reading:
    """The words of one (masked) text, and what can be told from how they are written."""

    def __init__(self, text: str, known: list[Word] | None = None) -> None:
        self.text = text
        self._known = known

    def without(self, spans: Sequence[tuple[int, int]]) -> "Reading":
        """Return the reading of the text in which these stretches, in order and apart, are blanked out."""
        kept: list[Word] = []
        done = 0
        for start, end in spans:
            first = bisect_left(self.words, start, lo=done, key=_start)
            kept += self.words[done:first]
            done = bisect_left(self.words, end, lo=first, key=_start)
        kept += self.words[done:]
        return Reading(mask(self.text, (Found(start, end, "") for start, end in spans)), kept)

    @cached_property
    def words(self) -> list[Word]:
        """The words in order, links and hashtags left out."""
        if self._known is not None:
            return self._known
        found = []
        hidden = iter([*_hidden(self.text), (len(self.text) + 1, len(self.text) + 1)])
        start, end = next(hidden)
        for match in _WORD.finditer(self.text):
            while match.start() >= end:
                start, end = next(hidden)
            if match.start() < start:
                found.append(_word(match))
        return found

    @cached_property
    def lowered(self) -> frozenset[str]:
        """Words that the text writes without a capital: whatever else they are, they are words."""
        return frozenset(word.norm for word in self.words if not word.upper)

    def mostly_small(self, norm: str) -> bool:
        """Return whether the text writes a word at least as often without a capital as with one."""
        return norm in self.lowered and sum(1 - 2 * word.upper for word in self.words if word.norm == norm) >= 0

    @cached_property
    def capitals(self) -> bool:
        """Return whether anything but `I` and its contractions is written with a capital."""
        return any(word.upper and word.norm.partition("'")[0] != "i" for word in self.words)

    @cached_property
    def shouting(self) -> bool:
        """Return whether most words, not acronyms alone, are in capitals, so that capitals tell nothing."""
        shouted = [len(word.norm) for word in self.words if word.shout]
        return len(shouted) > len(self.words) / 2 and max(shouted) > _ACRONYM

    @cached_property
    def fields(self) -> bool:
        """Return whether a line holds several labels with their values, as in "Plan: Pro. Seats: 12"."""
        return _FIELDS.search(self.text) is not None

    def raw(self, position: int) -> str:
        """Return a word as it is written, without a possessive `'s`."""
        word = self.words[position]
        return self.text[word.start : word.end]

    def joined(self, left: int) -> bool:
        """Return whether a word and the next stand in one sentence of one line, with nothing taken out between."""
        if left < 0 or left + 1 >= len(self.words):
            return False
        word = self.words[left]
        between = self.text[word.end : self.words[left + 1].start]
        return between == " " or not (_STOP.search(between) and (len(word.norm) > 1 or "." not in between))

    def adjacent(self, left: Word, right: Word, *, wrapped: bool = False) -> bool:
        """Return whether only a space (or an initial's full stop, or a line break if `wrapped`) lies between."""
        between = self.text[left.end : right.start]
        if len(left.norm) == 1 and between.startswith("."):
            between = between[1:]
        return between in (" ", "\u00a0", "  ", "\t") or (
            wrapped and bool(re.fullmatch(r"[ \t]?\n[ \t>*]{0,4}", between))
        )

    def opens(self, word: Word) -> bool:
        """Return whether a word stands at the start of a sentence, a line or a field."""
        before = self.text[max(0, word.start - 12) : word.start].rstrip(" \t\"'“”‘’«»(*_>-#")
        return word.start == 0 or not before or before[-1] in ".!?:;\n…\x00|"


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield where links and hashtags stand."""
    if "/" in text or "www." in text or "#" in text:
        yield from (match.span() for match in _URL.finditer(text))


def _word(match: re.Match[str]) -> Word:
    start, raw = match.start(), match.group()
    norm, length, upper, shout = _look(raw)
    return Word(start, start + length, norm, upper, shout)


@lru_cache(maxsize=65536)
def _look(raw: str) -> tuple[str, int, bool, bool]:
    """Return the compared form of a word, its length without a possessive `'s`, and how it is capitalised."""
    owner = len(raw) > 2 and raw[-1] in "sS" and raw[-2] in "'’"
    return normal(raw), len(raw) - 2 * owner, raw[0].isupper(), len(raw) > 1 and raw.isupper()


def fits(raw: str, norm: str) -> bool:
    """Return whether a capitalised word can be part of a name by its looks and the word lists."""
    if len(norm) == 1:
        return True
    if _JOINED.search(raw) and any(is_everyday(part) for part in norm.split("-")):
        return False  # Collector-contrib, Month-to-month
    camel = _CAMEL.search(raw) and not _MC.fullmatch(raw.replace("’", "'"))
    return not camel and not is_never(norm) and norm not in words("organisations")


def given_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield [first, last) word positions of names that begin with an unmistakable given name."""
    position = 0
    while position < len(reading.words):
        word = reading.words[position]
        acronym = word.shout and len(word.norm) <= _ACRONYM and not reading.shouting
        if not (word.upper and is_given(word.norm)) or acronym or after_place_prefix(reading, position):
            position += 1
            continue
        end = _run(reading, position)
        if not before_organisation(reading, end - 1):
            yield position, end
        position = max(end, position + 1)


def _run(reading: Reading, first: int) -> int:
    """Return the position after the name that begins at `first`."""
    all_words = reading.words
    end = first + 1
    while (
        end < len(all_words) and end - first < _MAX_WORDS and reading.adjacent(all_words[end - 1], all_words[end])
    ):
        word = all_words[end]
        if all_words[end - 1].end != full_end(reading, end - 1):
            break  # a possessive closes a name
        if word.norm in words("particles") and not word.shout and _goes_on(reading, end):
            end += 1
            continue
        before = all_words[end - 1]
        louder = len(word.norm) > 1 and word.shout != all_words[first].shout
        if not word.upper or word.norm == before.norm or louder or not _extends(reading, word):
            break
        end += 1
    return end


def full_end(reading: Reading, position: int) -> int:
    """Return where a word ends, its possessive `'s` included."""
    word = reading.words[position]
    tail = reading.text[word.end : word.end + 2]
    return word.end + 2 if len(tail) == 2 and tail[0] in "'’" and tail[1] in "sS" else word.end


def _goes_on(reading: Reading, particle: int) -> bool:
    following = reading.words[particle + 1 : particle + 3]
    return any(word.upper and _extends(reading, word) for word in following[:1]) or (
        len(following) == 2 and following[0].norm in words("particles") and following[1].upper
    )


def _extends(reading: Reading, word: Word) -> bool:
    raw = reading.text[word.start : word.end]
    if len(word.norm) == 1:
        return raw != "I"
    if not fits(raw, word.norm):
        return False
    return word.norm not in reading.lowered or is_given(word.norm)


def before_organisation(reading: Reading, position: int) -> bool:
    """Return whether what follows a word makes the whole an organisation, a place or goods ("... Boots")."""
    last = reading.words[position]
    if position + 1 >= len(reading.words):
        return False
    following = reading.words[position + 1]
    sold = following.norm in words("organisations") or following.norm in words("goods")
    return following.upper and sold and reading.adjacent(last, following)


def after_place_prefix(reading: Reading, position: int) -> bool:
    """Return whether a word continues a place's name, as in San Pedro or Port Louis."""
    if position == 0:
        return False
    before, word = reading.words[position - 1], reading.words[position]
    return (
        before.upper
        and before.norm in words("place_prefixes")
        and (reading.adjacent(before, word, wrapped=True) or reading.text[before.end : word.start] == ". ")
    )


def sensible(norms: Sequence[str]) -> list[str]:
    """Return the words of a name without single letters and leading or trailing roles; empty if none is left."""
    kept = [norm for norm in norms if len(norm) > 1]
    while kept and kept[0] in words("roles"):
        kept.pop(0)
    while kept and (kept[-1] in words("roles") or kept[-1] in words("particles")):
        kept.pop()
    return kept

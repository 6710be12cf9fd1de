"""Who stands where in a text: names that it introduces are learned, and every mention of them is found."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from retrieval.privacy import businesses, cues, guessed, tagger, things
from retrieval.privacy.book import NameBook, Person
from retrieval.privacy.lexicon import is_doubtful, is_given, is_never, words
from retrieval.privacy.names import (
    Reading,
    Word,
    after_place_prefix,
    before_organisation,
    given_runs,
    sensible,
)
from retrieval.privacy.spans import Found

_LONGEST_NAME = 5
_SURE_LENGTH = 5  # of a given name without a capital: shorter ones are abbreviations of something else
_DISMISSED = 0.2  # below which a word that is a given name is taken for a product's or a place's
_SURE = 0.9  # from which a whole name holds in other texts too
_TIME_BEFORE = re.compile(r"(?i)\b(?:in|late|early|mid|since|until|till|last|next|im|en|de)[ -]\Z")
_NUMBER = re.compile(r"[ ]?(?:[A-Z]-?)?\d")
_LEADING = re.compile(
    r"\b(?:Herrn?|Frau|Mr|Mrs|Ms|Dr|Prof|Mme|Monsieur|Madame|Señora?|Sra?|Don|Doña|señora?|don|doña)\.?[ ]"
    r"(?P<small>(?:(?:von|van|de|del|da|di|du|la|le|el|ter|ten|zu|der|den|dem|las|los)[ ]){1,3})\Z"
)
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.[ ]?){1,3}\Z")


class Shown(NamedTuple):
    """Words of the names that a text introduces; `bare` are those that it writes without a capital."""

    words: frozenset[str]
    bare: frozenset[str]


class Persons:
    """Learns names into a book and finds them; not safe for several threads by itself."""

    def __init__(self, book: NameBook, in_use: Callable[[str], bool]) -> None:
        self._book = book
        self._in_use = in_use

    def find(self, masked: str) -> Iterator[Found]:
        """Yield the persons of a (masked) text; what the text introduces is learned on the way."""
        reading = businesses.without(masked)
        shown = self._study(reading)
        known = frozenset(norm for norm in {word.norm for word in reading.words} if self._book.bearers(norm))
        present = self._whole_names(reading, shown, known)
        codes = {person.code for _, _, person in present}
        for start, end, person in present:
            yield Found(_led(reading, start), end, f"PERSON_{person.code}")
        for position, word in enumerate(reading.words):
            if word.norm in known and (one := self._single(reading, position, codes, shown)):
                yield Found(_led(reading, _initials(reading, word)[0]), word.end, f"PERSON_{one.code}")

    def study(self, masked: str) -> None:
        """Learn what a (masked) text introduces."""
        self._study(businesses.without(masked))

    def _study(self, reading: Reading) -> Shown:
        """Learn what the text introduces; return the words of these names."""
        shown: set[str] = set()
        bare: set[str] = set()
        for cue in cues.find(reading):
            self._remember(cue.name, weak=cue.weak)
            shown.update(cue.name)
            bare.update(cue.name if cue.bare else ())
        odds = tagger.probabilities(reading)
        for first, last in given_runs(reading):
            dismissed = max(odds.get(here, 1.0) for here in range(first, last)) < _DISMISSED
            if dismissed or things.names_a_thing(reading, first, last):
                continue
            norms = sensible([word.norm for word in reading.words[first:last]])
            if norms:
                self._remember(tuple(norms), weak=False)
        for name, probability in guessed.names(reading, odds, self._in_use):
            self._remember(name, weak=not (probability >= _SURE and guessed.is_whole(name)))
            shown.update(name)
        return Shown(frozenset(shown), frozenset(bare))

    def _remember(self, name: tuple[str, ...], *, weak: bool) -> None:
        """Add a name; a single word that belongs to one known person already is that person."""
        if len(name) == 1 and len({person.code for person in self._book.bearers(name[0]) if not person.weak}) == 1:
            return
        self._book.add(name, weak=weak)

    def _whole_names(self, reading: Reading, shown: Shown, known: frozenset[str]) -> list[tuple[int, int, Person]]:
        """Return where names of two and more known words stand."""
        found: list[tuple[int, int, Person]] = []
        position = 0
        while position < len(reading.words):
            first = reading.words[position].norm
            hit = self._longest(reading, position, shown) if first in known else None
            if hit:
                last, person = hit
                found.append((reading.words[position].start, reading.words[last].end, person))
                position = last
            position += 1
        return found

    def _longest(self, reading: Reading, first: int, shown: Shown) -> tuple[int, Person] | None:
        run = reading.words[first : first + 1]
        best = None
        for position in range(first + 1, min(first + _LONGEST_NAME, len(reading.words))):
            word = reading.words[position]
            if not reading.adjacent(run[-1], word, wrapped=True):
                break
            run.append(word)
            person = self._book.person((run[0].norm, word.norm)) if len(word.norm) > 1 else None
            if person and (not person.weak or word.norm in shown.words) and _linked(run):
                best = (position, person)
        return best

    def _single(self, reading: Reading, position: int, codes: set[str], shown: Shown) -> Person | None:
        """Return who a word alone, or with initials before it, stands for; None where it may as well be a word."""
        word = reading.words[position]
        if len(word.norm) < 2 or not (word.upper or is_given(word.norm) or word.norm in shown.bare):
            return None
        bearers = [one for one in self._book.bearers(word.norm) if not one.weak or word.norm in shown.words]
        if not bearers or not self._counts(reading, position, bearers, codes, shown):
            return None
        whole = [one for one in bearers if len(one.words) > 1]
        if initials := _initials(reading, word)[1]:
            return self._with_initial(whole, initials[0], word.norm)
        here = [one for one in whole if one.code in codes] or whole
        if len({one.code for one in here}) == 1:
            return here[0]
        return self._book.add((word.norm,), weak=all(one.weak for one in bearers))

    def _with_initial(self, whole: list[Person], initial: str, family: str) -> Person:
        """Return the only one of these persons with that initial, or somebody known by the initial alone."""
        fitting = [one for one in whole if self._book.begins(one, initial)]
        if len({one.code for one in fitting}) == 1:
            return fitting[0]
        return self._book.add((initial, family))

    def _counts(
        self, reading: Reading, position: int, bearers: list[Person], codes: set[str], shown: Shown
    ) -> bool:
        """Return whether a word that somebody is called by means that person here."""
        word = reading.words[position]
        if not word.upper:
            sure = is_given(word.norm) and (len(word.norm) >= _SURE_LENGTH or not reading.capitals)
            return sure or word.norm in shown.bare
        if is_never(word.norm) or after_place_prefix(reading, position):
            return False
        mentioned = word.norm in shown.words or any(one.code in codes for one in bearers)
        if word.shout and not (reading.shouting or mentioned or is_given(word.norm)):
            return False
        if word.norm in words("places"):
            return mentioned and not before_organisation(reading, position)
        if is_doubtful(word.norm):
            sure = mentioned or not self._book.family(word.norm)
            return sure and not reading.opens(word) and not _dated(reading, word)
        return mentioned or not before_organisation(reading, position)


def _led(reading: Reading, start: int) -> int:
    """Return where a name at `start` begins with the small words before it that a title shows to be its own."""
    match = _LEADING.search(reading.text, max(0, start - 24), start)
    return match.start("small") if match else start


def _initials(reading: Reading, word: Word) -> tuple[int, str]:
    """Return where the initials before a word begin (the word itself without any), and their letters."""
    if not word.upper:
        return word.start, ""
    match = _INITIALS.search(reading.text, max(0, word.start - 9), word.start)
    if not match or not match.group()[0].isupper():
        return word.start, ""
    return match.start(), "".join(character for character in match.group().casefold() if character.isalpha())


def _linked(run: list[Word]) -> bool:
    """Return whether the words between first and last of a run can stand inside a name."""
    inside = all(word.upper or word.norm in words("particles") for word in run[1:-1])
    return inside and (run[0].upper == run[-1].upper)


def _dated(reading: Reading, word: Word) -> bool:
    """Return whether a number follows or a time word precedes, as in "late May", "April 3", "Bill C-5"."""
    before = reading.text[max(0, word.start - 8) : word.start]
    return bool(_NUMBER.match(reading.text, word.end) or _TIME_BEFORE.search(before))

"""Personal data out, placeholders in, and the way back to the source kept."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from retrieval.documents import Edit
from retrieval.privacy import contact, cues
from retrieval.privacy.book import NameBook, Person
from retrieval.privacy.lexicon import is_doubtful, is_given, is_never, words
from retrieval.privacy.names import Reading, Word, after_place_prefix, before_organisation, given_runs, sensible
from retrieval.privacy.spans import Found, chain, mask, replace, settle
from retrieval.privacy.spared import SparedHandles

_MAX_ROUNDS = 8
_LONGEST_NAME = 5
_SURE_LENGTH = 5  # of a given name without a capital: shorter ones are abbreviations of something else
_TIME_BEFORE = re.compile(r"(?i)\b(?:in|late|early|mid|since|until|till|last|next|im|en|de)[ -]\Z")
_NUMBER = re.compile(r"[ ]?(?:[A-Z]-?)?\d")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without personal data; `edits` lead from its offsets to the source's, `found` counts by kind."""

    text: str
    edits: tuple[Edit, ...] = ()
    found: Mapping[str, int] = field(default_factory=dict)


class Privacy:
    """The mapping of one workspace: the same name becomes the same placeholder, in every text and every run.

    May be used by several threads, and opened by several processes at once.
    """

    def __init__(self, book: NameBook, spared: SparedHandles) -> None:
        self._book = book
        self._spared = spared
        self._lock = RLock()

    @classmethod
    def open(cls, directory: Path) -> "Privacy":
        """Return the mapping kept in `directory`, which is made with a fresh key on first use."""
        return cls(NameBook(directory), SparedHandles(directory))

    def scrub(self, text: str, *, names: bool = True) -> Scrubbed:
        """Return the text with contact data and, if `names`, persons' names replaced.

        Placeholders that stand in the text already stay, so that a second call changes nothing.
        """
        with self._lock:
            self._book.refresh()
            self._spared.refresh()
            return self._scrub(text, names)

    def _scrub(self, text: str, names: bool) -> Scrubbed:
        edits: list[Edit] = []
        counts: Counter[str] = Counter()
        for _ in range(_MAX_ROUNDS):  # what one placeholder uncovers, the next round sees
            found = self._find(text, names)
            if not found:
                break
            text, new = replace(text, found)
            edits = chain(edits, new)
            counts.update(one.kind.partition("_")[0] for one in found)
        return Scrubbed(text, tuple(edits), dict(counts))

    def study(self, text: str) -> None:
        """Learn the names that a text introduces, without scrubbing it.

        Studying all texts of a source before scrubbing the first makes the result independent of their order.
        """
        with self._lock:
            self._book.refresh()
            masked = mask(text)
            found = settle(contact.find(masked, self._spared), masked)
            self._study(Reading(mask(masked, found)))

    def learn(self, names: Iterable[str]) -> None:
        """Remember names that are known to be names: speakers, cells of a column marked personal."""
        with self._lock:
            for name in names:
                if norms := _norms(name):
                    self._book.add(norms)

    def pseudonym(self, name: str) -> str:
        """Return the placeholder of a name, the same for any case, accents and spacing; it is learned if new."""
        norms = _norms(name)
        if not norms:
            return name
        with self._lock:
            self._book.refresh()
            known = self._book.person(norms)
            if known is None and len(norms) == 1:
                bearers = {person.code for person in self._book.bearers(norms[0])}
                if len(bearers) == 1:
                    return f"[PERSON_{bearers.pop()}]"
            return f"[PERSON_{(known or self._book.add(norms)).code}]"

    def spare(self, texts: Iterable[str]) -> None:
        """Let handles that many of these texts address stand: a brand's account is no person's contact."""
        with self._lock:
            self._spared.learn(texts)

    def _find(self, text: str, names: bool) -> list[Found]:
        masked = mask(text)
        found = settle(contact.find(masked, self._spared), masked)
        if not names:
            return found
        rest = mask(masked, found)
        return sorted([*found, *settle(self._names(rest), rest)], key=lambda one: one.start)

    def _names(self, masked: str) -> Iterator[Found]:
        reading = Reading(masked)
        shown = self._study(reading)
        present = self._whole_names(reading, shown)
        codes = {person.code for _, _, person in present}
        for start, end, person in present:
            yield Found(start, end, f"PERSON_{person.code}")
        for position, word in enumerate(reading.words):
            if one := self._single(reading, position, codes, shown):
                yield Found(word.start, word.end, f"PERSON_{one.code}")

    def _study(self, reading: Reading) -> frozenset[str]:
        """Learn what the text introduces; return the words of these names."""
        shown: set[str] = set()
        for cue in cues.find(reading):
            self._remember(cue.name, weak=cue.weak)
            shown.update(cue.name)
        for first, last in given_runs(reading):
            norms = sensible([word.norm for word in reading.words[first:last]])
            if norms:
                self._remember(tuple(norms), weak=False)
        return frozenset(shown)

    def _remember(self, name: tuple[str, ...], *, weak: bool) -> None:
        """Add a name; a single word that belongs to one known person already is that person."""
        if len(name) == 1 and len({person.code for person in self._book.bearers(name[0]) if not person.weak}) == 1:
            return
        self._book.add(name, weak=weak)

    def _whole_names(self, reading: Reading, shown: frozenset[str]) -> list[tuple[int, int, Person]]:
        """Return where names of two and more known words stand."""
        found: list[tuple[int, int, Person]] = []
        position = 0
        while position < len(reading.words):
            hit = self._longest(reading, position, shown)
            if hit:
                last, person = hit
                found.append((reading.words[position].start, reading.words[last].end, person))
                position = last
            position += 1
        return found

    def _longest(self, reading: Reading, first: int, shown: frozenset[str]) -> tuple[int, Person] | None:
        if not self._book.bearers(reading.words[first].norm):
            return None
        run = reading.words[first : first + 1]
        best = None
        for position in range(first + 1, min(first + _LONGEST_NAME, len(reading.words))):
            word = reading.words[position]
            if not reading.adjacent(run[-1], word, wrapped=True):
                break
            run.append(word)
            person = self._book.person((run[0].norm, word.norm)) if len(word.norm) > 1 else None
            if person and (not person.weak or word.norm in shown) and _linked(run):
                best = (position, person)
        return best

    def _single(self, reading: Reading, position: int, codes: set[str], shown: frozenset[str]) -> Person | None:
        """Return who a word alone stands for, or None where it may as well be an ordinary word."""
        word = reading.words[position]
        if len(word.norm) < 2 or not (word.upper or is_given(word.norm)):
            return None
        bearers = [one for one in self._book.bearers(word.norm) if not one.weak or word.norm in shown]
        if not bearers or not self._counts(reading, position, bearers, codes, shown):
            return None
        here = [one for one in bearers if one.code in codes] or bearers
        if len({one.code for one in here}) == 1:
            return here[0]
        return self._book.add((word.norm,))

    def _counts(
        self, reading: Reading, position: int, bearers: list[Person], codes: set[str], shown: frozenset[str]
    ) -> bool:
        """Return whether a word that somebody is called by means that person here."""
        word = reading.words[position]
        if not word.upper:
            return is_given(word.norm) and (len(word.norm) >= _SURE_LENGTH or not reading.capitals)
        if is_never(word.norm) or after_place_prefix(reading, position):
            return False
        mentioned = word.norm in shown or any(one.code in codes for one in bearers)
        if word.shout and not (reading.shouting or mentioned or is_given(word.norm)):
            return False
        if word.norm in words("places"):
            return mentioned and not before_organisation(reading, position)
        if is_doubtful(word.norm):
            sure = mentioned or not self._book.family(word.norm)
            return sure and not reading.opens(word) and not _dated(reading, word)
        return mentioned or not before_organisation(reading, position)


def _norms(name: str) -> list[str]:
    reading = Reading(name)
    norms = [word.norm for word in reading.words]
    return sensible(norms) or [norm for norm in norms if len(norm) > 1 and norm not in words("roles")]


def _linked(run: list[Word]) -> bool:
    """Return whether the words between first and last of a run can stand inside a name."""
    inside = all(word.upper or word.norm in words("particles") for word in run[1:-1])
    return inside and (run[0].upper == run[-1].upper)


def _dated(reading: Reading, word: Word) -> bool:
    """Return whether a number follows or a time word precedes, as in "late May", "April 3", "Bill C-5"."""
    before = reading.text[max(0, word.start - 8) : word.start]
    return bool(_NUMBER.match(reading.text, word.end) or _TIME_BEFORE.search(before))

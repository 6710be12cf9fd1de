"""Personal data out, placeholders in, and the way back to the source kept."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from retrieval.documents import Edit
from retrieval.privacy import contact
from retrieval.privacy.book import NameBook
from retrieval.privacy.lexicon import words
from retrieval.privacy.names import Reading, sensible
from retrieval.privacy.persons import Persons
from retrieval.privacy.spans import Found, chain, mask, replace, settle
from retrieval.privacy.spared import SparedHandles
from retrieval.privacy.usage import WordsInUse

_MAX_ROUNDS = 8


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

    def __init__(self, book: NameBook, spared: SparedHandles, usage: WordsInUse) -> None:
        self._book = book
        self._persons = Persons(book, usage)
        self._spared = spared
        self._usage = usage
        self._lock = RLock()

    @classmethod
    def open(cls, directory: Path) -> "Privacy":
        """Return the mapping kept in `directory`, which is made with a fresh key on first use."""
        book = NameBook(directory)
        return cls(book, SparedHandles(directory), WordsInUse(directory, book.digest))

    def scrub(self, text: str, *, names: bool = True) -> Scrubbed:
        """Return the text with contact data and, if `names`, persons' names replaced.

        Placeholders that stand in the text already stay, so that a second call changes nothing.
        """
        with self._lock:
            self._book.refresh()
            self._spared.refresh()
            self._usage.refresh()
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
            self._usage.learn(text.splitlines())
            masked = mask(text)
            found = settle(contact.find(masked, self._spared), masked)
            self._persons.study(mask(masked, found))

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

    def spare(self, texts: Collection[str]) -> None:
        """Let stand what these texts show to be nobody: handles that many address, words that many write small."""
        with self._lock:
            self._spared.learn(texts)
            self._usage.learn(texts)

    def spare_words(self, things: Iterable[str]) -> None:
        """Let stand the words that columns, and what stands in those without persons, are called by."""
        with self._lock:
            self._usage.name(things)

    def _find(self, text: str, names: bool) -> list[Found]:
        masked = mask(text)
        found = settle(contact.find(masked, self._spared), masked)
        if not names:
            return found
        rest = mask(masked, found)
        return sorted([*found, *settle(self._persons.find(rest), rest)], key=lambda one: one.start)


def _norms(name: str) -> list[str]:
    reading = Reading(name)
    norms = [word.norm for word in reading.words]
    return sensible(norms) or [norm for norm in norms if len(norm) > 1 and norm not in words("roles")]

"""The numbers of a row that a clause names, each with where its words stand: what a quotient may be made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.offline.asked import Clause
from assistant.offline.figures import figures, measures
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import Token, likeness, stem
from tools.tables.catalog import Column
from tools.tables.formula import parse
from tools.tables.lexicon import tokens as header

OWN = 0.75  # of the words at least that have to be the header's own
COUNTS = frozenset({"count", "number", None})
_ALIKE = 0.85
_MONEY_FIRST = ("revenue", "spending")


@dataclass(frozen=True, slots=True)
class Place:
    """A number said at tokens `start` to `end`: its column, and how much of the words is the header's own."""

    start: int
    end: int
    column: Column
    own: float
    score: float = 0.0

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name


class Numbers:
    """The numbers of a table that a clause may name, by where their words stand."""

    def __init__(self, clause: Clause, vocabulary: Vocabulary, candidates: Sequence[Link]) -> None:
        self.clause = clause
        self.table = vocabulary.table
        self.columns = {column.name: column for column in measures(vocabulary.table)}
        self._headers = {name: stems_of(column) for name, column in self.columns.items()}
        self.places = [
            self._place(link)
            for link in candidates
            if link.kind == "column" and link.name in self.columns and parse(link.name, self.table) is None
        ]
        self.places += self._single()

    def _single(self) -> Iterator[Place]:
        """Yield words that stand in the header of one number only ("sold" of `rooms_sold`)."""
        for at, word in enumerate(self.clause.words):
            found = [name for name, stems in self._headers.items() if _in(word, stems)]
            if len(found) == 1 and word.number is None:
                yield Place(at, at + 1, self.columns[found[0]], OWN)

    def _place(self, link: Link) -> Place:
        words = [self.clause.words[at] for at in link.span if self.clause.content(at)]
        words = words or [self.clause.words[at] for at in link.span]
        own = sum(_in(word, self._headers[link.name]) for word in words) / len(words)
        return Place(link.start, link.end, self.columns[link.name], own, link.score)

    def before(self, at: int) -> Place | None:
        """Return the number that is said right before a word, nothing but filler between."""
        near = [item for item in self.places if item.end <= at and not self._content(item.end, at)]
        return self._best(near, nearest=lambda item: item.end)

    def after(self, at: int) -> Place | None:
        """Return the number said from a word on; a noun of a header or a unit of money may stand before it."""
        near = [
            item for item in self.places if item.start >= at and not self._content(at, item.start, passing=True)
        ]
        return self._best(near, nearest=lambda item: -item.start)

    def _content(self, start: int, end: int, *, passing: bool = False) -> bool:
        words = self.clause.words
        return any(
            words[at].norm in lexicon().lacking
            or (self.clause.content(at) and not (passing and self._passing(words[at])))
            for at in range(start, end)
        )

    def _passing(self, word: Token) -> bool:
        known = {part for stems in self._headers.values() for part in stems} | set(content(self.table.entity))
        return word.stem in known or lexicon().measured_in.get(word.norm) == "money" or word.number is not None

    def _best(self, near: Sequence[Place], nearest: Callable[[Place], int]) -> Place | None:
        """Return the likeliest: most words, most of them the header's own, nearest; None where two are so."""
        if not near:
            return None

        def key(item: Place) -> tuple[int, int, float, int]:
            own, others = self._words(item)
            return own, -others, round(item.own, 2), nearest(item)

        said = max(map(key, near))
        best = [item for item in near if key(item) == said]
        meant = [figures().column(role, self.table) for role in _MONEY_FIRST if self._says(best[0], role)]
        plain = [item for item in best if item.column in meant] if not said[0] or len(best) > 1 else best
        likeliest = plain or [item for item in best if item.score == max(other.score for other in best)]
        return likeliest[0] if len({item.name for item in likeliest}) == 1 else None

    def _words(self, place: Place) -> tuple[int, int]:
        """Return how many words of a place are the header's own, and how many others stand between them."""
        words = self.clause.words[place.start : place.end]
        own = sum(_in(word, self._headers[place.name]) for word in words)
        return own, len(words) - own

    def _says(self, place: Place, role: str) -> bool:
        """Return whether the words of a place speak of money that comes in, or of money that is spent."""
        norms = {self.clause.words[at].norm for at in range(place.start, place.end)}
        ours = any(word.norm in _WE for word in self.clause.words)
        spent = bool(norms & {word for tier in figures().roles["spending"].tiers for word in tier})
        paying = bool(norms & _PAYING)
        return (ours if paying else spent) == (role == "spending")

    def whole_of(self, part: Column) -> Column | None:
        """Return the number of which another one is a part, by a word of its header ("calls offered")."""
        own = set(self._headers[part.name])
        wholes = [
            column
            for name, column in self.columns.items()
            if name != part.name and set(header(name)) & figures().wholes and column.unit in {part.unit, *COUNTS}
        ]
        shared = [column for column in wholes if own & set(self._headers[column.name])]
        found = shared or [column for column in wholes if len(header(column.name)) == 1]
        return found[0] if len(found) == 1 else None

    def amount_of(self, counted: Column) -> Column | None:
        """Return the one amount of money that shares a word with what is counted ("claims paid")."""
        own = self._headers[counted.name]
        found = [
            column for name, column in self.columns.items() if column.unit == "money" and own & self._headers[name]
        ]
        return found[0] if len(found) == 1 else None


_WE = frozenset({"we", "us", "our", "wir", "uns", "unser", "nous", "notre", "nosotros", "nuestro"})
_PAYING = frozenset({"pay", "paid", "pays", "spend", "spends", "spent", "zahlen", "payons", "pagamos"})


def stems_of(column: Column) -> frozenset[str]:
    """Return the stems of a header, without words that name nothing."""
    return frozenset(stem(word) for word in header(column.name) if word not in lexicon().function_words)


def _in(word: Token, stems: frozenset[str]) -> bool:
    return any(likeness(word.stem, part) >= _ALIKE for part in stems)

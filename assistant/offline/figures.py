"""The general vocabulary of figures that are made of several numbers: what they are called and made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.phrases import read
from assistant.offline.words import Token, tokens
from tools.tables.catalog import Column, Table
from tools.tables.formula import Formula, Sum
from tools.tables.lexicon import matches
from tools.tables.lexicon import tokens as header

Phrase = tuple[str, ...]
_WITH = frozenset({"with", "mit", "avec", "con"})
_SPOKEN = ("per", "divided", "ratio", "of_which", "among", "together", "loss")


@dataclass(frozen=True, slots=True)
class Role:
    """What a number of a row may be: words of its header, the surest first, and words that tell against it."""

    tiers: tuple[tuple[str, ...], ...]
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that has a name: the phrases for it, and what it is made of, in the words of roles."""

    called: tuple[Phrase, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The vocabulary in memory; the phrases that stand between numbers are tuples of words."""

    roles: Mapping[str, Role]
    named: tuple[Named, ...]
    wholes: frozenset[str]
    apart: frozenset[str]
    spans: frozenset[str]
    per: tuple[Phrase, ...]
    divided: tuple[Phrase, ...]
    ratio: tuple[Phrase, ...]
    of_which: tuple[Phrase, ...]
    among: tuple[Phrase, ...]
    costs: frozenset[str]
    large: Mapping[str, int]
    per_head: frozenset[str]
    together: tuple[Phrase, ...]
    moving: frozenset[str]
    loss: tuple[Phrase, ...]
    single: frozenset[str]

    def made_of(self, way: str, table: Table) -> Formula | None:
        """Return the formula that roles such as `profit % revenue` ask for; None where a column is lacking."""
        factor, _, body = way.rpartition(" * ")
        sign = "%" if " % " in body else "/"
        sums = [self._sum(side, table) for side in body.split(f" {sign} ")]
        top, under = (*sums, None)[:2]
        if top is None or under is None or set(top.names) == set(under.names):
            return None
        return Formula(top, under, share=sign == "%", factor=float(factor or 1))

    def _sum(self, text: str, table: Table) -> Sum | None:
        plus, *minus = (self.column(role, table) for role in text.split(" - "))
        if plus is None or any(found is None or found is plus for found in minus):
            return None
        return Sum((plus.name,), tuple(found.name for found in minus if found is not None))

    def column(self, role: str, table: Table) -> Column | None:
        """Return the one number of a table that has a role, by the surest words that any header has."""
        told = self.roles[role]
        numbers = [
            (column, words) for column in measures(table) if not matches(words := header(column.name), told.unlike)
        ]
        for tier in told.tiers:
            found = [(len(words), column) for column, words in numbers if matches(words, tier)]
            shortest = [column for length, column in found if length == min(size for size, _ in found)]
            if shortest:
                return shortest[0] if len(shortest) == 1 else None
        return None


def measures(table: Table) -> list[Column]:
    """Return the columns of numbers that measure something."""
    return [
        column
        for column in table.columns
        if column.role == "measure" and column.storage == "number" and "personal" not in column.marks
    ]


def said(phrases: Sequence[Phrase], words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where one of the phrases stands, the longest at each place."""
    norms = [word.norm for word in words]
    for start in range(len(norms)):
        ends = [start + len(item) for item in phrases if item == tuple(norms[start : start + len(item)])]
        if ends:
            yield start, max(ends)


def together(words: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where several numbers are said to be taken together; "together with" only joins two things.

    Nor are numbers added that "go together".
    """
    found = said(figures().together, words)
    return [
        (start, end)
        for start, end in found
        if (end == len(words) or words[end].norm not in _WITH)
        and not (start and words[start - 1].stem in figures().moving)
    ]


@lru_cache(maxsize=1)
def figures() -> Figures:
    """Return the packaged vocabulary."""
    raw = read("figures.yaml")
    roles = {
        name: Role(tuple(map(tuple, told["words"])), tuple(told["not"])) for name, told in raw["roles"].items()
    }
    named = tuple(Named(_phrases(told["called"]), tuple(told["as"])) for told in raw["named"])
    spoken = {name: _phrases(raw[name]) for name in _SPOKEN}
    return Figures(
        roles=roles,
        named=named,
        wholes=frozenset(raw["wholes"]),
        apart=frozenset(raw["apart"]),
        spans=frozenset(raw["spans"]),
        costs=frozenset(raw["costs"]),
        single=frozenset(raw["single"]),
        moving=frozenset(raw["moving"]),
        large={word: int(size) for word, size in raw["large"].items()},
        per_head=frozenset(raw["per_head"]),
        **spoken,
    )


def _phrases(said_as: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(tuple(word.norm for word in tokens(item)) or (item,) for item in said_as)

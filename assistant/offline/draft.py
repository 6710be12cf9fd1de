"""A reading in the making: the links of a clause, and the slots found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.outcomes import Outcome
from assistant.offline.reading import Kind, Link
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Column
from tools.tables.mentions import OR


@dataclass(frozen=True, slots=True)
class Predicate:
    """Rows of which something holds: a column's value (or its opposite), said at token `at`.

    `also` are values that are meant together with it; of these no opposite is meant.
    """

    at: int
    column: str
    value: str
    negated: bool = False
    outcome: bool = False
    also: tuple[str, ...] = ()

    @property
    def each(self) -> tuple[str, ...]:
        """The values that the name stands for: several of a release, one of most others."""
        return (self.value, *self.also) if self.outcome else (*self.value.split(OR), *self.also)

    def condition(self, negative_value: str | None) -> dict[str, Any]:
        """Return the predicate as a condition; a negated yes-or-no column asks for its no.

        Several values that one name stands for ("version 6.0") are any of them.
        """
        if OR in self.value and not self.outcome:
            return {"column": self.column, "op": "in", "value": self.value.split(OR)}
        if self.also:
            return {"column": self.column, "op": "in", "value": [self.value, *self.also]}
        if not self.negated:
            return {"column": self.column, "op": "=", "value": self.value}
        if negative_value is not None:
            return {"column": self.column, "op": "=", "value": negative_value}
        return {"column": self.column, "op": "!=", "value": self.value}


_IMPLIED = 0.7  # how surely a measure is meant that nothing names
OF = frozenset({"of", "von", "de", "del", "des"})


@dataclass
class Draft:
    """A reading in the making; `used` are the number links that found their slot, `heeded` the words
    of negations that something was denied by.

    `said_at` holds where each condition is said; `told` are words that were read without a link of their own;
    `listed` is the column whose values were listed to group by; `implied` says that the measure was only implied
    by a comparing word, `praised` that only "best" or "worst" does, `sized` that an adjective says the groups;
    `differing` are columns of which the one that differs most is asked for;
    `either` are columns of things of which one is enough; `also` are further measures that "and" joins to the
    first one; `parts` is into how many groups a measure is cut, if the
    clause says; `rejected` are the column links too weak for the slot that their place asks for;
    `explained` are words that a condition was read from without a link.
    """

    clause: Clause
    vocabulary: Vocabulary
    links: tuple[Link, ...]
    cues: frozenset[str]
    outcome: Outcome | None
    predicates: list[Predicate] = field(default_factory=list)
    by: list[dict[str, Any]] = field(default_factory=list)
    where: list[dict[str, Any]] = field(default_factory=list)
    said_at: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    measures: list[Link] = field(default_factory=list)
    topics: list[Link] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejected: list[Link] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    heeded: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    parts: int = 0
    implied: bool = False
    praised: bool = False
    sized: bool = False
    differing: frozenset[str] = frozenset()
    listed: str = ""
    either: tuple[str, ...] = ()
    also: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    explicit: set[str] = field(default_factory=set)

    def has(self, *concepts: str) -> bool:
        """Return whether the clause expresses one of the concepts (a name, or a family such as `compare`)."""
        return any(cue == concept or cue.startswith(f"{concept}.") for cue in self.cues for concept in concepts)

    @property
    def said(self) -> str:
        """Return the words of the clause, lower-case, one space between them."""
        return " ".join(word.norm for word in self.clause.words)

    @property
    def norms(self) -> frozenset[str]:
        """Return the different words of the clause, lower-case."""
        return frozenset(word.norm for word in self.clause.words)

    @property
    def people(self) -> list[Link]:
        """Return what names people: nouns for them, and the column that tells them apart."""
        return [link for link in self.links if link.name in {"entity.person", self.vocabulary.table.person}]

    def counted(self, link: Link) -> bool:
        """Return whether a link stands right behind "how many" or "number of", one word between them at most."""
        ends = [cue.end for cue in self.links if cue.name == "aggregate.count"]
        return any(0 <= link.start - end <= 1 for end in ends)

    def before(self, link: Link) -> Link | None:
        """Return the link right before another, with nothing but filler and row nouns between them."""
        earlier = [
            other
            for other in self.links
            if other.end <= link.start and other.kind not in {"entity", "table"} and other.name != "data"
        ]
        if not earlier:
            return None
        nouns = {index for other in self.links if other.kind in {"entity", "table"} for index in other.span}
        between = {
            at for at in range(earlier[-1].end, link.start) if at not in nouns and not self.leads_to_name(at)
        }
        return earlier[-1] if not any(self.clause.content(index) for index in between) else None

    def leads_to_name(self, index: int) -> bool:
        """Return whether a word only leads to the name of a column ("each type of membership")."""
        following = self.clause.words[index + 1].norm if index + 1 < len(self.clause.words) else ""
        kinds = lexicon().kinds_of_rows | lexicon().parts.keys()
        return self.clause.words[index].norm in kinds and following in OF

    def linked(self, *kinds: Kind) -> frozenset[int]:
        """Return where words stand that are linked to one of the kinds of things."""
        return frozenset(at for link in self.links if link.kind in kinds for at in link.span)

    def values_of(self, name: str) -> list[Link]:
        """Return the links to values of a column."""
        return [link for link in self.links if link.kind == "value" and link.name == name]

    def imply(self, at: int, column: str, trust: float = 1.0) -> None:
        """Measure a column that the word at token `at` only implies, without naming it."""
        self.measures.append(Link("column", at, at, _IMPLIED * trust, column))

    def require(self, condition: Mapping[str, Any], at: int) -> None:
        """Add a condition on rows that is said at token `at`."""
        self.where.append(dict(condition))
        self.said_at.append((at, dict(condition)))
        self.explicit.add("where")

    def place(self, condition: Mapping[str, Any]) -> int | None:
        """Return the token at which a condition is said, None when it is only implied."""
        return next((at for at, known in self.said_at if known == condition), None)

    def column(self, name: str) -> Column:
        """Return the column that a link names."""
        return self.vocabulary.column(name)


def is_negated(draft: Draft, start: int) -> bool:
    """Return whether a negation stands right before a token, filler and row nouns aside, or in it ("unsold")."""
    if draft.clause.words[start].norm in lexicon().undone:
        return True
    own = next((item.name for item in draft.links if item.kind == "value" and item.start == start), None)
    for index in range(start - 1, max(-1, start - 4), -1):
        link = next((item for item in draft.links if index in item.span), None)
        if link is not None and link.kind == "cue" and link.name == "negation":
            draft.heeded.update(link.span)
            return True
        if link is not None and link.name == "by":
            continue  # "neither by phone nor by letter"
        if link is not None and link.kind == "column" and link.name == own:
            continue  # "not booked by phone"
        if draft.clause.content(index) or (link is not None and link.kind != "entity"):
            return False
    return False

"""Links to sums over several columns that belong together: "all charges together", "complaints in all"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.asked import Clause
from assistant.offline.figures import figures, measures, together
from assistant.offline.lexicon import lexicon
from assistant.offline.listed_sums import ADDED, listed_sums
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary, stands_for
from assistant.offline.words import Token, likeness, stem
from tools.tables.catalog import Table
from tools.tables.formula import Formula, Sum
from tools.tables.lexicon import lexicon as vocabulary_of_tables
from tools.tables.lexicon import matches
from tools.tables.lexicon import tokens as header
from tools.tables.sales import is_piece

_ALIKE = 0.7
_SURER = 1.05  # than each of its columns: a word that names them all names their sum
_TOLD = 1.3
_OWN = 0.85  # likeness of a word to what tells a column of a family apart
_MOST = 40
_FEWEST = 2
_HEADER = 6  # words of a header at most that is no question
_SEVERAL = 3  # columns at least that a word for money stands for together
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Family:
    """Columns of one unit that share words of their headers; `own` are the words that tell each apart."""

    shared: frozenset[str]
    own: tuple[tuple[str, frozenset[str]], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in the order of the table."""
        return tuple(name for name, _ in self.own)


def sums(clause: Clause, vocabulary: Vocabulary, candidates: Sequence[Link]) -> list[Link]:
    """Return the links of a clause to sums of columns: of a whole family, of members named, of columns listed."""
    found: list[Link] = []
    for family in families(vocabulary.table):
        found.extend(_of_family(clause, vocabulary, family, candidates))
    return [*found, *listed_sums(clause, vocabulary, candidates)]


def families(table: Table) -> tuple[Family, ...]:
    """Return the families of a table: numbers of one unit whose headers differ in what they are of only.

    Answers to several questions of a survey are no parts of a whole, and neither are prices of a piece.
    """
    named = ((column.name, column.unit, _parts(column.name)) for column in measures(table))
    added = ((name, unit) for name, unit, parts in named if len(parts) <= _HEADER and "?" not in name)
    return _families(tuple((name, unit) for name, unit in added if not is_piece(name) or unit != "money"))


@lru_cache(maxsize=64)
def _families(columns: tuple[tuple[str, str | None], ...]) -> tuple[Family, ...]:
    words = {name: _parts(name) for name, unit in columns if unit in ADDED}
    groups: dict[tuple[str, ...], frozenset[str]] = {}
    for shared in dict.fromkeys(part for parts in words.values() for part in parts):
        units = dict.fromkeys(unit for name, unit in columns if shared in words.get(name, ()))
        paid = matches([shared], vocabulary_of_tables()["unit"]["money"]) is not None
        for unit in ("money",) if paid else units:
            alike = {unit, *ADDED} if paid else {unit}
            names = tuple(name for name, its in columns if its in alike and shared in words.get(name, ()))
            groups[names] = groups.get(names, frozenset()) | {shared}
    made = (_family(names, shared, words) for names, shared in groups.items() if _FEWEST <= len(names) <= _MOST)
    found = [family for family in made if family is not None]
    # Some of a larger family share a further word ("fish products" and "meat products" of all that is spent).
    return tuple(one for one in found if not any(set(one.names) < set(other.names) for other in found))


def _family(names: Sequence[str], shared: frozenset[str], words: dict[str, tuple[str, ...]]) -> Family | None:
    telling = {part for part in shared if not _generic(part)} or shared & _lengths()
    rests = {name: [part for part in words[name] if part not in shared] for name in names}
    sound = telling and all(rest and not _sets_apart(rest) for rest in rests.values())
    distinct = len({tuple(rest) for rest in rests.values()}) == len(names)
    if not sound or not distinct:
        return None
    own = tuple((name, frozenset(map(stem, rest))) for name, rest in rests.items())
    return Family(frozenset(map(stem, telling)), own)


def _lengths() -> frozenset[str]:
    """Return units of time, of which parts of a whole may be told ("day minutes", "night minutes")."""
    return frozenset(word for word, unit in lexicon().measured_in.items() if unit == "duration")


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in header(name) if part not in lexicon().function_words)


def _generic(part: str) -> bool:
    """Return whether a piece of a header only says that something is counted, or in what unit."""
    return part in lexicon().counters or stem(part) in lexicon().suffixes or part.isdigit() or len(part) == 1


def _sets_apart(rest: Sequence[str]) -> bool:
    """Return whether what tells a column from its neighbours makes it no part of a whole, or the whole itself."""
    known = vocabulary_of_tables()
    timed = any(part[0].isdigit() and (set(rest) | {part.lstrip(_DIGITS)}) & figures().spans for part in rest)
    back = matches(list(rest), [*known["reversal"], "discount", "tax", "cost", "costs", "profit", "refund"])
    return timed or bool(back) or bool(set(rest) & (figures().apart | figures().wholes))


def _of_family(
    clause: Clause, vocabulary: Vocabulary, family: Family, candidates: Sequence[Link]
) -> Iterator[Link]:
    """Yield links for the words that all columns of a family share, unless one of them alone is named."""
    words = clause.words
    common = [at for at in range(len(words)) if _names_all(clause, at, family, candidates)]
    if not common:
        return
    told = {at: name for at in range(len(words)) if (name := _member(clause, at, family)) is not None}
    joined = together(words)
    called = any(_shared(words[at], family) for at in common)
    if len(set(told.values())) == 1 or not (joined or called or len(family.own) >= _SEVERAL):
        return  # one is named, or one of two is meant and it is not said which
    names = tuple(name for name in family.names if name in told.values()) or _some_of(clause, family)
    places = sorted({*common, *told})
    if not joined and (told or family.shared <= frozenset(map(stem, _lengths())) or _rates(vocabulary, family)):
        return
    reference = Formula(Sum(names)).written()
    spans = [(places[0], places[-1] + 1)] if told else [(at, at + 1) for at in common]
    best = max((link.score for link in candidates if link.name in names), default=1.0)
    for start, end in spans:
        yield Link("column", start, end, max(_TOLD if joined else 1.0, best * _SURER), reference)
    for start, end in () if told else _kinds_of_parts(clause, joined, candidates, vocabulary):
        yield Link("column", start, end, 1.0, reference)


def _names_all(clause: Clause, at: int, family: Family, candidates: Sequence[Link]) -> bool:
    """Return whether a word is one that all headers of a family share, or is linked to each of them alike."""
    word = clause.words[at]
    if at in clause.form or any(
        cue.start <= at < cue.end and cue.concept.startswith("compare.") for cue in clause.cues
    ):
        return False
    if _shared(word, family):
        return True
    linked = {link.name for link in candidates if link.kind == "column" and (link.start, link.end) == (at, at + 1)}
    others = {
        link.name
        for link in candidates
        if link.kind == "column"
        and (link.start, link.end) == (at, at + 1)
        and link.name not in family.names
        and link.score >= max((own.score for own in candidates if own.name in family.names), default=0.0)
    }
    return 2 * len(linked & set(family.names)) >= len(family.names) and not others


def _rates(vocabulary: Vocabulary, family: Family) -> bool:
    """Return whether a family's columns are scores or lengths of time, which add up only where that is said."""
    columns = [vocabulary.column(name) for name in family.names]
    rated = bool(family.shared & frozenset(map(stem, lexicon().scores)))
    return rated or all(column.unit in {"score", "duration", "days"} for column in columns)


def _shared(word: Token, family: Family) -> bool:
    return (
        any(likeness(word.stem, part) >= _ALIKE or part in stands_for(word.stem) for part in family.shared)
        and word.number is None
    )


def _some_of(clause: Clause, family: Family) -> tuple[str, ...]:
    """Return the columns that a word tells from the rest of a family ("bills" of bills and payments), else all."""
    stems = {word.stem for word in clause.words}
    some = tuple(
        name for name, own in family.own if any(likeness(part, said) >= _OWN for part in own for said in stems)
    )
    return some if len(some) >= _FEWEST else family.names


def _member(clause: Clause, at: int, family: Family) -> str | None:
    """Return the one column of a family that a word tells from the others."""
    word = clause.words[at]
    found = [name for name, own in family.own if any(likeness(word.stem, part) >= _OWN for part in own)]
    return found[0] if len(found) == 1 else None


def _kinds_of_parts(
    clause: Clause, together: Sequence[tuple[int, int]], candidates: Sequence[Link], vocabulary: Vocabulary
) -> Iterator[tuple[int, int]]:
    """Yield "across all channels", "in all three terms together": what the columns are of, if no column says."""
    grouping = {
        at
        for link in candidates
        if link.kind == "value" or (link.kind == "column" and vocabulary.column(link.name).role != "measure")
        for at in link.span
        if link.score >= 0.7
    }
    for start, end in together:
        stop = end
        while stop < len(clause.words) and stop - end < 3 and stop not in grouping and _noun(clause, stop):
            stop += 1
        ends = [other for begin, other in together if begin == stop]
        yield start, max([stop, *ends])


def _noun(clause: Clause, at: int) -> bool:
    word = clause.words[at]
    counted = (
        word.norm in lexicon().numbers or word.norm in lexicon().articles or word.norm in {"the", "our", "of"}
    )
    cued = any(cue.start <= at < cue.end and not cue.concept.startswith("grain.") for cue in clause.cues)
    return counted or (not cued and word.number is None)

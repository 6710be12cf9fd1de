"""Words for a sort of values ("phone" of iPhone, Mobile), and values that are one thing ("CC", "Credit Card")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.offline.asked import Clause
from assistant.offline.compose import plain
from assistant.offline.draft import Draft, Predicate
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import stem
from tools.tables.catalog import Column
from tools.tables.shortened import short_forms

_SCORE, _SEVERAL = 0.9, 1.1  # of a word for one value, and for several of which one may be spelled by it
_NEAR = 1.15  # where words of the column's name are said as well ("log in by computer")
_SENTENCE = 4  # words of a value that is a sentence, and of no sort
_FEW = 30  # different values of a column of sorts
_DENIED = frozenset({"no", "not", "non", "without", "none"})


@dataclass(frozen=True, slots=True)
class _Sorted:
    column: str
    values: tuple[str, ...]
    trust: float


def sorts(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from a word for a sort of values to all values of a column that are of it."""
    for at, word in enumerate(clause.words):
        for sort in lexicon().sorts:
            if not {word.stem, *word.means} & sort.said or word.stem in vocabulary.named:
                continue
            for found in _of_sort(sort.of, vocabulary):
                near = _NEAR if _speaks_of(clause, vocabulary.column(found.column)) else 1.0
                score = (_SEVERAL if len(found.values) > 1 else _SCORE) * found.trust * near
                yield Link("value", at, at + 1, score, found.column, found.values[0], also=found.values[1:])


def _of_sort(stems: frozenset[str], vocabulary: Vocabulary) -> Iterator[_Sorted]:
    """Yield the columns of few values of which some are of a sort and some are not."""
    known = {entry.name: entry for entry in vocabulary.columns if _may_be_sorted(entry.column)}
    told: dict[str, dict[str, bool]] = {}
    for entry in vocabulary.values:
        if entry.name in known:
            parts = entry.stems()
            of_it = bool(parts & stems) and not parts & _DENIED and len(entry.phrases[0].stems) < _SENTENCE
            told.setdefault(entry.name, {}).setdefault(entry.value, False)
            told[entry.name][entry.value] |= of_it
    for name, values in told.items():
        chosen = tuple(value for value, of_it in values.items() if of_it)
        if chosen and len(chosen) < len(values):
            yield _Sorted(name, chosen, known[name].trust)


def _speaks_of(clause: Clause, column: Column) -> bool:
    """Return whether a clause says a word of a column's name, also in two words ("check in")."""
    named = set(content(column.label))
    pairs = {stem(left.norm + right.norm) for left, right in pairwise(clause.words)}
    return bool(named & (pairs | {word.stem for word in clause.words}))


def _may_be_sorted(column: Column) -> bool:
    plain = column.role in {"segment", "multi_select"} and column.storage == "text"
    return plain and 1 < column.distinct <= _FEW and "personal" not in column.marks


def one_thing(links: Sequence[Link], clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return the links, those to a value that stands in its column by its initials as well with both of them.

    Where all of a thing is asked for ("in total"), what is a sort of the value by its last words counts too.
    """
    whole = any(cue.concept in {"aggregate.sum", "together.all"} for cue in clause.cues)
    return [
        _whole(link, vocabulary, whole=whole) if link.kind == "value" and not link.also else link for link in links
    ]


def _whole(link: Link, vocabulary: Vocabulary, *, whole: bool) -> Link:
    column = vocabulary.column(link.name)
    if column.role == "text":
        return link
    short = short_forms(column)
    full = short.get(link.value, link.value)
    also = [name for name, meant in short.items() if meant == full] + [full]
    if whole:
        also += [value for value, _ in column.values if _is_sort_of(value, full)]
    others = tuple(dict.fromkeys(value for value in also if value != link.value))
    return replace(link, also=others) if others else link


def _is_sort_of(value: str, general: str) -> bool:
    """Return whether a value ends in another one's words ("Mobile Phone" is a phone)."""
    own, words = content(value), content(general)
    return len(own) > len(words) and own[-len(words) :] == words and not set(own) & _DENIED


def predicate(draft: Draft, link: Link, *, opposite: bool, outcome: bool) -> Predicate:
    """Return what a value link says of the rows; the opposite of several values is all others of their column."""
    if not link.also:
        return Predicate(link.start, link.name, link.value, opposite, outcome)
    column = draft.column(link.name)
    said = (link.value, *link.also)
    values = tuple(value for value, _ in column.values if value not in said) if opposite else said
    if not any(character.isdigit() for value in values for character in value):
        told = plain(column.label)
        draft.notes.append(f"Counted together as {told}: {', '.join(map(plain, values))}.")
    return Predicate(link.start, link.name, values[0], outcome=outcome, also=values[1:])

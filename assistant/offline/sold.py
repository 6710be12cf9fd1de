"""What people are said to want, buy or turn down: the thing that a table's outcome is about, and no condition."""

from collections.abc import Sequence

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.outcomes import Outcome, outcome_of
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Entry, Vocabulary, is_boolean
from assistant.offline.words import phrase

_SELLING = frozenset({"outcome.gain", "outcome.wish", "outcome.refuse"})


def not_sold(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without those from the object of a wish or a purchase to what it only shares words with.

    Who "wants the vehicle insurance" is neither who had one already nor known by the age of the vehicle: a column
    is meant there only where its whole name is said, and a state held before only where that is said.
    """
    sold = sold_at(clause, vocabulary, outcome_of(vocabulary))
    if not sold:
        return list(candidates)
    columns = {entry.name: entry for entry in vocabulary.columns if entry.column.role != "outcome"}
    said = frozenset(word.stem for word in clause.words)
    earlier = bool(said & lexicon().before)
    return [
        link
        for link in candidates
        if link.kind != "column"
        or link.name not in columns
        or not set(link.span) & sold
        or (_whole(clause, link, columns[link.name]) and (earlier or not _held_before(columns[link.name])))
    ]


def _whole(clause: Clause, link: Link, entry: Entry) -> bool:
    """Return whether a link says the whole name of a column."""
    return set(entry.phrases[0].stems) <= {clause.words[at].stem for at in link.span}


def sold_at(clause: Clause, vocabulary: Vocabulary, outcome: Outcome | None) -> frozenset[int]:
    """Return where the object of a verb of buying or wanting stands that the table's outcome is read from."""
    if outcome is None:
        return frozenset()
    found: set[int] = set()
    for cue in clause.cues:
        if cue.concept in _SELLING and outcome.polarity(cue.concept) is not None:
            at = cue.end
            while at < len(clause.words) and clause.words[at].norm in lexicon().determiners:
                at += 1
            while at < len(clause.words) and clause.content(at):
                found.add(at)
                at += 1
    told = {part for entry in vocabulary.columns for part in entry.stems()}
    told |= {part for item in vocabulary.names for part in item.stems}
    known = told | lexicon().offered
    return frozenset(at for at in found if {clause.words[at].stem, *clause.words[at].means} & known)


def _held_before(entry: Entry) -> bool:
    """Return whether a column of yes and no says what somebody had before."""
    column = entry.column
    said = {*phrase(column.name), *phrase(column.label), *phrase(column.description)}
    return is_boolean(column) and bool(said & lexicon().before)

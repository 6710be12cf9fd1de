"""Which of several outcomes is meant: the one whose header says the very word that is asked about."""

from collections.abc import Sequence, Set

from assistant.offline.asked import Clause
from assistant.offline.outcomes import outcome_of
from assistant.offline.reading import Link, Reading
from assistant.offline.vocabulary import JOINED, Vocabulary
from assistant.offline.words import likeness, phrase
from tools.tables.catalog import Catalog

_SURE = 0.75


def outcomes_by_name(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links, words that say a header of an outcome without those to any other outcome.

    Beside `is_cancel` of a payment, "churn" means the `is_churn` of a joined table, though both are losses.
    """
    outcomes = {entry.name for entry in vocabulary.columns if entry.column.role == "outcome"}
    said = {cue.start for cue in clause.cues if cue.concept.startswith("outcome.") and cue.end == cue.start + 1}
    named = {at: found for at in said if (found := _named(clause.words[at].stem, vocabulary))}
    return [
        link
        for link in candidates
        if not _other(link, named.get(link.start, frozenset()), outcomes)
        and not _only_synonymous(link, named.get(link.start, frozenset()), clause)
    ]


def named_outcomes(clause: Clause, known: Sequence[Vocabulary]) -> frozenset[str]:
    """Return the outcomes of any table, by their own names, whose headers say a word of what is asked about."""
    said = [clause.words[cue.start].stem for cue in clause.cues if cue.concept.startswith("outcome.")]
    found = {name for stem in said for vocabulary in known for name in _named(stem, vocabulary)}
    return frozenset(name.rsplit(JOINED, 1)[-1] for name in found)


def tells_other(reading: Reading, named: Set[str], catalog: Catalog) -> bool:
    """Return whether a reading is about another outcome than those that are called by the word asked about."""
    names = (reading.metric or "", *(str(item["column"]) for item in (*reading.where, *reading.by)))
    used = {name.rsplit(JOINED, 1)[-1] for name in names}
    outcomes = {column.name for table in catalog for column in table.columns if column.role == "outcome"}
    return bool(named) and not named & used and bool(outcomes & used)


def _named(stem: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the outcomes of a vocabulary whose headers hold a word."""
    return frozenset(
        entry.name
        for entry in vocabulary.columns
        if entry.column.role == "outcome"
        and not entry.column.present_in
        and any(likeness(stem, part) >= _SURE for part in phrase(entry.column.name))
    )


def _only_synonymous(link: Link, named: Set[str], clause: Clause) -> bool:
    """Return whether a word that says the header of an outcome is linked to a column that only means alike.

    Beside `converted`, "convert" does not name `would_buy`.
    """
    if not named or len(link.span) > 1 or link.kind not in {"column", "value"} or link.name in named:
        return False
    own = phrase(link.value or link.name.rsplit(JOINED, 1)[-1])
    return not any(likeness(clause.words[link.start].stem, part) >= _SURE for part in own)


def _other(link: Link, named: Set[str], outcomes: Set[str]) -> bool:
    """Return whether a word that says the header of an outcome is linked to an event, or to another outcome."""
    if not named or len(link.span) > 1:
        return False
    several = len(outcomes) > 1 and link.name.startswith("outcome.")
    return several or (link.name in outcomes and link.name not in named)


def own_values_first(candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without those to joined tables where a word is a value of the rows themselves.

    Where appointments can be "cancelled", no invoice is meant that was not refunded.
    """
    own = {
        link.span
        for link in candidates
        if link.kind == "value" and JOINED not in link.name and link.score >= _SURE and not link.also
    }
    outcome = outcome_of(vocabulary)
    elsewhere = outcome is not None and JOINED in outcome.column
    return [
        link
        for link in candidates
        if link.span not in own or not (JOINED in link.name or (elsewhere and link.name.startswith("outcome.")))
    ]

"""Links that give way to others for the same words: calls for quotes to numbers of times, rows to measures."""

from collections.abc import Sequence

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED_TRUST, Vocabulary

_COUNTING = frozenset({"aggregate.count", "aggregate.share", "among", "per"})
_BEFORE = 3  # words: "three or more complaints"


def without_calls(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without calls for words where a number of times is named ("without complaints")."""
    numeric = {entry.name for entry in vocabulary.columns if entry.column.role == "measure"}
    counted = {
        link.start
        for link in candidates
        if link.kind == "column" and link.name in numeric and len(link.span) == 1 and _counted(clause, link.start)
    }
    return [
        link
        for link in candidates
        if not (link.name.startswith("words.") and len(link.span) == 1 and link.start in counted)
    ]


def without_rows(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without rows where a measure is called just as they are, unless they are counted.

    The "highest salary" of a table of salaries is a column of it, "how many salaries" are rows.
    """
    measures = {entry.name for entry in vocabulary.columns if entry.column.role == "measure"}
    named = {
        (link.start, link.end)
        for link in candidates
        if link.kind == "column" and link.name in measures and link.score >= JOINED_TRUST
    }
    counted = {cue.end for cue in clause.cues if cue.concept in _COUNTING}
    return [
        link
        for link in candidates
        if link.kind != "entity" or (link.start, link.end) not in named or link.start in counted
    ]


def _counted(clause: Clause, index: int) -> bool:
    """Return whether a number, or a word for having some or none, stands right before a word."""
    before = clause.words[max(0, index - _BEFORE) : index]
    known = lexicon().having | lexicon().lacking | lexicon().numbers.keys()
    return any(word.number is not None or word.norm in known for word in before)

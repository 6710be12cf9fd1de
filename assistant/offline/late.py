"""What is known of those alone whom the outcome befell: no name for the outcome, and no trait of the others."""

from collections.abc import Sequence

from assistant.offline.asked import Clause
from assistant.offline.outcomes import outcome_of
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED, Vocabulary


def not_late(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without those by which a reason of the successes would be taken for the outcome.

    "Do members who find it loud leave more often?" asks how many left, and not how many `left because` it was
    too loud: a verb of the outcome is the outcome, and who is compared is not told by half a reason.
    """
    outcome = outcome_of(vocabulary)
    happened = {
        at
        for cue in clause.cues
        if outcome and cue.concept.startswith("outcome.") and outcome.polarity(cue.concept) is not None
        for at in range(cue.start, cue.end)
    }
    if outcome is None or not happened:
        return list(candidates)
    others = {entry.name: entry.stems() for entry in vocabulary.columns if entry.name != outcome.column}
    late = {name for name in others if _only_of_some(name, vocabulary)}
    compares = any(cue.concept.startswith("compare.") for cue in clause.cues)
    lengths = {(entry.name, entry.value): len(entry.phrases[0].stems) for entry in vocabulary.values}

    def stays(link: Link) -> bool:
        said = {clause.words[at].stem for at in link.span}
        if link.kind == "column" and link.name in others and set(link.span) <= happened:
            return link.name not in late and bool(said & others[link.name])
        half = link.kind == "value" and len(link.span) < lengths.get((link.name, link.value), 0)
        return not (half and compares and link.name in late)

    return [link for link in candidates if stays(link)]


def _only_of_some(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a column of the table is filled only where the outcome happened."""
    column = vocabulary.column(name)
    return JOINED not in name and "leakage" in column.marks and column.missing > vocabulary.table.rows / 2

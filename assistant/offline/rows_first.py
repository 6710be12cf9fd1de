"""A noun for the rows or people is no column that is only called alike: "how many ratings", "Spenden"."""

from collections.abc import Sequence

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import tokens


def rows_first(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without columns that a noun for the rows or people is only like ("Spenden", "spend")."""
    nouns = {
        link.start
        for link in candidates
        if len(link.span) == 1 and (link.kind == "entity" or link.name == "entity.person") and link.score >= 1
    }
    own = {entry.name: entry.own for entry in vocabulary.columns}
    named = {link.start for link in candidates if link.kind in {"entity", "table"} and len(link.span) == 1}
    counted = {at for at in named if clause.words[at].norm.endswith("s") and _how_many(clause, at)}
    return [
        link
        for link in candidates
        if not (
            link.kind == "column"
            and len(link.span) == 1
            and link.start in counted
            and vocabulary.column(link.name).unit == "score"
        )
        and not (
            link.kind == "column"
            and len(link.span) == 1
            and link.start in nouns
            and vocabulary.column(link.name).role == "measure"
            and clause.words[link.start].stem not in own[link.name] | lexicon().synonyms.keys()
        )
    ]


def kinds_of_people(clause: Clause, candidates: Sequence[Link]) -> list[Link]:
    """Return the links without people where the noun for them is a value: "students" are one kind of the members.

    What the rows themselves are called, and words for just anybody, stay people.
    """
    rows = {link.start for link in candidates if link.kind == "entity"}
    kinds = {
        link.span
        for link in candidates
        if link.kind == "value"
        and clause.words[link.start].norm not in lexicon().anybody
        and link.start not in rows
        and [word.stem for word in tokens(link.value)] == [clause.words[at].stem for at in link.span]
    }
    return [link for link in candidates if link.name != "entity.person" or link.span not in kinds]


def _how_many(clause: Clause, index: int) -> bool:
    """Return whether "how many" or "the most" stands right before a noun, which then counts rows ("ratings")."""
    ends = {cue.end for cue in clause.cues if cue.concept in {"aggregate.count", "order.highest", "order.lowest"}}
    return index in ends or bool(ends & {index - 1})

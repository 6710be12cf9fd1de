"""The parts of a question that tables or texts can answer, in their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline.clauses import asks, clause
from assistant.offline.each_mention import each_named
from assistant.offline.lexicon import lexicon
from assistant.offline.mentions import going_on
from assistant.offline.standing import blames
from assistant.offline.words import stem, tokens

_WHICH_SHOULD = re.compile(
    r"(?P<which>(?:in |on |at |for |with )?which(?:\s+of\s+(?:the|our|these))?(?:\s+[\w-]+){1,4}?)"
    r"\s+(?:should|shall|ought|must)\s+(?P<doing>.+)",
    re.IGNORECASE,
)

_COMPARE = stem("compare")


@dataclass(frozen=True, slots=True)
class Parts:
    """The clauses to be answered; `advice` says that another one asks what to do or who is to blame."""

    texts: tuple[str, ...]
    advice: bool = False


def parts(told: Sequence[str], *, side_by_side: bool = False) -> Parts:
    """Return the clauses of a question without those that nothing held can answer.

    Where tables stand `side_by_side`, a part that says no more than that they are to be compared is left out.
    """
    chosen = [_best_of(text) for text in told]
    texts = [text for at, text in enumerate(chosen) if not (blames(text) or _only_advice(text, chosen[:at]))]
    if any(map(_sets_beside, texts[1:])) and is_premise(texts[0]):
        texts = texts[1:]  # what is claimed is what the figures asked for are to show
    advice = len(texts) < len(told) or chosen != list(told)
    texts = [each for text in going_on(texts) for each in each_named(text)]
    if any(map(_groups, told[1:])):
        texts = [text for text in texts if not _bare_portrait(text)] or texts
    if _defines_segment(told):
        texts = [text for text in texts if not _searches(text)]
    if side_by_side:
        texts = [text for text in texts if not _only_compares(text)]
    return Parts(tuple(texts), advice)


def _sets_beside(text: str) -> bool:
    """Return whether a clause is a request to compare ("Compare sales and profit with and without ...")."""
    opening = tokens(text)[:1]
    return bool(opening) and opening[0].stem == _COMPARE


def is_premise(text: str) -> bool:
    """Return whether a part only states what a later one rests on ("Our average rating is above 4.")."""
    opens = tokens(text)[:1]
    return (
        text.rstrip().endswith(".") and not asks(text) and not any(word.norm in lexicon().light for word in opens)
    )


def _best_of(text: str) -> str:
    """Return a clause that asks which of several to choose as one that asks which of them does best.

    "Which plan should we push?" asks which is best, "which plan should we stop?" which is worst.
    """
    found = _WHICH_SHOULD.match(text.strip())
    said = {cue.concept for cue in clause(text).cues}
    if found is None or "recommend" not in said or "entity.person" in said:
        return text  # "which customers should we target?" asks for people like those who were won
    done = {word.norm for word in tokens(found["doing"])} & lexicon().blaming
    return f"{found['which']} is {'worst' if done else 'best'}?"


def _only_advice(text: str, before: Sequence[str]) -> bool:
    """Return whether a clause asks what to do or, after a claim, what it is a sign of: no table says either."""
    said = {cue.concept for cue in clause(text).cues}
    return "recommend" in said or ("recommend.judge" in said and any(map(is_premise, before)))


def _only_compares(text: str) -> bool:
    """Return whether a clause says nothing but that what was named is to be compared."""
    asked = clause(text)
    return not any(asked.content(index) for index in range(len(asked.words)))


def _bare_portrait(text: str) -> bool:
    """Return whether a clause asks who somebody is and names nothing more ("Who buys from us?")."""
    asked = clause(text)
    named = any(asked.content(index) for index in range(len(asked.words)))
    return any(cue.concept == "profile" for cue in asked.cues) and not named and not asked.periods


def _groups(text: str) -> bool:
    """Return whether a clause asks for shares or numbers by groups, which tell who somebody is."""
    said = {cue.concept for cue in clause(text).cues}
    return "by" in said and bool(said & {"aggregate.share", "aggregate.count"}) and not asks(text)


def _defines_segment(told: Sequence[str]) -> bool:
    """Return whether a later part says which segment is meant ("Take those with A and B: how many ...")."""
    return any(found and found[0].norm in lexicon().defining for found in map(tokens, told[1:]))


def _searches(text: str) -> bool:
    """Return whether a clause asks which segment is alike, which a definition answers."""
    return any(cue.concept == "alike" for cue in clause(text).cues)

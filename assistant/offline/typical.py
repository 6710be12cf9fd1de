"""Whether a mean is what most people have: "Our average rating is 3. Is that what a typical user thinks?"."""

from dataclasses import replace

from assistant.offline.asked import Clause
from assistant.offline.clauses import asks, clause
from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link, Reading

_STATISTICS = ("aggregate.mean", "aggregate.median", "aggregate.sum")
_TYPICAL = frozenset({"aggregate.median", "shape"})
_OWN = frozenset({"column", "value", "period", "number"})


def is_claimed(draft: Draft, link: Link) -> bool:
    """Return whether a number only says what a statistic is taken to be ("our average rating is about 3").

    It is a statement, and between the statistic and the number stands a verb that says that it is so.
    """
    statistic = next((cue for cue in draft.links if cue.name in _STATISTICS and cue.end <= link.start), None)
    if statistic is None or asks(draft.clause.text) or draft.clause.text.rstrip().endswith("?"):
        return False
    between = [word.norm for word in draft.clause.words[statistic.start : link.start]]
    known = phrases("answers")
    return not set(known["amounting"]).isdisjoint(between) and set(known["relative"]).isdisjoint(between)


def asks_what_is_typical(asked: Clause) -> bool:
    """Return whether a clause asks if a figure is like most people."""
    return any(cue.concept in _TYPICAL for cue in asked.cues)


def typical_asked(reading: Reading, context: Reading | None) -> Reading | None:
    """Return the middle of what the context measures, when a clause asks if that is what most people are like.

    The middle is told with the mean, both ends and whether there are two humps.
    """
    asked = clause(reading.text)
    named = {what.split(" ")[0] for words, what in (reading.fills or {}).items() if not words.istitle()}
    back = any(word.norm in lexicon().pronouns for word in asked.words)
    if context is None or context.metric is None or context.aggregate not in {"mean", "median"} or not back:
        return None
    if named & _OWN or not asks_what_is_typical(asked):
        return None
    return replace(context, text=reading.text, aggregate="median", explicit=context.explicit | {"aggregate"})

"""Who does something, by a column that a later part names: "Who buys? Top two industries with rate and lift"."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import NO_GROUPS, NO_MEASURE, Condition, Grouping, Reading
from assistant.offline.words import tokens

_RANKS = {"order.highest": "highest", "order.lowest": "lowest"}


def ranked_groups(readings: Iterable[Reading], context: Reading | None) -> Reading | None:
    """Return how often what the context asks about happens in the groups that a clause ranks, if it ranks any.

    The clause names nothing but the groups; what happens is the context's outcome, or the one value that tells
    those whom it portrays ("Who is on the Family plan?").
    """
    happens = _happens(context) if context is not None else None
    if context is None or happens is None:
        return None
    for reading in readings:
        groups, order = _groups(reading), _order(reading)
        if reading.table != context.table or len(groups) != 1 or order is None or not _rated(reading, context):
            continue
        metric, value, where = happens
        if groups[0]["column"] in {metric, *(item["column"] for item in where)}:
            continue
        told = frozenset({"table", "metric", "aggregate", "by", "order"})
        return replace(
            reading,
            aggregate="share",
            metric=metric,
            value=value,
            where=where,
            by=groups,
            order=order,
            period=context.period,
            cues=frozenset(),
            missing=(),
            explicit=told | (reading.explicit & {"limit"}) | (context.explicit & {"where", "period"}),
            tool=None,
            tool_words=None,
        )
    return None


def part_told(reading: Reading, context: Reading | None) -> bool:
    """Return whether a clause asks for the first group's part of all whom it befell, which ranked groups tell."""
    if context is not None and context.silent is not None and context.period is not None:
        return not (reading.where or reading.unexplained or reading.contrast)
    if context is not None and context.aggregate == "top_share" and context.value is not None:
        return _shares_of_them(reading, context)
    if context is None or context.aggregate != "share" or context.order is None or len(context.by) != 1:
        return False
    named = {reading.metric, *(item["column"] for item in reading.where)} - {None}
    other = reading.by or reading.period or reading.contrast or reading.missing or reading.unexplained
    asked = any(cue.concept == "aggregate.share" for cue in clause(reading.text).cues)
    first = any(word.norm in lexicon().firsts for word in tokens(reading.text))
    return asked and first and not other and named <= {context.metric}


def _shares_of_them(reading: Reading, context: Reading) -> bool:
    """Return whether a clause only asks what part of the sum the few hold that the context asks for."""
    asked = any(cue.concept == "aggregate.share" for cue in clause(reading.text).cues)
    own = {reading.metric, *(item["column"] for item in reading.where)} - {None}
    them = any(word.norm in lexicon().pronouns | lexicon().plural for word in tokens(reading.text))
    return asked and them and own <= {context.metric} and not (reading.by or reading.period)


def _happens(context: Reading) -> tuple[str, str | None, tuple[Condition, ...]] | None:
    """Return what a reading asks about of people: the column, its value, and the conditions beside it."""
    if context.by or context.contrast or context.others or context.missing:
        return None
    if context.metric is not None:
        return (context.metric, context.value, context.where) if context.aggregate == "share" else None
    if "profile" not in context.cues or len(context.where) != 1 or context.where[0]["op"] != "=":
        return None
    return str(context.where[0]["column"]), str(context.where[0]["value"]), ()


def _groups(reading: Reading) -> tuple[Grouping, ...]:
    """Return what a clause splits by that names groups and nothing else."""
    own = reading.where or reading.period or reading.contrast or reading.per or reading.unexplained
    if own or set(reading.missing) - {NO_MEASURE, NO_GROUPS}:
        return ()
    if reading.aggregate == "distribution" and reading.metric is not None and not reading.by:
        return ({"column": reading.metric},)
    return reading.by if reading.metric is None else ()


def _order(reading: Reading) -> str | None:
    said = [_RANKS[cue.concept] for cue in clause(reading.text).cues if cue.concept in _RANKS]
    return said[0] if said else None


def _rated(reading: Reading, context: Reading) -> bool:
    """Return whether groups are ranked by their rate: it is asked for, or it was asked who does something."""
    said = {cue.concept for cue in clause(reading.text).cues}
    return "profile" in context.cues or "aggregate.share" in said

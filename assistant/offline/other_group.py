"""The same of another group: "what share on 3.10 is urgent, and on 3.9?", "is that more than the rest?"."""

import re
from dataclasses import replace
from functools import cache

from assistant.offline.clauses import clause
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Condition, Reading
from assistant.offline.thread import refers_back


@cache
def _of_whom() -> re.Pattern[str]:
    """Return a pattern for a share before a place, which says of whom it is and leaves out what it counts."""
    known = {meaning: any_of(listed) for meaning, listed in phrases("shares").items()}
    return re.compile(
        rf"^\s*(?:{known['going_on']}\s+)?(?:{known['which']}\s+)?(?:{known['is_the']}\s+)?"
        rf"{known['share']}\s+{known['of_whom']}\b",
        re.IGNORECASE,
    )


def other_group(reading: Reading, context: Reading | None) -> Reading | None:
    """Return what the context measures, of the group that a clause names in place of the context's, or None."""
    if (
        context is None
        or context.metric is None
        or context.aggregate != "share"
        or not _of_whom().match(reading.text)
    ):
        return None
    named = _named(reading)
    told = {str(item["column"]) for item in context.where}
    alone = reading.table == context.table and not (reading.by or reading.missing or reading.unexplained)
    if not alone or len(named) != 1 or str(named[0]["column"]) not in told:
        return None
    where = tuple(item for item in context.where if item["column"] != named[0]["column"])
    return replace(context, text=reading.text, where=(*where, *named), fills=reading.fills)


def _named(reading: Reading) -> list[Condition]:
    """Return the groups that a clause names: its conditions, and the value whose share it was read to be of."""
    counted = reading.metric is not None and reading.value is not None
    return [*reading.where, *([{"column": reading.metric, "op": "=", "value": reading.value}] if counted else [])]


def against_rest(reading: Reading, context: Reading | None) -> Reading | None:
    """Return the comparison with everybody else of the group that the context tells of, or None.

    The clause says no more than that ("is that more than the others?"), or also what is to be compared, in place
    of what the context measured ("and do they return things more often than the rest?").
    """
    if context is None or not context.where or context.contrast or reading.table != context.table:
        return None
    if "profile" in reading.cues or reading.by or reading.unexplained or not _asks_for_rest(reading.text):
        return None  # a portrait tells the lift over all
    metric, value = _compared(reading) or (context.metric, context.value)
    if metric is None or any(item["column"] == metric for item in context.where) or len(reading.where) > 1:
        return None
    return replace(
        context,
        text=reading.text,
        metric=metric,
        value=value,
        aggregate=None,
        by=(),
        others=True,
        cues=frozenset({"compare"}),
        explicit=(context.explicit | {"metric"}) - {"aggregate", "by", "order", "limit"},
        missing=(),
    )


def _compared(reading: Reading) -> tuple[str, str | None] | None:
    """Return the column and value that a clause itself wants compared: a measure, or the one value it names."""
    if reading.metric is not None:
        return reading.metric, reading.value
    return (str(reading.where[0]["column"]), str(reading.where[0]["value"])) if reading.where else None


def _asks_for_rest(text: str) -> bool:
    cues = {cue.concept for cue in clause(text).cues}
    counts = any(cue.startswith("aggregate.") and cue != "aggregate.mean" for cue in cues)  # "than average"
    return "compare.others" in cues and not counts and refers_back(text)

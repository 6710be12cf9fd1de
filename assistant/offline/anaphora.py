"""What "it", "that" and "they" stand for in a later part of a question: a measure, or a group and its size."""

from dataclasses import replace

from assistant.offline.asked import Clause
from assistant.offline.clauses import clause
from assistant.offline.draft import OF
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import BARE_LIMIT, NO_GROUPS, NO_MEASURE, Condition, Reading
from assistant.offline.words import tokens
from tools.tables.catalog import Catalog

_NAMED = frozenset({"column", "value"})
_SIZES = frozenset({"aggregate.count", "aggregate.share"})
_HAPPENS = frozenset({"compare.more", "compare.less", "compare.versus", "compare.differ", "compare.even"})
_SPLITS = ("outcome.", "repeat.", "by", "per", "grain.", "trend")


def spelled_out(text: str, context: Reading | None) -> str:
    """Return a clause with "it" replaced by what the context measures ("how does it differ between A and B").

    A pronoun stands for the measure where it is set in relation to groups: right before "differ", "depend on" and
    their like, or before a statistic that names nothing further ("that share"). A rate that is not said of what
    ("the rate by region") is that of what the context asks who did. Other clauses return unchanged.
    """
    asked = clause(text)
    done = _done(context) if context is not None else ""
    if done and (bare := _bare_rate(asked)) is not None:
        end = asked.words[bare].end
        return f"{text[:end]} of {done}{text[end:]}"
    measured = _measured(context) if context is not None else ""
    at = _pronoun_of_measure(asked)
    if not measured or at is None:
        return text
    start, end = at
    return f"{text[: asked.words[start].start]}{measured}{text[asked.words[end - 1].end :]}"


def limited_again(text: str, reading: Reading, context: Reading | None, catalog: Catalog) -> str:
    """Return a clause whose limit finds no number ("how many have exactly 50") with the context's before it."""
    bare = any(name.startswith(BARE_LIMIT) for name in reading.missing)
    asked = clause(text)
    starts = [cue.start for cue in asked.cues if cue.concept.startswith("comparator.")]
    starts += [at for at, word in enumerate(asked.words) if word.number is not None]
    table = catalog.table(context.table) if context is not None and context.table else None
    column = table.column(context.metric) if table is not None and context is not None and context.metric else None
    if not bare or not starts or column is None or column.role != "measure":
        return text
    at = asked.words[min(starts)].start
    return f"{text[:at]}{column.label} {text[at:]}"


def _done(context: Reading) -> str:
    """Return the words by which the context named the one thing that people did; none where it has a measure."""
    if context.metric is not None or len(context.where) != 1:
        return ""
    column = str(context.where[0]["column"])
    named = ((words, what.partition(" ")) for words, what in (context.fills or {}).items())
    return " ".join(words for words, (kind, _, name) in named if kind in _NAMED and name.startswith(column))


def _bare_rate(asked: Clause) -> int | None:
    """Return the word for a rate that stands alone, in a clause that speaks of no event of its own."""
    if any(cue.concept.startswith("outcome.") for cue in asked.cues):
        return None
    for index, word in enumerate(asked.words):
        following = asked.words[index + 1].norm if index + 1 < len(asked.words) else ""
        alone = not index or not asked.content(index - 1)
        if word.norm in lexicon().rates and alone and following not in OF:
            return index
    return None


def _measured(context: Reading) -> str:
    """Return the words by which the context named its measure and statistic, in their order."""
    named = []
    for words, what in (context.fills or {}).items():
        kind, _, name = what.partition(" ")
        statistic = kind == "cue" and name.startswith("aggregate.") and name != "aggregate.count"
        outcome = kind == "cue" and name.startswith("outcome.") and context.metric is not None
        measure = kind in {"column", "value"} and context.metric is not None and name.startswith(context.metric)
        if statistic or outcome or measure:
            named.append(words)
    return " ".join(named) if context.metric else ""


def _pronoun_of_measure(asked: Clause) -> tuple[int, int] | None:
    """Return the words to be replaced: the pronoun, and the bare statistic behind it."""
    starting = {cue.start: cue for cue in asked.cues if cue.concept.startswith("compare.")}
    statistics = {cue.start: cue for cue in asked.cues if cue.concept.startswith("aggregate.")}
    pulling = [cue for cue in asked.cues if cue.concept == "aside.pull"]
    without = {cue.end for cue in asked.cues if cue.concept == "which"} if _sets_aside(asked) else set()
    for index, word in enumerate(asked.words):
        if word.norm not in lexicon().pronouns or word.norm in lexicon().plural:
            continue
        pulled = any(cue.end == index or index in range(cue.start, cue.end) for cue in pulling)
        if index + 1 in starting or pulled or {index, index - 1} & without:
            return index, index + 1
        if index + 1 in statistics and statistics[index + 1].end in starting:
            return index, statistics[index + 1].end
    return None


def _sets_aside(asked: Clause) -> bool:
    """Return whether a clause leaves out what a limit names ("what is it without those over two hours")."""
    told = {cue.concept.split(".")[0] for cue in asked.cues}
    return "comparator" in told and bool(told & {"negation", "aside"})


def size_asked(reading: Reading, context: Reading | None) -> Reading | None:
    """Return the size of the context's group, when a clause asks for nothing else ("what share is that").

    The clause names no column, value or event of its own; it points back, or is no sentence by itself ("How many,
    what share of all members?"). A count tells its share of all rows as well.
    """
    group = whose(context) if context is not None else ()
    if context is None or not group or not _only_a_size(reading):
        return None
    return replace(
        context,
        text=reading.text,
        aggregate="count",
        metric=None,
        value=None,
        where=group,
        by=(),
        contrast=None,
        others=False,
        strata=None,
        per=None,
        per_aggregate=None,
        order=None,
        limit=None,
        cues=frozenset(),
        explicit=frozenset({"table", "where", "aggregate"}),
        missing=(),
        unexplained=(),
        notes=(),
        tool=None,
        tool_words=None,
    )


def whose(context: Reading) -> tuple[Condition, ...]:
    """Return the group that a reading speaks of: its conditions, or those who have the value that it counts."""
    if context.where or context.metric is None or context.aggregate != "share" or context.value is None:
        return context.where
    return ({"column": context.metric, "op": "=", "value": context.value},)


def _only_a_size(reading: Reading) -> bool:
    """Return whether a clause asks how many or what share, and says neither of whom nor of what."""
    asked = clause(reading.text)
    sizes = [cue for cue in asked.cues if cue.concept in _SIZES]
    own = reading.where or reading.by or reading.period or reading.contrast or reading.order
    named = {"column", "value", "period", "number"}
    happens = any(cue.concept in _HAPPENS or cue.concept.startswith(_SPLITS) for cue in asked.cues)
    if not sizes or own or reading.linked & named or happens or reading.unexplained or asks_rate(reading):
        return False
    return _points_back(asked) or _fragment(asked, reading)


def _points_back(asked: Clause) -> bool:
    return any(word.norm in lexicon().pronouns for word in asked.words)


def _fragment(asked: Clause, reading: Reading) -> bool:
    """Return whether a clause has no verb of its own: nothing but what is counted, and of what."""
    nouns = {
        word.norm
        for words, what in (reading.fills or {}).items()
        if what.startswith("entity ")
        for word in tokens(words)
    }
    told = {
        index
        for cue in asked.cues
        if cue.concept.startswith(("aggregate.", "entity.", "among", "together."))
        for index in range(cue.start, cue.end)
    }
    told |= {index for index, word in enumerate(asked.words) if word.norm in nouns}
    spare = [word.norm for index, word in enumerate(asked.words) if index not in told]
    return all(norm in lexicon().fragments for norm in spare)


def sizes_told(reading: Reading, context: Reading) -> bool:
    """Return whether a clause asks for sizes that the context's groups are told with ("and how many each?")."""
    asked = clause(reading.text)
    last = {cue.concept for cue in asked.cues if cue.end == len(asked.words)}
    counted = any(cue.concept == "aggregate.count" for cue in asked.cues)
    named = reading.linked & {"column", "value", "period"}
    grouped = bool(context.by) or context.aggregate == "distribution"
    only_ranks = reading.missing == (NO_GROUPS,) and not reading.unexplained
    return grouped and not named and (only_ranks or (counted and "by" in last))


def asks_rate(reading: Reading) -> bool:
    """Return whether a rate is asked for and not said of what ("what is their rate?"): that of the outcome."""
    return any(word.norm in lexicon().rates for word in tokens(reading.text)) and reading.aggregate == "share"


def rate_asked(reading: Reading, context: Reading | None, outcome: str | None) -> Reading | None:
    """Return the rate of the outcome among the context's group, when a clause asks for "their rate" only."""
    named = {"column", "value", "period", "number"}
    if context is None or outcome is None or not asks_rate(reading) or reading.linked & named or reading.by:
        return None
    if not _points_back(clause(reading.text)) or not whose(context):
        return None
    where = tuple(item for item in whose(context) if item["column"] != outcome)
    return replace(
        reading,
        table=context.table,
        metric=outcome,
        value=None,
        aggregate="share",
        where=where,
        missing=tuple(name for name in reading.missing if name != NO_MEASURE),
        explicit=frozenset({"table", "metric", "where", "aggregate"}),
    )

"""Look-alikes by traits that are named: whose like is sought, and by which columns."""

from dataclasses import replace

from assistant.offline.clauses import clause
from assistant.offline.reading import NO_MEASURE, UNRECORDED, Condition, Grouping, Reading
from assistant.offline.vocabulary import is_boolean
from tools.tables.catalog import Catalog, Table

_ALIKE = "alike"


def likened(reading: Reading, catalog: Catalog) -> Reading | None:
    """Return a reading that asks who is alike by named traits as one of the group and the traits only.

    The group are those with the outcome, or with the value named behind the words for likeness; "most" and the
    values of those among whom is looked add nothing. None where no traits are named.
    """
    table = catalog.table(reading.table) if reading.table else None
    if table is None or _ALIKE not in reading.cues or not _goes_by(reading.text):
        return None
    whose = _whose(reading, table)
    measured = table.column(reading.metric) if reading.metric else None
    recorded = measured.name if measured is not None and measured.role == "outcome" else table.outcome
    outcome = recorded if whose is None else str(whose["column"])
    traits = _traits(reading, table, outcome)
    if outcome is None or not traits:
        return None
    return replace(
        reading,
        aggregate=None,
        metric=outcome if whose is None else None,
        value=None,
        values=(),
        where=() if whose is None else (whose,),
        by=traits,
        order=None,
        limit=None,
        contrast=None,
        others=False,
        cues=frozenset({_ALIKE}),
        explicit=frozenset({"table", "metric" if whose is None else "where", "by"}),
        missing=tuple(name for name in reading.missing if name != NO_MEASURE and not name.endswith(UNRECORDED)),
        tool=None,
        tool_words=None,
    )


def told_of_segment(text: str, alone: Reading | None, context: Reading | None) -> bool:
    """Return whether a later part asks for what a segment of look-alikes is told with.

    That is what defines it, its rate, and how many of it are not in the group yet: the part names no column but
    the one that tells the group.
    """
    if context is None or _ALIKE not in context.cues or not context.by or alone is None:
        return False
    group = {context.metric, *(item["column"] for item in context.where)}
    own = {alone.metric, *(item["column"] for item in (*alone.where, *alone.by))} - {None}
    asks = any(cue.concept.startswith(("aggregate.", "compare.", "order.", "by")) for cue in clause(text).cues)
    return own <= group and (not alone.unexplained or not asks or "segment" in text.casefold())


def _goes_by(text: str) -> bool:
    return any(cue.concept in {"by", "per"} for cue in clause(text).cues)


def _whose(reading: Reading, table: Table) -> Condition | None:
    """Return the value behind the words for likeness as the condition of the group, where one is named."""
    behind = False
    for what in (reading.fills or {}).values():
        kind, _, named = what.partition(" ")
        behind = behind or (kind == "cue" and named == _ALIKE)
        for column in table.columns if behind and kind == "value" else ():
            if named.startswith(f"{column.name} ") and column.name != table.outcome:
                return {"column": column.name, "op": "=", "value": named.removeprefix(f"{column.name} ")}
    return None


def _traits(reading: Reading, table: Table, outcome: str | None) -> tuple[Grouping, ...]:
    """Return what the likeness goes by: the groupings, and what else is said with yes or no or listed there."""
    flags = [str(item["column"]) for item in reading.where]
    named = [table.column(name) for name in dict.fromkeys(flags)]
    listed = [{"column": column.name} for column in named if column is not None and is_boolean(column)]
    known = {str(item["column"]) for item in reading.by}
    both = (*reading.by, *(item for item in listed if item["column"] not in known))
    return tuple(item for item in both if item["column"] != outcome)

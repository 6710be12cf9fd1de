"""Which groups grew or shrank: two stretches of time as long as each other, in which every group is counted."""

from typing import Any

import pandas as pd

from assistant.offline.draft import Draft
from assistant.offline.phrases import phrases

_UNITS = ("M", "Q", "Y")
_ADDED = frozenset({None, "count", "sum", "mean", "distribution"})


def read_growth(draft: Draft) -> None:
    """Read "which categories grew most" as each category's rows or sum set beside those of an earlier time."""
    shrank = bool(draft.norms & set(phrases("growth")["shrank"]))
    if not (draft.has("which") and (shrank or draft.norms & set(phrases("growth")["grew"]))):
        return
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    groups = [item for item in draft.by if item["column"] != table.time]
    if column is None or not column.minimum or not column.maximum or len(groups) != 1 or "grain" in groups[0]:
        return
    if draft.slots.get("aggregate") not in _ADDED or {"per", "value", "silent"} & set(draft.slots):
        return
    first, last = pd.Timestamp(column.minimum[:10]), pd.Timestamp(column.maximum[:10])
    later, earlier = _windows(draft.slots.get("period"), first, last)
    summed = draft.slots.get("metric") not in {None, groups[0]["column"]} and not draft.implied
    draft.by[:] = groups
    draft.slots.update(aggregate="sum" if summed else "count", period=later, against=earlier)
    draft.slots["order"] = "lowest" if shrank else "highest"
    if not summed:
        draft.slots.pop("metric", None)
    draft.explicit |= {"period", "against", "by"}
    draft.cues -= {"trend"}


def _windows(said: Any, first: pd.Timestamp, last: pd.Timestamp) -> tuple[dict[str, str], dict[str, str]]:
    """Return the later and the earlier stretch of time: the ends of what is said, else the last two whole units.

    A unit that the data has not come to the end of is set beside the earlier one up to the same day.
    """
    if said and "until" in said and "since" in said:
        since, until = pd.Timestamp(said["since"]), pd.Timestamp(said["until"])
        unit = _unit(since, until)
        new = pd.Period(min(until, last), freq=unit)
        old = pd.Period(since, freq=unit) if pd.Period(since, freq=unit) < new else new - 1
    else:
        whole = [code for code in reversed(_UNITS) if _two(code, first, last)]
        new = pd.Period(last + pd.Timedelta(days=1), freq=whole[0] if whole else "M") - 1
        old = new - 1
    if new.end_time.normalize() <= last:
        return _span(new, new.end_time), _span(old, old.end_time)
    months = (new.start_time.year - old.start_time.year) * 12 + new.start_time.month - old.start_time.month
    return _span(new, last), _span(old, last - pd.DateOffset(months=months))


def _two(code: str, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Return whether the data holds two whole units of the calendar."""
    whole = pd.Period(last + pd.Timedelta(days=1), freq=code) - 1
    return (whole - 1).start_time >= first


def _unit(since: pd.Timestamp, until: pd.Timestamp) -> str:
    """Return the unit of the calendar that a stretch of time is one of so far, or two or more of."""
    for code in _UNITS:
        unit = pd.Period(since, freq=code)
        if unit.start_time == since and until <= unit.end_time:
            return code
    return next(code for code in reversed(_UNITS) if pd.Period(since, freq=code) < pd.Period(until, freq=code))


def _span(unit: pd.Period, end: pd.Timestamp) -> dict[str, str]:
    return {"since": str(unit.start_time.date()), "until": str(end.date())}

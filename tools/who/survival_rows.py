"""How long each row was followed and whether the event happened: from a duration column, or from two dates."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.speech import yes_no
from tools.tables.catalog import Column
from tools.who.outcome import Outcome
from tools.who.scope import Scope

_LENGTHS = frozenset(
    {
        "tenure",
        "duration",
        "lifetime",
        "survival",
        "since",
        "until",
        "active",
        "follow",
        "time",
        "age",
        "dauer",
        "laufzeit",
        *("months", "weeks", "years", "with", "stay", "stayed", "member", "membership", "length", "retained"),
        *("monate", "jahre", "mois", "années", "ancienneté", "meses", "años", "antigüedad", "durée", "duración"),
    }
)
_STARTS = re.compile(r"sign|join|start|regist|creat|first|open|begin|begun|since|admit|enrol|entry|hire|onboard")
_ENDS = re.compile(
    r"end|cancel|left|leave|exit|clos|churn|terminat|last|quit|expir|death|died|discharg|stopp|until"
)
_UNITS = {"days": "days", "months": "months", "years": "years"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One entry per selected row: the time followed, whether it happened, and whether both are known.

    `unit` is the word for the time, empty where the column does not tell; `event` says what happens;
    `source` says in words where time and event come from.
    """

    durations: NDArray[np.float64]
    happened: NDArray[np.bool_]
    known: NDArray[np.bool_]
    unit: str
    event: str
    source: str
    negative: int


def followed(scope: Scope, duration: str | None, outcome: str | None, value: str | None) -> Followed:
    """Return the times of the rows in stored order; raises AnalysisError that says which columns it takes."""
    length = _length(scope, duration, outcome)
    wanted = None if length is not None and outcome == length.name else outcome
    if length is not None and (wanted or scope.table.outcome):
        return _measured(scope, length, Outcome.of(scope, wanted, value))
    dates = _dates(scope)
    if dates is not None:
        return _dated(scope, *dates)
    raise AnalysisError(
        f"`{scope.table.name}` does not tell how long until something happens: it takes a column with a length of "
        "time (tenure, days until) and an outcome column, or a start date and an end date that is empty where it "
        "has not ended."
    )


def _length(scope: Scope, duration: str | None, outcome: str | None) -> Column | None:
    """Return the column asked for, else the one number column that is a length of time."""
    if duration is not None:
        column = scope.column(duration)
        if column.storage != "number":
            raise AnalysisError(f"`{duration}` is not a length of time: it is {column.storage}.")
        return column
    numbers = [c for c in scope.table.columns if c.storage == "number" and c.role not in ("id", "outcome")]
    named = [c for c in numbers if outcome == c.name and _is_length(c)]
    found = named or [c for c in numbers if _is_length(c) and c.unit != "age"]
    clear = [c for c in found if {"tenure", "duration", "survival", "lifetime"} & set(_words(c))] or found
    return clear[0] if len(clear) == 1 else None


def _is_length(column: Column) -> bool:
    timed = column.unit in ("days", "months", "years", "duration")
    return bool(_LENGTHS & set(_words(column))) and (timed or bool({"tenure", "survival"} & set(_words(column))))


def _words(column: Column) -> list[str]:
    return [word for word in re.split(r"[\W_\d]+", f"{column.name} {column.label}".casefold()) if word]


def _measured(scope: Scope, length: Column, outcome: Outcome) -> Followed:
    tables, name = scope.context.tables, scope.table.name
    selected = tables.mask(name, scope.where)
    values = pd.to_numeric(tables.frame(name, [length.name], scope.where)[length.name], errors="coerce")
    durations = values.to_numpy(dtype=np.float64, na_value=np.nan)
    happened = tables.mask(name, (*scope.where, outcome.condition))[selected]
    told = tables.mask(name, (*scope.where, Condition(column=outcome.reference, op="present")))[selected]
    usable = np.isfinite(durations) & (durations >= 0) & told
    negative = int((durations < 0).sum())
    unit = _UNITS.get(str(length.unit), "")
    yes = yes_no(outcome.column, outcome.value)
    event = outcome.column.label if yes else f"{outcome.column.label} = {outcome.value}"
    return Followed(
        durations,
        happened,
        usable,
        unit,
        event,
        f"{length.label} as the time, {outcome.column.label} = {outcome.value} as the event",
        negative,
    )


def _dates(scope: Scope) -> tuple[Column, Column] | None:
    """Return the start and the end column: the end has empty cells, the start hardly any."""
    dates = [c for c in scope.table.columns if c.storage == "date"]
    rows = max(1, scope.table.rows)
    ends = [c for c in dates if 0 < c.missing < rows and _ENDS.search(c.name.casefold())]
    starts = [c for c in dates if c.missing < 0.05 * rows and c not in ends]
    named = [c for c in starts if _STARTS.search(c.name.casefold())] or starts
    return (named[0], ends[0]) if len(ends) == 1 and named else None


def _dated(scope: Scope, start: Column, end: Column) -> Followed:
    """Return the days between two dates; without an end, until the newest date of either column or `as_of`."""
    frame = scope.context.tables.frame(scope.table.name, [start.name, end.name], scope.where)
    begun, ended = (pd.to_datetime(frame[c.name]).dt.tz_localize(None).dt.normalize() for c in (start, end))
    newest = max(scope.base.newest(start.name), scope.base.newest(end.name))
    last = pd.Timestamp(scope.context.as_of or newest)
    happened = (ended.notna() & (ended <= last)).to_numpy()
    gone = (ended.where(happened, last) - begun).dt.days
    durations = np.asarray(gone.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
    usable = np.isfinite(durations) & (durations >= 0)
    source = f"days from {start.label} to {end.label}; where that is empty, until {last.date()} without the event"
    return Followed(durations, happened, usable, "days", end.label, source, int((durations < 0).sum()))

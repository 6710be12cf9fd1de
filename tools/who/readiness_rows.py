"""The history behind readiness: who showed what in one stretch of time, and whether it happened in the next."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.who.likeness import usable
from tools.who.outcome import Outcome
from tools.who.purchases import amount_column
from tools.who.scope import Scope
from tools.wording import listed

_DAYS, _FEWEST_STRETCHES = 30, 6
_SEPARATOR = "::"
_VALUES = 10
_NEVER = 1 << 30
_COINCIDES = 0.9
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be foretold: its words ("upgraded"), and the day of it per code of a person.

    `aside` names the columns that tell of it, `own` the column and value of the rows that are it.
    """

    words: str
    days: "pd.Series[pd.Timestamp]"
    aside: frozenset[str]
    own: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that a person may have shown in a stretch of time: flags by person (down) and stretch (across)."""

    words: str
    label: str
    shown: Flags


@dataclass(frozen=True, slots=True)
class History:
    """Persons (down) by stretches of `days` (across): at risk at the start of each, and whether it happened in
    it; `codes` are the persons' codes in the table."""

    scope: Scope
    days: int
    codes: Places
    at_risk: Flags
    happened: Flags
    signals: tuple[Signal, ...]


def holder(scope: Scope) -> Scope | None:
    """Return the scope of dated rows per person: the table's own, else of the longest table joined to it."""
    if _dated(scope):
        return scope
    catalog = scope.context.tables.catalog
    near = {join.left_table for join in catalog.joins if join.right_table == scope.table.name}
    near |= {join.right_table for join in catalog.joins if join.left_table == scope.table.name}
    found = [other for table in catalog if table.name in near and _dated(other := Scope(scope.context, table))]
    if not found or scope.where:
        return None
    return max(found, key=lambda other: other.table.rows)


def _dated(scope: Scope) -> bool:
    return scope.table.person is not None and scope.table.time is not None and not scope.base.rows_are_people


def event_of(scope: Scope, rows: Scope, reference: str | None, value: str | None) -> Event:
    """Return when it first happened to each person: a dated row with the value, a date of its own, a second row.

    Raises AnalysisError where it is recorded whether it happened, and not when.
    """
    codes, days = _codes(rows), _days(rows, str(rows.table.time))
    reference = reference or scope.table.outcome
    if reference is None:
        if amount_column(rows.table, None) is None:
            raise AnalysisError(
                f"Say what is to be foretold: `outcome` (and `value`) of `{rows.table.name}` or of a joined table."
            )
        ordered = (
            pd.DataFrame({"code": codes, "day": days}).dropna().drop_duplicates().sort_values(["code", "day"])
        )
        again = ordered[ordered.groupby("code").cumcount() == 1].set_index("code")["day"]
        return Event("bought again", again, frozenset())
    own = scope.table.name == rows.table.name or _SEPARATOR in reference
    named = reference if own else f"{scope.table.name}{_SEPARATOR}{reference}"
    column = rows.column(named)
    if column.storage == "date":
        return _first(codes, _days(rows, named), f"reached their {column.label}", frozenset({named}))
    outcome = Outcome.of(rows, named, value)
    own_words = f"had {rows.base.words(outcome.condition)}" if own else f"had {outcome.event.state}"
    words = outcome.event.predicate or own_words
    tables, name = rows.context.tables, rows.table.name
    hit = tables.mask(name, (*rows.where, outcome.condition))[tables.mask(name, rows.where)]
    if _SEPARATOR not in named:
        aside = frozenset({named}) if column.distinct <= 2 else frozenset()
        return _first(codes[hit], days[hit], words, aside, (named, outcome.value))
    dated = _date_of(rows, named, hit)
    if dated is None:
        raise AnalysisError(
            f"`{named}` tells whether it happened, not when, so nothing can be called a signal before it. With a "
            "date of it, this could be answered; find_drivers tells what goes with it."
        )
    return _first(codes[hit], _days(rows, dated)[hit], words, frozenset({named, dated}))


def _date_of(rows: Scope, named: str, hit: Flags) -> str | None:
    """Return the date column beside a flag that is filled where the flag is set, and hardly elsewhere."""
    other = rows.context.tables.catalog.table(named.rpartition(_SEPARATOR)[0])
    for column in other.columns if other is not None else ():
        if column.storage == "date" and other is not None:
            reference = f"{other.name}{_SEPARATOR}{column.name}"
            known = _days(rows, reference).notna().to_numpy()
            if hit.any() and known[hit].mean() > _COINCIDES and known[~hit].sum() < (1 - _COINCIDES) * len(hit):
                return reference
    return None


def _codes(rows: Scope) -> Places:
    tables, name = rows.context.tables, rows.table.name
    return np.asarray(tables.people(name)[tables.mask(name, rows.where)], dtype=np.int64)


def _days(rows: Scope, reference: str) -> "pd.Series[pd.Timestamp]":
    frame = rows.context.tables.frame(rows.table.name, [reference], rows.where)
    return pd.to_datetime(frame[reference]).dt.tz_localize(None).dt.normalize()


def _first(
    codes: Places,
    days: "pd.Series[pd.Timestamp]",
    words: str,
    aside: frozenset[str],
    own: tuple[str, str] | None = None,
) -> Event:
    frame = pd.DataFrame({"code": codes, "day": days.to_numpy()}).dropna()
    return Event(words, frame[frame["code"] >= 0].groupby("code")["day"].min(), aside, own)


def history(rows: Scope, event: Event) -> History | None:
    """Return the persons' stretches of time with what they showed; None where too short a time was observed.

    Stretches are thirty days long, shorter where less than half a year was observed; the last one is whole. What
    stands in the stretch in which it happened is no signal, as it may be part of it.
    """
    codes, days = _codes(rows), _days(rows, str(rows.table.time))
    known = (codes >= 0) & days.notna().to_numpy()
    if not known.any():
        return None
    first, last = days[known].min(), max(days[known].max(), event.days.max() if len(event.days) else days.min())
    observed = int((last - first).days) + 1
    length = min(_DAYS, observed // _FEWEST_STRETCHES)
    count = observed // length if length else 0
    if count < 3:
        return None
    people, place = np.unique(codes[known], return_inverse=True)
    stretch = ((days[known] - first).dt.days.to_numpy() // length).astype(np.int64)
    entered = np.full(len(people), _NEVER)
    np.minimum.at(entered, place, stretch)
    when = event.days.reindex(people)
    fell = np.where(when.notna(), (when - first).dt.days.fillna(0).to_numpy() // length, _NEVER).astype(np.int64)
    at = np.arange(count)
    at_risk = (entered[:, None] < at) & (fell[:, None] >= at)
    inside = stretch < count
    shape = (len(people), count)
    signals = _signals(rows, event, np.flatnonzero(known)[inside], place[inside], stretch[inside], shape)
    return History(rows, length, people, at_risk, (fell[:, None] == at) & at_risk, tuple(signals))


def _signals(
    rows: Scope, event: Event, kept: Places, place: Places, stretch: Places, shape: tuple[int, int]
) -> list[Signal]:
    """Return what persons can show: a value of a column, several rows, none."""
    noun = rows.noun()

    def shown(flags: Flags) -> Flags:
        met = np.zeros(shape, dtype=bool)
        met[place[flags], stretch[flags]] = True
        return met

    tally = np.zeros(shape, dtype=np.int32)
    np.add.at(tally, (place, stretch), 1)
    general = [
        Signal(f"no {rows.table.entity} at all", "silence", tally == 0),
        Signal(f"two {noun} or more", "activity", tally >= 2),
        Signal(f"more {noun} than in the stretch before", "more than before", _rising(tally)),
    ]
    found: list[Signal] = []
    able = usable(rows, frozenset(name for name in event.aside if _SEPARATOR not in name))
    for column in able.columns:
        for words, flags in _values(rows, column, event):
            found.append(Signal(words, column.label, shown(flags[kept])))
    return [*found, *general]


def _rising(tally: NDArray[np.int32]) -> Flags:
    before = np.hstack([np.zeros((len(tally), 1), dtype=np.int32), tally[:, :-1]])
    return np.asarray(tally > before)


def _values(rows: Scope, column: Column, event: Event) -> list[tuple[str, Flags]]:
    tables, name = rows.context.tables, rows.table.name
    selected = tables.mask(name, rows.where)
    if column.role == "measure" and column.storage == "number":
        cells = tables.frame(name, [column.name], rows.where)[column.name].to_numpy(dtype=float, na_value=np.nan)
        known = cells[np.isfinite(cells)]
        if len(np.unique(known)) < 5:
            return []
        cut = float(np.quantile(known, 2 / 3, method="higher"))
        condition = Condition(column=column.name, op=">=", value=cut)
        return [(rows.words(condition), np.where(np.isfinite(cells), cells, -np.inf) >= cut)]
    asked = [
        Condition(column=column.name, op="=", value=value)
        for value, _ in column.values[:_VALUES]
        if not column.stands_for_nothing(value) and (column.name, value) != event.own
    ]
    return [(rows.words(condition), tables.mask(name, (*rows.where, condition))[selected]) for condition in asked]


def lacking(scope: Scope) -> str:
    """Return why nothing can be called a signal: no dated rows per person."""
    has = [
        word
        for word, there in (
            ("dates", scope.table.time),
            ("several rows per person", not scope.base.rows_are_people),
        )
        if not there
    ]
    return (
        f"{scope.table.name} has no history ({listed(has) or 'dated rows per person'} are missing), so nothing "
        "tells what came before; what goes with it at the same time can be told, as drivers."
    )

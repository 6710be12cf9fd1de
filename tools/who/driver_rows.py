"""The rows of a drivers analysis: an outcome, and every condition of one column that rows may satisfy."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Condition
from tools.tables.catalog import Column
from tools.who.outcome import Outcome
from tools.who.scope import Scope

MOST_ROWS = 60_000
SMALLEST_GROUP = 30
_LEAST_SHARE = 0.02
_MOST_VALUES = 20
_CUTS = (1 / 3, 2 / 3)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Trial:
    """A condition on one column and the rows that satisfy it; where the column is empty, none does."""

    column: Column
    condition: Condition
    inside: Mask


@dataclass(frozen=True, slots=True)
class Rows:
    """Outcome (0 or 1, or a number), a code per person, the conditions, and which rows the search may see."""

    outcome: NDArray[np.float64]
    people: NDArray[np.int64]
    trials: tuple[Trial, ...]
    searched: Mask
    binary: bool
    total: int


def rows_of(scope: Scope, outcome: Outcome | Column, columns: list[Column]) -> Rows:
    """Return the rows with a known outcome; of more than 60,000 a random part, the same at every call."""
    tables, name = scope.context.tables, scope.table.name
    binary = isinstance(outcome, Outcome)
    selected = tables.mask(name, scope.where)
    if isinstance(outcome, Outcome):
        y = tables.mask(name, (*scope.where, outcome.condition))[selected].astype(np.float64)
        known = tables.mask(name, (*scope.where, _present(outcome.reference)))[selected]
        unknown = [value for value, _ in outcome.column.sentinels]
        if unknown and outcome.column.storage != "number":
            aside = Condition(column=outcome.reference, op="in", value=unknown)
            known &= ~tables.mask(name, (*scope.where, aside))[selected]
    else:
        y = _numbers(tables.frame(name, [outcome.name], scope.where)[outcome.name])
        known = np.isfinite(y)
    kept = np.flatnonzero(known)
    generator = np.random.default_rng(0)
    total = len(kept)
    if total > MOST_ROWS:
        kept = np.sort(generator.choice(kept, MOST_ROWS, replace=False))
    people = tables.people(name)[selected][kept]
    trials = _trials(scope, columns, selected, kept)
    return Rows(y[kept], people, tuple(trials), _half(people, generator), binary, total)


def _present(reference: str) -> Condition:
    return Condition(column=reference, op="present")


def _numbers(values: "pd.Series[float]") -> NDArray[np.float64]:
    found = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(found), found, np.nan)


def _half(people: NDArray[np.int64], generator: np.random.Generator) -> Mask:
    """Return a random half of the rows; all rows of one person are in the same half."""
    codes = np.where(people >= 0, people, people.max(initial=0) + 1 + np.arange(len(people)))
    _, places = np.unique(codes, return_inverse=True)
    half: Mask = generator.random(int(places.max(initial=0)) + 1) < 0.5
    return half[places]


def _trials(scope: Scope, columns: list[Column], selected: Mask, kept: NDArray[np.intp]) -> list[Trial]:
    found: list[Trial] = []
    plain = [c for c in columns if c.storage != "boolean" and c.role != "multi_select"]
    frame = _frame(scope, plain, np.flatnonzero(selected)[kept], kept)
    asked = _asked(scope, [column for column in columns if column not in plain], selected, kept)
    for column in columns:
        if column in plain:
            values = frame[column.name]
            found += _numeric(column, values) if column.storage == "number" else _values(column, values)
        else:
            found += [trial for trial in asked if trial.column is column]
    least = max(SMALLEST_GROUP, _LEAST_SHARE * len(kept))
    return [t for t in found if least <= t.inside.sum() <= len(kept) - least]


def _numeric(column: Column, values: "pd.Series[float]") -> list[Trial]:
    numbers = _numbers(values)
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return []
    if column.role != "measure" and column.distinct <= _MOST_VALUES and not column.order:
        levels = [float(v) for v in np.unique(known)]
        return [_trial(column, "=", level, numbers == level) for level in levels]
    edges = sorted({float(edge) for edge in np.quantile(known, _CUTS)})
    above = [_trial(column, ">", edge, numbers > edge) for edge in edges]
    return above + [_trial(column, "<=", edge, numbers <= edge) for edge in edges]


def _trial(column: Column, op: str, value: float | str, inside: NDArray[np.bool_]) -> Trial:
    shown = int(value) if isinstance(value, float) and value.is_integer() else value
    condition = Condition.model_validate({"column": column.name, "op": op, "value": shown})
    return Trial(column, condition, inside)


def _values(column: Column, values: "pd.Series[str]") -> list[Trial]:
    texts = values.astype("str").str.strip().str.casefold().to_numpy()
    names = {name.strip().casefold(): name for name, _ in reversed(column.usable_values)}
    kept = list(names.items())[-_MOST_VALUES:]
    return [_trial(column, "=", name, texts == low) for low, name in kept]


def _asked(scope: Scope, columns: list[Column], selected: Mask, kept: NDArray[np.intp]) -> list[Trial]:
    """Return the conditions of multi-selects and booleans, whose rows the engine tells, few passes for all."""
    conditions = [
        (column, Condition.model_validate({"column": column.name, "op": _op(column), "value": name}))
        for column in columns
        for name, _ in column.values[:_MOST_VALUES]
    ]
    masks = scope.context.tables.masks(scope.table.name, [(*scope.where, told) for _, told in conditions])
    return [
        Trial(column, condition, mask[selected][kept])
        for (column, condition), mask in zip(conditions, masks, strict=True)
    ]


def _op(column: Column) -> str:
    return "contains" if column.role == "multi_select" else "="


def _frame(scope: Scope, columns: list[Column], places: NDArray[np.intp], kept: NDArray[np.intp]) -> pd.DataFrame:
    """Return the columns of the sampled rows: `places` among all rows stored, `kept` among those selected."""
    names = [column.name for column in columns]
    if not names:
        return pd.DataFrame(index=range(len(kept)))
    tables, table = scope.context.tables, scope.table
    if table.source:
        return tables.frame(table.name, names, scope.where).iloc[kept]
    return tables.frame(table.name, names, at=places)

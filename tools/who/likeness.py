"""The conditions by which people can be alike: values and levels of the columns that may be used for it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.arguments import Condition
from tools.statistics.lookalike import Flags
from tools.tables.catalog import Column
from tools.who.scope import Scope
from tools.who.traits import MOST_DESCRIBED, described
from tools.who.vulnerable import is_vulnerable
from tools.wording import number

_VALUES = 8
_QUARTERS = (0.25, 0.5, 0.75)
_REPEATS = 0.9


@dataclass(frozen=True, slots=True)
class Usable:
    """The columns by which people may be likened, the labels of those left out for each reason, and how many more
    there are than are looked at."""

    columns: tuple[Column, ...]
    protected: tuple[str, ...]
    vulnerable: tuple[str, ...]
    leaking: tuple[str, ...]
    beyond: int = 0

    @property
    def unseen(self) -> tuple[str, ...]:
        """What is said of the columns that were not looked at, nothing where all were."""
        if not self.beyond:
            return ()
        return (f"Only {number(MOST_DESCRIBED)} columns were looked at; {number(self.beyond)} more were not.",)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions, the place of each one's column, and which rows meet them (a row of flags per condition)."""

    conditions: tuple[Condition, ...]
    columns: tuple[int, ...]
    flags: Flags


def usable(scope: Scope, aside: frozenset[str], named: Collection[str] = ()) -> Usable:
    """Return which columns may be used: no protected, vulnerable or personal ones, none known only afterwards.

    Those that are `named` are looked at first, where there are very many.
    """
    able = sorted(described(scope, aside), key=lambda column: column.name not in named)
    told = able[:MOST_DESCRIBED]
    vulnerable = [column for column in told if "protected" not in column.marks and is_vulnerable(column)]
    kept = [c for c in told if "protected" not in c.marks and c not in vulnerable]
    everything = [column for column in scope.table.columns if column.name not in aside]
    return Usable(
        tuple(kept),
        tuple(column.label for column in everything if "protected" in column.marks),
        tuple(column.label for column in vulnerable),
        tuple(column.label for column in everything if "leakage" in column.marks),
        len(able) - len(told),
    )


def conditions_of(scope: Scope, columns: tuple[Column, ...], rows: np.ndarray, learnt: Flags) -> Conditions:
    """Return the conditions on the columns for the stored rows `rows`; levels are cut where `learnt` rows lie.

    Columns are read one at a time, so that memory stays bounded by the rows looked at.
    """
    found: list[Condition] = []
    places: list[int] = []
    flags: list[Flags] = []
    for place, column in enumerate(columns):
        for condition, met in _of_column(scope, column, rows, learnt):
            found.append(condition)
            places.append(place)
            flags.append(met)
    stacked = np.array(flags, dtype=bool) if flags else np.zeros((0, len(rows)), dtype=bool)
    return Conditions(tuple(found), tuple(places), stacked)


def _of_column(scope: Scope, column: Column, rows: np.ndarray, learnt: Flags) -> list[tuple[Condition, Flags]]:
    if column.role == "measure" or (column.storage == "number" and column.distinct > _VALUES):
        return _levels(scope, column, rows, learnt)
    names = [name for name, _ in column.usable_values[:_VALUES]]
    asked = [Condition(column=column.name, op="=", value=name) for name in names]
    if column.role == "multi_select":
        masks = [scope.context.tables.mask(scope.table.name, (condition,))[rows] for condition in asked]
        return list(zip(asked, masks, strict=True))
    cells = scope.context.tables.frame(scope.table.name, [column.name])[column.name].iloc[rows]
    written = cells.map(_written).to_numpy()
    return [(condition, written == _written(condition.value)) for condition in asked]


def _levels(scope: Scope, column: Column, rows: np.ndarray, learnt: Flags) -> list[tuple[Condition, Flags]]:
    cells = scope.context.tables.frame(scope.table.name, [column.name])[column.name].iloc[rows]
    if column.storage != "number":
        return []
    values = cells.to_numpy(dtype=float, na_value=np.nan)
    known = values[learnt & ~np.isnan(values)]
    if len(known) < len(_QUARTERS):
        return []
    cuts = dict.fromkeys(float(cut) for cut in np.quantile(known, _QUARTERS, method="higher"))
    found: list[tuple[Condition, Flags]] = []
    for cut in cuts:
        found.append((Condition(column=column.name, op=">=", value=cut), values >= cut))
        found.append((Condition(column=column.name, op="<", value=cut), values < cut))
    return found


def _written(value: object) -> str:
    """Return a cell as text: `2.0` and `2` are one value, whatever the type in storage."""
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return ""
    text = str(value).strip().casefold()
    return text.removesuffix(".0")


def repeats(conditions: Conditions, target: Flags) -> frozenset[int]:
    """Return the columns of which one condition alone is nearly the same as the target, so that they define it.

    A condition that agrees with the target in over nine tenths of both its cases and theirs (Jaccard) says no more
    than the definition.
    """
    both = (conditions.flags & target).sum(axis=1)
    either = (conditions.flags | target).sum(axis=1)
    return frozenset(
        column
        for column, part, whole in zip(conditions.columns, both, either, strict=True)
        if whole and part / whole > _REPEATS
    )

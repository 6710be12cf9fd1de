"""The traits that customers are grouped by: one row per customer, what repeats or tells nothing left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Condition
from tools.statistics.degrees import normal_scores
from tools.statistics.latent_class import UNKNOWN, Codes, Traits
from tools.tables.catalog import Column
from tools.who.likeness import Usable, usable
from tools.who.scope import Scope
from tools.wording import number, plural

MOST_CASES = 100_000
MOST_LEVELS = 12
_FEW_VALUES = 12
_PILE = 0.2
_KNOWN = 0.4
_CONSTANT = 0.98
_OPTIONS = 8
OTHER = "another value"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """One column as a trait: the code of each row (-1 unknown) with a name per level, or its numbers.

    `levels` are empty for numbers; `ranges` says that they are ranges of a number, `option` names the option of a
    question with several answers.
    """

    column: Column
    levels: tuple[str, ...] = ()
    codes: Codes | None = None
    numbers: Numbers | None = None
    ranges: bool = False
    option: str = ""

    @property
    def label(self) -> str:
        """The trait in words, for lists of what was used or left out."""
        return f"{self.column.label}: {self.option}" if self.option else self.column.label

    @cached_property
    def scores(self) -> Numbers:
        """The numbers as normal scores."""
        return normal_scores(self.numbers) if self.numbers is not None else np.zeros(0)


@dataclass(frozen=True, slots=True)
class Cases:
    """Who is grouped: `case` is the place of each stored row's customer (-1: not among them), `traits` have one
    entry per customer; `able` names what may not be used, `dropped` what tells nothing, with the reason; `total`
    is how many customers the `count` looked at were drawn from."""

    case: NDArray[np.int64]
    count: int
    total: int
    traits: tuple[Trait, ...]
    able: Usable
    dropped: tuple[tuple[str, str], ...] = ()
    summed: bool = False

    def matrix(self, traits: tuple[Trait, ...]) -> Traits:
        """Return the cells of some traits in the form that groups are found in."""
        coded = [trait for trait in traits if trait.codes is not None]
        codes = [trait.codes for trait in coded if trait.codes is not None]
        numbers = [trait.scores for trait in traits if trait.numbers is not None]
        return Traits(
            np.column_stack(codes) if codes else np.zeros((self.count, 0), dtype=np.int16),
            tuple(len(trait.levels) for trait in coded),
            np.column_stack(numbers) if numbers else np.zeros((self.count, 0)),
        )


def cases_of(scope: Scope, columns: tuple[str, ...], aside: frozenset[str]) -> Cases:
    """Return the customers of the scope with their traits; rows of one customer are summed up.

    Of more than 100,000 customers these are a random part, the same at every call.
    `columns` restricts the traits to some columns, where two of them or more can be traits; `aside` names those
    that are none: outcomes.
    """
    able = usable(scope, aside, columns)
    asked = tuple(column for column in able.columns if column.name in columns)
    kept = asked if len(asked) > 1 else able.columns
    selected = scope.context.tables.mask(scope.table.name, scope.where)
    people = scope.context.tables.people(scope.table.name)
    summed = not scope.rows_are_people and scope.people is not None
    case = np.full(len(selected), -1, dtype=np.int64)
    inside = selected & (people >= 0) if summed else selected
    case[inside] = np.unique(people[inside], return_inverse=True)[1] if summed else np.arange(int(inside.sum()))
    total = int(case.max(initial=-1)) + 1
    case, count = _drawn(case, total)
    among = case[selected] >= 0
    of = case[selected][among]
    found: list[Trait] = []
    for column in kept:
        own = _traits(scope, column, selected, among)
        found.extend(_summed(trait, of, count) if summed else trait for trait in own)
    if summed and count:
        found.append(_times(scope, of, count))
    told, dropped = [], []
    for trait in (_spread(trait) for trait in found):
        reason = _tells_nothing(trait)
        dropped += [(trait.label, reason)] if reason else []
        told += [] if reason else [trait]
    return Cases(case, count, total, tuple(told), able, tuple(dropped), summed)


def _drawn(case: NDArray[np.int64], total: int) -> tuple[NDArray[np.int64], int]:
    """Return the places of the customers that are looked at, and how many these are."""
    if total <= MOST_CASES:
        return case, total
    place = np.full(total + 1, -1, dtype=np.int64)  # the last entry serves the rows of nobody, case -1
    place[np.sort(np.random.default_rng(0).choice(total, MOST_CASES, replace=False))] = np.arange(MOST_CASES)
    return place[case], MOST_CASES


def _traits(
    scope: Scope, column: Column, selected: NDArray[np.bool_], among: NDArray[np.bool_]
) -> Iterator[Trait]:
    """Yield the traits of a column, of the rows `among` those selected."""
    tables, name = scope.context.tables, scope.table.name
    if column.role == "multi_select":
        for option, _ in column.values[:_OPTIONS]:
            condition = Condition(column=column.name, op="=", value=option)
            chosen = tables.mask(name, (*scope.where, condition))[selected][among]
            yield Trait(column, ("not chosen", "chosen"), chosen.astype(np.int16), option=option)
        return
    cells = tables.frame(name, [column.name], scope.where)[column.name][among]
    if column.storage == "number" and (column.role == "measure" or column.distinct > _FEW_VALUES):
        values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        yield Trait(column, numbers=np.where(np.isfinite(values), values, np.nan))
    elif column.storage != "date":
        yield _category(column, cells)


def _category(column: Column, cells: "pd.Series[str]") -> Trait:
    """Return the frequent values as levels; the rarer ones are one level together, placeholders unknown."""
    places, distinct = pd.factorize(cells)
    aside = {_folded(value) for value, _ in column.sentinels}
    known = {_folded(value): value for value, _ in reversed(column.values)}
    names = [_folded(value) for value in distinct]
    counts = pd.Series(np.bincount(places[places >= 0], minlength=len(distinct))).groupby(names).sum()
    counts = counts[[name not in aside and name != "" for name in counts.index]].sort_values(ascending=False)
    levels = list(counts.index[:MOST_LEVELS])
    rest = set(counts.index[MOST_LEVELS:])
    at = {name: place for place, name in enumerate(levels)} | dict.fromkeys(rest, len(levels))
    code = np.array([at.get(name, UNKNOWN) for name in [*names, ""]], dtype=np.int16)
    shown = [known.get(name, name) for name in levels] + ([OTHER] if rest else [])
    return Trait(column, tuple(shown), code[places])


def _folded(value: object) -> str:
    return str(value).strip().casefold().removesuffix(".0")


def _summed(trait: Trait, of: NDArray[np.int64], count: int) -> Trait:
    """Return a trait of rows as one of customers: the mean of numbers, the commonest of categories."""
    if trait.numbers is not None:
        known = np.isfinite(trait.numbers)
        total = np.bincount(of[known], weights=trait.numbers[known], minlength=count)
        n = np.bincount(of[known], minlength=count)
        numbers = np.where(n > 0, total / np.maximum(n, 1), np.nan)
        column = replace(trait.column, label=f"mean {trait.column.label}", distinct=len(np.unique(numbers)))
        return Trait(column, numbers=numbers)
    codes = trait.codes if trait.codes is not None else np.zeros(0, dtype=np.int16)
    known = codes != UNKNOWN
    tally = np.zeros((count, len(trait.levels)), dtype=np.int32)
    np.add.at(tally, (of[known], codes[known]), 1)
    commonest = np.where(tally.sum(axis=1) > 0, tally.argmax(axis=1), UNKNOWN).astype(np.int16)
    return replace(trait, codes=commonest)


def _times(scope: Scope, of: NDArray[np.int64], count: int) -> Trait:
    label = f"number of {plural(scope.table.entity)}"
    column = Column(name=label, label=label, role="measure", storage="number", unit="count")
    return Trait(column, numbers=np.bincount(of, minlength=count).astype(np.float64))


def _spread(trait: Trait) -> Trait:
    """Return numbers that pile up on few values, or on one such as nought, as ranges: a curve has no such pile."""
    if trait.numbers is None:
        return trait
    known = trait.numbers[np.isfinite(trait.numbers)]
    values, counts = np.unique(known, return_counts=True)
    if not len(values) or (len(values) > _FEW_VALUES and counts.max() < _PILE * len(known)):
        return trait
    if len(values) <= _FEW_VALUES:
        levels = tuple(number(float(value)) for value in values)
        codes = np.searchsorted(values, np.where(np.isfinite(trait.numbers), trait.numbers, values[0]))
        return _coded(trait, levels, codes)
    pile = float(values[counts.argmax()])
    rest = known[known != pile]
    cuts = sorted({float(cut) for cut in np.quantile(rest, (1 / 3, 2 / 3), method="higher")})
    ends = [-np.inf, *cuts, np.inf]
    levels = (f"exactly {number(pile)}", *(_between(a, b) for a, b in pairwise(ends)))
    codes = 1 + np.searchsorted(np.array(cuts), trait.numbers, side="right")
    return _coded(trait, levels, np.where(trait.numbers == pile, 0, codes))


def _coded(trait: Trait, levels: tuple[str, ...], codes: NDArray[np.intp]) -> Trait:
    known = np.isfinite(trait.numbers) if trait.numbers is not None else np.zeros(0, dtype=bool)
    return Trait(trait.column, levels, np.where(known, codes, UNKNOWN).astype(np.int16), ranges=True)


def _between(low: float, high: float) -> str:
    if low == -np.inf:
        return f"under {number(high)}"
    return f"{number(low)} or more" if high == np.inf else f"{number(low)} to under {number(high)}"


def _tells_nothing(trait: Trait) -> str:
    """Return why a trait cannot group anybody, empty where it can."""
    if trait.numbers is not None:
        return "mostly unknown" if np.isfinite(trait.numbers).mean() < _KNOWN else ""
    codes = trait.codes if trait.codes is not None else np.zeros(0, dtype=np.int16)
    known = codes[codes != UNKNOWN]
    if len(known) < _KNOWN * len(codes):
        return "mostly unknown"
    return "nearly always the same" if np.bincount(known).max(initial=0) >= _CONSTANT * len(known) else ""

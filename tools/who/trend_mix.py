"""Whether two samples can be compared: the same people or others, and a change of mix that makes a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tools.arguments import Grouping
from tools.results import Finding
from tools.speech import said, value_said
from tools.statistics.contingency import independence
from tools.statistics.means import Moments
from tools.statistics.standardise import Standardised, of_share, standardised
from tools.tables.catalog import Column
from tools.who.averages import moments
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.series import Quantity
from tools.who.traits import described
from tools.wording import counted, p_value, percent, plural, sentence

_MOST_VALUES = 12
_MOST_COLUMNS = 12
_MATTERS = 0.25
_ALPHA, _SURE = 0.01, 0.05
_LEAST_COVERED = 0.8


@dataclass(frozen=True, slots=True)
class Shift:
    """A column whose mix differs between two samples: the difference with its mix held, and the crude one.

    `sure` says whether either is beyond chance; `value` is the value whose share changed most, from `before` to
    `after`; `p_value` is that of equal mixes.
    """

    column: Column
    held: Standardised
    crude: float
    sure: bool
    value: str
    before: float
    after: float
    p_value: float

    @property
    def matters(self) -> bool:
        """Whether the mix explains a quarter of the change or more, or hides one."""
        own = max(abs(self.crude), abs(self.held.difference))
        return self.sure and abs(self.held.difference - self.crude) >= _MATTERS * own > 0


def mix_shift(new: Scope, old: Scope, quantity: Quantity, aside: frozenset[str]) -> tuple[Shift | None, int]:
    """Return the column whose mix makes most of the difference new - old, and how many were looked at.

    Protected traits count too: age and sex are what samples are standardised for, and nobody is chosen by it.
    """
    columns = [
        column
        for column in described(old, aside)
        if column.role in ("segment", "ordinal")
        and column.distinct <= _MOST_VALUES
        and new.table.column(column.name) is not None
    ][:_MOST_COLUMNS]
    found = [shift for column in columns if (shift := _shift(new, old, quantity, column)) is not None]
    sure = [shift for shift in found if shift.p_value * len(columns) < _ALPHA and shift.matters]
    best = max(sure, key=lambda shift: abs(shift.held.difference - shift.crude), default=None)
    return best, len(columns)


def _shift(new: Scope, old: Scope, quantity: Quantity, column: Column) -> Shift | None:
    by, measures = [Grouping(column=column.name)], list(quantity.measures)
    sides = [{g.name: g for g in scope.cut(measures, by).groups if g.known} for scope in (new, old)]
    names = sorted({*sides[0], *sides[1]})
    pairs = [tuple(_moments(side.get(name), quantity) for side in sides) for name in names]
    strata = [(one, other) for one, other in pairs]
    held = standardised(strata)
    test = independence([[one.n for one, _ in strata], [other.n for _, other in strata]]) if strata else None
    if held is None or test is None or held.covered < _LEAST_COVERED:
        return None
    crude = standardised([(_pooled(one for one, _ in strata), _pooled(other for _, other in strata))])
    sure = held.p_value < _SURE or (crude is not None and crude.p_value < _SURE)
    totals = [sum(pair[side].n for pair in strata) for side in (0, 1)]
    means = [sum(pair[side].total for pair in strata) / totals[side] if totals[side] else 0.0 for side in (0, 1)]
    shares = [tuple(pair[side].n / max(totals[side], 1) for side in (0, 1)) for pair in strata]
    most = max(range(len(names)), key=lambda at: abs(shares[at][0] - shares[at][1]))
    return Shift(
        column, held, means[0] - means[1], sure, names[most], shares[most][1], shares[most][0], test.p_value
    )


def _pooled(parts: Iterable[Moments]) -> Moments:
    every = list(parts)
    return Moments(sum(p.n for p in every), sum(p.total for p in every), sum(p.squares for p in every))


def _moments(group: Group | None, quantity: Quantity) -> Moments:
    if group is None:
        return Moments(0, 0.0, 0.0)
    return of_share(*quantity.outcome.counts(group)) if quantity.outcome is not None else moments(group)


def shift_finding(scope: Scope, shift: Shift, quantity: Quantity, new: str, old: str, n: int) -> Finding:
    """Return the change with the mix held the same, beside the change as it was seen."""
    low, high = (quantity.gap(end) for end in shift.held.interval)
    label = said(shift.column.label)
    turned = " in the other direction" if shift.held.difference * shift.crude < 0 else ""
    return scope.finding(
        sentence(
            f"With the mix of {label} held the same, the {quantity.label} changes by "
            f"{quantity.gap(shift.held.difference)}{turned} from {old} to {new} (95% interval {low} to {high}; "
            f"{p_value(shift.held.p_value)}), not by {quantity.gap(shift.crude)}: the share of "
            f"{value_said(shift.value)} went from {percent(shift.before)} to {percent(shift.after)}"
        ),
        label=f"change of the {quantity.label} with the mix of {shift.column.label} held the same",
        value=shift.held.difference,
        unit=quantity.change_unit,
        currency=quantity.currency,
        n=n,
        customers=scope.people,
        interval=shift.held.interval,
        p_value=shift.held.p_value,
        contrast={},
        method="direct standardisation to both samples together",
        formula=f"sum over {shift.column.name} of its share in both x (later - earlier)",
    )


def people_note(scope: Scope, new: Group, old: Group) -> str:
    """Return whether the people of two periods are the same, empty where rows do not tell people apart."""
    if new.where is None or old.where is None or scope.people is None:
        return ""
    if scope.rows_are_people:
        return (
            f"Every {scope.person} stands in one period only: the periods are different {plural(scope.person)}, "
            "not the same ones asked again."
        )
    tables, name = scope.context.tables, scope.table.name
    codes = tables.people(name)
    then, now = (
        np.unique(codes[tables.mask(name, (*scope.where, *group.where))]) for group in (old, new) if group.where
    )
    both = int(np.intersect1d(then[then >= 0], now[now >= 0]).size)
    return _overlap_note(both, int((now >= 0).sum()), new.name, old.name, scope.person, scope.context.min_group)


def samples_note(new: Scope, old: Scope) -> str:
    """Return whether the people of two tables are the same, or that nothing tells."""
    if new.table.person is None or old.table.person is None:
        return (
            f"Nothing tells whether {new.table.name} and {old.table.name} are about the same "
            f"{plural(new.person)}: they are compared as different samples, not as a panel, and a change between "
            "them is not a change in any one person."
        )
    now, then = (set(_persons(scope)) for scope in (new, old))
    return _overlap_note(
        len(now & then), len(now), new.table.name, old.table.name, new.person, new.context.min_group
    )


def _persons(scope: Scope) -> Sequence[str]:
    frame = scope.context.tables.per(scope.table.name, str(scope.table.person), "count", None, scope.where)
    return [str(value).strip().casefold().lstrip("0") for value in frame["entity"]]


def _overlap_note(both: int, n: int, new: str, old: str, person: str, k: int) -> str:
    people = plural(person)
    if not n:
        return ""
    if both < k:
        return f"Hardly any {people} of {new} are also in {old}: these are different {people}, not a panel."
    if both >= 0.95 * n or n - both < k:
        return f"Nearly all {people} of {new} are also in {old}: the same {people} are compared."
    return (
        f"About {round(10 * both / n) * 10}% of the {people} in {new} are also in {old}: a change comes "
        f"from the same {people} changing and from others coming and going."
    )


def mix_note(shift: Shift | None, looked: int) -> list[str]:
    """Return that the mix explains no change, where it was looked at and does not."""
    if shift is not None or not looked:
        return []
    return [f"No shift in the mix of {counted(looked, 'other column')} explains a quarter of the change or more."]


def samples(
    new: Scope, old: Scope, quantity: Quantity, metric: str | None
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return how comparable two tables' samples are: a shift of mix as a finding, the rest as remarks."""
    note = samples_note(new, old)
    columns = [measure.column for measure in quantity.measures if measure.column]
    if any(old.table.column(column) is None for column in columns):
        return (), (note,)
    shift, looked = mix_shift(new, old, quantity, frozenset({*columns, *([metric] if metric else [])}))
    if shift is None:
        return (), (note, *mix_note(shift, looked))
    return (shift_finding(new, shift, quantity, new.table.name, old.table.name, new.rows + old.rows),), (note,)

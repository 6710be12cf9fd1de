"""The two groups of a comparison: their words, their numbers, and where their values come from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.arguments import Condition, Grouping, Where
from tools.disclosure import too_few
from tools.results import Finding
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.series import Quantity

Values = NDArray[np.float64]
_OPPOSITE = {"=": "!=", ">": "<=", ">=": "<", "<": ">=", "<=": ">", "missing": "present", "present": "missing"}


@dataclass(frozen=True, slots=True)
class Side:
    """One group of a comparison. `rest_of` is set when it is everybody outside that scope's conditions."""

    scope: Scope
    group: Group
    words: str
    named: Mapping[str, str]
    rest_of: Scope | None = None

    def finding(self, quantity: Quantity, tail: str = "") -> Finding:
        """Return the group's own number."""
        return quantity.finding(self.scope, self.group, self.words, tail, self.named)

    def inside(self, quantity: Quantity, grouping: Grouping) -> dict[str, Group]:
        """Return the group's numbers inside each group of another column, whatever their size."""
        if self.group.where is None:
            return {}
        measures = list(quantity.measures)
        inner = self.scope.narrowed(*(self.group.where or ())).groups(measures, [grouping])
        found = {group.name: group for group in inner}
        if self.rest_of is None:
            return found
        taken = {group.name: group for group in self.rest_of.groups(measures, [grouping])}
        return {name: without(group, taken[name]) if name in taken else group for name, group in found.items()}

    def values(self, reference: str) -> Values:
        """Return the usable values of a measure in this group."""
        tables, name = self.scope.context.tables, self.scope.table.name
        where = (*self.scope.where, *(self.group.where or ()))
        everything = tables.frame(name, [reference], where)[reference].to_numpy(dtype=float, na_value=np.nan)
        if self.rest_of is not None:
            outside = ~tables.mask(name, self.rest_of.where)
            if len(everything) != len(outside):
                outside = outside[tables.mask(name, where)]
            everything = everything[outside]
        known: Values = everything[~np.isnan(everything)]
        return known


def strata_of(first: Side, second: Side, quantity: Quantity, grouping: Grouping) -> dict[str, tuple[Group, Group]]:
    """Return both groups inside each group of another column that may be told of on both sides.

    One that is too small on either side is withheld on both, and more of the smallest with it until neither side
    gives a few people away as what is missing from its whole.
    """
    one, other = first.inside(quantity, grouping), second.inside(quantity, grouping)
    measures, k = list(quantity.measures), first.scope.context.min_group
    told = [
        {name: first.scope.told_of(each, measures) or 0 for name, each in side.items()} for side in (one, other)
    ]
    least = {name: min(side[name] for side in told if name in side) for name in one.keys() | other.keys()}
    hidden = {name for name in least if any(too_few(side.get(name), k) for side in told)}
    rest = sorted(least.keys() - hidden, key=lambda name: (least[name], name), reverse=True)
    while (
        rest
        and first.scope.exclusive([grouping])
        and any(too_few(sum(side.get(name, 0) for name in hidden), k) for side in told)
    ):
        hidden.add(rest.pop())
    shown = (one.keys() & other.keys()) - hidden
    return {name: (one[name], other[name]) for name in sorted(shown) if one[name].known}


def tells_of_few(side: Side, quantity: Quantity) -> bool:
    """Return whether a group is of so few people that nothing may be told of it."""
    context = side.scope.context
    return too_few(side.scope.told_of(side.group, list(quantity.measures)), context.min_group)


def without(whole: Group, part: Group) -> Group:
    """Return the numbers of `whole` when the rows of `part` are taken out (counts, sums and squares only)."""
    people = None if whole.people is None or part.people is None else whole.people - part.people
    values = {name: value - part.values[name] for name, value in whole.values.items()}
    return Group(whole.labels, whole.where, whole.rows - part.rows, people, values)


def segment_side(scope: Scope, quantity: Quantity) -> Side:
    """Return the rows of a scope as one side."""
    return Side(scope, scope.total(quantity.measures), scope.words(), scope.labels())


def rest_side(limits: Scope, conditions: Where, quantity: Quantity) -> Side:
    """Return the other rows of `limits`: a single condition is turned round, several are subtracted."""
    segment = limits.narrowed(*conditions)
    opposite = _opposite(limits, conditions)
    if opposite is not None:
        scope = limits.narrowed(opposite)
        return Side(scope, scope.total(quantity.measures), scope.words(), scope.labels())
    rest = without(limits.total(quantity.measures), segment.total(quantity.measures))
    words = f"all other {limits.words()}"
    return Side(limits, rest, words, {"group": "everybody else"}, rest_of=segment)


def _opposite(limits: Scope, conditions: Where) -> Condition | None:
    """Return the condition for everybody else; of a column with two values it names the other one."""
    if len(conditions) != 1:
        return None
    op = _OPPOSITE.get(conditions[0].op)
    column = limits.column(conditions[0].column)
    names = [name for name, _ in column.usable_values]
    others = [name for name in names if name.strip().lower() != str(conditions[0].value).strip().lower()]
    if conditions[0].op == "=" and len(names) == 2 and len(others) == 1:
        return conditions[0].model_copy(update={"value": others[0]})
    return None if op is None else conditions[0].model_copy(update={"op": op})


def group_side(scope: Scope, group: Group, grouping: Grouping) -> Side:
    """Return one group of a grouping as a side."""
    words, named = scope.named(group, [grouping])
    return Side(scope, group, words, named)

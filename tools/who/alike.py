"""Values of different columns that pick out the same people: a portrait names them once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from tools.tables.catalog import Column
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.wording import listed

_SAME = 0.95  # people shared by two groups / people in either (Jaccard 1901), from which they are one group
_NAMED = 6

T = TypeVar("T")


def named_once(
    scope: Scope, found: Sequence[T], of: Callable[[T], tuple[Group, Column]], most: int
) -> tuple[list[T], list[str]]:
    """Return the first `most` items, without those about an earlier one's people, and remarks on these.

    `of` gives an item's group within the scope, and the column whose value it is. Items beyond those needed are
    not looked at, so that a wide table costs no more than a narrow one.
    """
    kept: list[T] = []
    names: list[list[str]] = []
    for item in found:
        group, column = of(item)
        twin = next((place for place, other in enumerate(kept) if _same(scope, group, column, *of(other))), None)
        if twin is not None:
            names[twin].append(_name(group, column))
        elif len(kept) < most:
            kept.append(item)
            names.append([_name(group, column)])
        else:
            break
    noun = scope.noun()
    remarks = [
        f"Nearly the same {noun}, so named once: {listed(many[:_NAMED])}"
        + (f", and {len(many) - _NAMED} more." if len(many) > _NAMED else ".")
        for many in names
        if len(many) > 1
    ]
    return kept, remarks


def _same(scope: Scope, group: Group, column: Column, other: Group, theirs: Column) -> bool:
    if column.name == theirs.name or group.where is None or other.where is None:
        return False
    smaller, larger = sorted((group.rows, other.rows))
    if smaller < _SAME * larger:
        return False
    both = scope.narrowed(*group.where, *other.where).rows
    return both >= _SAME * (group.rows + other.rows - both)


def _name(group: Group, column: Column) -> str:
    return f"{column.label} {group.name}"

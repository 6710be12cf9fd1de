"""The groups of a grouping: their names, sizes and measures."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from tools.arguments import Grouping, Where
from tools.disclosure import hidden_cells, too_few
from tools.speech import value_said
from tools.tables.catalog import Table

MISSING = "(missing)"
Labels = Mapping[str, str]  # a segment in words: label of the column -> value


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a grouping: its labels, the conditions that select it, its size and its measures."""

    labels: tuple[str, ...]
    where: Where | None
    rows: int
    people: int | None
    values: Mapping[str, float]

    @property
    def known(self) -> bool:
        """Whether every grouping column has a value here."""
        return MISSING not in self.labels

    @property
    def name(self) -> str:
        """The labels in one phrase."""
        return ", ".join(self.labels)

    def __getitem__(self, measure: str) -> float:
        return self.values[measure]


@dataclass(frozen=True, slots=True)
class Cut:
    """The groups that may be reported, in the table's natural order, and how many were withheld."""

    groups: tuple[Group, ...]
    withheld: int


def large_enough(
    groups: Sequence[Group], told: Sequence[int | None], blank: Sequence[bool], k: int, *, exclusive: bool
) -> Cut:
    """Return the groups that may be reported; `told` is how many people each one's measures tell of.

    One that few empty cells of the whole column set apart (`blank`) is left out, and no other hides it.
    """
    unsaid = {place for place, people in enumerate(told) if blank[place] and too_few(people, k)}
    sizes = [None if place in unsaid else people for place, people in enumerate(told)]
    hidden = hidden_cells(sizes, k, exclusive=exclusive)
    return Cut(tuple(group for place, group in enumerate(groups) if place not in hidden | unsaid), len(hidden))


def unrecorded(group: Group, by: Sequence[Grouping], table: Table, few: Container[str]) -> bool:
    """Return whether a group is set apart by an empty cell of a column that has `few` of them."""
    return any(
        label == MISSING
        and grouping.column in few
        and not (grouping.in_ranges and (column := table.column(grouping.column)) and column.sentinels)
        for grouping, label in zip(by, group.labels, strict=True)
    )


def placed(grouping: Grouping, label: str) -> str:
    """Return a group that no condition selects as it follows a noun: `on Monday`, `in the hour from 09:00`."""
    if label == MISSING:
        return "without a date"
    forms = {"weekday": f"on {label}", "hour": f"in the hour from {label}:00", "week": f"in the week from {label}"}
    return forms.get(grouping.grain or "", f"in the group {value_said(label)}")


def people_in(value: object) -> int | None:
    """Return a number of people out of a frame, None where rows do not tell people apart."""
    number = number_in(value)
    return None if isnan(number) else int(number)


def number_in(value: Any) -> float:
    """Return a number out of a frame, NaN for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")

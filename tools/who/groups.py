"""The groups of a grouping: their names, sizes and measures."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.arguments import Where

MISSING = "(missing)"


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

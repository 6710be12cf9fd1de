"""Which groups to show, in which order, and what may be said of their order: a tie is called a tie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tools.who.groups import Group
from tools.wording import listed

Order = Literal["highest", "lowest", "natural"]
Differ = Callable[[Group, Group], bool]
_SLACK = 2
_MOST = 8
_USUAL = 5
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Ranking:
    """`shown` groups in display order, `ranked` all known groups by value, and `unknown` ones without a value."""

    shown: tuple[Group, ...]
    ranked: tuple[Group, ...]
    unknown: tuple[Group, ...]
    tied: tuple[Group, ...]
    unsure: tuple[Group, ...]

    def place(self, group: Group, order: Order, words: tuple[str, str] = ("the highest", "the lowest")) -> str:
        """Return what may be said of the group's place: empty unless it is first or last, or tied there.

        `words` say first and last place in the words of what is ranked.
        """
        if len(self.ranked) < 2:
            return ""
        if group in self.tied:
            others = [other.name for other in self.tied if other is not group]
            return f", tied with {listed(others[:_NAMED])}"
        if group is self.ranked[0] and not self.unsure:
            return f", {words[order == 'lowest']} of {len(self.ranked)} groups"
        return ""

    def notes(self) -> list[str]:
        """Return the sentences about ties that a reader of the order needs."""
        notes = []
        if self.tied:
            notes.append(f"{listed([group.name for group in self.tied])} are exactly tied.")
        if self.unsure:
            names = [group.name for group in self.unsure[:_NAMED]]
            more = "" if len(self.unsure) <= _NAMED else f" and {len(self.unsure) - _NAMED} more"
            first = listed([group.name for group in self.tied] or [self.ranked[0].name])
            notes.append(
                f"The order of {first} and {', '.join(names)}{more} may be chance: the gap is within the margin."
            )
        return notes


def rank(
    groups: Sequence[Group], value: Callable[[Group], float], differ: Differ, order: Order, limit: int
) -> Ranking:
    """Return the groups to show: the first `limit`, or all of up to eight, and ties at the cut."""
    known = [group for group in groups if group.known]
    unknown = tuple(group for group in groups if not group.known)
    sign = 1 if order == "lowest" else -1
    ranked = sorted(known, key=lambda group: sign * value(group))
    tied: tuple[Group, ...] = ()
    unsure: tuple[Group, ...] = ()
    if len(ranked) > 1:
        equal = tuple(group for group in ranked if value(group) == value(ranked[0]))
        tied = equal if 1 < len(equal) < len(ranked) or len(equal) == len(ranked) > 1 else ()
        rest = ranked[max(1, len(tied)) :]
        unsure = tuple(group for group in rest if not differ(ranked[0], group))
    shown = _shown(ranked, value, limit)
    if order == "natural":
        shown = [group for group in known if group in shown]
    return Ranking(tuple(shown), tuple(ranked), unknown, tied, unsure)


def _shown(ranked: list[Group], value: Callable[[Group], float], limit: int) -> list[Group]:
    if len(ranked) <= (max(limit, _MOST) if limit >= _USUAL else limit + _SLACK):
        return ranked
    end = limit
    while end < min(len(ranked), max(limit, _MOST)) and value(ranked[end]) == value(ranked[limit - 1]):
        end += 1
    return ranked[:end]

"""What the parts of a question come to: their calls, and what has to be said beside what these tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.offline.choice import Call
from assistant.offline.reading import Reading

MOST_CALLS = 5
_NOTHING = "Nothing that is held here can be computed or looked up for this question."


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls for a question, in order; `spare` are next-best calls for when one fails.

    `instead` is for each call what is asked in its place when it tells nothing, if anything can be.
    `missing` names in sentences what the data does not hold, `readings` the ways an unclear question can be read.
    `aside` tells how many those are whose words were found; it is asked when some were.
    `names` are proper names of which the quotes found must hold one.
    `last` is the reading that a follow-up continues, `first` the one that the headline answers.
    """

    calls: tuple[Call, ...] = ()
    spare: tuple[Call, ...] = ()
    instead: tuple[Call | None, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    last: Reading | None = None
    aside: tuple[Call, ...] = ()
    first: Reading | None = None


@dataclass(slots=True)
class Gathered:
    """A plan in the making, filled part by part; the fields are those of `Plan`, with repetitions.

    `paired` are calls with what is asked in their place, `last` is the reading of the part before.
    """

    calls: list[Call] = field(default_factory=list)
    spare: list[Call] = field(default_factory=list)
    paired: list[tuple[Call, Call]] = field(default_factory=list)
    aside: list[Call] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    readings: tuple[str, ...] = ()
    last: Reading | None = None
    first: Reading | None = None

    def read(self, reading: Reading) -> None:
        """Remember the reading of a part that is answered."""
        self.last = reading
        self.first = self.first or reading

    def instead(self, alternative: list[Call]) -> None:
        """Remember what is asked in place of the last call when that tells nothing."""
        self.spare[:0] = alternative
        self.paired[:0] = [(self.calls[-1], other) for other in alternative[: len(self.calls)]]

    def plan(self) -> Plan:
        """Return the plan, each call once and few of them."""
        calls = _distinct(self.calls)[:MOST_CALLS]
        return Plan(
            calls=tuple(calls),
            spare=tuple(_distinct(self.spare)),
            instead=tuple(next((other for one, other in self.paired if one == call), None) for call in calls),
            missing=tuple(dict.fromkeys(self.missing if calls or self.missing else [_NOTHING])),
            readings=self.readings,
            notes=tuple(dict.fromkeys(self.notes)),
            names=tuple(dict.fromkeys(self.names)),
            last=self.last,
            aside=tuple(_distinct(self.aside)),
            first=self.first,
        )


def _distinct(calls: Sequence[Call]) -> list[Call]:
    """Return the calls without repetitions; one that ranks its groups takes the place of one that does not."""
    kept: list[Call] = []
    for call in calls:
        same = next(
            (at for at, other in enumerate(kept) if other in (call, _unranked(call)) or call == _unranked(other)),
            None,
        )
        if same is None:
            kept.append(call)
        elif len(call.arguments) > len(kept[same].arguments):
            kept[same] = call
    return kept


def _unranked(call: Call) -> Call:
    told = {name: value for name, value in call.arguments.items() if name != "order"}
    return Call(call.tool, told)

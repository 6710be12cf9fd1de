"""What a question was understood to ask: typed slots, the words that filled them, and what stayed unexplained."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["cue", "column", "value", "table", "entity", "number", "period", "document", "tool"]


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens `start` to `end` of a question, read as something; `score` in (0, 1] says how surely.

    `name` is the concept of a cue, the column of a column or value link (`table::column` when joined), the
    table, document or tool otherwise. `value` is the value meant, `also` further ones that are meant together with
    it; `number` what digits or a number word say.
    """

    kind: Kind
    start: int
    end: int
    score: float
    name: str = ""
    value: str = ""
    number: float | None = None
    period: tuple[tuple[str, str | int], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def span(self) -> range:
        """Return the indices of the tokens."""
        return range(self.start, self.end)


Condition = Mapping[str, Any]
INVERSE = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}  # the comparison that holds where one does not
NO_MEASURE = "a measure for that"
NO_REPEATS = "how often each person comes back"
NO_GROUPS = "groups to rank"
BARE_LIMIT = "a measure to compare with"
UNRECORDED = "(no column records it)"
Grouping = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand one clause: the slots of the argument vocabulary, filled or None.

    `others` says that a comparison with everybody else is asked; `among` are conditions on both of its sides,
    `strata` what it is looked into by. `also` are further measures asked for alike.
    `cues` are the kinds of question recognised (`compare`, `profile`,
    `quality`, `words`, `trend`). `explicit` names the slots that the asker's own words filled, which no tool may
    drop. `silent` is since when people did nothing,
    `against` the earlier time that growth is from.
    `missing` names in words what the data would need and does not
    hold, `unexplained` are content words that filled nothing; `notes` say what was assumed;
    `fills` says which words filled which slot. `tool` is the one whose own words the question is in, if any.
    """

    text: str = ""
    table: str | None = None
    aggregate: str | None = None
    metric: str | None = None
    value: str | None = None
    values: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    by: tuple[Grouping, ...] = ()
    contrast: tuple[Condition, ...] | None = None
    others: bool = False
    among: tuple[Condition, ...] = ()
    strata: Grouping | None = None
    other_table: str | None = None
    also: tuple[str, ...] = ()
    per: str | None = None
    per_aggregate: str | None = None
    period: Mapping[str, Any] | None = None
    silent: Mapping[str, Any] | None = None
    against: Mapping[str, Any] | None = None
    order: str | None = None
    limit: int | None = None
    having: tuple[Condition, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    cues: frozenset[str] = frozenset()
    explicit: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fills: Mapping[str, str] | None = None
    tool_words: Mapping[str, int] | None = None
    tool: str | None = None
    score: float = 0.0

    @property
    def linked(self) -> frozenset[str]:
        """The kinds of things that the words of the clause were linked to: `column`, `value`, `period`."""
        return frozenset(what.split(" ")[0] for what in (self.fills or {}).values())

    def slots(self) -> dict[str, Any]:
        """Return the filled slots by the names of the argument vocabulary."""
        filled = {
            "table": self.table,
            "aggregate": self.aggregate,
            "metric": self.metric,
            "value": self.value,
            "values": list(self.values) or None,
            "where": list(self.where) or None,
            "by": list(self.by) or None,
            "contrast": list(self.contrast) if self.contrast is not None else None,
            "contrast_table": self.other_table,
            "among": list(self.among) or None,
            "strata": dict(self.strata) if self.strata else None,
            "promoters": self.aggregate == "promoters" or None,
            "per": self.per,
            "per_aggregate": self.per_aggregate if self.per else None,
            "period": dict(self.period) if self.period else None,
            "silent": dict(self.silent) if self.silent else None,
            "against": dict(self.against) if self.against else None,
            "having": list(self.having) or None,
            "order": self.order,
            "limit": self.limit,
            "kinds": list(self.kinds) or None,
            "documents": list(self.documents) or None,
        }
        return {name: value for name, value in filled.items() if value is not None}

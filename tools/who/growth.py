"""Which groups grew: each of them set beside itself in an earlier stretch of time."""

from dataclasses import dataclass

from tools.analysis import ToolContext
from tools.arguments import Period
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.speech import said
from tools.statistics.proportions import counts_differ
from tools.tables.engine import Measure
from tools.who.groups import Group
from tools.who.query_arguments import QueryArguments
from tools.who.scope import Scope
from tools.wording import money, number, ratio, sentence

_VALUE = "value"
_MOST = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """A group in both stretches of time, and what is counted or summed up in each."""

    old: Group
    new: Group
    before: float
    after: float

    @property
    def gain(self) -> float:
        """By how much it grew; below zero where it shrank."""
        return self.after - self.before


def growth_report(context: ToolContext, asked: QueryArguments, against: Period) -> Report:
    """Return by how much the rows, or the sum of the metric, of each group grew, the largest gain first."""
    if len(asked.by) != 1 or asked.per is not None or asked.aggregate not in ("count", "sum"):
        raise AnalysisError("`against` sets the counts or sums of groups of one column beside earlier ones.")
    scope = Scope.open(context, asked.table, asked.where)
    old, new = (Scope.open(context, asked.table, asked.where, span) for span in (against, asked.period))
    measures = [Measure(_VALUE, "sum", asked.metric)] if asked.aggregate == "sum" else []
    cuts = [part.cut(measures, asked.by) for part in (old, new)]
    earlier = {group.labels: group for group in cuts[0].groups if group.known}
    pairs = [
        Pair(earlier[group.labels], group, _value(earlier[group.labels], asked), _value(group, asked))
        for group in cuts[1].groups
        if group.known and group.labels in earlier
    ]
    if not pairs:
        return Report(
            missing=("No group has enough rows in both stretches of time.",), sources=(scope.table.name,)
        )
    sign = 1 if asked.order == "lowest" else -1
    pairs.sort(key=lambda pair: sign * pair.gain)
    shown = pairs[: max(asked.limit, _MOST)]
    findings = [_finding(scope, asked, pair, place, len(pairs)) for place, pair in enumerate(shown)]
    return Report(
        title=f"growth by {asked.by[0].column} in {scope.table.name}",
        findings=(*findings, _whole(scope, asked, old, new)),
        caveats=(f"Earlier means {_window(old)}, later {_window(new)}.", *_cut_short(scope, against)),
        sources=(scope.table.name,),
        withheld=max(cut.withheld for cut in cuts),
    )


def _cut_short(scope: Scope, against: Period) -> list[str]:
    """Return that the data begins within the earlier stretch of time, which then had less time to count."""
    first = scope.base.single(Measure("first", "min", scope.table.time))
    if not isinstance(first, str) or against.since is None or first[:10] <= against.since:
        return []
    return [f"The data begins on {first[:10]}, within the earlier time: part of the growth is that."]


def _window(scope: Scope) -> str:
    return scope.window or "all dates"


def _value(group: Group, asked: QueryArguments) -> float:
    return group[_VALUE] if asked.aggregate == "sum" else float(group.rows)


def _finding(scope: Scope, asked: QueryArguments, pair: Pair, place: int, groups: int) -> Finding:
    words, named = scope.named(pair.new, asked.by)
    first = groups > 1 and place == 0
    ends = ("rise", "fall") if asked.order != "lowest" else ("fall", "rise")
    tail = (
        f", the largest {ends[0]} of {groups} groups" if first and (pair.gain > 0) == (ends[0] == "rise") else ""
    )
    return _told(scope, asked, pair, words, named, tail)


def _told(
    scope: Scope, asked: QueryArguments, pair: Pair, words: str, named: dict[str, str], tail: str = ""
) -> Finding:
    column = scope.column(asked.metric) if asked.metric is not None else None
    what = f"total {said(column.label)} {scope.among(words)}" if column is not None else f"number of {words}"
    before, after, gain = (_shown(scope, asked, value) for value in (pair.before, pair.after, abs(pair.gain)))
    moved = "rises" if pair.gain > 0 else "falls" if pair.gain < 0 else "stays the same"
    by = f" by {gain}, a factor of {ratio(pair.after / pair.before)}" if pair.gain and pair.before > 0 else ""
    chance = "" if column is not None or counts_differ(pair.new.rows, pair.old.rows) else ", within chance"
    people = [group.people for group in (pair.old, pair.new) if group.people is not None]
    return scope.finding(
        sentence(f"the {what} {moved}{by}, from {before} to {after}{chance}{tail}"),
        label=f"change in {what}",
        value=pair.gain,
        unit="money"
        if column is not None and column.unit == "money"
        else "number"
        if column is not None
        else "count",
        n=pair.old.rows + pair.new.rows,
        customers=min(people) if people else None,
        extra=pair.new.where or (),
        named=named,
        formula="later - earlier",
    )


def _whole(scope: Scope, asked: QueryArguments, old: Scope, new: Scope) -> Finding:
    measures = [Measure(_VALUE, "sum", asked.metric)] if asked.aggregate == "sum" else []
    earlier, later = old.total(measures), new.total(measures)
    pair = Pair(earlier, later, _value(earlier, asked), _value(later, asked))
    return _told(scope, asked, pair, scope.words(), {})


def _shown(scope: Scope, asked: QueryArguments, value: float) -> str:
    column = scope.column(asked.metric) if asked.metric is not None else None
    return money(value, column.currency) if column is not None and column.unit == "money" else number(value)

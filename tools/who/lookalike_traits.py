"""Who among the rest is most like a group by traits that are named: the segment, its rate, who is not in it."""

from collections.abc import Sequence

from tools.arguments import Grouping, Where
from tools.results import Report
from tools.who.lookalike_report import WHO_NOT_WHY, counted_in, rate_told, waiting_told
from tools.who.lookalike_target import Target
from tools.wording import listed

_SHOWN = 6
_PROTECTED = (
    "{traits}: a protected trait is no basis for choosing whom to approach, so likeness by it is not told. "
    "Likeness by what people need, own or do can be looked for instead."
)


def by_traits(target: Target, by: Sequence[Grouping], fewest: int) -> Report:
    """Return the segments that the traits make, the one where the group's share is highest first.

    Groups of fewer than `fewest` lead no ranking: who is in them says little of the others there.
    """
    scope = target.scope
    sources = (scope.table.name,)
    protected = [scope.column(item.column).label for item in by if "protected" in scope.column(item.column).marks]
    if protected:
        return Report(missing=(_PROTECTED.format(traits=listed(protected).capitalize()),), sources=sources)
    cut = scope.cut([], by)
    rules: list[Where] = [group.where for group in cut.groups if group.where and group.known]
    told = [(rule, counted_in(target, rule)) for rule in rules]
    ranked = sorted((item for item in told if item[1][1] >= fewest), key=lambda item: -item[1][0] / item[1][1])
    if not ranked or not ranked[0][1][0]:
        labels = listed([scope.column(item.column).label for item in by])
        return Report(missing=(f"No segment by {labels} holds any {target.words}.",), sources=sources)
    whole = counted_in(target, ())
    best = ranked[0][0]
    how = "all groups of the traits named, the one with the highest share in the group first"
    return Report(
        title=f"Most like {target.words}",
        findings=(
            waiting_told(target, best, method=how),
            *(rate_told(target, rule, part, whole) for rule, part in ranked[:_SHOWN]),
        ),
        caveats=tuple(line for line in (target.note, WHO_NOT_WHY) if line),
        sources=sources,
        withheld=cut.withheld,
    )

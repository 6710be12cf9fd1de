"""reach_and_overlap: how many distinct people a rule reaches, and how far segments overlap."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Report
from tools.who.overlap import Segment, overlaps, reach
from tools.who.scope import Scope

_MOST = 6
_ASSUMED = (
    "Assumes that the table holds everybody who could be reached, once each: people who are not in it, or who may "
    "not be contacted, are not taken into account."
)
_NO_PEOPLE = "Rows of {table} do not tell people apart, so {rows} are counted where people are asked about."


class AudienceArguments(Arguments):
    """The rule of one audience, or the segments whose overlap is asked for."""

    table: TableName
    where: Where = slot(
        "where",
        "The rule: conditions that all have to be met. Two or more are also shown one by one, with their overlap.",
        default=(),
    )
    contrast: Where | None = slot(
        "contrast", "A second segment whose overlap with `where` is wanted.", default=None
    )
    by: Grouping | None = slot(
        "by", "The segments are the values of this column (clusters, plans, chosen options).", default=None
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def size_audience(context: ToolContext, arguments: AudienceArguments) -> Report:
    """Return the people a rule reaches and their share, and how segments overlap pair by pair."""
    scope = Scope.open(context, arguments.table, (), arguments.period)
    if arguments.by is not None:
        report = _of_column(scope.narrowed(*arguments.where), arguments.by)
    elif arguments.contrast:
        report = overlaps(scope, _segments(scope, (arguments.where, arguments.contrast)))
    elif len(arguments.where) > 1:
        whole = reach(scope, arguments.where)
        rest = overlaps(scope, _segments(scope, tuple((item,) for item in arguments.where[:_MOST])), skip=True)
        report = replace(rest, findings=(whole, *rest.findings))
    elif arguments.where:
        report = Report(findings=(reach(scope, arguments.where),))
    else:
        report = Report(findings=(reach(scope, ()),))
    notes = [_ASSUMED]
    if scope.people is None:
        notes.append(_NO_PEOPLE.format(table=scope.table.name, rows=scope.noun()))
    return replace(
        report,
        title=f"Audience in {scope.table.name}",
        sources=(scope.table.name,),
        caveats=(*report.caveats, *notes),
    )


def _segments(scope: Scope, rules: tuple[Where, ...]) -> list[Segment]:
    return [Segment(rule, scope.words(*rule)) for rule in rules if rule]


def _of_column(scope: Scope, by: Grouping) -> Report:
    groups = [group for group in scope.cut([], [by]).groups if group.known and group.where]
    if not groups:
        raise AnalysisError(f"`{by.column}` has no groups that can be reported; group by another column.")
    largest = sorted(groups, key=lambda group: -group.rows)[:_MOST]
    segments = [Segment(group.where or (), scope.named(group, [by])[0]) for group in largest]
    report = overlaps(scope, segments)
    left = len(groups) - len(largest)
    notes = (f"Only the {_MOST} largest of {len(groups)} groups were compared.",) if left else ()
    return replace(report, caveats=(*report.caveats, *notes))


SIZE_AUDIENCE = Analysis(
    name="reach_and_overlap",
    title="Audience reach and overlap",
    description=(
        "How many distinct people a rule reaches, their share of everybody, and how several segments overlap: "
        "each one's size, the people in two of them, in any, in none. Use it for audience, reach, overlap, both, "
        "in common between segments, potential of a segment. For a plain count of rows use query_table."
    ),
    arguments=AudienceArguments,
    examples=(
        "How large is the audience of annual members who use the app?",
        "Audience and reach of each cluster",
        "How much do weekend guests and members overlap?",
        "Overlap of card holders and newsletter readers",
        "Reach of an offer to subscribers in the north with two devices",
        "How many people would a campaign for lapsed donors reach?",
        "Reachable customers: how many are both on the premium plan and paperless?",
        "Do our segments overlap, and how many people are in none?",
        "Overlapping answers: which options were chosen together?",
        "How big is the potential audience for the student ticket?",
    ),
    run=size_audience,
)

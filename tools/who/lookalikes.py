"""find_lookalikes: who among the rest is most like a group, by which conditions, and how well that holds."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.results import Report
from tools.who.lookalike_report import told
from tools.who.lookalike_search import searched
from tools.who.lookalike_target import target_of
from tools.who.lookalike_traits import by_traits
from tools.who.scope import Scope
from tools.wording import listed

_NO_TARGET = (
    "{traits}: a protected trait defines this group, and likeness to it is no basis for choosing whom to "
    "approach. Likeness by what people need, own or do can be looked for instead."
)


class LookalikeArguments(Arguments):
    """Whose like is sought: a segment, those with an outcome, or the top fifth of a measure."""

    table: TableName
    where: Where = slot(
        "where", "Conditions that define the group whose like is sought; none: see `metric`.", default=()
    )
    metric: str | None = slot(
        "metric",
        "Without `where`: an outcome (those with its positive value) or a measure (its top fifth) that defines "
        "the group; by default a gain that the table records, else the best customers by money.",
        default=None,
    )
    by: tuple[Grouping, ...] = slot(
        "by", "The traits to go by, where they are named; none: the conditions are searched for.", default=()
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def find_lookalikes(context: ToolContext, arguments: LookalikeArguments) -> Report:
    """Return a segment of the rest that is like the group, its reasons, and its check on held-back people."""
    scope = Scope.open(context, arguments.table, (), arguments.period)
    target = target_of(scope, arguments.where, arguments.metric)
    if target.protected:
        return Report(missing=(_NO_TARGET.format(traits=listed(target.protected).capitalize()),))
    if arguments.by:
        return by_traits(target, arguments.by, context.min_group)
    report = told(target, searched(target, context.min_group))
    return replace(report, title=f"Most like {target.words}", sources=(scope.table.name,))


FIND_LOOKALIKES = Analysis(
    name="find_lookalikes",
    title="Find similar people (lookalikes)",
    description=(
        "Who among everybody else is most like a group (best customers, buyers, those who left): a segment of one "
        "to three conditions found on part of the data, its size, how many of it are not in the group yet, the "
        "reason and lift of each condition, and a check on held-back people. Protected and vulnerable traits are "
        "left out. A segment, never a list of people. For a portrait of the group itself use profile_segment."
    ),
    arguments=LookalikeArguments,
    examples=(
        "Which current customers look most like those who left?",
        "Where are more people like our best customers?",
        "Find lookalikes of the guests who book again",
        "Which visitors resemble buyers but have not bought yet?",
        "Which non-members are similar to members?",
        "Who looks like our top spenders and could become one?",
        "Lookalike segment for donors that gave twice",
        "Which accounts that stayed resemble the ones that cancelled?",
        "Which customers without the premium plan are similar to those with it?",
        "Who among the rest is most like the guests who came back?",
        "Resembling subscribers, twins of our loyal ones",
        "Who else is similar to people with a season ticket?",
        "Which members who stayed look most like those who left, going by plan and branch?",
    ),
    run=find_lookalikes,
)

"""profile_segment: who the people of a segment are, and what sets them apart from the rest."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, TableName, Where, slot
from tools.results import Report
from tools.who.composition import everybody_portrait
from tools.who.outcome import Outcome
from tools.who.portrait import outcome_portrait, segment_portrait
from tools.who.scope import Scope
from tools.wording import listed

WHO_NOT_WHY = "This says who they are and what goes with it, not why: reasons stand in what they said."


class ProfileArguments(Arguments):
    """The segment to portray, and the outcome by which it is judged."""

    table: TableName
    where: Where = slot(
        "where",
        "Conditions that define the segment; none: those with the positive outcome (buyers) beside the others; "
        "in a table without an outcome everybody.",
        default=(),
    )
    outcome: str | None = slot(
        "outcome", "The outcome column (bought, churned, converted); by default the table's own.", default=None
    )
    value: str | None = slot(
        "value",
        "The value of `outcome` that counts as having happened; by default the positive one.",
        default=None,
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def profile_segment(context: ToolContext, arguments: ProfileArguments) -> Report:
    """Return the portrait of a segment: size, outcome, and traits that set it apart, strongest first."""
    everybody = Scope.open(context, arguments.table, (), arguments.period)
    wanted = arguments.outcome or everybody.table.outcome
    outcome = Outcome.of(everybody, wanted, arguments.value) if wanted else None
    if arguments.where:
        report = segment_portrait(everybody, arguments.where, outcome)
    elif outcome is not None:
        report = outcome_portrait(everybody, outcome)
    else:
        report = everybody_portrait(everybody)
    leaking = [column.label for column in everybody.table.columns if "leakage" in column.marks]
    notes = [f"Set aside because known only after the outcome: {listed(leaking[:8])}."] if leaking else []
    return replace(
        report,
        title=f"Portrait from {everybody.table.name}",
        sources=(everybody.table.name,),
        caveats=(WHO_NOT_WHY, *notes, *report.caveats),
    )


PROFILE_SEGMENT = Analysis(
    name="profile_segment",
    title="Portray a group of customers",
    description=(
        "A portrait of a group: its size and share of the base, its outcome rate against the rest (lift), and the "
        "traits and measures that set it apart, with intervals. Without conditions it portrays buyers beside "
        "non-buyers. Use it for who buys, who leaves, who are our best customers, what does this segment look "
        "like. It says who, never why; not for one single number (query_table)."
    ),
    arguments=ProfileArguments,
    examples=(
        "Who buys?",
        "Who churns?",
        "Who are our buyers, and who does not buy?",
        "Profile our premium customers",
        "What do customers who leave look like?",
        "Describe the typical returning guest",
        "Who are the people that renew their contract?",
        "Tell me about our enterprise accounts: how many are they and how do they differ from the rest?",
        "Demographics of subscribers in the south",
    ),
    run=profile_segment,
)

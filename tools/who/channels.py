"""channel_fit: which channel brings in customers who fit, what one of them costs, and whether that is a tie."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Report
from tools.speech import said
from tools.tables.catalog import Table
from tools.tables.lexicon import tokens
from tools.who.channel_report import fit_report
from tools.who.outcome import Outcome
from tools.who.scope import Scope
from tools.wording import listed

_CHANNEL = frozenset(
    {"channel", "channels", "source", "medium", "referrer", "referral", "campaign", "acquisition", "utm", "event"}
    | {"fair", "show", "affiliate", "kanal", "quelle", "herkunft", "canal", "origine", "fuente", "origen"}
)
_OBSERVED = (
    "Who comes through a channel differs in more than the channel: this goes with it, it is not caused by it."
)


class ChannelArguments(Arguments):
    """The channel column and what makes a customer fit."""

    table: TableName
    by: Grouping | None = slot("by", "The channel column; by default recognised by its name.", default=None)
    metric: str | None = slot(
        "metric",
        "The outcome that says who fits (stayed, bought again, churned); by default the table's.",
        default=None,
    )
    value: str | None = slot("value", "The value of that outcome that counts.", default=None)
    where: Where = slot("where", "Only these customers.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def channel_fit(context: ToolContext, arguments: ChannelArguments) -> Report:
    """Return the outcome rate, value and cost per fit customer of each channel, and whether one is ahead."""
    everybody = Scope.open(context, arguments.table, (), arguments.period)
    by = arguments.by or _channel(everybody.table)
    # One channel alone cannot be judged: a condition on the channel says which one is asked about.
    scope = everybody.narrowed(*(item for item in arguments.where if item.column != by.column))
    reference = _says_who_fits(scope, arguments)
    if reference is None:
        told = f"`{scope.table.name}` has no outcome that says which customers fit; name one as the `metric`."
        raise AnalysisError(told)
    outcome = Outcome.of(scope, reference, arguments.value)
    report = fit_report(scope, by, outcome)
    label = said(scope.column(by.column).label)
    return replace(
        report,
        title=f"Fit by {label}",
        sources=(scope.table.name,),
        caveats=(*report.caveats, _OBSERVED),
    )


def _says_who_fits(scope: Scope, asked: ChannelArguments) -> str | None:
    """Return the outcome: the one named, unless it is a measure (a cost, an amount), or the table's own."""
    if asked.metric is not None and asked.value is None and scope.column(asked.metric).role == "measure":
        return scope.table.outcome
    return asked.metric or scope.table.outcome


def _channel(table: Table) -> Grouping:
    """Return the column that says where customers came from; raises AnalysisError when none does."""
    groups = [c for c in table.columns if c.role in ("segment", "ordinal") and not c.marks]
    found = [c for c in groups if {*tokens(c.name), *tokens(c.label)} & _CHANNEL]
    if not found:
        names = listed([f"`{column.name}`" for column in groups[:8]], "or") or "none"
        raise AnalysisError(f"No column of `{table.name}` is named as a channel; give `by`. Columns: {names}.")
    return Grouping(column=found[0].name)


CHANNEL_FIT = Analysis(
    name="channel_fit",
    title="Channel fit",
    description=(
        "Whether a channel, source, campaign or trade show brings customers who fit: outcome rate of each with "
        "interval and n, what they are worth, cost per fit customer where costs are recorded, and a verdict that "
        "calls a tie a tie. Use it for which channel fits, did the trade show pay, cost per good lead."
    ),
    arguments=ChannelArguments,
    examples=(
        "Which channel brings in the customers who fit best?",
        "Did the trade show bring in people that stay?",
        "Channel fit: where do loyal guests come from?",
        "Is the affiliate channel worth its cost?",
        "Acquisition sources by quality of the customers they bring",
        "What does a fit lead cost us per source?",
        "Acquired through which campaign do subscribers stay longest?",
        "Does the referral programme bring better members than the fair?",
    ),
    run=channel_fit,
)

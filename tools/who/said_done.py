"""say_against_do: what people say, set against what the same people do."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, TableName, Where, slot
from tools.results import Report
from tools.who.claimants import claimants
from tools.who.claims import claim_of, deed_of
from tools.who.said_report import said_and_done
from tools.who.scope import Scope


class SaidDoneArguments(Arguments):
    """The answer that people gave, and the rows that show what they did."""

    table: TableName
    outcome: str = slot("outcome", "The column that holds what people said: a question, a scale, free text.")
    value: str | None = slot(
        "value",
        "The answer that counts, or words that free text has to hold; by default yes, or a scale's upper half.",
        default=None,
    )
    where: Where = slot("where", "Only these of the people who answered.", default=())
    done_table: str = slot(
        "deed_table", "Exact name of the table whose rows show what people did; it may be the same."
    )
    done: Where = slot(
        "deed",
        "The rows of that table that count as having done it, such as a product; none: any row.",
        default=(),
    )
    done_metric: str | None = slot(
        "deed_metric", "A measure of those rows, summed per person, to compare as well.", default=None
    )
    times: int = slot("limit", "How many such rows a person must have.", default=1, ge=1)
    period: Period | None = slot("period", "Only what was done in this period.", default=None)


def say_against_do(context: ToolContext, arguments: SaidDoneArguments) -> Report:
    """Return how many of those who say something do it, over the people who are found on both sides."""
    scope = Scope.open(context, arguments.table, arguments.where)
    claim = claim_of(scope, arguments.outcome, arguments.value)
    deed = deed_of(
        Scope.open(context, arguments.done_table, (), arguments.period), arguments.done, arguments.times
    )
    report = said_and_done(claimants(scope, claim, deed), claim, deed, arguments.done_metric)
    sources = dict.fromkeys((scope.table.name, deed.scope.table.name))
    return replace(report, title="Said and done", sources=tuple(sources))


SAY_AGAINST_DO = Analysis(
    name="say_against_do",
    title="What people say against what they do",
    description=(
        "Sets an answer (yes or no, a scale, chosen options, words in free text) against what the same people did "
        "(orders of a product, a cancellation, an amount), joined by their id: the share who say so, the share "
        "who do it, the four combinations, whether they differ. Use it for intention and behaviour, stated and "
        "revealed preference, lip service. For an answer alone use query_table."
    ),
    arguments=SaidDoneArguments,
    examples=(
        "Do people who say they would pay more for organic tea buy it?",
        "Say against do: would people come back, and did they?",
        "Do they do what they say?",
        "How many of those who said they intend to renew actually renewed?",
        "Stated intention against behaviour: who promised to donate again and who did?",
        "Kaufen Kunden, die sagen, dass sie mehr für Bio zahlen würden, es auch wirklich?",
        "Was sagen die Leute, und was tun sie dann tatsächlich?",
        "Les clients qui disent vouloir payer plus le font-ils vraiment?",
        "¿Compran de verdad los que dicen que pagarían más?",
    ),
    run=say_against_do,
)
